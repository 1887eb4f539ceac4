package passage

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/fihris-search/fihris/internal/analysis"
)

// sketched is what is compared of a text, whole and as a sketch.
func sketched(text string) (Fingerprint, Sketch) {
	var s Sketcher
	tokens := analysis.Default().AppendTokens(nil, text)
	return NewFingerprint(analysis.Default().AppendUnits(nil, text)), s.Sketch(tokens)
}

// numbered is a text of words that are all different.
func numbered(from, words int) string {
	var b strings.Builder
	for i := range words {
		fmt.Fprintf(&b, "كلمة%d ", from+i)
	}
	return b.String()
}

// What sketches rule out is no copy: of a text and what becomes of it when words of it are written
// anew, in other letters too.
func TestSketchRulesOutNoCopy(t *testing.T) {
	copies := 0
	rapid.Check(t, func(t *rapid.T) {
		words := make([]string, rapid.IntRange(1, 400).Draw(t, "length"))
		for i := range words {
			words[i] = fmt.Sprintf("كلمة%c%d", 'أ'+rune(i%7), rapid.IntRange(0, 300).Draw(t, "word"))
		}
		other := append([]string(nil), words...)
		for range rapid.IntRange(0, len(words)/8).Draw(t, "changes") {
			other[rapid.IntRange(0, len(other)-1).Draw(t, "at")] = "أخرى"
		}
		a, b := strings.Join(words, " "), strings.NewReplacer("أ", "ا", "ل", "لْ").Replace(strings.Join(other, " "))
		fa, sa := sketched(a)
		fb, sb := sketched(b)
		if fa.IsCopy(fb) {
			copies++
			assert.True(t, sa.MayBeCopy(sb), "%s\n%s", a, b)
		}
	})
	assert.Positive(t, copies)
}

// Sketches agree in as many bits as the angle between the sets of shingles says, and what is met again changes nothing.
func TestSketchTellsTheAngle(t *testing.T) {
	alike := func(a, b Sketch) (share float64) {
		for i := range a {
			for k := range 32 {
				if (a[i]^b[i])>>k&1 == 0 {
					share++
				}
			}
		}
		return share / sketchBits
	}
	for _, common := range []int{0, 100, 200, 300, 400} {
		sum, pairs := 0.0, 40
		for i := range pairs {
			from := i * 10_000
			_, a := sketched(numbered(from, common) + numbered(from+1000, 400-common))
			_, b := sketched(numbered(from, common) + numbered(from+5000, 400-common))
			sum += alike(a, b)
		}
		want := 1 - math.Acos(float64(common)/400)/math.Pi
		assert.InDelta(t, want, sum/float64(pairs), 0.02, "%d of 400 words in common", common)
	}
	_, once := sketched(numbered(0, 50))
	_, thrice := sketched(numbered(0, 50) + numbered(0, 50) + numbered(0, 50))
	assert.Greater(t, alike(once, thrice), 0.9)
	_, long := sketched(numbered(0, 1000))
	_, longer := sketched(numbered(0, 1100))
	assert.True(t, long.MayBeCopy(longer), "of more shingles than a byte counts")
}

// Texts with nothing in common are ruled out, which is what it is for.
func TestSketchRulesOutStrangers(t *testing.T) {
	let := 0
	_, a := sketched(numbered(0, 200))
	for i := range 300 {
		if _, b := sketched(numbered(1000*(i+1), 200)); a.MayBeCopy(b) {
			let++
		}
	}
	assert.LessOrEqual(t, let, 3)
	assert.True(t, a.MayBeCopy(a))
	assert.False(t, a.MayBeCopy(Sketch{}))
	assert.False(t, Sketch{}.MayBeCopy(Sketch{}), "what has no sketch is a copy of nothing")
	_, none := sketched(" … ")
	assert.Equal(t, Sketch{}, none)
	_, short := sketched("خبر عاجل")
	_, other := sketched("نبأ قديم")
	assert.True(t, short.MayBeCopy(short))
	assert.False(t, short.MayBeCopy(other))
}

// A sketch is stored, so it must be the same tomorrow.
func TestSketchStays(t *testing.T) {
	_, s := sketched("قال أحمد إن مدرسة الهدى رقم 25 فتحت أبوابها أمس واليوم")
	assert.Equal(t, Sketch{0x2488268e, 0x5a2a18ef, 0x104825a5, 0xf47d780c, 0x551c74ca, 0xe9288deb}, s)
}

func BenchmarkSketch(b *testing.B) {
	body := strings.Repeat("قالت هيئة الحبوب إنّ سعر القمح استقر هذا الأسبوع عند مستوى الشهر الماضي، في الموانئ الجنوبية (والشمالية) 2018.\n", 20) + numbered(0, 100)
	tokens := analysis.Default().AppendTokens(nil, body)
	var s Sketcher
	for b.Loop() {
		s.Sketch(tokens)
	}
}

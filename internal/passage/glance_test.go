package passage

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/fihris-search/fihris/internal/analysis"
)

// What a glance rules out is no copy: of a text and what becomes of it when words of it are written
// anew, in other letters too.
func TestGlanceRulesOutNoCopy(t *testing.T) {
	copies := 0
	rapid.Check(t, func(t *rapid.T) {
		words := make([]string, rapid.IntRange(3, 400).Draw(t, "length"))
		for i := range words {
			words[i] = fmt.Sprintf("كلمة%c%d", 'أ'+rune(i%7), rapid.IntRange(0, 300).Draw(t, "word"))
		}
		other := append([]string(nil), words...)
		for range rapid.IntRange(0, len(words)/8).Draw(t, "changes") {
			other[rapid.IntRange(0, len(other)-1).Draw(t, "at")] = "أخرى"
		}
		a, b := strings.Join(words, " "), strings.NewReplacer("أ", "ا", "ل", "لْ").Replace(strings.Join(other, " "))
		fa, fb := NewFingerprint(analysis.Default().AppendUnits(nil, a)), NewFingerprint(analysis.Default().AppendUnits(nil, b))
		if fa.IsCopy(fb) {
			copies++
			assert.True(t, NewGlance("", a).MayBeCopy(NewGlance("", b)), "%s\n%s", a, b)
		}
	})
	assert.Positive(t, copies)
}

// The least of distinct hashes are found without sorting them, however they lie.
func TestLeastHashes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.SampledFrom([]uint32{20, 1 << 12, 1 << 31}).Draw(t, "most")
		hashes := rapid.SliceOfN(rapid.Uint32Range(1, most), 0, 3000).Draw(t, "hashes")
		want := slices.Clone(hashes)
		slices.Sort(want)
		want = slices.Compact(want)
		got := distinct(slices.Clone(hashes))
		assert.ElementsMatch(t, want, got)
		assert.Equal(t, want[:min(len(want), glanceSize)], least(got))
	})
}

// Texts with nothing in common are ruled out, which is what it is for.
func TestGlanceRulesOutStrangers(t *testing.T) {
	text := func(from int) string {
		var b strings.Builder
		for i := range 200 {
			fmt.Fprintf(&b, "كلمة%d ", from+i)
		}
		return b.String()
	}
	a := NewGlance("عنوان", text(0))
	assert.Len(t, a.least, glanceSize)
	assert.False(t, a.MayBeCopy(NewGlance("عنوان", text(1000))))
	assert.True(t, a.MayBeCopy(NewGlance("عنوان آخر", text(0))))
	assert.False(t, a.MayBeCopy(NewGlance("", "قصير")), "of another size")
	assert.True(t, NewGlance("", "قصير").MayBeCopy(NewGlance("", "كلمة أخرى")), "what is short is compared word by word")
	notice := func(from int) Glance {
		return NewGlance("عنوان", strings.Join(strings.Fields(text(from))[:30], " "))
	}
	assert.False(t, notice(0).MayBeCopy(notice(1000)), "of a short text it knows everything")
	assert.True(t, notice(0).MayBeCopy(notice(10)))
	assert.False(t, a.MayBeCopy(Glance{}))
}

// What people write differently is the same to a glance, what ends a word is not a part of one, in every script.
func TestGlanceOfCharacters(t *testing.T) {
	look := func(text string) Glance { return NewGlance(text, "") }
	same := look("قال احمد ان مدرسه الهدي رقم 25 فتحت iphone أمس واليوم")
	assert.Equal(t, same, look("قَالَ أَحْمَد: إنّ مدرسة الهدى، رقم ٢٥ (فتحت) iPhone… امس؛ واليوم؟"))
	assert.Equal(t, same, look("قـال ٱحمد — آن مدرسة\u200b الهدى رقم ۲۵ فتحت «IPHONE» أمس واليوم."))
	assert.NotEqual(t, same, look("قال احمد ان مدرسه الهدي رقم 26 فتحت iphone أمس واليوم"))
	assert.NotEqual(t, look("один два три четыре"), look("один два тричетыре"))
}

func BenchmarkGlance(b *testing.B) {
	body := strings.Repeat("قالت هيئة الحبوب إنّ سعر القمح استقر هذا الأسبوع عند مستوى الشهر الماضي، في الموانئ الجنوبية (والشمالية) 2018.\n", 20)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		NewGlance("عنوان", body)
	}
}

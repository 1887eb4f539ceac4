package utf8x

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pieces are letters of every length and what is no letter, at the edges of both.
var pieces = []string{
	"a", " ", "\x00", "\x7f", "\u0080", "م", "ن", "\u07ff", "\u0800", "“", "\ufffd", "\uffff", "\U00010000", "😀", "\U0010ffff",
	"\x80", "\xbf", "\xc0", "\xc1\xbf", "\xc0\x80", "\xc2", "\xd9", "\xdf", "\xe0\x9f\xbf", "\xe2\x80", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf8", "\xff",
}

// TestValidIsThatOfUTF8 holds both functions against package utf8: every pair of
// pieces at every place of a text of Arabic, and texts of pieces at random.
func TestValidIsThatOfUTF8(t *testing.T) {
	check := func(s string) {
		want := utf8.ValidString(s)
		require.Equal(t, want, ValidString(s), "%q", s)
		require.Equal(t, want, Valid([]byte(s)), "%q", s)
	}
	text := "ab" + strings.Repeat("وقال", 5)
	for _, a := range pieces {
		for _, b := range pieces {
			for i := range len(text) + 1 {
				check(text[:i] + a + b + text[i:])
			}
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		var s strings.Builder
		for range rnd.IntN(12) {
			if rnd.IntN(4) > 0 {
				s.WriteString(pieces[rnd.IntN(8)])
			} else {
				s.WriteString(pieces[rnd.IntN(len(pieces))])
			}
		}
		check(s.String())
	}
	assert.True(t, Valid(nil))
}

func FuzzValid(f *testing.F) {
	for _, p := range pieces {
		f.Add(p + "السلام" + p)
	}
	f.Fuzz(func(t *testing.T, s string) { assert.Equal(t, utf8.ValidString(s), ValidString(s), "%q", s) })
}

func BenchmarkValid(b *testing.B) {
	text := strings.Repeat("وقال «الوزير» إن المؤتمر، الذي عقد أمس لم يناقش الأمر بعد. ", 40)
	b.Run("utf8x", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			ValidString(text)
		}
	})
	b.Run("utf8", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			utf8.ValidString(text)
		}
	})
}

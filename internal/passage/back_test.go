package passage

import (
	"math/rand/v2"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// back finds the first beginning of a word within so many letters before a
// place: what follows a space that no mark stands on, or where it may begin.
func TestBackIsTheFirstBeginning(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("ابجد  \u064b🔴a\n")
	for range 3000 {
		var text []rune
		for range 1 + r.IntN(20) {
			text = append(text, alphabet[r.IntN(len(alphabet))])
		}
		from, at := r.IntN(len(text)), len(text)-r.IntN(len(text))
		if from > at {
			from, at = at, from
		}
		letters := r.IntN(12)
		want := at
		for i := at; i >= max(from, at-letters); i-- {
			begins := i > from && i > at-letters && unicode.IsSpace(text[i-1]) && (i == len(text) || !unicode.Is(unicode.M, text[i]))
			if begins || i == from && i < at {
				want = i
			}
		}
		bytes := func(n int) int { return len(string(text[:n])) }
		got := back(string(text), bytes(from), bytes(at), letters)
		require.Equal(t, want, utf8.RuneCountInString(string(text)[:got]), "%q from %d at %d, %d letters", string(text), from, at, letters)
	}
}

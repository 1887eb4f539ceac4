package analysis

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// spelling.txt: a spelling, a tab, the exact form of the usual one.
func TestSpellings(t *testing.T) {
	a := Default()
	for _, c := range readCases(t, "spelling.txt") {
		assert.Equal(t, c.want, a.Word(c.input).Exact, "spelling.txt:%d: %s", c.line, c.input)
	}
}

// What a rule reads is read by no rule again: an exact form stays.
func TestSpellingsStay(t *testing.T) {
	a := Default()
	s := orthography{a.lex, a.stops}
	for _, name := range []string{"spelling.txt", "conflate.txt"} {
		words, err := wordsOf("testdata/" + name)
		assert.NoError(t, err)
		for _, w := range words {
			if kept := foldKeepMaksura(w); !s.isStop(kept) {
				read := s.read(w, kept)
				assert.True(t, s.isStop(read) || read == s.read(read, foldKeepMaksura(read)), w)
			}
		}
	}
}

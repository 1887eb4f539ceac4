package opensearch

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/index"
)

// read is what the analyzer of a cluster makes of a text: words at spaces, terms at bars, gaps.
func read(text string) (out []index.PlacedTerm) {
	for i, word := range strings.FieldsFunc(text, unicode.IsSpace) {
		if word == gapTerm {
			continue
		}
		for term := range strings.SplitSeq(word, "|") {
			if term != "" {
				out = append(out, index.PlacedTerm{Term: term, At: i + 1})
			}
		}
	}
	return out
}

func FuzzTermsStayWhole(f *testing.F) {
	for _, s := range []string{"كتاب", "عبد الله", "a|b", "_", "%5F", "وزر\x00وزير\x00", "x/y", "\u2028", "a\u00a0b", "", strings.Repeat("ا", 9000), "كتب\x00\x91\x80", "كتب\x00\x90\x80", "\ufffd", "\xef", "%EF%BF%BD", "a%#b"} {
		f.Add(s, "كتاب")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if a == "" || b == "" {
			t.Skip()
		}
		assert.True(t, utf8.ValidString(writeTerm(a)))
		if !strings.Contains(writeTerm(a), shortened) {
			back, err := readTerm(writeTerm(a))
			require.NoError(t, err)
			assert.Equal(t, a, back)
		}
		if a != b {
			assert.NotEqual(t, writeTerm(a), writeTerm(b))
		}
		assert.LessOrEqual(t, len(writeTerm(a)), longestTerm+8)
		terms := []index.PlacedTerm{{Term: a, At: 1}, {Term: b, At: 1}, {Term: b, At: 4}, {Term: a, At: 9}}
		want := []index.PlacedTerm{{Term: writeTerm(a), At: 1}, {Term: writeTerm(b), At: 1}, {Term: writeTerm(b), At: 4}, {Term: writeTerm(a), At: 9}}
		assert.Equal(t, want, read(writePlaced(terms, false)))
	})
}

func TestPositionsAreKept(t *testing.T) {
	terms := []index.PlacedTerm{{Term: "كانون الثاني", At: 2}, {Term: "كانون", At: 2}, {Term: "الثاني", At: 3}, {Term: "_", At: 6}}
	assert.Equal(t, "_ كانون%20الثاني|كانون الثاني _ _ %5F", writePlaced(terms, false))
	assert.Equal(t, "كانون%20الثاني كانون الثاني %5F", writePlaced(terms, true))
	assert.NotEqual(t, keyOfID("a"), keyOfID("b"))
	assert.Equal(t, "وزر/وزير/", writeTerm("وزر\x00وزير\x00"))
}

// What others wrote into the index is not taken for a term.
func TestForeignTermsAreTold(t *testing.T) {
	for _, s := range []string{"%", "%4", "%zz", "a%#0f"} {
		_, err := readTerm(s)
		assert.Error(t, err, s)
	}
}

package analysis

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// units.txt: each word has its meaning behind a number, and nowhere else.
func TestUnits(t *testing.T) {
	a := Default()
	units := map[string]string{}
	for word, known := range a.joins.words {
		if known.unit != "" {
			units[word] = known.unit
		}
	}
	require.GreaterOrEqual(t, len(units), 6)
	for word, meaning := range units {
		behind := a.AppendTokens(nil, "12 "+word)
		require.Len(t, behind, 3, word)
		assert.Equal(t, meaning, behind[1].Exact)
		assert.Equal(t, word, behind[2].Exact)
		for _, text := range []string{word, "ثم " + word, "12، " + word, "12 ثم " + word} {
			for _, tok := range a.AppendTokens(nil, text) {
				assert.NotEqual(t, meaning, tok.Exact, text)
				assert.NotEqual(t, a.Word(meaning).Stem, tok.Stem, text)
			}
		}
	}
}

// shortReasons allows members of three letters or fewer, with what was found.
const shortReasons = "testdata/short.txt"

// A member of a family that means something else more often does harm to all
// that ask for the family. What a text mostly means the counts cannot say, but
// so much: so short a word, which is a name or a unit and also anything that
// three letters make, must be rare beside its family, or stand in short.txt with
// the reason. No stop word is a member.
func TestMembersMeanTheirFamily(t *testing.T) {
	a := Default()
	count := func(w string) float64 { return a.lex.count("", Fold(strings.ReplaceAll(w, "_", "")), "") }
	allowed := map[string]bool{}
	text, err := os.ReadFile(shortReasons)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		if word, reason, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			require.NotEmpty(t, reason, word)
			allowed[word] = true
		}
	}
	for _, name := range []string{"names.txt", "places.txt", "months.txt", "spelling.txt", "joined.txt"} {
		for _, f := range readFamilies(t, name) {
			for _, w := range f.words[1:] {
				if strings.Contains(w, "_") {
					continue
				}
				_, _, stop := a.spell(w)
				assert.False(t, stop, "%s: %s is a stop word", f.place, w)
				short := len([]rune(Fold(w))) <= 3
				if short && count(w)*5 > count(f.words[0]) && !allowed[w] {
					assert.Fail(t, "a short word in a family", "%s: %s was counted %.0f times, %s %.0f: is it mostly that? Take it out, or give the reason in %s",
						f.place, w, count(w), f.words[0], count(f.words[0]), shortReasons)
				}
			}
		}
	}
}

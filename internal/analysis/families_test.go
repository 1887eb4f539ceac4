package analysis

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// family is a line of a data file: the representative first.
type family struct {
	place string // file:line
	words []string
}

// familyFileNames are the data files; each has its own test below.
var familyFileNames = []string{
	"plurals.txt", "spelling.txt", "suppletives.txt", "months.txt", "places.txt", "joined.txt", "names.txt", "verbs.txt",
}

// readFamilies reads a data file as it is written, one family a line.
func readFamilies(t *testing.T, name string) []family {
	t.Helper()
	text, err := os.ReadFile("families/" + name)
	require.NoError(t, err)
	var fams []family
	for n, line := range strings.Split(string(text), "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		place := fmt.Sprintf("%s:%d", name, n+1)
		rep, members, ok := strings.Cut(line, ":")
		require.True(t, ok, "%s: no colon", place)
		require.NotContains(t, members, ":", "%s: two colons", place)
		words := append([]string{strings.TrimSpace(rep)}, strings.Fields(members)...)
		require.NotContains(t, words[0], " ", "%s: the representative is one word or joined by _", place)
		fams = append(fams, family{place, words})
	}
	return fams
}

// tokens analyzes a word of a data file, where _ stands for a space.
func tokens(a *Analyzer, word string) []Token {
	return a.AppendUnits(nil, strings.ReplaceAll(word, "_", " "))
}

// stems are the stems of a word of a data file. A stop word has none; with an
// article it may be a noun (هم "they", الهم "the worry"), so it is asked for
// below the level that knows stop words.
func stems(a *Analyzer, word string) string {
	var all []string
	for _, tok := range tokens(a, word) {
		if tok.Stop {
			tok.Stem = a.rules().stem(tok.Exact)
		}
		all = append(all, tok.Stem)
	}
	return strings.Join(all, " ")
}

// requireFamilies reads a file of at least so many families and checks what
// holds for all files: letters only, and each member has the stem of its
// representative, as one word or as several.
func requireFamilies(t *testing.T, name string, least int) []family {
	t.Helper()
	fams := readFamilies(t, name)
	require.GreaterOrEqual(t, len(fams), least, "the file was cut short")
	a := Default()
	for _, f := range fams {
		want := stems(a, f.words[0])
		for i, w := range withPronouns(f.words) {
			for part := range strings.SplitSeq(Fold(w), "_") {
				assert.True(t, len(part) > 0 && isLetters(part), "%s: %q is not a word", f.place, w)
			}
			if i > 0 {
				assert.Equal(t, want, stems(a, w), "%s: %s and %s", f.place, f.words[0], w)
			}
		}
	}
	return fams
}

// requireOneToken: the words joined by _ are one name over the whole text.
func requireOneToken(t *testing.T, f family) {
	t.Helper()
	a := Default()
	for _, w := range f.words {
		text := strings.ReplaceAll(w, "_", " ")
		toks := tokens(a, w)
		if assert.Len(t, toks, 1, "%s: %s", f.place, w) {
			assert.Equal(t, [2]int{0, len(text)}, [2]int{toks[0].Start, toks[0].End}, "%s: %s", f.place, w)
			assert.NotContains(t, toks[0].Exact, " ", "%s: %s", f.place, w)
		}
	}
}

// TestFamiliesKeepApart: no word stands in two families, in all files together,
// so that the order of the files means nothing; and no file is without a test.
func TestFamiliesKeepApart(t *testing.T) {
	entries, err := os.ReadDir("families")
	require.NoError(t, err)
	require.Len(t, entries, len(familyFileNames), "a data file without a test")
	a, owner := Default(), map[string]string{}
	for _, name := range familyFileNames {
		for _, f := range readFamilies(t, name) {
			if name != "names.txt" { // where a name alone is kept whole
				assert.Greater(t, len(f.words), 1, "%s: a family of one", f.place)
			}
			seen := map[string]bool{}
			for _, w := range f.words {
				key := a.lex.settle(FoldWritten(w))
				assert.False(t, seen[key], "%s: %s stands twice", f.place, w)
				seen[key] = true
				key = strings.ReplaceAll(key, "_", "")
				if other, ok := owner[key]; ok && other != f.place {
					assert.Fail(t, "a word in two families", "%s: %s stands in %s too", f.place, w, other)
				}
				owner[key] = f.place
			}
		}
	}
}

// TestPluralsFile: the plurals are single words and share the root too.
func TestPluralsFile(t *testing.T) {
	a := Default()
	for _, f := range requireFamilies(t, "plurals.txt", 2000) {
		root := a.rules().root(a.rules().stem(wordOf(a.rules(), f.words[0])))
		for _, w := range f.words {
			assert.NotContains(t, w, "_", f.place)
			assert.Equal(t, root, a.rules().root(a.rules().stem(wordOf(a.rules(), w))), "%s: root of %s", f.place, w)
		}
	}
}

// TestSpellingFile: what folding joins anyway is no matter for a family.
func TestSpellingFile(t *testing.T) {
	a := Default()
	for _, f := range requireFamilies(t, "spelling.txt", 180) {
		exact := map[string]string{}
		for _, w := range f.words {
			key := strings.ReplaceAll(w, "_", " ")
			toks := tokens(a, w)
			require.NotEmpty(t, toks, f.place)
			if other, ok := exact[toks[0].Exact]; ok && len(toks) == 1 && !strings.Contains(key+other, " ") {
				assert.Fail(t, "two spellings with one exact form", "%s: %s and %s", f.place, w, other)
			}
			exact[toks[0].Exact] = key
		}
	}
}

// TestSuppletivesFile: the numerals up to a hundred are apart from each other.
func TestSuppletivesFile(t *testing.T) {
	apart(t, requireFamilies(t, "suppletives.txt", 30))
}

// TestMonthsFile: twelve months of the sun and the moon's of two words, each
// one token, none of them with the stem of another.
func TestMonthsFile(t *testing.T) {
	fams := requireFamilies(t, "months.txt", 18)
	for _, f := range fams {
		requireOneToken(t, f)
	}
	apart(t, fams)
}

// TestPlacesFile: the feminine and the plurals of a nisba follow it by rule.
func TestPlacesFile(t *testing.T) {
	a := Default()
	fams := requireFamilies(t, "places.txt", 330)
	for _, f := range fams {
		requireOneToken(t, f)
		want := stems(a, f.words[0])
		for _, w := range f.words[1:] {
			nisba, ok := strings.CutSuffix(w, sYeh)
			if !ok || strings.Contains(w, "_") {
				continue
			}
			for _, end := range []string{sYeh + sMarb, sYeh + sUn, sYeh + sIn} {
				for _, article := range []string{"", sAl} {
					assert.Equal(t, want, stems(a, article+nisba+end), "%s: %s", f.place, article+nisba+end)
				}
			}
		}
	}
	apart(t, fams)
}

// TestJoinedFile: however it is written, such a name is one token.
func TestJoinedFile(t *testing.T) {
	fams := requireFamilies(t, "joined.txt", 120)
	for _, f := range fams {
		requireOneToken(t, f)
	}
	apart(t, fams)
}

// TestNamesFile: a name that stands alone keeps all its letters.
func TestNamesFile(t *testing.T) {
	a := Default()
	fams := requireFamilies(t, "names.txt", 400)
	whole := 0
	for _, f := range fams {
		if len(f.words) == 1 {
			whole++
			assert.Equal(t, wordOf(a.rules(), f.words[0]), stems(a, f.words[0]), f.place)
		}
	}
	assert.Greater(t, whole, 150, "names that stand alone")
	apart(t, fams)
}

// TestVerbsFile: the forms are single words.
func TestVerbsFile(t *testing.T) {
	apart(t, requireFamilies(t, "verbs.txt", 2))
}

// apart: no two families of a file have one stem.
func apart(t *testing.T, fams []family) {
	t.Helper()
	a := Default()
	owner := map[string]string{}
	for _, f := range fams {
		stem := stems(a, f.words[0])
		assert.Empty(t, owner[stem], "%s: %s has the stem of another family", f.place, f.words[0])
		owner[stem] = f.place
	}
}

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

var familyFileNames = []string{
	"plurals.txt", "spelling.txt", "suppletives.txt", "months.txt", "places.txt", "joined.txt", "names.txt", "verbs.txt",
}

// TestFamiliesAreWhole keeps a data file from being cut short by accident.
func TestFamiliesAreWhole(t *testing.T) {
	least := map[string]int{
		"plurals.txt": 1800, "spelling.txt": 150, "suppletives.txt": 25, "months.txt": 18,
		"places.txt": 250, "joined.txt": 120, "names.txt": 200, "verbs.txt": 2,
	}
	for _, name := range familyFileNames {
		assert.GreaterOrEqual(t, len(readFamilies(t, name)), least[name], name)
	}
	entries, err := os.ReadDir("families")
	require.NoError(t, err)
	assert.Len(t, entries, len(familyFileNames), "a data file without a test")
}

// TestFamiliesKeepApart: no word stands in two families, in all files together,
// so that the order of the files means nothing.
func TestFamiliesKeepApart(t *testing.T) {
	owner := map[string]string{}
	for _, name := range familyFileNames {
		for _, f := range readFamilies(t, name) {
			if name != "names.txt" { // where a name alone is kept whole
				assert.Greater(t, len(f.words), 1, "%s: a family of one", f.place)
			}
			seen := map[string]bool{}
			for _, w := range f.words {
				key := Fold(w)
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

// TestFamilyWordsAreArabic: nothing but Arabic letters, marks and the joiner.
func TestFamilyWordsAreArabic(t *testing.T) {
	for _, name := range familyFileNames {
		for _, f := range readFamilies(t, name) {
			for _, w := range f.words {
				for part := range strings.SplitSeq(Fold(w), "_") {
					assert.True(t, len(part) > 0 && isLetters(part), "%s: %q", f.place, w)
				}
			}
		}
	}
}

// TestFamiliesMeet: every member has the stem of its representative, whether it
// is written as one word or as several.
func TestFamiliesMeet(t *testing.T) {
	a := Default()
	stem := func(w string) string {
		var stems []string
		for _, tok := range a.AppendTokens(nil, strings.ReplaceAll(w, "_", " ")) {
			if tok.Stop { // هم is a pronoun, الهم the worry: only the second has a stem
				tok.Stem = a.stems.stem(tok.Exact)
			}
			stems = append(stems, tok.Stem)
		}
		return strings.Join(stems, " ")
	}
	for _, name := range familyFileNames {
		for _, f := range readFamilies(t, name) {
			want := stem(f.words[0])
			for _, w := range f.words[1:] {
				assert.Equal(t, want, stem(w), "%s: %s and %s", f.place, f.words[0], w)
			}
		}
	}
}

package analysis

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRootList: every root is three or four Arabic consonants, written once.
func TestRootList(t *testing.T) {
	seen := map[string]bool{}
	for n, line := range strings.Split(rootsText, "\n") {
		line, _, _ = strings.Cut(line, "#")
		for _, root := range strings.Fields(line) {
			assert.False(t, seen[root], "line %d: %s stands twice", n+1, root)
			seen[root] = true
			letters := []rune(root)
			assert.True(t, len(letters) == 3 || len(letters) == 4, "line %d: %s", n+1, root)
			assert.NotContains(t, letters, rune(alef), "line %d: %s: alef is no consonant", n+1, root)
			assert.Equal(t, Fold(root), root, "line %d", n+1)
		}
	}
	assert.Greater(t, len(seen), 2500)
}

// TestPatterns: every pattern sees the root that it was made from.
func TestPatterns(t *testing.T) {
	r := &rooter{}
	require.NoError(t, r.addPatterns(patternsText))
	consonants := [...]rune{beh, jeem, dal, seen}
	count := 0
	for _, list := range r.patterns {
		for _, p := range list {
			count++
			word := append([]rune{}, p.letters...)
			for i, c := range word {
				if c == 0 {
					word[i] = consonants[p.place[i]]
				}
			}
			want := append([]rune{}, p.build...)
			for i, c := range want {
				if c == 0 {
					want[i] = consonants[p.source[i]]
				}
			}
			var out [8]byte
			n := p.root(word, &out)
			assert.Equal(t, string(want), string(out[:n]), "%s in %s", p.text, string(word))
		}
	}
	assert.Greater(t, count, 150)
}

func TestPatternErrors(t *testing.T) {
	for _, text := range []string{"فعل", "فعل:", "مستفعلاتيات: فعل"} {
		assert.ErrorContains(t, new(rooter).addPatterns("# fine\n"+text), "line 2", text)
	}
}

func TestAffixErrors(t *testing.T) {
	for _, text := range []string{"article", "nothing و 1", "article و much"} {
		_, err := parseAffixes("# fine\n" + text)
		assert.ErrorContains(t, err, "line 2", text)
	}
}

func BenchmarkRoot(b *testing.B) {
	s := builtinStemmer(b)
	words := []string{"استخدام", "مدرسة", "قال", "سياسي", "كاميرا", "انتخاب", "مستشفي", "دولة"}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		s.root(words[i%len(words)])
		i++
	}
}

// TestFrequentRoots: the words that stand most often have the roots of the
// dictionaries.
func TestFrequentRoots(t *testing.T) {
	n := 0
	for _, line := range readLines(t, "testdata/roots500.tsv") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		word, roots, ok := strings.Cut(line, "\t")
		require.True(t, ok, line)
		n++
		assert.Contains(t, strings.Fields(roots), Default().Word(word).Root, word)
	}
	assert.GreaterOrEqual(t, n, 500)
}

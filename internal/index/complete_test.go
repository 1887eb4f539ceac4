package index

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/suggest"
)

// What package suggest looks at: forms behind each proclitic, and words of all.
const (
	maxBehind = 32
	maxBegun  = 24
)

// TestCompletionsEqualOracle looks at every word of every article: the first
// completion of a beginning is the word that most of its forms belong to, and
// counts are those of the articles.
func TestCompletionsEqualOracle(t *testing.T) {
	docs := bundledDocs()
	ix, err := NewMemory(Options{})
	require.NoError(t, err)
	defer ix.Close()
	_, _, err = ix.Add(context.Background(), slices.Values(docs))
	require.NoError(t, err)
	forms := newOracle(docs).forms()
	r := rand.New(rand.NewPCG(7, 8))
	tried := 0
	for range 200 {
		letters := []rune(analysis.Fold(randomWord(r, docs)))
		if len(letters) < 3 || !unicode.Is(unicode.Arabic, letters[0]) {
			continue
		}
		start := string(letters[:3])
		if len(analysis.WithTehMarbuta(start)) > 1 {
			continue // which may be a teh marbuta too
		}
		weight := map[string]int{}
		small := true
		for _, pre := range analysis.Behind(start) {
			n := 0
			for form, ids := range forms {
				if strings.HasPrefix(form, pre) {
					weight[start+form[len(pre):]] += len(ids)
					n++
				}
			}
			small = small && n <= maxBehind
		}
		if !small {
			continue
		}
		tried++
		best := 0
		for _, n := range weight {
			best = max(best, n)
		}
		got, err := ix.Complete(context.Background(), start, 2*maxBegun)
		require.NoError(t, err)
		for i, c := range got {
			if c.Kind != suggest.Word {
				continue
			}
			form := ix.analyzer.Word(c.Text).Exact
			assert.Len(t, forms[form], int(c.Articles), "%s: %s", start, c.Text)
			word := ""
			for _, pre := range analysis.Behind(start) {
				if rest, ok := strings.CutPrefix(form, pre); ok {
					if w := start + rest; weight[w] > weight[word] {
						word = w
					}
				}
			}
			assert.NotEmpty(t, word, "%s does not begin with %s", c.Text, start)
			if i == 0 {
				assert.Equal(t, best, weight[word], "%s before %s", start, c.Text)
			}
		}
		if len(got) < maxBegun {
			assert.GreaterOrEqual(t, len(got), len(weight), start)
		}
	}
	assert.Greater(t, tried, 50)
}

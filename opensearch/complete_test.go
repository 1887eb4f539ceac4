package opensearch_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/opensearch"
	"github.com/fihris-search/fihris/searchertest"
)

// What is typed is completed as in an index: the same words with the same counts, and the same titles. Behind another
// word an index reads some articles for what follows that, which would take long from afar: there the words may be
// others, but each has its count.
func TestCompletionsAreThoseOfAnIndex(t *testing.T) {
	fields := []fihris.Field{{Name: "lead", Kind: fihris.TextField}}
	articles := searchertest.Articles()
	for i := range articles {
		if i%3 == 0 {
			articles[i].Extra = map[string]any{"lead": "وزارة الشروق " + articles[i].Title}
		}
	}
	c := made(t, opensearch.Options{Fields: fields}, articles)
	ix, err := fihris.NewMemory(&fihris.Options{Fields: fields})
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(t.Context(), articles...))
	texts := []string{"", " ", "و", "ال", "الحكومة", "في ا", "وزارة الش", "قشطاطير ال", "سوق قشطاطير مد", "bb", "الحكومة ", "\"وزير ال"}
	r := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		w := &writer{Rand: r}
		for len(w.words) < 20 {
			w.article = articles[r.IntN(len(articles))]
			w.words = plainWords(w.article.Title + " " + w.article.Body)
		}
		text := []rune(w.side(1 + r.IntN(4)))
		texts = append(texts, string(text[:max(len(text)-r.IntN(4), 1)]))
	}
	some, shared := 0, 0
	for _, text := range texts {
		want, err := ix.Complete(t.Context(), text, 9)
		require.NoError(t, err, text)
		got, err := c.Complete(t.Context(), text, 9)
		if !assert.NoError(t, err, text) {
			continue
		}
		if strings.Contains(strings.TrimSpace(text), " ") {
			assert.Equal(t, len(want) > 0, len(got) > 0, text)
			for _, one := range got {
				if i := slices.IndexFunc(want, func(o fihris.Completion) bool { return o.Text == one.Text && o.Kind == one.Kind }); i >= 0 {
					assert.Equal(t, want[i], one, text)
					shared++
				}
			}
		} else {
			assert.Equal(t, want, got, text)
		}
		if len(want) > 0 {
			some++
		}
	}
	assert.Greater(t, some, 50)
	assert.Greater(t, shared, 50)
}

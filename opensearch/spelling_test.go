package opensearch_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/opensearch"
)

// A form that was written with other marks is another spelling in a cluster too, and what is spelled as typed gains as much.
func TestClusterTellsSpellingsApart(t *testing.T) {
	var articles []fihris.Article
	for id, text := range map[string]string{
		"wrote": "كَتَبَ الرجل", "written": "كُتِبَ المقال", "books": "كُتُبٌ كثيرة", "bare": "كتب كثيرة", "dictated": "كَتَّبَ الأستاذ", "library": "الكُتُبُ الكثيرة",
	} {
		articles = append(articles, fihris.Article{ID: id, Title: text, Body: text})
	}
	c := made(t, opensearch.Options{}, articles)
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(t.Context(), articles...))
	found := map[string]bool{}
	for _, text := range []string{"=كَتَبَ", "=كُتِبَ", "=كُتُبٌ", "=كَتَّبَ", "كُتِبَ", "كَتَبَ", "كُتُبٌ كثيرة", `="كُتِبَ المقال"`, `="كَتَبَ الرجل"`} {
		req := fihris.Request{Query: parsed(t, text), Limit: 10}
		want, err := ix.Search(t.Context(), req)
		require.NoError(t, err, text)
		got, err := c.Search(t.Context(), req)
		require.NoError(t, err, text)
		assert.Equal(t, listedHits(want), listedHits(got), text)
		assert.Equal(t, totals(want), totals(got), text)
		found[listedHits(want)] = true
	}
	assert.Greater(t, len(found), 5, "the questions tell spellings apart")
}

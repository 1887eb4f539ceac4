package client_test

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/client"
	"github.com/fihris-search/fihris/internal/web"
)

// Fields of the index's own narrow, count and order, and come back with their digits.
func TestOwnFields(t *testing.T) {
	ix, err := fihris.NewMemory(&fihris.Options{Fields: []fihris.Field{
		{Name: "lang", Kind: fihris.KeywordField}, {Name: "pages", Kind: fihris.NumberField},
	}})
	require.NoError(t, err)
	defer ix.Close()
	ctx := t.Context()
	require.NoError(t, ix.Add(ctx,
		fihris.Article{ID: "1", Title: "قمح", Body: "حصاد القمح.", Source: "الموج", Extra: map[string]any{"lang": "ar", "pages": 3}},
		fihris.Article{ID: "2", Title: "قمح", Body: "خبز القمح.", Source: "الرمل", Extra: map[string]any{"lang": "ar", "pages": json.Number("12.50")}},
		fihris.Article{ID: "3", Title: "قمح", Body: "شعير وقمح.", Extra: map[string]any{"lang": "en"}},
	))
	s := httptest.NewServer(web.New(ix, web.Options{}))
	defer s.Close()
	c := newClient(t, s.URL, "")

	res, err := c.Search(ctx, client.SearchRequest{Query: "lang:ar AND قمح", Strict: true, Sort: "-pages", Facets: []string{"lang"}, Fields: []string{"body", "extra.pages"}, Passages: 1,
		Filter: client.Filter{Own: map[string][]string{"pages": {"1..5", "10.."}}, Not: map[string][]string{"source": {"لا أحد"}}}})
	require.NoError(t, err)
	require.Len(t, res.Hits, 2)
	assert.Equal(t, "2", res.Hits[0].ID)
	assert.Equal(t, "خبز القمح.", res.Hits[0].Body)
	assert.Equal(t, map[string]any{"pages": json.Number("12.50")}, res.Hits[0].Extra)
	assert.Empty(t, res.Hits[0].Title)
	assert.Len(t, res.Hits[0].Snippets, 1)
	assert.Equal(t, []client.Facet{{Value: "ar", Count: 2}}, res.Facets["lang"])

	without := client.Filter{Not: map[string][]string{"lang": {"ar"}}}
	res, err = c.Search(ctx, client.SearchRequest{Query: "قمح", WholeText: true, Filter: without})
	require.NoError(t, err)
	require.Len(t, res.Hits, 1)
	require.Len(t, res.Hits[0].Snippets, 1)
	assert.Equal(t, "3", res.Hits[0].ID)
	for a, err := range c.Export(ctx, "", without) {
		require.NoError(t, err)
		assert.Equal(t, "3", a.ID)
	}
	stats, err := c.Stats(ctx)
	require.NoError(t, err)
	assert.Equal(t, []string{"lang=keyword", "pages=number"}, stats.Fields)

	var e *client.Error
	_, err = c.Search(ctx, client.SearchRequest{Query: "قمح", Filter: client.Filter{Own: map[string][]string{"pages": {"many"}}}})
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "bad_request", e.Code)
	_, err = c.Search(ctx, client.SearchRequest{Query: "قمح", Filter: client.Filter{Own: map[string][]string{"desk": {"x"}}}})
	require.ErrorAs(t, err, &e)
	assert.Contains(t, e.Message, "f.pages")
}

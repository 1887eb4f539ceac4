package client_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/client"
)

// filled is a server with some articles.
func filled(t *testing.T, before func(http.Handler) http.Handler) (*client.Client, *fihris.Index) {
	t.Helper()
	c, ix, _ := server(t, before)
	require.NoError(t, ix.Add(t.Context(),
		fihris.Article{ID: "1", Title: "اجتماع الوزراء", Body: "اجتمع الوزراء في القاهرة اليوم.", Source: "الموج", Published: time.Date(2020, 10, 8, 0, 0, 0, 0, time.UTC)},
		fihris.Article{ID: "2", Title: "اجتماع الوزراء", Body: "اجتمع الوزراء في القاهرة أمس.", Source: "الرمل", Published: time.Date(2021, 1, 3, 0, 0, 0, 0, time.UTC)},
		fihris.Article(full),
	))
	return c, ix
}

func TestSearch(t *testing.T) {
	c, _ := filled(t, nil)
	res, err := c.Search(t.Context(), client.SearchRequest{Query: "الوزير", Facets: []string{"week", "source"}, All: true, Forms: true, Relaxations: true, Explain: true,
		Filter: client.Filter{From: "2020-10", Values: map[string][]string{"source": {"الموج"}}}})
	require.NoError(t, err)
	require.Len(t, res.Hits, 1)
	h := res.Hits[0]
	assert.Equal(t, "1", h.ID)
	assert.Equal(t, time.Date(2020, 10, 8, 0, 0, 0, 0, time.UTC), h.Published)
	assert.NotEmpty(t, h.Why)
	assert.NotEmpty(t, h.Snippets)
	require.Len(t, res.Facets["week"], 1)
	assert.Equal(t, "2020-W41", res.Facets["week"][0].Value)
	assert.EqualValues(t, 1, *res.Facets["week"][0].All)
	assert.NotEmpty(t, res.Forms)
	assert.Contains(t, res.Relaxations, client.Relaxation{Kind: "filter", Drop: "source", Query: "الوزير", Total: 3})

	weighed, err := c.Search(t.Context(), client.SearchRequest{Query: "وزراء", FirstStage: true, Weights: map[string]float64{"stem": 2, "exact": .8, "root": 1.4, "title": .4}})
	require.NoError(t, err)
	plain, err := c.Search(t.Context(), client.SearchRequest{Query: "وزراء", FirstStage: true})
	require.NoError(t, err)
	assert.InDelta(t, 2*plain.Hits[0].Score, weighed.Hits[0].Score, 1e-9)
	_, err = c.Search(t.Context(), client.SearchRequest{Query: "وزراء", Weights: map[string]float64{"body": 1}})
	require.Error(t, err)

	newest, err := c.Search(t.Context(), client.SearchRequest{Query: "وزراء", Sort: "newest", Limit: 1, NoPassages: true, Literal: true, FirstStage: true, Group: true, Lang: "ar"})
	require.NoError(t, err)
	assert.Equal(t, "2", newest.Hits[0].ID)
	assert.Empty(t, newest.Hits[0].Snippets)
	none, err := c.Search(t.Context(), client.SearchRequest{Query: "وزراء", Limit: client.NoHits})
	require.NoError(t, err)
	assert.Empty(t, none.Hits)
	assert.EqualValues(t, 3, none.Total)

	_, err = c.Search(t.Context(), client.SearchRequest{Query: `"وقف`, Strict: true})
	var e *client.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "bad_query", e.Code)
	_, err = c.Search(t.Context(), client.SearchRequest{Query: "x", Sort: "date"})
	require.ErrorAs(t, err, &e)
	assert.Contains(t, e.Message, "newest")
}

func TestAllElseThatIsRead(t *testing.T) {
	c, ix := filled(t, nil)
	ctx := t.Context()
	completions, err := c.Complete(ctx, "وز", 3, "ar")
	require.NoError(t, err)
	require.NotEmpty(t, completions)
	assert.Contains(t, completions[0].Counted, "مقال")
	tokens, err := c.Analyze(ctx, "الوزراء", true)
	require.NoError(t, err)
	assert.Equal(t, "وزير", tokens[0].Stem)
	assert.NotEmpty(t, tokens[0].StemWhy)
	stats, err := c.Stats(ctx)
	require.NoError(t, err)
	st, err := ix.Stats(ctx)
	require.NoError(t, err)
	assert.Equal(t, st.Articles, stats.Articles)
	assert.Equal(t, st.Oldest, stats.Oldest)
	matches, err := c.Matches(ctx, "1", "وزير")
	require.NoError(t, err)
	assert.Len(t, matches, 2)
	_, body, err := c.Difference(ctx, "1", "2")
	require.NoError(t, err)
	assert.Contains(t, body, client.Edit{Text: "اليوم", In: "first"})
	similar, err := c.Similar(ctx, "1", client.Filter{}, 5)
	require.NoError(t, err)
	assert.Equal(t, "2", similar[0].ID)
	_, err = c.Similar(ctx, "nobody", client.Filter{}, 5)
	require.ErrorIs(t, err, client.ErrNotFound)
	suggested, err := c.Suggest(ctx, "وزيررر", client.Filter{})
	require.NoError(t, err)
	assert.NotNil(t, suggested)
	require.NoError(t, c.Ready(ctx))
}

// An export gives back what was written; one that is cut off says so.
func TestExport(t *testing.T) {
	c, ix := filled(t, nil)
	var got []client.Article
	for a, err := range c.Export(t.Context(), "", client.Filter{}) {
		require.NoError(t, err)
		got = append(got, a)
	}
	require.Len(t, got, 3)
	for _, a := range got {
		want, err := ix.Article(t.Context(), a.ID)
		require.NoError(t, err)
		assert.Equal(t, want, fihris.Article(a))
	}
	n := 0
	for _, err := range c.Export(t.Context(), "", client.Filter{Values: map[string][]string{"source": {"الرمل"}}}) {
		require.NoError(t, err)
		n++
	}
	assert.Equal(t, 1, n)

	cut, _ := filled(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"fihris":1,"id":"1"}` + "\n"))
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		})
	})
	var last error
	for _, err := range cut.Export(t.Context(), "", client.Filter{}) {
		last = err
	}
	require.ErrorIs(t, last, client.ErrCut)
	short, _ := filled(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"fihris":1,"id":"1"}` + "\n")) })
	})
	for _, err := range short.Export(t.Context(), "", client.Filter{}) {
		last = err
	}
	require.ErrorIs(t, last, client.ErrCut, "without its trailer an export is not whole")
	for _, err := range c.Export(t.Context(), strings.Repeat("x", 9000), client.Filter{}) {
		var e *client.Error
		require.ErrorAs(t, err, &e)
		assert.Equal(t, http.StatusBadRequest, e.Status)
	}
}

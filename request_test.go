package fihris_test

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

func TestWhatOfAHitIsWanted(t *testing.T) {
	whole := fihris.Article{
		ID: "1", Title: "قمح", Body: strings.Repeat("حصاد القمح في السهل. وصل القطار إلى المدينة. هطل المطر على الجبال. ", 20), Author: "سعاد", Source: "النهر", Section: "اقتصاد",
		URL: "https://a.example", Published: time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC), Tags: []string{"زراعة"}, Extra: map[string]any{"lang": "ar", "ref": "A"}, File: "a.txt",
	}
	ix := memory(t, whole)
	ask := func(req fihris.Request) fihris.Hit {
		t.Helper()
		req.Query = fihris.Match("قمح مطر قطار")
		res, err := ix.Search(ctx, req)
		require.NoError(t, err)
		require.Len(t, res.Hits, 1)
		return res.Hits[0]
	}
	h := ask(fihris.Request{})
	assert.Equal(t, whole, h.Article)
	require.Greater(t, len(h.Snippets), 1)
	one := ask(fihris.Request{Passages: 1})
	assert.Equal(t, h.Snippets[:1], one.Snippets)
	none := ask(fihris.Request{NoPassages: true})
	assert.Empty(t, none.Snippets)
	assert.Empty(t, none.Title)
	assert.Equal(t, whole, none.Article)
	assert.Equal(t, h.Score, none.Score)
	some := ask(fihris.Request{Fields: []string{"title", "published", "extra.lang", "extra.none"}})
	assert.Equal(t, fihris.Article{ID: "1", Title: whole.Title, Published: whole.Published, Extra: map[string]any{"lang": "ar"}}, some.Article)
	assert.Equal(t, h.Snippets, some.Snippets)
	all := ask(fihris.Request{Fields: []string{"id", "title", "body", "author", "source", "section", "url", "published", "tags", "extra", "file"}})
	assert.Equal(t, whole, all.Article)
	assert.Equal(t, fihris.Article{ID: "1"}, ask(fihris.Request{Fields: []string{"id"}}).Article)

	heavy := fihris.DefaultWeights()
	heavy.Title = 50
	assert.Greater(t, ask(fihris.Request{Weights: &heavy}).Score, h.Score)
	same := fihris.DefaultWeights()
	assert.Equal(t, h.Score, ask(fihris.Request{Weights: &same}).Score)
	for _, bad := range []float64{-1, math.NaN(), math.Inf(1), 1001, 1e-9} {
		w := fihris.DefaultWeights()
		w.Root = bad
		_, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("قمح"), Weights: &w})
		assert.ErrorIs(t, err, fihris.ErrBadRequest, "%v", bad)
	}
	for _, req := range []fihris.Request{{Fields: []string{"lead"}}, {Fields: []string{"extra."}}, {Passages: -1}, {Passages: 21}, {PassageLength: 10}, {PassageLength: -1}, {Weights: &fihris.Weights{}}} {
		req.Query = fihris.Match("قمح")
		_, err := ix.Search(ctx, req)
		assert.ErrorIs(t, err, fihris.ErrBadRequest)
	}
}

// A cursor is of one list only.
func TestCursorsOfOtherSearches(t *testing.T) {
	ix := memory(t, article("1", "قمح شعير"), article("2", "قمح"), article("3", "قمح خبز"))
	req := fihris.Request{Query: fihris.Match("قمح"), Limit: 1}
	res, err := ix.Search(ctx, req)
	require.NoError(t, err)
	require.NotEmpty(t, res.Next)
	weights := fihris.DefaultWeights()
	weights.Root = 2
	for name, change := range map[string]func(*fihris.Request){
		"query": func(r *fihris.Request) { r.Query = fihris.Match("خبز") }, "filter": func(r *fihris.Request) { r.Filter.Except = []string{"3"} },
		"order": func(r *fihris.Request) { r.Order = fihris.Newest }, "groups": func(r *fihris.Request) { r.Group = true }, "weights": func(r *fihris.Request) { r.Weights = &weights },
	} {
		other := req
		other.After = res.Next
		change(&other)
		_, err := ix.Search(ctx, other)
		assert.ErrorIs(t, err, fihris.ErrBadCursor, name)
	}
	req.After = res.Next
	next, err := ix.Search(ctx, req)
	require.NoError(t, err)
	assert.Len(t, next.Hits, 1)
}

// Every weight can be given by its name, and another one changes nothing.
func TestEveryWeightHasAName(t *testing.T) {
	names := fihris.WeightNames()
	require.Len(t, names, reflect.TypeFor[fihris.Weights]().NumField())
	for i, name := range names {
		var got, want fihris.Weights
		*got.Of(name) = 2
		reflect.ValueOf(&want).Elem().Field(i).SetFloat(2)
		assert.Equal(t, want, got, name)
	}
	assert.Nil(t, (&fihris.Weights{}).Of("none"))
}

package index

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/query"
)

func small(t *testing.T, bodies map[string]string) *Index {
	t.Helper()
	ix, err := NewMemory(Options{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	var docs []Document
	for id, body := range bodies {
		docs = append(docs, Document{ID: id, Body: body})
	}
	_, _, err = ix.Add(context.Background(), slices.Values(docs))
	require.NoError(t, err)
	return ix
}

func order(t *testing.T, ix *Index, q string, refine bool) []string {
	t.Helper()
	n := query.Parse(q)
	res, err := ix.Search(context.Background(), Request{Query: n, Limit: 50, IDsOnly: true, Refine: refine})
	require.NoError(t, err)
	var out []string
	last := math.Inf(1)
	for _, h := range res.Hits {
		out = append(out, h.Document.ID)
		assert.LessOrEqual(t, h.Score, last)
		last = h.Score
	}
	return out
}

func TestCloseWordsComeFirst(t *testing.T) {
	ix := small(t, map[string]string{
		"a far":      "ميناء قديم تزوره سفن كثيرة كل عام ويقصده الصيادون من قرى بعيدة ثم تخرج مدينة",
		"b reversed": "مدينة ميناء قديم تزوره سفن كثيرة كل عام ويقصده الصيادون من قرى بعيدة ثم يعودون",
		"c close":    "قديم تزوره سفن كثيرة كل عام ويقصده الصيادون من قرى بعيدة ثم يخرج ميناء مدينة",
	})
	assert.Equal(t, []string{"a far", "b reversed", "c close"}, order(t, ix, "ميناء مدينة", false), "equal but for their IDs")
	assert.Equal(t, []string{"c close", "a far", "b reversed"}, order(t, ix, "ميناء مدينة", true))
}

func TestSpellingAsTypedComesFirst(t *testing.T) {
	ix := small(t, map[string]string{
		"1 bare": "قال احمد كلمة", "2 hamza": "قال أحمد كلمة", "3 bare": "قال احمد كلمة",
	})
	assert.Equal(t, []string{"1 bare", "2 hamza", "3 bare"}, order(t, ix, "أحمد", false))
	assert.Equal(t, []string{"2 hamza", "1 bare", "3 bare"}, order(t, ix, "أحمد", true), "and none is lost")
	assert.Equal(t, []string{"1 bare", "2 hamza", "3 bare"}, order(t, ix, "احمد", true), "what was not typed is not asked for")

	ix = small(t, map[string]string{"1 other": "حُرِمَ", "2 bare": "حرم", "3 same": "حَرَم"})
	assert.Equal(t, []string{"3 same", "2 bare", "1 other"}, order(t, ix, "حَرَم", true))
}

func TestSpellingCountsInTheFieldAskedFor(t *testing.T) {
	ix, err := NewMemory(Options{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	_, _, err = ix.Add(context.Background(), slices.Values([]Document{
		{ID: "1 body", Title: "وصل احمد", Body: "قال أحمد"}, {ID: "2 title", Title: "وصل أحمد", Body: "قال احمد"},
	}))
	require.NoError(t, err)
	assert.Equal(t, []string{"2 title", "1 body"}, order(t, ix, "عنوان:أحمد", true))
	assert.Equal(t, []string{"1 body", "2 title"}, order(t, ix, "نص:أحمد", true))
}

func TestRefinedPagesFitTogether(t *testing.T) {
	docs := bundledDocs()
	ix := messy(t, docs)
	whole, err := ix.Search(context.Background(), Request{Query: query.Match("وزير المدينة الجديدة"), Limit: 100, IDsOnly: true, Refine: true})
	require.NoError(t, err)
	require.Greater(t, len(whole.Hits), 20)
	for at := 0; at < len(whole.Hits); at += 7 {
		res, err := ix.Search(context.Background(), Request{Query: query.Match("وزير المدينة الجديدة"), Offset: at, Limit: 7, IDsOnly: true, Refine: true})
		require.NoError(t, err)
		require.Equal(t, whole.Hits[at:min(at+7, len(whole.Hits))], res.Hits)
	}
	var paged []Hit
	for after := ""; ; {
		res, err := ix.Search(context.Background(), Request{Query: query.Match("وزير المدينة الجديدة"), After: after, Limit: 7, IDsOnly: true, Refine: true})
		require.NoError(t, err)
		paged = append(paged, res.Hits...)
		if after = res.Next; after == "" || len(paged) >= len(whole.Hits) {
			break
		}
	}
	require.Equal(t, whole.Hits, paged[:len(whole.Hits)])
}

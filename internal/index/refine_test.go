package index

import (
	"context"
	"math"
	"math/rand/v2"
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

// The best window is that of all windows, by looking at each.
func TestBestWindowIsTheBestOfAll(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 8))
	for range 2000 {
		words := make([]bareWord, 1+r.IntN(20))
		of := make([][]place, len(words))
		for i := range words {
			words[i].idf = float64(r.IntN(50))
			for at := uint32(r.IntN(40)); r.IntN(5) > 0; at += uint32(r.IntN(12)) {
				of[i] = append(of[i], place{at, r.IntN(2) == 0})
			}
		}
		best := 0.0
		for from := range uint32(200) {
			sum := 0.0
			for i := range words {
				worth := 0.0
				for _, x := range of[i] {
					if x.at >= from && x.at < from+windowSpan {
						worth = max(worth, x.worth())
					}
				}
				sum += worth * words[i].idf
			}
			best = max(best, sum)
		}
		require.InDelta(t, best, bestWindow(words, of), 1e-9)
	}
}

// Pages one behind the other are the whole list, also where the second stage ends.
func TestPagesGoOnBehindTheFinerOrder(t *testing.T) {
	docs := bundledDocs()
	ix, err := NewMemory(Options{})
	require.NoError(t, err)
	defer ix.Close()
	_, _, err = ix.Add(context.Background(), slices.Values(docs))
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(30, 31))
	list := func(req Request) (ids []string, next string) {
		res, err := ix.Search(context.Background(), req)
		require.NoError(t, err)
		for _, h := range res.Hits {
			ids = append(ids, h.Document.ID)
		}
		return ids, res.Next
	}
	long := 0
	for range 150 {
		text := randomWord(r, docs) + " " + randomWord(r, docs) + " " + randomWord(r, docs)
		req := Request{Query: query.Parse(text), Limit: 45, IDsOnly: true, Refine: true}
		whole, _ := list(req)
		if len(whole) > refined {
			long++
		}
		var pages []string
		for req.Limit = 15; len(pages) < len(whole); {
			ids, next := list(req)
			pages = append(pages, ids...)
			if req.After = next; next == "" {
				break
			}
		}
		assert.Equal(t, whole, pages, text)
	}
	assert.Greater(t, long, 50, "of which the pages cross the end of the second stage")
}

package index

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
)

// queriesPerClass is how many queries of each class are compared; the variable
// FIHRIS_TEST_QUERIES asks for more than a test run has time for.
func queriesPerClass(t *testing.T) int {
	if n, err := strconv.Atoi(os.Getenv("FIHRIS_TEST_QUERIES")); err == nil {
		return n
	}
	if testing.Short() {
		return 20
	}
	return 100
}

// TestPrunedEqualsExhaustive compares the ranking that skips with the one that
// scores every document, over the real postings of an index on disk in several
// segments with deletions: the same IDs in the same order with the same scores.
func TestPrunedEqualsExhaustive(t *testing.T) {
	docs := oracleDocs(t)
	ix, err := Create(t.TempDir(), Options{BatchSize: max(20, len(docs)/7)})
	require.NoError(t, err)
	defer ix.Close()
	_, _, err = ix.Add(context.Background(), each(docs))
	require.NoError(t, err)
	_, _, err = ix.Add(context.Background(), each(docs[:len(docs)/9])) // again: deletions
	require.NoError(t, err)
	_, err = ix.Remove(context.Background(), docs[len(docs)/2].ID, docs[len(docs)/3].ID)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(9, 10))
	words := func(n int) string {
		text := strings.Fields(docs[r.IntN(len(docs))].Body)
		at := r.IntN(max(1, len(text)-n))
		return strings.Join(text[at:min(at+n, len(text))], " ")
	}
	for name, class := range map[string]func() query.Node{
		"one word": func() query.Node { return query.Match(words(1)) },
		"any of 2": func() query.Node { return query.Match(words(2)) },
		"any of 4": func() query.Node { return query.Match(words(4)) },
		"any of 6": func() query.Node { return query.Match(words(6)) },
		"any of 9": func() query.Node { return query.Match(words(9)) },
		"all of 2": func() query.Node {
			return &query.And{Nodes: []query.Node{query.Match(words(1)), query.Match(words(1))}}
		},
		"phrase": func() query.Node { return query.NewPhrase(words(2)) },
		"excluded": func() query.Node {
			return &query.Group{Any: []query.Node{query.Match(words(3))}, Not: []query.Node{query.Match(words(1))}}
		},
		"prefix": func() query.Node {
			w := []rune(words(1))
			return &query.Word{Text: string(w[:min(3, len(w))]), Form: query.Prefix}
		},
		"fuzzy": func() query.Node { return &query.Word{Text: words(1), Form: query.Fuzzy, Edits: 1} },
	} {
		t.Run(name, func(t *testing.T) {
			for range queriesPerClass(t) {
				comparePruned(t, ix, class())
			}
		})
	}
}

func comparePruned(t *testing.T, ix *Index, n query.Node) {
	t.Helper()
	compareWeighed(t, ix, n, &DefaultWeights)
	// The bounds were made for others, and must hold for these.
	compareWeighed(t, ix, n, &Weights{Stem: .3, Exact: 4, Root: .01, Title: 9, Part: 1})
	compareWeighed(t, ix, n, &Weights{Stem: 1, Root: 8})
}

func compareWeighed(t *testing.T, ix *Index, n query.Node, weights *Weights) {
	t.Helper()
	v, err := ix.view(t.Context())
	require.NoError(t, err)
	defer v.close()
	p, err := ix.planWeighed(context.Background(), v, n, nil, true, weights)
	require.NoError(t, err)
	q := p.query()
	if !q.Every && !plain(p.root) || len(q.Words) == 0 {
		loose, err := p.loose(p.root)
		require.NoError(t, err)
		q.Filter, q.Rest = loose, true
	}
	for _, k := range []int{1, 10, 100} {
		want, err := ix.engine.TopK(context.Background(), v.rank, q, k, rank.Options{Less: v.less, Exhaustive: true})
		require.NoError(t, err)
		got, err := ix.engine.TopK(context.Background(), v.rank, q, k, rank.Options{Less: v.less})
		require.NoError(t, err)
		require.Equal(t, want, got, "%s, the first %d", n, k)
	}
}

// each is a sequence of documents.
func each(docs []Document) func(func(Document) bool) {
	return func(yield func(Document) bool) {
		for _, d := range docs {
			if !yield(d) {
				return
			}
		}
	}
}

package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/query"
)

// Whatever was asked before, and how much of it, a request has the answer that it has in an index
// that was asked nothing.
func TestAnswersDoNotDependOnWhatWasAsked(t *testing.T) {
	c, fresh := newCollection(t), newCollection(t)
	forget := func() {
		v, err := fresh.ix.view(t.Context())
		require.NoError(t, err)
		v.firsts.of = nil
		require.NoError(t, v.close())
	}
	r := rand.New(rand.NewPCG(41, 42))
	texts := []string{"الحكومة", "وزير سوق", "+وزير +الحكومة", `"مجلس النواب"`, "اقتصاد*", "سوق -وزير", "(سوق OR نفط) الحكومة", "أحمد", "احمد", "السوق", ""}
	filters := []Filter{{}, {Sources: []string{c.docs[0].Source}}, {Except: []string{c.docs[1].ID}}, {Sections: []string{c.docs[2].Section}}}
	weights := DefaultWeights
	weights.Title, weights.Pairs = 1, 0
	for range 1500 {
		req := Request{
			Query: query.Parse(texts[r.IntN(len(texts))]), Filter: filters[r.IntN(len(filters))], Offset: r.IntN(3) * r.IntN(60), Limit: r.IntN(50),
			Refine: r.IntN(4) > 0, Literal: r.IntN(3) == 0, NoTotals: r.IntN(3) == 0, Group: r.IntN(4) == 0, IDsOnly: true,
		}
		if r.IntN(4) == 0 {
			req.Weights = &weights
		}
		forget()
		want, err := fresh.ix.Search(t.Context(), req)
		require.NoError(t, err)
		got, err := c.ix.Search(t.Context(), req)
		require.NoError(t, err)
		require.Equal(t, want, got, "%+v", req)
		if got.Next == "" {
			continue
		}
		req.After, req.Offset, req.NoTotals = got.Next, 0, true
		forget()
		if want, err = fresh.ix.Search(t.Context(), req); err == nil {
			got, err = c.ix.Search(t.Context(), req)
		}
		require.NoError(t, err)
		require.Equal(t, want, got, "behind %+v", req)
	}
}

// first is the ID of the best hit.
func (c *collection) first(t *testing.T, text string) string {
	t.Helper()
	res, err := c.ix.Search(t.Context(), Request{Query: query.Parse(text), Limit: 1, Refine: true})
	require.NoError(t, err)
	require.NotEmpty(t, res.Hits)
	return res.Hits[0].Document.ID
}

// What is kept goes by the state of the index, and there is an end to it.
func TestFirstHitsAreKeptForAWhile(t *testing.T) {
	c := newCollection(t)
	ask := func(text string) int {
		res, err := c.ix.Search(context.Background(), Request{Query: query.Parse(text), Limit: 100, Refine: true})
		require.NoError(t, err)
		return len(res.Hits)
	}
	kept := func() int {
		v, err := c.ix.view(t.Context())
		require.NoError(t, err)
		defer func() { _ = v.close() }()
		return len(v.firsts.of)
	}
	n := ask("الحكومة")
	assert.Equal(t, n, ask("الحكومة"))
	assert.Equal(t, 1, kept())
	_, err := c.ix.Remove(context.Background(), c.docs[0].ID)
	require.NoError(t, err)
	assert.Zero(t, kept())
	_, _, err = c.ix.Add(context.Background(), each([]Document{{ID: "new", Title: "الحكومة", Body: "الحكومة"}}))
	require.NoError(t, err)
	assert.Equal(t, "new", c.first(t, "الحكومة"))
	for i := range maxFirsts + 10 {
		ask(fmt.Sprintf("قش%d", i))
	}
	assert.Less(t, kept(), 20)
	assert.NotZero(t, kept())
}

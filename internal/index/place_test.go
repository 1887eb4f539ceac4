package index

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/query"
)

// Of a query of one word a place in the lead counts for as much as all places.
func TestOnePlaceInTheLeadTellsAll(t *testing.T) {
	docs := bundledDocs()
	ix := messy(t, docs)
	ctx := context.Background()
	v, done, err := ix.hold(ctx)
	require.NoError(t, err)
	defer done(&err)
	r := rand.New(rand.NewPCG(5, 16))
	var all, read int
	for range 200 {
		text := randomWord(r, docs)
		p, err := ix.plan(ctx, v, query.Match(text), nil, true)
		require.NoError(t, err)
		words, err := p.bareWords()
		require.NoError(t, err)
		if len(words) != 1 {
			continue
		}
		for _, seg := range v.segs {
			var at, titled []uint32
			for d := range uint32(seg.docs) {
				at, titled = append(at, d), append(titled, seg.seg.Value(lengthTitle, d))
			}
			var reader placeReader
			places, err := reader.placesOf(ctx, seg, &words[0], at, false)
			require.NoError(t, err)
			enough, err := reader.placesOf(ctx, seg, &words[0], at, true)
			require.NoError(t, err)
			for d := range at {
				score := func(of []place) float64 {
					for i := range of {
						of[i].at = inOneText(of[i].at, titled[d])
					}
					return p.weights.final(1, words, [][]place{of}, func(int) bool { return false })
				}
				all, read = all+len(places[d]), read+len(enough[d])
				require.Equal(t, score(places[d]), score(enough[d]), "%s in document %d", text, d)
			}
		}
	}
	assert.Greater(t, all, read, "places that are read")
	assert.Positive(t, read)
}

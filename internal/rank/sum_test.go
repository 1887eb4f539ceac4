package rank_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/rank"
)

// A union has what its terms have, each counted once, whatever was summed up
// before and however that ended.
func TestUnionAddsUpTerms(t *testing.T) {
	r := rand.New(rand.NewPCG(25, 25))
	for _, n := range []int{700, 1, 64, 65, 300} {
		f := newFake(randomArticles(r, n))
		for range 20 {
			p := rank.Part{Field: "exact", Terms: randomTerms(r)}
			want := partTFs(f, &p)
			var got rank.Postings
			require.NoError(t, rank.Union(f, p.Field, p.Terms, &got))
			held := map[uint32]uint32{}
			for i, d := range got.Docs {
				require.True(t, i == 0 || got.Docs[i-1] < d, "documents ascend")
				held[d] = got.Freqs[i]
			}
			for d, tf := range want {
				require.Equal(t, tf, held[uint32(d)])
			}
			f.broken = errors.New("disk on fire")
			if len(p.Terms) > 0 {
				require.ErrorIs(t, rank.Union(f, p.Field, p.Terms, &got), f.broken)
			}
			f.broken = nil
		}
	}
}

func randomTerms(r *rand.Rand) (terms []string) {
	for range r.IntN(30) {
		terms = append(terms, word(r.IntN(400)).Parts[1].Terms[0])
	}
	return terms
}

func TestSum(t *testing.T) {
	var s rank.Sum
	var got rank.Postings
	s.Reset(70)
	require.NoError(t, s.Add(&rank.Postings{Docs: []uint32{69, 3}, Freqs: []uint32{1, 2}}))
	require.NoError(t, s.Add(&rank.Postings{Docs: []uint32{3}, Freqs: []uint32{math.MaxUint32}}))
	s.Drain(&got)
	assert.Equal(t, rank.Postings{Docs: []uint32{3, 69}, Freqs: []uint32{math.MaxUint32, 1}}, got)

	assert.Error(t, s.Add(&rank.Postings{Docs: []uint32{5, 70}, Freqs: []uint32{1, 1}}), "of another segment")
	s.Reset(10)
	assert.Error(t, s.Add(&rank.Postings{Docs: []uint32{5}}), "a frequency is missing")
	assert.Error(t, s.Add(&rank.Postings{Docs: []uint32{10}, Freqs: []uint32{1}}), "there was room for it before")
	s.Reset(100)
	got.Reset()
	s.Drain(&got)
	assert.Empty(t, got.Docs, "what failed is forgotten")
}

func TestKeyOf(t *testing.T) {
	seen := map[string][]string{}
	for _, parts := range [][]string{{}, {""}, {"", ""}, {"a", "b"}, {"ab"}, {"a", "", "b"}, {"a\x00\x00\x00\x01b"}, {"a", "b", ""}, {rank.KeyOf("a", "b")}} {
		key := rank.KeyOf(parts...)
		assert.NotContains(t, seen, key, "%q and %q", parts, seen[key])
		seen[key] = parts
	}
}

package index

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/meaning"
	"github.com/fihris-search/fihris/internal/posting"
)

// BenchmarkNearest compares a query with all vectors of a segment, random ones of 384 numbers: what a
// search by meaning costs beside that of words. MB is what the columns of the vectors take, on the disk and in memory
// while they are compared; there the operating system has them, and lets them go where others need the room.
//
//	go test -run '^$' -bench Nearest ./internal/index
func BenchmarkNearest(b *testing.B) {
	const numbers = 384
	for _, articles := range []int{85_635, 1_000_000} {
		b.Run(fmt.Sprint(articles), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 2))
			random := func() meaning.Vector {
				v := meaning.Vector{Model: "m", Values: make([]float32, numbers)}
				for i := range v.Values {
					v.Values[i] = float32(r.NormFloat64())
				}
				return v
			}
			c := &collector{}
			for i := range articles {
				require.NoError(b, c.out.Add(b.Context(), fmt.Sprint(i), nil))
				c.vector(random())
			}
			data, err := c.out.Segment()
			require.NoError(b, err)
			c = nil // let it go
			seg, err := posting.Open(data)
			require.NoError(b, err)
			packed, err := meaning.Pack(random().Values)
			require.NoError(b, err)
			p, s := &plan{ctx: b.Context()}, &segment{seg: seg, docs: articles}
			b.ReportAllocs()
			for b.Loop() {
				n := &nearby{model: "m", vector: packed, found: meaning.NewNearest(nearestMost)}
				require.NoError(b, p.compare(n, s, 0, nil))
				require.Equal(b, uint64(articles), n.found.Count())
			}
			b.ReportMetric(float64(articles*numbers)/1e6, "MB")
		})
	}
}

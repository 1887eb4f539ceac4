package meaning

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func random(r *rand.Rand, n int) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(r.NormFloat64())
	}
	return v
}

func exactCosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

func TestPackedVectorsPointTheSameWay(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		n := 1 + r.IntN(500)
		a, b := random(r, n), random(r, n)
		pa, err := Pack(a)
		require.NoError(t, err)
		pb, err := Pack(b)
		require.NoError(t, err)
		product := int32(0)
		for i := range pa {
			product += int32(pa[i]) * int32(pb[i])
		}
		assert.InDelta(t, exactCosine(a, b), Cosine(product, Squares(pa), Squares(pb)), .02)
		again, err := Pack(Unpack(pa))
		require.NoError(t, err)
		assert.Equal(t, pa, again, "what was kept is kept as it is")
	}
}

func TestWhatIsNoVector(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, values := range [][]float32{nil, {}, {0, 0}, {nan}, {1, nan}, {nan, 1}, {inf, 1}, {-inf}, make([]float32, MostDimensions+1)} {
		_, err := Pack(values)
		assert.ErrorIs(t, err, ErrVector, "%v", values)
	}
	long := Vector{Model: string(make([]byte, MostModel+1)), Values: []float32{1}}
	_, err := long.Pack()
	assert.ErrorIs(t, err, ErrVector)
	most := make([]float32, MostDimensions)
	for i := range most {
		most[i] = -1
	}
	packed, err := Pack(most)
	require.NoError(t, err)
	assert.Equal(t, uint32(MostDimensions*127*127), Squares(packed))
}

func TestNearestAreThoseOfASort(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 200 {
		n, most := r.IntN(300), 1+r.IntN(40)
		near := NewNearest(most)
		var all []Near
		sum := 0.0
		for i := range n {
			one := Near{uint64(i), float64(r.IntN(50)) / 50}
			all = append(all, one)
			near.Add(one.Doc, one.Cosine)
			sum += one.Cosine
		}
		slices.SortFunc(all, func(a, b Near) int { return cmp.Or(cmp.Compare(b.Cosine, a.Cosine), cmp.Compare(a.Doc, b.Doc)) })
		assert.Equal(t, uint64(n), near.Count())
		if n > 0 {
			assert.InDelta(t, sum/float64(n), near.Mean(), 1e-9)
		}
		squares := 0.0
		for _, one := range all {
			squares += (one.Cosine - near.Mean()) * (one.Cosine - near.Mean())
		}
		want := slices.Clip(all[:min(most, n)])
		if n >= fewest {
			least := near.Mean() + standing*math.Sqrt(squares/float64(n))
			want = slices.DeleteFunc(slices.Clone(want), func(one Near) bool { return one.Cosine < least-1e-9 })
		}
		got := near.Outstanding()
		require.Len(t, got, len(want))
		for i := range want {
			assert.Equal(t, want[i], got[i])
		}
	}
}

func TestFusion(t *testing.T) {
	f := Fusion{Weight: .5, Score: 10, From: .8, Until: .9}
	assert.InDelta(t, 5, f.Part(.9), 1e-9)
	assert.InDelta(t, 2.5, f.Part(.85), 1e-9)
	assert.Zero(t, f.Part(.8))
	assert.Zero(t, f.Part(.1), "farther than the mean is no worse than it")
	f.Score = 0
	assert.InDelta(t, .5, f.Part(.9), 1e-9, "where no word is found nearness alone orders")
	f.Until = f.From
	assert.Zero(t, f.Part(.9))
}

type embedder func(texts []string) ([][]float32, error)

func (e embedder) Model() string { return "m" }

func (e embedder) Embed(_ context.Context, _ Kind, texts []string) ([][]float32, error) {
	return e(texts)
}

func TestAskBelievesNothing(t *testing.T) {
	nan := float32(math.NaN())
	broken := errors.New("broken")
	for name, e := range map[string]embedder{
		"too few":      func([]string) ([][]float32, error) { return [][]float32{{1}}, nil },
		"too many":     func([]string) ([][]float32, error) { return [][]float32{{1}, {1}, {1}}, nil },
		"of two sizes": func([]string) ([][]float32, error) { return [][]float32{{1}, {1, 2}}, nil },
		"no numbers":   func([]string) ([][]float32, error) { return [][]float32{{1}, {nan}}, nil },
		"nothing":      func([]string) ([][]float32, error) { return [][]float32{{1}, nil}, nil },
	} {
		_, err := Ask(context.Background(), e, Query, []string{"a", "b"})
		assert.ErrorIs(t, err, ErrEmbedder, name)
	}
	_, err := Ask(context.Background(), embedder(func([]string) ([][]float32, error) { return nil, broken }), Query, []string{"a"})
	assert.ErrorIs(t, err, broken)
	got, err := Ask(context.Background(), embedder(func([]string) ([][]float32, error) { return [][]float32{{1, -2}}, nil }), Query, []string{"a"})
	require.NoError(t, err)
	assert.Equal(t, [][]int8{{64, -127}}, got)
}

package eval

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Values from printed tables of the distribution.
func TestBetaRatio(t *testing.T) {
	for _, c := range []struct{ a, b, x, want float64 }{
		{1, 1, .3, .3},
		{.5, .5, .5, .5},
		{2, 3, .4, .5248},
		{3, 2, .6, .4752},
		{5, .5, 10. / 14, .07338803477074},
		{.5, .5, 0, 0},
		{.5, .5, 1, 1},
	} {
		assert.InDelta(t, c.want, betaRatio(c.a, c.b, c.x), 1e-11, "%v", c)
	}
	// 1.959964 leaves 5 % of the normal distribution, which t nears.
	const df, z = 1e6, 1.959963984540054
	assert.InDelta(t, .05, betaRatio(df/2, .5, df/(df+z*z)), 1e-6)
}

func TestStudent(t *testing.T) {
	// mean 1, deviation sqrt(2.5): t = 1/sqrt(2.5/5) = 1.41421, df 4.
	assert.InDelta(t, .2302, student([]float64{-1, 0, 1, 2, 3}), 1e-4)
	assert.Equal(t, 1., student([]float64{1, -1}))
	assert.Equal(t, 1., student([]float64{.5}))
	assert.Equal(t, 0., student([]float64{.5, .5, .5}))
}

// Few enough differences to count all exchanges.
func TestRandomization(t *testing.T) {
	diffs := []float64{.1, .2, .3, -.05, .4, .15, .25, .1}
	observed, as := math.Abs(sum(diffs)), 0
	for mask := range 1 << len(diffs) {
		total := 0.
		for i, d := range diffs {
			if mask>>i&1 == 1 {
				d = -d
			}
			total += d
		}
		if math.Abs(total) >= observed-epsilon {
			as++
		}
	}
	exact := float64(as) / float64(int(1)<<len(diffs))
	assert.InDelta(t, exact, randomization(diffs), .005)
	assert.Equal(t, 1., randomization([]float64{0, 0}))
	assert.Equal(t, 1., randomization([]float64{1, -1}))
	assert.Equal(t, 1., randomization([]float64{3, -2}), "no exchange makes less")
}

func TestCompare(t *testing.T) {
	qrels := readQrels(t)
	run := readRun(t)
	same := Compare(Evaluate(qrels, run), Evaluate(qrels, run))
	assert.Len(t, same, len(Names))
	for _, c := range same {
		assert.Equal(t, 1., c.PRandom)
		assert.Equal(t, 1., c.PStudent)
		assert.Zero(t, c.Better+c.Worse)
	}
	ideal := Run{}
	for qid, grades := range qrels {
		for _, want := range []int{3, 2, 1} {
			for id, g := range grades {
				if g == want {
					ideal[qid] = append(ideal[qid], id)
				}
			}
		}
	}
	better := Compare(Evaluate(qrels, ideal), Evaluate(qrels, run))
	assert.Equal(t, "nDCG@10", better[0].Metric)
	assert.InDelta(t, 1., better[0].Mean, 1e-12)
	assert.Less(t, better[0].PRandom, .001)
	assert.Less(t, better[0].PStudent, .001)
	assert.Zero(t, better[0].Worse)
	changed := 0
	was := Evaluate(qrels, run)
	for i, q := range Evaluate(qrels, ideal).PerQuery {
		if q.NDCG10-was.PerQuery[i].NDCG10 > epsilon {
			changed++
		}
	}
	assert.Positive(t, changed)
	assert.Equal(t, changed, better[0].Better)
	worse := Compare(Evaluate(qrels, run), Evaluate(qrels, ideal))
	assert.Equal(t, [2]int{0, changed}, [2]int{worse[0].Better, worse[0].Worse}, "the other way round")
	assert.Equal(t, better, Compare(Evaluate(qrels, ideal), Evaluate(qrels, run)), "the same every time")
}

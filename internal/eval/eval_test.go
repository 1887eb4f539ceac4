package eval

import (
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// By hand, from the definitions.
func TestMeasure(t *testing.T) {
	ten := strings.Fields("x1 x2 x3 x4 x5 x6 x7 x8 x9 x10")
	for name, c := range map[string]struct {
		grades map[string]int
		ids    []string
		want   Metrics
	}{
		"perfect":     {map[string]int{"a": 1}, []string{"a"}, Metrics{1, 1, 1, .1, 1}},
		"second":      {map[string]int{"a": 1}, []string{"x", "a"}, Metrics{1 / math.Log2(3), .5, .5, .1, 1}},
		"not found":   {map[string]int{"a": 1}, []string{"x"}, Metrics{}},
		"no answer":   {map[string]int{"a": 1}, nil, Metrics{}},
		"not judged":  {nil, []string{"a"}, Metrics{}},
		"eleventh":    {map[string]int{"a": 2}, append(ten, "a"), Metrics{0, 0, 1. / 11, 0, 1}},
		"grades":      {map[string]int{"a": 3, "b": 2, "c": 1}, []string{"b", "x", "a"}, Metrics{(3 + 7/2.) / (7 + 3/math.Log2(3) + .5), 1, (1 + 2./3) / 3, .2, 2. / 3}},
		"half missed": {map[string]int{"a": 1, "b": 1}, []string{"b"}, Metrics{1 / (1 + 1/math.Log2(3)), 1, .5, .1, .5}},
	} {
		got := Measure(c.grades, c.ids, Exponential).Values()
		for i, want := range c.want.Values() {
			assert.InDelta(t, want, got[i], 1e-12, "%s: %s", name, Names[i])
		}
	}
}

// By hand: grades 3, 2 and 1, of which b (2) and a (3) are found at the ranks 1
// and 3. Discounts are log2 of 2, 3 and 4.
func TestGains(t *testing.T) {
	grades, ids := map[string]int{"a": 3, "b": 2, "c": 1}, []string{"b", "x", "a"}
	exponential, linear := Measure(grades, ids, Exponential), Measure(grades, ids, Linear)
	assert.InDelta(t, 0.6920202, exponential.NDCG10, 1e-7) // (3/1 + 7/2) / (7/1 + 3/1.5849625 + 1/2) = 6.5/9.3927893
	assert.InDelta(t, 0.7350070, linear.NDCG10, 1e-7)      // (2/1 + 3/2) / (3/1 + 2/1.5849625 + 1/2) = 3.5/4.7618595
	linear.NDCG10 = exponential.NDCG10
	assert.Equal(t, exponential, linear, "only nDCG has a gain")

	binary := map[string]int{"a": 1, "c": 1}
	assert.Equal(t, Measure(binary, ids, Exponential), Measure(binary, ids, Linear))

	qrels, run := Qrels{"q": grades, "r": {"z": 2}}, Run{"q": ids}
	assert.InDelta(t, 0.7350070/2, EvaluateGain(qrels, run, Linear).Mean.NDCG10, 1e-7)
	assert.Equal(t, EvaluateGain(qrels, run, Exponential), Evaluate(qrels, run))
}

func TestParseGain(t *testing.T) {
	for _, name := range Gains {
		g, err := ParseGain(name)
		assert.NoError(t, err)
		assert.EqualValues(t, name, g)
	}
	_, err := ParseGain("")
	assert.EqualError(t, err, `gain "": it is exponential (2^grade-1) or linear (the grade)`)
}

func TestRecallStopsAtHundred(t *testing.T) {
	var ids []string
	for range 100 {
		ids = append(ids, "x")
	}
	m := Measure(map[string]int{"a": 1, "b": 1}, append(append([]string{"a"}, ids[:98]...), "b"), Exponential)
	assert.Equal(t, 1., m.R100)
	m = Measure(map[string]int{"a": 1, "b": 1}, append(append([]string{"a"}, ids[:99]...), "b"), Exponential)
	assert.Equal(t, .5, m.R100, "the hundred and first")
	m = Measure(map[string]int{"a": 1, "b": 1}, append(append([]string{"a"}, ids...), "b"), Exponential)
	assert.Equal(t, .5, m.R100)
	assert.InDelta(t, (1+2./102)/2, m.MAP, 1e-12)
}

// The same figures as an independent evaluator gave for these files: ties,
// repeated articles, queries without answer, answers without judgment.
func TestEvaluateGolden(t *testing.T) {
	r := Evaluate(readQrels(t), readRun(t))
	assert.Len(t, r.PerQuery, 26)
	want := Metrics{0.4675204914309617, 0.5461996336996336, 0.3898162651286421, 0.1846153846153846, 0.753540869010326}
	for i, v := range r.Mean.Values() {
		assert.InDelta(t, want.Values()[i], v, 1e-12, Names[i])
	}
	assert.Equal(t, "q2", r.PerQuery[0].Query)
	assert.Equal(t, "q30", r.PerQuery[25].Query)
	for i := 1; i < len(r.PerQuery); i++ {
		assert.Negative(t, compareIDs(r.PerQuery[i-1].Query, r.PerQuery[i].Query))
	}
}

func readQrels(t *testing.T) Qrels {
	f, err := os.Open("testdata/qrels.tsv")
	require.NoError(t, err)
	defer f.Close()
	qrels, err := ReadQrels(f)
	require.NoError(t, err)
	return qrels
}

func readRun(t *testing.T) Run {
	f, err := os.Open("testdata/run.txt")
	require.NoError(t, err)
	defer f.Close()
	run, err := ReadRun(f)
	require.NoError(t, err)
	return run
}

func TestEvaluateNothing(t *testing.T) {
	assert.Equal(t, Report{}, Evaluate(nil, nil))
}

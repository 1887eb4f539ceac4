package fihris_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// logLikelihood is G² as it is written with entropies: of a word that stands in a part of so many words, and in
// all so many times.
func logLikelihood(in, part, word, all float64) float64 {
	h := func(cells ...float64) (sum float64) {
		for _, c := range cells {
			if c > 0 {
				sum += c * math.Log(c)
			}
		}
		return sum
	}
	return 2 * (h(in, part-in, word-in, all-part-word+in) + h(all) - h(part, all-part) - h(word, all-word))
}

// What is counted is compared with a scan of the texts in internal/index; here it is what is made of the counts.
func TestFiguresAreThoseOfTheirFormulas(t *testing.T) {
	ix := memory(t, bundled()...)
	for _, level := range fihris.Levels {
		c, err := ix.Collocations(t.Context(), fihris.CollocationRequest{Study: fihris.Study{Query: fihris.Match("وزير"), Level: level}, Before: 3, After: 2, Least: 1, StopWords: true, Limit: 1000})
		require.NoError(t, err)
		require.Greater(t, len(c.Collocates), 20)
		near := uint64(0)
		for _, w := range c.Collocates {
			near += w.Near
			o, e := float64(w.Near), float64(c.Near)*float64(w.All)/float64(c.Words)
			assert.InDelta(t, 14+math.Log2(2*o/float64(c.Occurrences+w.All)), w.LogDice, 1e-9, w.Word)
			assert.InDelta(t, math.Log2(o/e), w.MI, 1e-9, w.Word)
			assert.InDelta(t, (o-e)/math.Sqrt(o), w.T, 1e-9, w.Word)
			g := logLikelihood(o, float64(c.Near), float64(w.All), float64(c.Words))
			if o < e {
				g = -g
			}
			assert.InDelta(t, g, w.LogLikelihood, 1e-6, w.Word)
		}
		assert.Equal(t, c.Near, near, "every word near is a collocate, where one occurrence is enough")

		for _, against := range []*fihris.Scope{nil, {Query: fihris.Match("سوق")}} {
			k, err := ix.Keywords(t.Context(), fihris.KeywordsRequest{In: fihris.Scope{Query: fihris.Match("وزير")}, Against: against, Level: level, Least: 1, Limit: 1000})
			require.NoError(t, err)
			require.Greater(t, len(k.Keywords), 20)
			for _, w := range k.Keywords {
				a, b, in, other := float64(w.In), float64(w.Against), float64(k.In), float64(k.Against)
				assert.InDelta(t, logLikelihood(a, in, a+b, in+other), w.LogLikelihood, 1e-6, w.Word)
				assert.InDelta(t, math.Log2(a/in*other/max(b, .5)), w.LogRatio, 1e-9, w.Word)
				assert.InDelta(t, a/in*1e6, w.PerMillion, 1e-6, w.Word)
				assert.InDelta(t, b/other*1e6, w.AgainstPerMillion, 1e-6, w.Word)
				assert.Greater(t, w.PerMillion, w.AgainstPerMillion, w.Word)
			}
		}

		trend, err := ix.Trend(t.Context(), fihris.TrendRequest{Queries: []fihris.Query{fihris.Match("وزير")}, Level: level, Period: fihris.PerYear, Average: 5})
		require.NoError(t, err)
		points := trend.Series[0].Points
		require.Greater(t, len(points), 5)
		for i, p := range points {
			var occurrences, words float64
			for k := max(0, i-2); k <= min(len(points)-1, i+2); k++ {
				occurrences += float64(points[k].Occurrences)
				words += float64(points[k].Words)
			}
			if words > 0 {
				assert.InDelta(t, occurrences/words*1e6, p.Average, 1e-6)
			}
			if p.Words > 0 {
				assert.InDelta(t, float64(p.Occurrences)/float64(p.Words)*1e6, p.PerMillion, 1e-6)
			}
		}
	}
}

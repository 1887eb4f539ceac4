package rank

import "math"

// The parameters of BM25: how soon repetition stops to count, and how much
// length counts. The usual values; Lucene has the same.
const (
	k1 = 1.2
	b  = 0.75
)

// IDF is the weight of a term that df of n documents hold.
func IDF(df, n uint64) float64 {
	return math.Log1p((float64(n) - float64(df) + 0.5) / (float64(df) + 0.5))
}

// formula is BM25 for one part of a word: factor·tf/(tf + norm0 + norm1·length).
type formula struct {
	factor       float64 // weight·idf·(k1+1)
	norm0, norm1 float64
	lengths      []uint32 // of the part's field, in the segment at hand
}

func newFormula(weight, idf, average float64) formula {
	f := formula{factor: weight * idf * (k1 + 1), norm0: k1 * (1 - b)}
	if average > 0 {
		f.norm1 = k1 * b / average
	}
	return f
}

// score is what a part adds for a document that holds it tf times. The
// conversions keep compilers from fusing operations in one place and not in
// another: scores must agree to the last bit.
func (f *formula) score(doc, tf uint32) float64 {
	t := float64(tf)
	norm := f.norm0 + float64(f.norm1*float64(f.lengths[doc]))
	return float64(f.factor*t) / (t + norm)
}

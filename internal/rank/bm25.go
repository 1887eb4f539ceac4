package rank

import "github.com/fihris-search/fihris/internal/blockmax"

// IDF is the weight of a term that df of n documents hold.
func IDF(df, n uint64) float64 { return blockmax.IDF(df, n) }

// formula is BM25 for one part of a word: factor·tf/(tf + norm0 + norm1·length).
type formula struct {
	factor       float64 // weight·idf·(k1+1)
	norm0, norm1 float64
	lengths      []uint32 // of the part's field, in the segment at hand
}

func newFormula(weight, idf, average float64) formula {
	f := formula{factor: weight * idf * (blockmax.K1 + 1), norm0: blockmax.K1 * (1 - blockmax.B)}
	if average > 0 {
		f.norm1 = blockmax.K1 * blockmax.B / average
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

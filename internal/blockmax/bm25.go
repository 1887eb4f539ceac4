package blockmax

import "math"

// The parameters of BM25: how soon repetition stops to count, and how much
// length counts. The usual values; Lucene has the same.
const (
	K1 = 1.2
	B  = 0.75
)

// IDF is the weight of a term that df of n documents hold.
func IDF(df, n uint64) float64 {
	return math.Log1p((float64(n) - float64(df) + 0.5) / (float64(df) + 0.5))
}

// Factor is the most that a term can add to a score.
func Factor(weight float64, df, n uint64) float64 { return weight * IDF(df, n) * (K1 + 1) }

// Norm is the part of BM25 that is of the length of a document: a document that
// holds a term tf times reaches tf/(tf+norm) of the factor.
func Norm(length uint32, average float64) float64 {
	norm := K1 * (1 - B)
	if average > 0 {
		norm += K1 * B * float64(length) / average
	}
	return norm
}

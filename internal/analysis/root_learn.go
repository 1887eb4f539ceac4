package analysis

import "math"

// learnRoots gives each root the weight of the words that belong to it, by
// dividing every stem among its candidates in proportion to what is known of
// them so far, a few times over. Stems weigh by the logarithm of their count,
// so that a root of many words beats one of a single common word.
func (r *rooter) learnRoots(stems []string, counts []float64) map[string]float64 {
	for root := range r.strength {
		r.strength[root] = 1
	}
	sums := map[string]float64{}
	for range 6 {
		clear(sums)
		for i, stem := range stems {
			total := 0.0
			r.candidates(stem, func(root string, weight float64, _ *patternText) { total += weight * r.strength[root] })
			if total == 0 {
				continue
			}
			n := math.Log2(1+counts[i]) / total
			r.candidates(stem, func(root string, weight float64, _ *patternText) { sums[root] += n * weight * r.strength[root] })
		}
		for root := range r.strength {
			r.strength[root] = leastStrength + sums[root]
		}
	}
	return sums
}

package analysis

import "math"

// learnRoots gives each root the weight of the words that belong to it, by
// dividing every stem among its candidates in proportion to what is known of
// them so far, a few times over. Stems weigh by the logarithm of their count,
// so that a root of many words beats one of a single common word.
func (s *stemmer) learnRoots(stems []string, counts []float64) map[string]float64 {
	r := s.roots
	factor := map[string]float64{}
	for root := range r.strength {
		factor[root] = s.hollow(root)
		r.strength[root] = factor[root]
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
	for root := range sums {
		sums[root] *= factor[root]
	}
	return sums
}

// hollow is what a root with a weak consonant in the middle gains where there
// is a verb to prove that this is the one: "he flies" has yeh.
func (s *stemmer) hollow(root string) float64 {
	if len(root) != three || !isWeak(root[letterBytes:two]) {
		return 1
	}
	if past, n := s.lex.verbOf(root); n > 0 && past == root[:letterBytes]+sAlef+root[two:] {
		return 3
	}
	return 1
}

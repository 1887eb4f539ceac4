package suggest

import (
	"cmp"
	"math"
	"slices"

	"github.com/fihris-search/fihris/internal/analysis"
)

// Words that stand side by side in articles were meant side by side: that says more than that
// some article has both.
const (
	weightBeside = 1.0 // how much the logarithm of the places counts
	leastBeside  = 2.0 // how much it must say for a word that is one to be replaced by no likely slip
	lackedBeside = 1.3 // the same of a form that no article has, to be searched without asking
	seenBeside   = 6   // of the likeliest replacements, so many are looked for beside their neighbours
)

// besides pairs the first and the last of some words with the neighbours that
// the words from first to last of the query have. Stop words stand beside any.
func (sp *speller) besides(first, last int, from, to *analysis.Token) (pairs []Pair) {
	if first > 0 && !from.Stop && sp.isNext(first) {
		pairs = append(pairs, Pair{from, &sp.asked[first-1].Token, true})
	}
	if last+1 < len(sp.asked) && !to.Stop && sp.isNext(last+1) {
		pairs = append(pairs, Pair{to, &sp.asked[last+1].Token, false})
	}
	return pairs
}

// isNext says whether nothing but a space parts a word from the one before it.
func (sp *speller) isNext(i int) bool { return sp.text[sp.asked[i-1].end:sp.asked[i].start] == " " }

// seeBeside counts for the likeliest of some replacements how often they stand beside their
// neighbours, and the words in whose place they are put.
func (sp *speller) seeBeside(fixes []*fix) error {
	slices.SortStableFunc(fixes, func(a, b *fix) int { return cmp.Compare(b.score+b.context, a.score+a.context) })
	fixes = fixes[:min(seenBeside, len(fixes))]
	places, err := sp.count(fixes, func(f *fix) []Pair {
		return sp.besides(f.first, f.last, &f.tokens[0], &f.tokens[len(f.tokens)-1])
	})
	if err != nil {
		return err
	}
	typed, err := sp.count(fixes, func(f *fix) []Pair {
		if places[f] == 0 {
			return nil
		}
		return sp.besides(f.first, f.last, &sp.asked[f.first].Token, &sp.asked[f.last].Token)
	})
	for _, f := range fixes {
		f.beside = weightBeside * (math.Log1p(float64(places[f])) - math.Log1p(float64(typed[f])))
	}
	return err
}

// count counts the places of the pairs of each replacement.
func (sp *speller) count(fixes []*fix, pairsOf func(f *fix) []Pair) (places map[*fix]int, err error) {
	var pairs []Pair
	var of []*fix
	for _, f := range fixes {
		for _, p := range pairsOf(f) {
			pairs, of = append(pairs, p), append(of, f)
		}
	}
	places = make(map[*fix]int, len(fixes))
	counts, err := sp.src.SideBySide(pairs)
	if err != nil {
		return nil, err
	}
	for i, n := range counts {
		places[of[i]] += n
	}
	return places, nil
}

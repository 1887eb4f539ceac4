package passage

import "github.com/fihris-search/fihris/internal/analysis"

// askedTerms are what the words of a query ask for, all of them together: of the tokens of a text
// most are met by none, which is seen without going through the words.
type askedTerms struct {
	levels [analysis.Exact + 1]termIndex
	parts  termIndex // stems of the words of names
}

func newAskedTerms(words []Word) *askedTerms {
	a := &askedTerms{}
	for i := range words {
		w := &words[i]
		if len(w.Terms[analysis.Exact]) == 0 {
			continue // a phrase
		}
		for _, l := range analysis.Levels {
			for _, term := range w.Terms[l] {
				a.levels[l].add(term, i)
			}
		}
		for _, stem := range w.Parts {
			a.parts.add(stem, i)
		}
	}
	return a
}

// termIndex says which words have a term.
type termIndex struct {
	lengths uint64    // of the terms that there are, a bit each: those of others are not even read
	some    [4]uint64 // signs of the terms
	of      map[string][]int
}

// lengthBit is that of the length of a term; long ones share the last.
func lengthBit(term string) uint64 { return 1 << min(len(term), 63) }

// sign is a number that few terms share.
func sign(term string) uint8 {
	n := len(term)
	return term[n-1]*31 + term[n/2]*7 + term[n/4] + uint8(n)
}

func (x *termIndex) add(term string, word int) {
	if term == "" {
		return
	}
	if x.of == nil {
		x.of = map[string][]int{}
	}
	s := sign(term)
	x.lengths |= lengthBit(term)
	x.some[s>>6] |= 1 << (s & 63)
	x.of[term] = append(x.of[term], word)
}

// words lists the words that have a term, ascending.
func (x *termIndex) words(term string) []int {
	if x.lengths&lengthBit(term) == 0 { // no term is empty
		return nil
	}
	if s := sign(term); x.some[s>>6]>>(s&63)&1 == 0 {
		return nil
	}
	return x.of[term]
}

package suggest

import (
	"math"

	"github.com/fihris-search/fihris/internal/analysis"
)

// together says how well the words of a query go together: how many of them
// one article holds, in any form.
type together struct {
	src   Source
	tally Tally
	spots []spot
	docs  uint64 // that may be found at all
	n     int    // words that ask for something
}

// spot is a place in a query: for each word that stands there, the articles
// that hold it. Stop words are left out.
type spot []Set

// newTogether counts the words of a query.
func newTogether(src Source, words []asked) (*together, error) {
	t := &together{src: src, tally: src.Tally(), docs: src.Articles(), spots: make([]spot, len(words))}
	if scope := src.Scope(); scope != nil {
		counts, err := src.Counts([]Set{scope})
		if err != nil {
			return nil, err
		}
		t.docs = counts[0]
	}
	for i := range words {
		s, err := t.spot(words[i].Token)
		if err != nil {
			return nil, err
		}
		t.put(i, s)
	}
	return t, nil
}

// spot looks up what stands in a place. Stop words ask for nothing.
func (t *together) spot(tokens ...analysis.Token) (spot, error) {
	var out spot
	for i := range tokens {
		if tokens[i].Stop {
			continue
		}
		s, err := t.src.Holding(analysis.Stem, &tokens[i])
		if err != nil {
			return nil, err
		}
		out = append(out, both(t.src.Scope(), s))
	}
	return out, nil
}

// put fills an empty spot.
func (t *together) put(i int, s spot) {
	t.spots[i] = s
	t.add(s)
}

// take empties a spot.
func (t *together) take(i int) spot {
	s := t.spots[i]
	t.spots[i] = nil
	t.remove(s)
	return s
}

func (t *together) add(s spot) {
	t.n += len(s)
	for _, word := range s {
		t.tally.Add(word)
	}
}

func (t *together) remove(s spot) {
	t.n -= len(s)
	for _, word := range s {
		t.tally.Remove(word)
	}
}

// missing is how many of the words the best article lacks.
func (t *together) missing() (int, error) {
	top, _, err := t.tally.Best()
	return t.n - top, err
}

// fit says how well the words of one more spot go with the others.
type fit struct {
	missing  int     // words that the best article then lacks
	articles int     // that lack no more, of those that hold the last word of the spot
	surprise float64 // how unlikely it is, as a logarithm, that one of the best has that word by chance
}

// with sees how well the words of a spot go with the others. The fewer articles
// hold all of the others, and the rarer a word is, the more it says that one of
// these articles has it; in a small index it says little.
func (t *together) with(s spot) (f fit, err error) {
	if len(s) > 1 {
		t.add(s[:len(s)-1])
		defer t.remove(s[:len(s)-1])
		s = s[len(s)-1:]
	}
	top, best, err := t.tally.Best()
	if err != nil || len(s) == 0 {
		return fit{missing: t.n - top}, err
	}
	held, err := t.src.Counts(s)
	if err != nil {
		return f, err
	}
	if held[0] > 0 {
		expected := float64(best) * float64(held[0]) / float64(max(t.docs, 1))
		f.surprise = -math.Log(-math.Expm1(-expected))
	}
	as, less, err := t.tally.Within(s[0])
	if err != nil {
		return f, err
	}
	if f.articles = int(as); as > 0 {
		top++
	} else if top > 0 {
		f.articles = int(less)
	}
	f.missing = t.n + 1 - top
	return f, nil
}

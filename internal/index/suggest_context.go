package index

import (
	"github.com/fihris-search/fihris/internal/analysis"
)

// together says how well the words of a query go together: how many of them
// one article holds, in any form. It counts by document, so that one word can
// be exchanged for another at little cost.
type together struct {
	p     *plan
	spots []spot
	held  [][]uint8 // by segment and document: how many words it holds
	top   uint8     // the greatest of them
	n     int       // words that ask for something
}

// spot is a place in a query: for each word that stands there, the articles
// that hold it. Stop words are left out.
type spot []sets

// newTogether counts the words of a query.
func (p *plan) newTogether(words []asked) (*together, error) {
	t := &together{p: p, held: make([][]uint8, len(p.v.segs))}
	for i, s := range p.v.segs {
		t.held[i] = make([]uint8, s.docs)
	}
	t.spots = make([]spot, len(words))
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
		s, err := t.p.v.holding(levelFieldStem, stemKey(&tokens[i]))
		if err != nil {
			return nil, err
		}
		out = append(out, intersect(t.p.filter, s))
	}
	return out, nil
}

// put fills an empty spot.
func (t *together) put(i int, s spot) {
	t.spots[i] = s
	t.add(s, 1)
}

// take empties a spot.
func (t *together) take(i int) spot {
	s := t.spots[i]
	t.spots[i] = nil
	t.add(s, -1)
	return s
}

func (t *together) add(s spot, sign int) {
	if len(s) == 0 {
		return
	}
	t.n += sign * len(s)
	for _, word := range s {
		for i, b := range word {
			held := t.held[i]
			eachDoc(b, func(doc uint32) {
				if int(doc) < len(held) {
					held[doc] += uint8(sign) // going down it wraps around, and is back
				}
			})
		}
	}
	t.top = 0
	for _, held := range t.held {
		for _, n := range held {
			t.top = max(t.top, n)
		}
	}
}

// missing is how many of the words the best article lacks.
func (t *together) missing() int { return t.n - int(t.top) }

// missingWith is how many it would lack with the words of one more spot, and
// how many articles then lack no more than that, of those that hold the last
// of these words.
func (t *together) missingWith(s spot) (missing, articles int) {
	if len(s) > 1 {
		t.add(s[:len(s)-1], 1)
		defer t.add(s[:len(s)-1], -1)
		s = s[len(s)-1:]
	}
	top := int(t.top)
	for _, word := range s {
		for i, b := range word {
			held := t.held[i]
			eachDoc(b, func(doc uint32) {
				if int(doc) >= len(held) {
					return
				}
				switch n := int(held[doc]) + 1; {
				case n > top:
					top, articles = n, 1
				case n == top:
					articles++
				}
			})
		}
	}
	return t.n + len(s) - top, articles
}

package suggest

import (
	"math"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
)

// together says how well the words of a query go together: how many of them
// one article holds, in any form. It counts by document, so that one word can
// be exchanged for another at little cost.
type together struct {
	src    Source
	spots  []spot
	held   [][]uint8 // by segment and document: how many words it holds
	counts [256]int  // how many documents hold so many
	docs   int       // that may be found at all
	n      int       // words that ask for something
}

// spot is a place in a query: for each word that stands there, the articles
// that hold it. Stop words are left out.
type spot []docset.Set

// newTogether counts the words of a query.
func newTogether(src Source, words []asked) (*together, error) {
	sizes := src.Sizes()
	t := &together{src: src, held: make([][]uint8, len(sizes)), docs: int(src.Articles())}
	for i, n := range sizes {
		t.held[i] = make([]uint8, n)
	}
	if scope := src.Scope(); scope != nil {
		t.docs = int(scope.Count())
	}
	t.counts[0] = t.docs
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
		s, err := t.src.Holding(query.Text, analysis.Stem, &tokens[i])
		if err != nil {
			return nil, err
		}
		out = append(out, docset.Both(t.src.Scope(), s))
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
			docset.Blocks(b, func(docs []uint32) {
				for _, doc := range docs {
					if uint64(doc) < uint64(len(held)) {
						t.counts[held[doc]]--
						held[doc] += uint8(sign) // going down it wraps around, and is back
						t.counts[held[doc]]++
					}
				}
			})
		}
	}
}

// top is how many of the words the best article holds.
func (t *together) top() int {
	for n := len(t.counts) - 1; n > 0; n-- {
		if t.counts[n] > 0 {
			return n
		}
	}
	return 0
}

// missing is how many of the words the best article lacks.
func (t *together) missing() int { return t.n - t.top() }

// fit says how well the words of one more spot go with the others.
type fit struct {
	missing  int     // words that the best article then lacks
	articles int     // that lack no more, of those that hold the last word of the spot
	surprise float64 // how unlikely it is, as a logarithm, that one of the best has that word by chance
}

// with sees how well the words of a spot go with the others. The fewer articles
// hold all of the others, and the rarer a word is, the more it says that one of
// these articles has it; in a small index it says little.
func (t *together) with(s spot) fit {
	if len(s) > 1 {
		t.add(s[:len(s)-1], 1)
		defer t.add(s[:len(s)-1], -1)
		s = s[len(s)-1:]
	}
	top := t.top()
	var f fit
	if len(s) > 0 && s[0].Count() > 0 {
		expected := float64(t.counts[top]) * float64(s[0].Count()) / float64(max(t.docs, 1))
		f.surprise = -math.Log(-math.Expm1(-expected))
	}
	for _, word := range s {
		for i, b := range word {
			held := t.held[i]
			docset.Blocks(b, func(docs []uint32) {
				for _, doc := range docs {
					if uint64(doc) >= uint64(len(held)) {
						return
					}
					switch n := int(held[doc]) + 1; {
					case n > top:
						top, f.articles = n, 1
					case n == top:
						f.articles++
					}
				}
			})
		}
	}
	f.missing = t.n + len(s) - top
	return f
}

package suggest

import (
	"iter"

	"github.com/fihris-search/fihris/internal/docset"
)

// byDocument is a tally that knows of each document in how many of its sets it is, so that one set can be exchanged
// for another at little cost.
type byDocument struct {
	held   [][]uint8 // by segment and document: how many sets it is in
	counts [256]int  // how many documents are in so many
}

// Tally returns a tally of no sets.
func (s sets) Tally() Tally {
	sizes := s.Sizes()
	t := &byDocument{held: make([][]uint8, len(sizes))}
	for i, n := range sizes {
		t.held[i] = make([]uint8, n)
	}
	t.counts[0] = int(s.Articles())
	if scope := s.Index.Scope(); scope != nil {
		t.counts[0] = int(scope.Count())
	}
	return t
}

func (t *byDocument) Add(s Set)    { t.add(s, 1) }
func (t *byDocument) Remove(s Set) { t.add(s, -1) }

func (t *byDocument) add(s Set, sign int) {
	for i, b := range s.(*articles).set() {
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

func (t *byDocument) Best() (sets int, articles uint64, err error) {
	for n := len(t.counts) - 1; n > 0; n-- {
		if t.counts[n] > 0 {
			return n, uint64(t.counts[n]), nil
		}
	}
	return 0, uint64(t.counts[0]), nil
}

func (t *byDocument) Within(s Set) (as, less uint64, err error) {
	best, _, _ := t.Best()
	for i, b := range s.(*articles).set() {
		held := t.held[i]
		docset.Blocks(b, func(docs []uint32) {
			for _, doc := range docs {
				if uint64(doc) >= uint64(len(held)) {
					return
				}
				switch int(held[doc]) {
				case best:
					as++
				case best - 1:
					less++
				}
			}
		})
	}
	return as, less, nil
}

// Expect does nothing: it is no way to go.
func (t *byDocument) Expect(iter.Seq2[Trial, error]) error { return nil }

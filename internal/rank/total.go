package rank

import (
	"context"
	"math/bits"
)

// Scores returns what each of some documents scores by the words of a query, whatever its
// filter: 0 where it holds none. It is quick where documents ascend.
func (e *Engine) Scores(ctx context.Context, s *Snapshot, q Query, docs []uint64) ([]float64, error) {
	if err := q.check(s); err != nil {
		return nil, err
	}
	sc := e.begin()
	defer e.end(sc)
	if err := e.prepare(ctx, sc, s, &q, false, len(q.Words) == 1); err != nil {
		return nil, err
	}
	if len(sc.stored) > 0 {
		sc.gather(s)
	}
	scores := make([]float64, len(docs))
	for i, d := range docs {
		seg, doc := s.Locate(d)
		scores[i] = sc.score(seg, doc)
	}
	for i := range sc.stored {
		for _, chains := range sc.stored[i].chains {
			if err := failed(chains); err != nil {
				return nil, err
			}
		}
	}
	return scores, nil
}

// total is the score of a document of the window at hand: what its words add, in their
// order.
func (sc *scratch) total(seg int, doc, at uint32) float64 {
	total := 0.0
	for chains := sc.skipper.chains[seg]; len(chains) > 0; {
		n := sameWord(chains)
		for _, c := range chains[:n] {
			if c.holds(at) {
				total += sc.adds(seg, doc, at, chains[:n])
				break
			}
		}
		chains = chains[n:]
	}
	return total
}

// sameWord counts the chains at the beginning that are of one word.
func sameWord(chains []*chain) int {
	n := 1
	for n < len(chains) && chains[n].word == chains[0].word {
		n++
	}
	return n
}

func (c *chain) holds(at uint32) bool { return c.has[at>>6]>>(at&63)&1 == 1 }

// adds is what a word adds to the score of a document, at a place of the window at hand
// or anywhere, by its chains.
func (sc *scratch) adds(seg int, doc, at uint32, chains []*chain) float64 {
	word := chains[0].word
	if l := chains[0].memory; l != nil {
		if j := l.find(doc); j >= 0 {
			return float64(sc.boosts[word] * l.score(j, doc))
		}
		return 0
	}
	w := &sc.stored[sc.place[word]]
	tf := &sc.skipper.tf
	clear(tf[:len(w.formulas)])
	for _, c := range chains {
		n, same := uint32(0), false // how often the list before has it, and whether this list is that one
		for d, o := range c.sources {
			if o == nil {
				continue
			}
			if !same || Depth(d) == Title {
				place, ok := o.find(doc, at)
				if !ok && Depth(d) < Form {
					break // nor is it in a deeper one
				}
				if !ok {
					continue
				}
				n = o.Freq(place)
			}
			same = o.shared
			for set := o.parts; set != 0; set &= set - 1 {
				tf[bits.TrailingZeros(set)] += n
			}
		}
	}
	sum := 0.0
	for p := range w.formulas {
		if n := tf[p]; n > 0 {
			f := w.formulas[p]
			f.lengths = w.lengths[seg][p]
			sum += f.score(doc, n)
		}
	}
	return float64(sc.boosts[word] * sum)
}

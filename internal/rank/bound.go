package rank

import (
	"math"
	"math/bits"
	"slices"
)

// maxBound is the greatest bound. A bound is 0 only where nothing is added.
// Integers make sums of bounds exact and postings small; the few documents
// whose sums are high enough are scored in full. Deleted documents have bounds,
// too: an earlier snapshot, in which they live, may use the list.
const maxBound = math.MaxUint8

// slack is how much looser bounds may become, before they are computed anew,
// by changes of the index that shift frequencies and averages a little.
const slack = 1.02

// fit makes the list's bounds hold for the formulas of a snapshot.
func (s *scored) fit(b *builder, g *segment, w *Word, formulas []formula) error {
	s.formulas = slices.Clone(formulas)
	for i := range s.formulas {
		f, err := g.lengths(w.Parts[i].Field)
		if err != nil {
			return err
		}
		s.formulas[i].lengths = f.lengths
	}
	if s.isPlain() {
		return nil
	}
	if s.list.fitted != nil {
		most, least := growth(s.list.fitted, formulas)
		if most <= least*slack {
			s.step, s.lower = s.list.step*most, s.list.step*least
			return nil
		}
		s.list = s.list.clone() // others may be searching in the old one
	}
	s.bound(b)
	s.list.fitted, s.step, s.lower = formulas, s.list.step, s.list.step
	return nil
}

// growth returns by how much scores can have grown from old formulas to new
// ones, and by how much at least (less than 1 where they have shrunk).
func growth(old, new []formula) (most, least float64) {
	most, least = 0, math.Inf(1)
	for i := range old {
		if old[i].factor == 0 {
			continue // weighs nothing
		}
		f := new[i].factor / old[i].factor
		n := old[i].norm1 / new[i].norm1
		if math.IsNaN(n) {
			n = 1 // no lengths in either
		}
		most = max(most, f*max(1, n))
		least = min(least, f*min(1, n))
	}
	if most == 0 {
		return 1, 1
	}
	return most * (1 + 1e-12), least
}

// clone copies the parts of the list that depend on formulas.
func (l *list) clone() *list {
	c := *l
	c.bounds = slices.Clone(l.bounds)
	c.tops = slices.Clone(l.tops)
	return &c
}

// bound computes the scores of all postings and from them the bounds.
func (s *scored) bound(b *builder) {
	if cap(b.scores) < len(s.bounds) {
		b.scores = make([]float64, len(s.bounds))
	}
	scores, most := b.scores[:len(s.bounds)], 0.0
	for i, doc := range s.all() {
		scores[i] = s.score(i, doc)
		most = max(most, scores[i])
	}
	s.list.step = most / maxBound
	s.list.setBounds(scores)
}

// setBounds writes the bounds of the postings and of the blocks.
func (l *list) setBounds(scores []float64) {
	steps := 0.0
	if l.step > 0 {
		steps = 1 / l.step
	}
	for i, x := range scores {
		l.bounds[i] = 0
		if x > 0 {
			l.bounds[i] = uint8(min(int(x*steps)+1, maxBound))
		}
	}
	from := 0
	l.each(func(_, n uint32) bool {
		to := from + bits.OnesCount32(l.blocks[n].docs())
		l.tops[n] = slices.Max(l.bounds[from:to])
		from = to
		return true
	})
}

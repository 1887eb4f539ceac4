package rank

import (
	"context"
	"math"
)

// pruner is the working memory of the search that skips. It adds up bounds in
// integers: a list's bound times the list's factor, in units so small that
// rounding costs nothing.
type pruner struct {
	unit    float64  // score of one unit
	coarse  float64  // score of one unit where block bounds are added up
	factors []factor // by segment and word
	bases   []uint32 // the first window of each segment among all
	sums    []uint32 // by window: what a document in it can reach
	order   []uint32 // the windows by descending sum, roughly
	starts  [buckets + 1]uint32
	heads   []head // of the words in the window at hand
}

// factor is what one step of a list's bounds is worth.
type factor struct{ fine, coarse uint32 }

// fine is the sum of all words' greatest bounds in units, coarse the same in
// coarse units, in which four sums share a machine word.
const (
	fine   = 1 << 24
	coarse = math.MaxUint16
)

// maxPruned is the greatest number of words for which coarse units are still
// fine enough to skip anything.
const maxPruned = 100

// buckets is the number of classes into which windows are sorted by their sums.
const buckets = 256

// release lets go of what the search referred to.
func (p *pruner) release() { clear(p.heads[:cap(p.heads)]) }

// prune finds the best documents window by window, those first that promise
// most, until no window can hold a better one than has been found.
func (sc *scratch) prune(ctx context.Context, s *Snapshot) error {
	if len(sc.words) > maxPruned {
		return sc.exhaust(ctx, s)
	}
	p := &sc.pruner
	if !p.choose(sc, s) {
		return nil
	}
	p.promise(sc, s)
	p.sort()
	least := sc.least(p.unit)
	for n, w := range p.order {
		if n&63 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if p.sums[w] < least {
			if bucket(p.sums[w]) < bucket(least) {
				return nil
			}
			continue
		}
		seg := p.segment(w)
		least = sc.window(s, seg, int(w-p.bases[seg]), least)
	}
	return nil
}

// least is the sum of bounds below which a document cannot be among the hits.
// What is taken off makes up for the rounding of floating-point operations.
func (sc *scratch) least(unit float64) uint32 {
	return uint32(max(1, min(sc.collector.threshold()*(1-1e-9)/unit, math.MaxUint32)))
}

// choose finds the units and factors; false when no document can have a score.
func (p *pruner) choose(sc *scratch, s *Snapshot) bool {
	total := 0.0
	for i, w := range sc.words {
		total += sc.boosts[i] * w.max
	}
	if total == 0 {
		return false
	}
	// Factors are rounded up, so that the sum of so many words must leave
	// room for one step of each.
	p.unit = total / fine
	p.coarse = total / float64(coarse-maxBound*len(sc.words))
	p.factors = p.factors[:0]
	for i := range s.segs {
		for j, w := range sc.words {
			x := sc.boosts[j] * w.lists[i].step
			p.factors = append(p.factors, factor{1 + uint32(x/p.unit), 1 + uint32(x/p.coarse)})
		}
	}
	return true
}

// promise adds up for every window what a document in it can reach.
func (p *pruner) promise(sc *scratch, s *Snapshot) {
	p.bases = p.bases[:0]
	n := 0
	for i := range s.segs {
		p.bases = append(p.bases, uint32(n))
		n += windowsOf(s.segs[i].docs)
	}
	if cap(p.sums) < n {
		p.sums, p.order = make([]uint32, n), make([]uint32, n)
	}
	p.sums = p.sums[:n]
	clear(p.sums)
	factors := p.factors
	for i := range s.segs {
		sums := p.sums[p.bases[i]:]
		for j, w := range sc.words {
			l := w.lists[i].list
			for k, bound := range l.most {
				sums[k] += factors[j].fine * uint32(bound)
			}
		}
		factors = factors[len(sc.words):]
		if len(sc.allowed) > 0 {
			without(sums, sc.allowed[i])
		}
	}
}

// without clears the sums of the windows that have no allowed document.
func without(sums []uint32, allowed []uint64) {
	const per = windowSize / 64
	for i := 0; i < len(allowed); i += per {
		some := uint64(0)
		for _, set := range allowed[i:min(i+per, len(allowed))] {
			some |= set
		}
		if some == 0 {
			sums[i/per] = 0
		}
	}
}

// bucket classes a sum of bounds; greater sums have no smaller buckets.
func bucket(sum uint32) uint32 { return min(sum/(fine/buckets), buckets-1) }

// sort puts the windows with a sum into order, greatest bucket first.
func (p *pruner) sort() {
	clear(p.starts[:])
	for _, sum := range p.sums {
		if sum > 0 {
			p.starts[bucket(sum)]++
		}
	}
	at := uint32(0)
	for i := buckets - 1; i >= 0; i-- {
		at, p.starts[i] = at+p.starts[i], at
	}
	p.order = p.order[:at]
	for w, sum := range p.sums {
		if sum > 0 {
			b := bucket(sum)
			p.order[p.starts[b]] = uint32(w)
			p.starts[b]++
		}
	}
}

// segment returns the segment of a window.
func (p *pruner) segment(w uint32) int {
	i := len(p.bases) - 1
	for p.bases[i] > w {
		i--
	}
	return i
}

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
	lanes   []lanes  // by window: what a document in each of its blocks can reach
	tops    []uint16 // by window: the greatest of that
	order   []uint32 // the windows by descending top, roughly
	starts  [buckets + 1]uint32
	parts   []part // what the words have in the block at hand

	least, leastCoarse uint32 // sums below cannot belong to a hit

	slack []uint32    // by segment: how much less than its sum a document's score may be
	best  []uint32    // the k greatest lower bounds of scores so far: a heap, the least at the root
	found []candidate // the documents that may be among the hits
}

// candidate is a document whose score has not yet been computed.
type candidate struct {
	seg uint32
	doc uint32
	sum uint32
}

// factor is what one step of a list's bounds is worth.
type factor struct{ fine, coarse uint32 }

// fine is the sum of all words' greatest bounds in units, coarse the same in
// coarse units, in which four sums share a machine word, each with a bit left.
const (
	fine   = 1 << 24
	coarse = math.MaxInt16
)

// maxPruned is the greatest number of words for which coarse units are still
// fine enough to skip anything.
const maxPruned = 100

// buckets is the number of classes into which windows are sorted by their tops.
const buckets = 256

// release lets go of what the search referred to.
func (p *pruner) release() {
	clear(p.parts[:cap(p.parts)])
	p.best, p.found = p.best[:0], p.found[:0]
}

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
	p.raise(sc.collector.threshold())
	for _, w := range p.order[:min(len(p.order), max(leastFirst, len(p.order)/bestShare))] {
		if uint32(p.tops[w]) >= p.leastCoarse {
			sc.visit(s, w)
		}
	}
	for w, top := range p.tops {
		if w&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if uint32(top) >= p.leastCoarse {
			sc.visit(s, uint32(w))
		}
	}
	for _, c := range p.found {
		if c.sum >= p.least {
			sc.settle(s, int(c.seg), c.doc)
		}
	}
	return nil
}

// The best windows are visited by descending tops. After these a search knows
// about what it takes to be a hit, and goes through the others in the order of
// memory, which it then waits for less.
const (
	leastFirst = 8
	bestShare  = 32 // one of so many, but no fewer than leastFirst
)

// visit meets the documents of a window, once.
func (sc *scratch) visit(s *Snapshot, w uint32) {
	p := &sc.pruner
	p.tops[w] = 0
	seg := p.segment(w)
	sc.window(s, seg, int(w-p.bases[seg]), &p.lanes[w])
}

// raise sets the sums that a document needs whose score is to reach another.
// What is taken off makes up for the rounding of floating-point operations.
func (p *pruner) raise(score float64) {
	score *= 1 - 1e-9
	p.least = uint32(max(1, min(score/p.unit, math.MaxUint32)))
	p.leastCoarse = uint32(max(1, min(score/p.coarse, coarse+1)))
}

// meet takes note of a document whose sum is high enough. Most of those that
// are met first are not among the hits in the end, so that scores are computed
// when all have been met: until then the k-th greatest lower bound of a score
// says how much is enough. With a place to continue after, the score must be
// known at once, since what was passed must not count.
func (sc *scratch) meet(s *Snapshot, seg int, doc, sum uint32) {
	if sc.collector.after != nil {
		sc.settle(s, seg, doc)
		return
	}
	p := &sc.pruner
	p.found = append(p.found, candidate{uint32(seg), doc, sum})
	low := sum - min(sum, p.slack[seg])
	if len(p.best) < sc.collector.k {
		p.best = append(p.best, low)
		up(p.best)
	} else if low > p.best[0] {
		p.best[0] = low
		down(p.best)
	} else {
		return
	}
	if len(p.best) == sc.collector.k {
		p.raise(float64(p.best[0]) * p.unit)
	}
}

// settle computes the score of a document and offers it.
func (sc *scratch) settle(s *Snapshot, seg int, doc uint32) {
	if sc.collector.offer(s.segs[seg].base+uint64(doc), sc.score(seg, doc)) {
		if t := sc.collector.threshold(); t > 0 {
			sc.pruner.raise(t)
		}
	}
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
	p.factors, p.slack = p.factors[:0], p.slack[:0]
	for i := range s.segs {
		slack := uint32(1)
		for j, w := range sc.words {
			l := &w.lists[i]
			x := sc.boosts[j] * l.step
			f := factor{1 + uint32(x/p.unit), 1 + uint32(x/p.coarse)}
			p.factors = append(p.factors, f)
			// A bound is less than a step too high, by lower steps.
			lower := uint32(sc.boosts[j] * l.lower / p.unit)
			slack += maxBound*(f.fine-lower) + lower
		}
		p.slack = append(p.slack, slack)
	}
	return true
}

// promise adds up for every block what a document in it can reach. That is done
// for the whole index, in the order of memory: 32 blocks take a few nanoseconds
// a word, far less than a search that jumps waits for each.
func (p *pruner) promise(sc *scratch, s *Snapshot) {
	p.bases = p.bases[:0]
	n := 0
	for i := range s.segs {
		p.bases = append(p.bases, uint32(n))
		n += windowsOf(s.segs[i].docs)
	}
	if cap(p.lanes) < n {
		p.lanes, p.tops, p.order = make([]lanes, n), make([]uint16, n), make([]uint32, n)
	}
	p.lanes, p.tops = p.lanes[:n], p.tops[:n]
	clear(p.lanes)
	factors := p.factors
	for i := range s.segs {
		sums := p.lanes[p.bases[i]:][:windowsOf(s.segs[i].docs)]
		for j, w := range sc.words {
			w.lists[i].addBounds(sums, uint64(factors[j].coarse))
		}
		factors = factors[len(sc.words):]
		if len(sc.allowed) > 0 {
			without(sums, sc.allowed[i])
		}
	}
	for w := range p.lanes {
		p.tops[w] = p.lanes[w].greatest()
	}
}

// without clears the sums of the windows that have no allowed document.
func without(sums []lanes, allowed []uint64) {
	const per = windowSize / 64
	for i := 0; i < len(allowed); i += per {
		some := uint64(0)
		for _, set := range allowed[i:min(i+per, len(allowed))] {
			some |= set
		}
		if some == 0 {
			sums[i/per] = lanes{}
		}
	}
}

// bucket classes a coarse sum; greater sums have no smaller buckets.
func bucket(sum uint32) uint32 { return min(sum/((coarse+1)/buckets), buckets-1) }

// sort puts the windows with a sum into order, greatest bucket first.
func (p *pruner) sort() {
	clear(p.starts[:])
	for _, top := range p.tops {
		if top > 0 {
			p.starts[bucket(uint32(top))]++
		}
	}
	at := uint32(0)
	for i := buckets - 1; i >= 0; i-- {
		at, p.starts[i] = at+p.starts[i], at
	}
	p.order = p.order[:at]
	for w, top := range p.tops {
		if top > 0 {
			b := bucket(uint32(top))
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

package rank

import (
	"cmp"
	"context"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
)

// scratch is the working memory of one search.
type scratch struct {
	now       uint64 // the engine's clock
	key       []byte
	builder   builder
	words     []*scoredWord // nil where the word is stored
	place     []int         // of each word in stored; -1 where it is ready in memory
	stored    []stored
	boosts    []float64
	looksUp   bool // the allowed documents are looked up: there are few, or each holds every word
	arena     arena
	skipper   skipper
	collector collector
	allowed   [][]uint64 // the filter as a bit set for each segment; nil where all that are live may pass
	filter    []uint64   // the memory of allowed
	limits    []float64  // by code of the row, see limit
	sums      []float64  // of the exhaustive search: by document, all zero between uses
	seen      []uint64   // likewise
	pruner    pruner
	all       []uint64 // results of match
	touched   []uint64
	masked    []uint64 // a filter that narrows another
	fewest    []heldWord
	made      []*madeSet // of stored words
	usedSets  int
	few       []uint32
}

// begin takes scratch memory for a search.
func (e *Engine) begin() *scratch {
	sc, _ := e.scratch.Get().(*scratch)
	if sc == nil {
		sc = &scratch{}
	}
	sc.now = e.clock.Add(1)
	return sc
}

// end gives scratch memory back, without what the search referred to. It is
// deferred: what a panic has left is not used again.
func (e *Engine) end(sc *scratch) {
	if r := recover(); r != nil {
		panic(r)
	}
	clear(sc.words)
	sc.words, sc.boosts, sc.place = sc.words[:0], sc.boosts[:0], sc.place[:0]
	for i := range sc.stored {
		sc.stored[i].release()
	}
	sc.stored, sc.usedSets = sc.stored[:0], 0
	sc.arena.release()
	sc.skipper.release()
	sc.collector.reset(0, &Options{})
	sc.pruner.release()
	e.scratch.Put(sc)
}

// TopK returns the k best documents for the query, best first; see the package
// for what is best. Fewer are returned when fewer match. A document whose
// score is 0 is a hit only by Query.Rest.
func (e *Engine) TopK(ctx context.Context, s *Snapshot, q Query, k int, opt Options) ([]Hit, error) {
	if err := q.check(s); err != nil {
		return nil, err
	}
	if k <= 0 || s.live == 0 {
		return nil, ctx.Err()
	}
	sc := e.begin()
	defer e.end(sc)
	alone := len(q.Words) == 1 && !opt.Exhaustive
	if err := e.prepare(ctx, sc, s, &q, opt.Exhaustive, alone); err != nil {
		return nil, err
	}
	if err := sc.filterBy(s, &q); err != nil {
		return nil, err
	}
	if opt.Totals != nil {
		var err error
		if *opt.Totals, err = sc.count(s, &q); err != nil {
			return nil, err
		}
		e.recountAll(sc)
	}
	sc.collector.reset(k, &opt)
	search := sc.prune
	switch {
	case opt.Exhaustive:
		search = sc.exhaust
	case len(sc.stored) > 0:
		search = sc.skip
	case alone && sc.words[0].plain:
		search = func(ctx context.Context, s *Snapshot) error { return sc.scan(ctx, s, &q.Words[0]) }
	}
	if err := search(ctx, s); err != nil {
		return nil, err
	}
	if q.Rest && sc.collector.threshold() == 0 {
		for i := range s.segs {
			sc.rest(s, i)
		}
	}
	return sc.collector.result(), nil
}

// defaultBytes is Query.Bytes where a query does not say.
const defaultBytes = 128 << 20

// LimitError says that the words of a search take more memory than one may have.
type LimitError struct{ Bytes int64 }

// Error tells the limit.
func (e *LimitError) Error() string {
	return fmt.Sprintf("the words of a search take over %d MB; ask for fewer or rarer ones", e.Bytes>>20)
}

// prepare makes the words of the query ready: it finds their lists where they lie or, of
// those that are in memory, or to be read whole, these, which may be plain.
func (e *Engine) prepare(ctx context.Context, sc *scratch, s *Snapshot, q *Query, whole, plain bool) error {
	bytes, most := int64(0), max(e.budget, cmp.Or(q.Bytes, defaultBytes))
	for i := range q.Words {
		w := &q.Words[i]
		if err := ctx.Err(); err != nil {
			return err
		}
		sc.boosts = append(sc.boosts, w.boost())
		if !whole {
			ok, err := e.find(sc, s, w, i)
			if err != nil {
				return err
			}
			if ok {
				continue
			}
		}
		ready, err := e.word(ctx, sc, s, w, plain)
		if err != nil {
			return err
		}
		if bytes += ready.size(); bytes > most {
			return &LimitError{Bytes: most}
		}
		sc.words, sc.place = append(sc.words, ready), append(sc.place, -1)
	}
	return ctx.Err()
}

// find makes a word ready that is not to be read whole; false if it must.
func (e *Engine) find(sc *scratch, s *Snapshot, w *Word, number int) (bool, error) {
	if ready := e.cached(sc, s, w); ready != nil {
		return false, nil
	}
	at := len(sc.stored)
	if at < cap(sc.stored) {
		sc.stored = sc.stored[:at+1]
	} else {
		sc.stored = append(sc.stored, stored{})
	}
	ok, err := sc.open(s, w, number, &sc.stored[at])
	if err != nil || !ok {
		sc.stored = sc.stored[:at]
		return false, err
	}
	sc.words, sc.place = append(sc.words, nil), append(sc.place, at)
	return true, nil
}

// filterBy puts the live documents that may be hits into allowed.
func (sc *scratch) filterBy(s *Snapshot, q *Query) error {
	sc.allowed = sc.allowed[:0]
	every := q.Every && len(sc.words) > 0
	sc.looksUp = every
	if q.Filter == nil && !every {
		return nil
	}
	n := 0
	for i := range s.segs {
		n += setSize(s.segs[i].docs)
	}
	if cap(sc.filter) < n {
		sc.filter = make([]uint64, n)
	}
	free := sc.filter[:n]
	clear(free)
	for i := range s.segs {
		g := &s.segs[i]
		set := free[:setSize(g.docs)]
		free = free[len(set):]
		switch {
		case every:
			if err := sc.intersect(s, i, set); err != nil {
				return err
			}
			if q.Filter != nil {
				sc.within(set, q.Filter[i], g.docs)
			}
		case q.Filter[i] != nil:
			fill(set, q.Filter[i], g.docs)
			for j, w := range g.deleted {
				set[j] &^= w
			}
		}
		sc.allowed = append(sc.allowed, set)
	}
	few := 0
	for _, set := range sc.allowed {
		few += members(set)
	}
	sc.looksUp = every || few <= fewAllowed
	return nil
}

// fewAllowed is how many documents are looked up one by one, rather than found in lists.
const fewAllowed = 256

// within leaves in a bit set of n bits what is in a bitmap, too.
func (sc *scratch) within(set []uint64, bm *roaring.Bitmap, n int) {
	if cap(sc.masked) < len(set) {
		sc.masked = make([]uint64, len(set))
	}
	other := sc.masked[:len(set)]
	clear(other)
	if bm != nil {
		fill(other, bm, n)
	}
	mask(set, other)
}

// passes says whether a document may be a hit.
func (sc *scratch) passes(s *Snapshot, seg int, doc uint32) bool {
	if len(sc.allowed) > 0 {
		return sc.allowed[seg][doc>>6]>>(doc&63)&1 == 1
	}
	return s.segs[seg].isLive(doc)
}

// passing returns which documents of a block may be hits, a bit for each.
func (sc *scratch) passing(s *Snapshot, seg int, base uint32) uint32 {
	word, shift := base>>6, base&63
	switch g := &s.segs[seg]; {
	case len(sc.allowed) > 0:
		return uint32(sc.allowed[seg][word]>>shift) & (1<<blockSize - 1)
	case g.deleted != nil:
		return uint32(^g.deleted[word]>>shift) & (1<<blockSize - 1)
	}
	return 1<<blockSize - 1
}

// room makes sums and seen large enough for a segment.
func (sc *scratch) room(g *segment) (sums []float64, seen []uint64) {
	if len(sc.sums) < g.docs {
		sc.sums = make([]float64, g.docs)
		sc.seen = make([]uint64, setSize(g.docs))
	}
	return sc.sums[:g.docs], sc.seen[:setSize(g.docs)]
}

// exhaust scores every document that holds a word.
func (sc *scratch) exhaust(ctx context.Context, s *Snapshot) error {
	for i := range s.segs {
		if err := ctx.Err(); err != nil {
			return err
		}
		g := &s.segs[i]
		sums, seen := sc.room(g)
		for j, w := range sc.words {
			if err := ctx.Err(); err != nil {
				clear(sums)
				clear(seen)
				return err
			}
			l := &w.lists[i]
			for n, doc := range l.all() {
				sums[doc] += float64(sc.boosts[j] * l.score(n, doc))
				seen[doc>>6] |= 1 << (doc & 63)
			}
		}
		forEach(seen, func(doc uint32) {
			if sums[doc] > 0 && sc.passes(s, i, doc) {
				sc.collector.offer(g.base+uint64(doc), sums[doc])
			}
			sums[doc] = 0
		})
		clear(seen)
	}
	return nil
}

// scan scores the documents of a word whose lists are plain: those that would be among
// the hits if they were as short as any.
func (sc *scratch) scan(ctx context.Context, s *Snapshot, w *Word) error {
	const between = 1 << 13 // documents between two looks at the context
	for i := range s.segs {
		l := &sc.words[0].lists[i]
		if err := sc.limit(&s.segs[i], w, l); err != nil {
			return err
		}
		least := sc.collector.threshold()
		for n, doc := range l.docs {
			if n%between == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if sc.limits[l.code(n)] < least {
				continue
			}
			score := float64(sc.boosts[0] * l.score(n, doc))
			if score > 0 && score >= least && sc.passes(s, i, doc) && sc.collector.offer(s.segs[i].base+uint64(doc), score) {
				least = sc.collector.threshold()
			}
		}
	}
	return nil
}

// limit finds the score that each row of frequencies of a list has in the shortest
// documents of the segment.
func (sc *scratch) limit(g *segment, w *Word, l *scored) error {
	sc.limits = sc.limits[:0]
	if l.postings() == 0 {
		return nil
	}
	var shortest [MaxParts]uint32
	for p := range l.formulas {
		f, err := g.lengths(w.Parts[p].Field)
		if err != nil {
			return err
		}
		shortest[p] = f.shortest
	}
	for at := 0; at < len(l.freqs); at += l.parts {
		sum := 0.0
		for p, tf := range l.freqs[at : at+l.parts] {
			if tf > 0 {
				f := l.formulas[p]
				f.lengths = shortest[p : p+1]
				sum += f.score(0, tf)
			}
		}
		sc.limits = append(sc.limits, float64(sc.boosts[0]*sum))
	}
	return nil
}

// rest offers the documents of a segment that have no score. It is called when
// all that have one are among the hits, unless they were passed before.
func (sc *scratch) rest(s *Snapshot, seg int) {
	g := &s.segs[seg]
	_, left := sc.room(g)
	if len(sc.allowed) > 0 {
		copy(left, sc.allowed[seg])
	} else {
		g.all(left)
	}
	for _, h := range sc.collector.hits {
		if doc := h.Doc - g.base; h.Doc >= g.base && doc < uint64(g.docs) {
			left[doc>>6] &^= 1 << (doc & 63)
		}
	}
	forEach(left, func(doc uint32) {
		if sc.collector.after == nil || sc.score(seg, doc) == 0 {
			sc.collector.offer(g.base+uint64(doc), 0)
		}
	})
	clear(left)
}

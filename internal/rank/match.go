package rank

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"
)

// Totals counts the documents that a query finds, whatever k is.
type Totals struct {
	All uint64 // that hold every word: its first part
	Any uint64 // that hold any word in any part; with Rest all of the filter
}

// Count returns exact totals within the filter. A query without words holds
// all of its filter if Rest is set, and otherwise nothing.
func (e *Engine) Count(ctx context.Context, s *Snapshot, q Query) (Totals, error) {
	var t Totals
	err := e.match(ctx, s, &q, func(sc *scratch) error {
		for i := range s.segs {
			if n, ok := sc.one(s, &q, i); ok {
				t.All, t.Any = t.All+n.All, t.Any+n.Any
				continue
			}
			all, touched, err := sc.match(s, &q, i)
			if err != nil {
				return err
			}
			t.All += uint64(members(all))
			t.Any += uint64(members(touched))
		}
		return nil
	})
	return t, err
}

// Match returns the live documents of one segment that hold every word of the
// query, and those that hold any word in any part, or with Rest all of the
// filter. Both are the caller's own.
func (e *Engine) Match(ctx context.Context, s *Snapshot, seg int, q Query) (all, touched *roaring.Bitmap, err error) {
	err = e.match(ctx, s, &q, func(sc *scratch) error {
		a, t, err := sc.match(s, &q, seg)
		if err != nil {
			return err
		}
		all, touched = roaring.FromDense(a, true), roaring.FromDense(t, true)
		return nil
	})
	return all, touched, err
}

// Holds returns the live documents of one segment that hold the word: its
// first part. The bitmap is the caller's own.
func (e *Engine) Holds(ctx context.Context, s *Snapshot, seg int, w Word) (bm *roaring.Bitmap, err error) {
	err = e.match(ctx, s, &Query{Words: []Word{w}}, func(sc *scratch) error {
		set, err := sc.holding(s, 0, seg)
		if err == nil {
			bm = set.bitmap()
		}
		return err
	})
	return bm, err
}

// Touches returns the live documents of one segment that hold any part of the
// word. The bitmap is the caller's own.
func (e *Engine) Touches(ctx context.Context, s *Snapshot, seg int, w Word) (bm *roaring.Bitmap, err error) {
	err = e.match(ctx, s, &Query{Words: []Word{w}}, func(sc *scratch) error {
		set, err := sc.touching(s, 0, seg)
		if err == nil {
			bm = set.bitmap()
		}
		return err
	})
	return bm, err
}

// match calls f with scratch memory that has the words and the filter of the
// query ready.
func (e *Engine) match(ctx context.Context, s *Snapshot, q *Query, f func(*scratch) error) error {
	if err := q.check(s); err != nil {
		return err
	}
	sc := e.begin()
	defer e.end(sc)
	if err := e.prepare(ctx, sc, s, q, false); err != nil {
		return err
	}
	if err := sc.filterBy(s, q); err != nil {
		return err
	}
	if err := f(sc); err != nil {
		return err
	}
	for _, w := range sc.words {
		if w != nil {
			e.recount(w)
		}
	}
	return nil
}

// one counts the documents of a query of one word, where its lists say how many.
func (sc *scratch) one(s *Snapshot, q *Query, seg int) (t Totals, ok bool) {
	if len(sc.words) != 1 || sc.words[0] != nil || len(sc.allowed) > 0 || q.Rest || s.segs[seg].dead > 0 {
		return t, false
	}
	chains := sc.stored[sc.place[0]].chains[seg]
	switch {
	case len(chains) == 0:
		return t, true
	case len(chains) > 1:
		return t, false
	}
	c := chains[0]
	t.Any = uint64(c.widest().Count)
	for _, o := range c.sources {
		if o != nil && o.parts&1 == 1 {
			t.All = uint64(o.Count)
			break
		}
	}
	return t, true
}

// match returns the documents of a segment that hold every word and those that
// hold any, as bit sets that are valid until the next call.
func (sc *scratch) match(s *Snapshot, q *Query, seg int) (all, touched []uint64, err error) {
	n := setSize(s.segs[seg].docs)
	if cap(sc.all) < n {
		sc.all, sc.touched = make([]uint64, n), make([]uint64, n)
	}
	all, touched = sc.all[:n], sc.touched[:n]
	clear(touched)
	for j := range sc.words {
		set, err := sc.touching(s, j, seg)
		if err != nil {
			return nil, nil, err
		}
		set.union(touched)
	}
	if q.Rest {
		s.segs[seg].all(touched)
	}
	if len(sc.words) > 0 {
		if err := sc.intersect(s, seg, all); err != nil {
			return nil, nil, err
		}
	} else {
		copy(all, touched)
	}
	if len(sc.allowed) > 0 {
		mask(all, sc.allowed[seg])
		mask(touched, sc.allowed[seg])
	}
	return all, touched, nil
}

// intersect makes a bit set the live documents that hold every word.
func (sc *scratch) intersect(s *Snapshot, seg int, acc []uint64) error {
	sc.sets = sc.sets[:0]
	for j := range sc.words {
		set, err := sc.holding(s, j, seg)
		if err != nil {
			return err
		}
		sc.sets = append(sc.sets, set)
	}
	sc.few = intersect(acc, sc.sets, sc.few)
	clear(sc.sets)
	return nil
}

// holding returns the live documents of a segment that hold a word.
func (sc *scratch) holding(s *Snapshot, word, seg int) (*set, error) {
	if w := sc.words[word]; w != nil {
		return w.holding(s, seg), nil
	}
	return sc.union(s, word, seg, func(_ *chain, o *source) bool { return o.parts&1 == 1 })
}

// touching returns the live documents of a segment that hold any part of a word.
func (sc *scratch) touching(s *Snapshot, word, seg int) (*set, error) {
	if w := sc.words[word]; w != nil {
		return w.touching(s, seg), nil
	}
	return sc.union(s, word, seg, func(c *chain, o *source) bool { return o == c.widest() })
}

// madeSet is a set with memory for the next.
type madeSet struct {
	set
	many []uint64
	few  []uint32
}

// union returns the live documents of some lists of a stored word. It is valid until the
// search ends.
func (sc *scratch) union(s *Snapshot, word, seg int, wanted func(*chain, *source) bool) (*set, error) {
	g, chains := &s.segs[seg], sc.stored[sc.place[word]].chains[seg]
	bits := sc.bits(g, chains, wanted)
	if err := failed(chains); err != nil {
		return nil, err
	}
	if sc.usedSets == len(sc.made) {
		sc.made = append(sc.made, &madeSet{})
	}
	made := sc.made[sc.usedSets]
	sc.usedSets++
	made.set = set{count: members(bits)}
	if made.count*32 < g.docs { // as newSet has it
		made.few = made.few[:0]
		forEach(bits, func(doc uint32) { made.few = append(made.few, doc) })
		made.docs = made.few
	} else {
		made.many = append(made.many[:0], bits...)
		made.bits = made.many
	}
	return &made.set, nil
}

// holding returns the live documents that hold the first part.
func (w *scoredWord) holding(s *Snapshot, seg int) *set {
	l, g := &w.lists[seg], &s.segs[seg]
	if got := l.holds.Load(); got != nil {
		return got
	}
	count := 0
	for i, doc := range l.all() {
		if l.row(i)[0] > 0 && g.isLive(doc) {
			count++
		}
	}
	made := newSet(g.docs, count)
	for i, doc := range l.all() {
		if l.row(i)[0] > 0 && g.isLive(doc) {
			made.add(doc)
		}
	}
	l.holds.Store(made)
	w.grown.Store(true)
	return made
}

// touching returns the live documents that hold any part.
func (w *scoredWord) touching(s *Snapshot, seg int) *set {
	l, g := &w.lists[seg], &s.segs[seg]
	if got := l.touches.Load(); got != nil {
		return got
	}
	if held := w.holding(s, seg); g.deleted == nil && held.count == len(l.bounds) {
		l.touches.Store(held)
		return held
	}
	made := newSet(g.docs, len(l.bounds))
	for _, doc := range l.all() {
		if g.isLive(doc) {
			made.add(doc)
		}
	}
	l.touches.Store(made)
	w.grown.Store(true)
	return made
}

// all makes a bit set the live documents of the segment.
func (g *segment) all(acc []uint64) {
	for i := range acc {
		acc[i] = ^uint64(0)
	}
	if rest := g.docs & 63; rest > 0 {
		acc[len(acc)-1] = 1<<rest - 1
	}
	for i, w := range g.deleted {
		acc[i] &^= w
	}
}

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
	err := e.match(ctx, s, &q, func(sc *scratch) {
		for i := range s.segs {
			all, touched := sc.match(s, &q, i)
			t.All += uint64(members(all))
			t.Any += uint64(members(touched))
		}
	})
	return t, err
}

// Match returns the live documents of one segment that hold every word of the
// query, and those that hold any word in any part, or with Rest all of the
// filter. Both are the caller's own.
func (e *Engine) Match(ctx context.Context, s *Snapshot, seg int, q Query) (all, touched *roaring.Bitmap, err error) {
	err = e.match(ctx, s, &q, func(sc *scratch) {
		a, t := sc.match(s, &q, seg)
		all, touched = roaring.FromDense(a, true), roaring.FromDense(t, true)
	})
	return all, touched, err
}

// Holds returns the live documents of one segment that hold the word: its
// first part. The bitmap is the caller's own.
func (e *Engine) Holds(ctx context.Context, s *Snapshot, seg int, w Word) (bm *roaring.Bitmap, err error) {
	err = e.match(ctx, s, &Query{Words: []Word{w}}, func(sc *scratch) {
		bm = sc.words[0].holding(s, seg).bitmap()
	})
	return bm, err
}

// Touches returns the live documents of one segment that hold any part of the
// word. The bitmap is the caller's own.
func (e *Engine) Touches(ctx context.Context, s *Snapshot, seg int, w Word) (bm *roaring.Bitmap, err error) {
	err = e.match(ctx, s, &Query{Words: []Word{w}}, func(sc *scratch) {
		bm = sc.words[0].touching(s, seg).bitmap()
	})
	return bm, err
}

// match calls f with scratch memory that has the words and the filter of the
// query ready.
func (e *Engine) match(ctx context.Context, s *Snapshot, q *Query, f func(*scratch)) error {
	if err := q.check(s); err != nil {
		return err
	}
	sc := e.begin()
	defer e.end(sc)
	if err := e.prepare(ctx, sc, s, q); err != nil {
		return err
	}
	sc.filterBy(s, q)
	f(sc)
	for _, w := range sc.words {
		e.recount(w)
	}
	return nil
}

// match returns the documents of a segment that hold every word and those that
// hold any, as bit sets that are valid until the next call.
func (sc *scratch) match(s *Snapshot, q *Query, seg int) (all, touched []uint64) {
	n := setSize(s.segs[seg].docs)
	if cap(sc.all) < n {
		sc.all, sc.touched = make([]uint64, n), make([]uint64, n)
	}
	all, touched = sc.all[:n], sc.touched[:n]
	clear(touched)
	for _, w := range sc.words {
		w.touching(s, seg).union(touched)
	}
	if q.Rest {
		s.segs[seg].all(touched)
	}
	if len(sc.words) > 0 {
		sc.intersect(s, seg, all)
	} else {
		copy(all, touched)
	}
	if len(sc.allowed) > 0 {
		mask(all, sc.allowed[seg])
		mask(touched, sc.allowed[seg])
	}
	return all, touched
}

// intersect makes a bit set the live documents that hold every word.
func (sc *scratch) intersect(s *Snapshot, seg int, acc []uint64) {
	sc.sets = sc.sets[:0]
	for _, w := range sc.words {
		sc.sets = append(sc.sets, w.holding(s, seg))
	}
	sc.few = intersect(acc, sc.sets, sc.few)
	clear(sc.sets)
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

package rank

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"
)

// Totals counts the documents that a query finds, whatever k is.
type Totals struct {
	All uint64 // that hold every word: its first part
	Any uint64 // that hold any word in any part
}

// Count returns exact totals within the filter. A query without words holds
// all of its filter if Rest is set, and otherwise nothing.
func (e *Engine) Count(ctx context.Context, s *Snapshot, q Query) (Totals, error) {
	var t Totals
	if err := q.check(s); err != nil {
		return t, err
	}
	for i := range s.segs {
		all, touched, err := e.Match(ctx, s, i, q)
		if err != nil {
			return Totals{}, err
		}
		t.All += all.GetCardinality()
		t.Any += touched.GetCardinality()
	}
	return t, nil
}

// Match returns the live documents of one segment that hold every word of the
// query, and those that hold any word in any part, or with Rest all of the
// filter. Both are the caller's own.
func (e *Engine) Match(ctx context.Context, s *Snapshot, seg int, q Query) (all, touched *roaring.Bitmap, err error) {
	if err := q.check(s); err != nil {
		return nil, nil, err
	}
	sc := e.begin()
	defer e.end(sc)
	if err := e.prepare(ctx, sc, s, &q); err != nil {
		return nil, nil, err
	}
	all, touched = roaring.New(), roaring.New()
	g := &s.segs[seg]
	for i, w := range sc.words {
		l := &w.lists[seg]
		if i == 0 {
			all.Or(l.holding(g))
		} else {
			all.And(l.holding(g))
		}
		touched.Or(l.touching(g))
	}
	if q.Rest {
		touched = g.all()
		if len(sc.words) == 0 {
			all.Or(touched)
		}
	}
	if q.Filter != nil {
		f := q.Filter[seg]
		if f == nil {
			f = roaring.New()
		}
		all.And(f)
		touched.And(f)
	}
	return all, touched, nil
}

// Holds returns the live documents of one segment that hold the word: its
// first part. It must not be modified.
func (e *Engine) Holds(ctx context.Context, s *Snapshot, seg int, w Word) (*roaring.Bitmap, error) {
	return e.bitmap(ctx, s, seg, &w, (*scored).holding)
}

// Touches returns the live documents of one segment that hold any part of the
// word. It must not be modified.
func (e *Engine) Touches(ctx context.Context, s *Snapshot, seg int, w Word) (*roaring.Bitmap, error) {
	return e.bitmap(ctx, s, seg, &w, (*scored).touching)
}

func (e *Engine) bitmap(ctx context.Context, s *Snapshot, seg int, w *Word, of func(*scored, *segment) *roaring.Bitmap) (*roaring.Bitmap, error) {
	q := Query{Words: []Word{*w}}
	if err := q.check(s); err != nil {
		return nil, err
	}
	sc := e.begin()
	defer e.end(sc)
	if err := e.prepare(ctx, sc, s, &q); err != nil {
		return nil, err
	}
	return of(&sc.words[0].lists[seg], &s.segs[seg]), nil
}

// holding returns the live documents that hold the first part.
func (l *scored) holding(g *segment) *roaring.Bitmap {
	if bm := l.holds.Load(); bm != nil {
		return bm
	}
	bm := l.collect(g, func(i int) bool { return l.row(i)[0] > 0 })
	l.holds.Store(bm)
	return bm
}

// touching returns the live documents that hold any part.
func (l *scored) touching(g *segment) *roaring.Bitmap {
	if bm := l.touches.Load(); bm != nil {
		return bm
	}
	bm := l.collect(g, func(int) bool { return true })
	l.touches.Store(bm)
	return bm
}

// collect returns the live documents whose postings are wanted.
func (l *scored) collect(g *segment, want func(i int) bool) *roaring.Bitmap {
	set := make([]uint64, setSize(g.docs))
	for i, doc := range l.all() {
		if want(i) {
			set[doc>>6] |= 1 << (doc & 63)
		}
	}
	for i, w := range g.deleted {
		set[i] &^= w
	}
	return roaring.FromDense(set, true)
}

// all returns the live documents of the segment.
func (g *segment) all() *roaring.Bitmap {
	bm := roaring.New()
	bm.AddRange(0, uint64(g.docs))
	if g.deleted != nil {
		bm.AndNot(roaring.FromDense(g.deleted, true))
	}
	return bm
}

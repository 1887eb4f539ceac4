package rank

import (
	"context"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// Totals counts the documents that a query finds, whatever k is.
type Totals struct {
	All uint64 // that hold every word
	Any uint64 // that hold any word in any part; with Rest all of the filter
}

// Count returns exact totals within the filter. A query without words holds
// all of its filter if Rest is set, and otherwise nothing.
func (e *Engine) Count(ctx context.Context, s *Snapshot, q Query) (t Totals, err error) {
	err = e.match(ctx, s, &q, func(sc *scratch) error {
		t, err = sc.count(s, &q)
		return err
	})
	return t, err
}

// count is Count, of words that are ready.
func (sc *scratch) count(s *Snapshot, q *Query) (t Totals, err error) {
	for i := range s.segs {
		if n, ok := sc.one(s, q, i); ok {
			t.All, t.Any = t.All+n.All, t.Any+n.Any
			continue
		}
		all, touched, err := sc.match(s, q, i)
		if err != nil {
			return t, err
		}
		t.All += uint64(members(all))
		t.Any += uint64(members(touched))
	}
	return t, nil
}

// Holders counts the live documents that hold a word. It remembers them: of one query they are
// asked for several times.
func (e *Engine) Holders(ctx context.Context, s *Snapshot, w Word) (n uint64, err error) {
	if w.holding() == 1 && w.Read == nil && !slices.ContainsFunc(w.Parts, func(p Part) bool { return p.List != nil }) {
		w.Parts = w.Parts[:min(len(w.Parts), 1)] // the others add nothing
	}
	key := ""
	if s != nil && s.all == nil && w.cacheable() {
		key = string(w.appendKey(nil))
		if n, ok := s.counted(key); ok {
			return n, ctx.Err()
		}
	}
	err = e.match(ctx, s, &Query{Words: []Word{w}}, func(sc *scratch) error {
		if sc.words[0] == nil && w.holding() == 1 {
			n = sc.stored[0].df[0]
			return nil
		}
		for i := range s.segs {
			set, err := sc.holding(s, 0, i)
			if err != nil {
				return err
			}
			n += uint64(set.count)
		}
		n = s.wordHolders(&w, n)
		return nil
	})
	if err == nil && key != "" {
		s.count(key, n)
	}
	return n, err
}

// Holds returns the live documents that hold the word, a bitmap for each segment. They are
// the caller's own.
func (e *Engine) Holds(ctx context.Context, s *Snapshot, w Word) ([]*roaring.Bitmap, error) {
	return e.sets(ctx, s, w, (*scratch).holding)
}

// Touches returns the live documents that hold any part of the word, a bitmap for each segment.
// They are the caller's own.
func (e *Engine) Touches(ctx context.Context, s *Snapshot, w Word) ([]*roaring.Bitmap, error) {
	return e.sets(ctx, s, w, (*scratch).touching)
}

// sets makes a set of each segment of a word, which is made ready once.
func (e *Engine) sets(ctx context.Context, s *Snapshot, w Word, get func(sc *scratch, s *Snapshot, word, seg int) (*set, error)) (out []*roaring.Bitmap, err error) {
	err = e.match(ctx, s, &Query{Words: []Word{w}}, func(sc *scratch) error {
		out = make([]*roaring.Bitmap, len(s.segs))
		for i := range s.segs {
			set, err := get(sc, s, 0, i)
			if err != nil {
				return err
			}
			out[i] = set.bitmap()
		}
		return nil
	})
	return out, err
}

// match calls f with scratch memory that has the words and the filter of the
// query ready.
func (e *Engine) match(ctx context.Context, s *Snapshot, q *Query, f func(*scratch) error) error {
	if err := q.check(s); err != nil {
		return err
	}
	sc := e.begin()
	defer e.end(sc)
	if err := e.prepare(ctx, sc, s, q, false, true); err != nil {
		return err
	}
	if err := sc.filterBy(s, q); err != nil {
		return err
	}
	if err := f(sc); err != nil {
		return err
	}
	e.recountAll(sc)
	return nil
}

// recountAll counts what the words that are in memory have grown by.
func (e *Engine) recountAll(sc *scratch) {
	for _, w := range sc.words {
		if w != nil {
			e.recount(w)
		}
	}
}

// one counts the documents of a query of one word, where its lists say how many.
func (sc *scratch) one(s *Snapshot, q *Query, seg int) (t Totals, ok bool) {
	if len(sc.words) != 1 || sc.words[0] != nil || len(sc.allowed) > 0 || q.Rest || s.segs[seg].dead > 0 {
		return t, false
	}
	w := &sc.stored[sc.place[0]]
	chains, enough := w.chains[seg], w.word.holding()
	switch {
	case len(chains) == 0:
		return t, true
	case len(chains) > 1:
		return t, false
	}
	c := chains[0]
	t.Any = uint64(c.widest().Count)
	for _, o := range c.sources {
		if o != nil && o.parts&enough != 0 {
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
		if err := sc.touch(s, j, seg, touched); err != nil {
			return nil, nil, err
		}
	}
	for i, w := range s.segs[seg].deleted {
		touched[i] &^= w
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

// touch adds the documents that hold any part of a word to a bit set, removed ones too.
func (sc *scratch) touch(s *Snapshot, word, seg int, acc []uint64) error {
	if w := sc.words[word]; w != nil {
		w.touching(s, seg).union(acc)
		return nil
	}
	chains := sc.stored[sc.place[word]].chains[seg]
	for _, c := range chains {
		c.widest().Union(acc)
	}
	return failed(chains)
}

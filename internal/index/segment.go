package index

import (
	"context"
	"fmt"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/rank"
)

// segment is one segment of a view: its postings, what is deleted in it, and
// what we derived from it. It is a rank.Segment.
type segment struct {
	seg     *posting.Segment
	id      uint64
	docs    int
	deleted *roaring.Bitmap
	side    *side
}

// side is what is made of a segment once and kept: it never changes, since
// segments do not.
type side struct {
	mu    sync.Mutex
	dates *dates
	words map[string]*ordinals // by field

	folded map[string]map[string][]string // by field: see loadFolded

	idOnce   sync.Once
	idOrders []uint32 // by document: the place of its ID among all
}

// Key identifies the segment within the process.
func (s *segment) Key() uint64 { return s.id }

// Docs counts the documents, deleted ones included.
func (s *segment) Docs() int { return s.docs }

// Deleted tells which documents are no longer there.
func (s *segment) Deleted() *roaring.Bitmap { return s.deleted }

// scratch is memory for lists of postings.
type scratch struct {
	first, postings rank.Postings
	sum             rank.Sum
}

var scratches = sync.Pool{New: func() any { return &scratch{} }}

// read appends the postings of a list to dst.
func read(l *posting.List, dst *rank.Postings) (err error) {
	dst.Docs, dst.Freqs, err = l.Append(dst.Docs, dst.Freqs)
	return damage(err)
}

// damage gives what is wrong with a segment the name that callers know.
func damage(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrCorrupt, err)
}

// eachKey visits the keys of a range with their postings. Both are valid
// during the visit.
func (s *segment) eachKey(k keyRange, visit func(key []byte, l *posting.List) error) error {
	field := s.seg.Field(k.field)
	if k.whole {
		l, ok, err := field.Get(k.term)
		if err != nil || !ok {
			return damage(err)
		}
		return visit([]byte(k.term), &l)
	}
	c := field.From(k.term)
	for c.Next() {
		if !k.has(c.Term()) {
			return nil
		}
		if err := visit(c.Term(), c.List()); err != nil {
			return err
		}
	}
	return damage(c.Err())
}

// numbers returns the numbers that the keys of a form have in a field.
func (s *segment) numbers(field, form string) ([]uint32, error) {
	forms := s.seg.Field(field).Forms()
	w, ok := forms.Find(form)
	if !ok {
		return nil, damage(forms.Err())
	}
	return w.Numbers(nil), nil
}

// eachList visits the postings of a term of a level, which are valid during the
// visit. Several may have the same documents.
func (s *segment) eachList(level, term string, visit func(l *posting.List) error) error {
	at := levelFields[level]
	if at.level != analysis.Exact {
		k, _, err := s.rangeOf(level, term)
		if err != nil {
			return err
		}
		return s.eachKey(k, func(_ []byte, l *posting.List) error { return visit(l) })
	}
	numbers, err := s.numbers(at.field, term)
	if err != nil {
		return err
	}
	c := s.seg.Field(at.field).From("")
	for _, n := range numbers {
		if !c.Seek(n) {
			return damage(c.Err())
		}
		if err := visit(c.List()); err != nil {
			return err
		}
	}
	return nil
}

// Postings appends the postings of a term of a level.
func (s *segment) Postings(level, term string, dst *rank.Postings) error {
	r := scratches.Get().(*scratch)
	defer scratches.Put(r)
	lists := 0
	err := s.eachList(level, term, func(l *posting.List) error {
		if lists++; lists == 2 {
			r.sum.Reset(s.docs)
			if err := damage(r.sum.Add(&r.first)); err != nil {
				return err
			}
		}
		if lists == 1 {
			r.first.Reset()
			return read(l, &r.first)
		}
		r.postings.Reset()
		if err := read(l, &r.postings); err != nil {
			return err
		}
		return damage(r.sum.Add(&r.postings))
	})
	switch {
	case err != nil:
		return err
	case lists == 1:
		dst.Docs, dst.Freqs = append(dst.Docs, r.first.Docs...), append(dst.Freqs, r.first.Freqs...)
	case lists > 1:
		r.sum.Drain(dst)
	}
	return nil
}

// Lengths reads how many tokens of a level each document has.
func (s *segment) Lengths(level string) ([]uint32, error) {
	return s.seg.Column(levelFields[level].length, make([]uint32, 0, s.docs)), nil
}

// bitmap returns the documents that hold a term, deleted ones left out.
func (s *segment) bitmap(level, term string) (*roaring.Bitmap, error) {
	r := scratches.Get().(*scratch)
	defer scratches.Put(r)
	out := roaring.New()
	err := s.eachList(level, term, func(l *posting.List) error {
		r.postings.Reset()
		if err := read(l, &r.postings); err != nil {
			return err
		}
		out.AddMany(r.postings.Docs)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if s.deleted != nil {
		out.AndNot(s.deleted)
	}
	return out, nil
}

// terms visits the terms of a field from start (inclusive) to end (exclusive;
// empty for all), in byte order.
func (s *segment) terms(field, start, end string, visit func(term string, docs uint64) bool) error {
	c := s.seg.Field(field).From(start)
	for c.Next() {
		if end != "" && string(c.Term()) >= end || !visit(string(c.Term()), uint64(c.List().Count)) {
			return nil
		}
	}
	return damage(c.Err())
}

// gather collects a set of a view from a function of its segments.
func (v *view) gather(get func(*segment) (*roaring.Bitmap, error)) (docset.Set, error) {
	out := make(docset.Set, len(v.segs))
	for i, s := range v.segs {
		b, err := get(s)
		if err != nil {
			return nil, err
		}
		out[i] = b
	}
	return out, nil
}

// holding is the set of documents that hold any of the terms.
func (v *view) holding(ctx context.Context, field string, terms ...string) (docset.Set, error) {
	return v.gather(func(s *segment) (*roaring.Bitmap, error) {
		var out *roaring.Bitmap
		for _, t := range terms {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			b, err := s.bitmap(field, t)
			if err != nil {
				return nil, err
			}
			if out == nil {
				out = b
			} else {
				out.Or(b)
			}
		}
		if out == nil {
			out = roaring.New()
		}
		return out, nil
	})
}

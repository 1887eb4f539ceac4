package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	finds   *finds
}

// side is what is made of a segment once and kept: it never changes, since
// segments do not.
type side struct {
	mu      sync.Mutex
	ordered map[string]*ordered  // by field
	words   map[string]*ordinals // by field
	lengths map[string][]uint32  // by column

	folded map[string]map[string][]string // by field: see loadFolded
	finds  *finds                         // as it was mapped last

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
	numbers         []uint32 // of the keys of a form
	keys            posting.Cursor
	forms           []uint64 // see readForms
	places          posting.Places
	set             []uint64
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

// stored returns the stored form of a document. It ends early, with its error, when ctx does.
func (s *segment) stored(ctx context.Context, doc uint32) ([]byte, error) {
	b, err := s.seg.Stored(ctx, doc)
	if errors.Is(err, posting.ErrCorrupt) {
		err = damage(err)
	}
	return b, err
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

// numbers appends the numbers that the keys of a form have in a field to dst.
func (s *segment) numbers(field, form string, dst []uint32) ([]uint32, error) {
	forms := s.seg.Field(field).Forms()
	w, ok := forms.Find(form)
	if !ok {
		return dst, damage(forms.Err())
	}
	return w.Numbers(dst), nil
}

// eachList visits the postings of a term of a level, key by key. They are valid during the
// visit, and not to be changed. Several may have the same documents.
func (s *segment) eachList(level, term string, visit func(l *posting.List) error) error {
	if at := levelOf(level); at.level == analysis.Stem || at.level == analysis.Root {
		return s.eachKey(keyRange{at.field, term, false}, func(_ []byte, l *posting.List) error { return visit(l) })
	}
	return s.eachSum(level, term, visit)
}

// eachSum is eachList without positions, which a stem and a root have in one list.
func (s *segment) eachSum(level, term string, visit func(l *posting.List) error) error {
	r := scratches.Get().(*scratch)
	lists, err := s.find(r, level, term)
	r.keys.In(nil)
	scratches.Put(r)
	for i := range lists {
		if err := visit(&lists[i].list); err != nil {
			return err
		}
	}
	return err
}

// Postings appends the postings of a term of a level.
func (s *segment) Postings(level, term string, dst *rank.Postings) error {
	r := scratches.Get().(*scratch)
	defer scratches.Put(r)
	lists := 0
	err := s.eachSum(level, term, func(l *posting.List) error {
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

// Lengths reads how many tokens of a level each document has. Levels of one column share it: a score
// then reads the length of its document once for stem and root.
func (s *segment) Lengths(level string) ([]uint32, error) {
	column := levelOf(level).length
	s.side.mu.Lock()
	defer s.side.mu.Unlock()
	if l, ok := s.side.lengths[column]; ok {
		return l, nil
	}
	if s.side.lengths == nil {
		s.side.lengths = map[string][]uint32{}
	}
	l := s.seg.Column(column, make([]uint32, 0, s.docs))
	s.side.lengths[column] = l
	return l, nil
}

// fewBits is how many documents of a segment there are for each that is put into a set by itself:
// where more are, a set of bits is made first.
const fewBits = 64

// holding returns the documents that hold any of some terms of a level, deleted ones left out.
func (s *segment) holding(ctx context.Context, level string, terms ...string) (*roaring.Bitmap, error) {
	r := scratches.Get().(*scratch)
	defer scratches.Put(r)
	defer r.places.Release()
	var set []uint64 // nil while there are few
	r.postings.Reset()
	for _, t := range terms {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		err := s.eachSum(level, t, func(l *posting.List) error {
			if set == nil && (len(r.postings.Docs)+l.Count)*fewBits <= s.docs {
				return read(l, &r.postings)
			}
			if set == nil {
				set = r.bits(s.docs)
				for _, d := range r.postings.Docs {
					set[d>>6] |= 1 << (d & 63)
				}
			}
			err := r.places.Reset(l)
			if err == nil {
				err = r.places.Union(set)
			}
			return damage(err)
		})
		if err != nil {
			return nil, err
		}
	}
	var out *roaring.Bitmap
	if set == nil {
		slices.Sort(r.postings.Docs)
		out = roaring.BitmapOf(r.postings.Docs...)
	} else {
		out = roaring.FromDense(set, true)
	}
	if s.deleted != nil {
		out.AndNot(s.deleted)
	}
	return out, nil
}

// bits is a set of bits for so many documents, all of them 0.
func (r *scratch) bits(docs int) []uint64 {
	n := (docs + 63) / 64
	if cap(r.set) < n {
		r.set = make([]uint64, n)
	}
	r.set = r.set[:n]
	clear(r.set)
	return r.set
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

// terms visits the terms of a field of all segments, or those of the collection that the
// documents are of.
func (v *view) terms(field, start, end string, visit func(term string, docs uint64) bool) error {
	if v.lexis != nil {
		return v.lexis.Terms(field, start, end, visit)
	}
	for _, s := range v.segs {
		if err := s.terms(field, start, end, visit); err != nil {
			return err
		}
	}
	return nil
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
	return v.gather(func(s *segment) (*roaring.Bitmap, error) { return s.holding(ctx, field, terms...) })
}

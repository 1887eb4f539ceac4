package index

import (
	"errors"
	"fmt"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/fihris-search/fihris/internal/rank"
)

// segment is one segment of a view: bleve's segment, what is deleted in it,
// and what we derived from it. It is a rank.Segment.
type segment struct {
	seg     segmentapi.Segment
	id      uint64
	docs    int
	deleted *roaring.Bitmap
	side    *side
}

// side is what is read from a segment once and kept: it never changes, since
// segments do not.
type side struct {
	mu    sync.Mutex
	dates *dates
	words map[string]*ordinals // by field
}

// Key identifies the segment within the process.
func (s *segment) Key() uint64 { return s.id }

// Docs counts the documents, deleted ones included.
func (s *segment) Docs() int { return s.docs }

// Deleted tells which documents are no longer there.
func (s *segment) Deleted() *roaring.Bitmap { return s.deleted }

// list opens the postings of a term; nil if there are none.
func (s *segment) list(field, term string) (segmentapi.PostingsList, error) {
	dict, err := s.seg.Dictionary(field)
	if err != nil {
		return nil, err
	}
	pl, err := dict.PostingsList([]byte(term), nil, nil)
	if err != nil || pl == nil || pl.Count() == 0 {
		return nil, err
	}
	return pl, nil
}

// Postings appends the postings of a term.
func (s *segment) Postings(field, term string, dst *rank.Postings) error {
	pl, err := s.list(field, term)
	if err != nil || pl == nil {
		return err
	}
	it := pl.Iterator(true, false, false, nil)
	for {
		p, err := it.Next()
		if err != nil {
			return fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		if p == nil {
			return nil
		}
		dst.Add(uint32(p.Number()), uint32(p.Frequency()))
	}
}

// Lengths reads how many tokens a field has in each document. Titles and
// bylines may be missing: their length is 0.
func (s *segment) Lengths(field string) ([]uint32, error) {
	out := make([]uint32, s.docs)
	var p rank.Postings
	if err := s.Postings(field, lengthTerm, &p); err != nil {
		return nil, err
	}
	for i, d := range p.Docs {
		if int(d) >= len(out) || p.Freqs[i] == 0 {
			return nil, fmt.Errorf("%w: lengths of %s", ErrCorrupt, field)
		}
		out[d] = p.Freqs[i] - 1
	}
	return out, nil
}

// bitmap returns the documents that hold a term, deleted ones left out. It
// points to no file: segments may be unmapped while it lives.
func (s *segment) bitmap(field, term string) (*roaring.Bitmap, error) {
	pl, err := s.list(field, term)
	if err != nil || pl == nil {
		return roaring.New(), err
	}
	return s.live(pl)
}

func (s *segment) live(pl segmentapi.PostingsList) (*roaring.Bitmap, error) {
	o, ok := pl.(interface{ OrInto(*roaring.Bitmap) })
	if !ok {
		return nil, errors.New("postings of an unknown kind")
	}
	out := roaring.New()
	o.OrInto(out)
	if s.deleted != nil {
		out.AndNot(s.deleted)
	}
	out.CloneCopyOnWriteContainers()
	return out, nil
}

// terms visits the terms of a field from start (inclusive) to end (exclusive;
// empty for all), in byte order, without the length term.
func (s *segment) terms(field, start, end string, visit func(term string, docs uint64) bool) error {
	return s.match(field, nil, start, end, visit)
}

// match visits the terms of a field that an automaton accepts.
func (s *segment) match(field string, a segmentapi.Automaton, start, end string, visit func(term string, docs uint64) bool) error {
	dict, err := s.seg.Dictionary(field)
	if err != nil {
		return err
	}
	var from, to []byte
	if start != "" {
		from = []byte(start)
	}
	if end != "" {
		to = []byte(end)
	}
	it := dict.AutomatonIterator(a, from, to)
	for {
		e, err := it.Next()
		if err != nil {
			return fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		if e == nil {
			return nil
		}
		if e.Term != lengthTerm && !visit(e.Term, e.Count) {
			return nil
		}
	}
}

// gather collects a set of a view from a function of its segments.
func (v *view) gather(get func(*segment) (*roaring.Bitmap, error)) (sets, error) {
	out := make(sets, len(v.segs))
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
func (v *view) holding(field string, terms ...string) (sets, error) {
	return v.gather(func(s *segment) (*roaring.Bitmap, error) {
		var out *roaring.Bitmap
		for _, t := range terms {
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

package index

import (
	"fmt"
	"sync"
	"sync/atomic"

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

	vocabularies vocabularies

	fileMu sync.Mutex         // of its own: what mu guards is read from the file
	mapped map[string]*mapped // by field

	asked atomic.Int64 // how many single IDs
	ids   atomic.Pointer[idTable]
}

// Key identifies the segment within the process.
func (s *segment) Key() uint64 { return s.id }

// Docs counts the documents, deleted ones included.
func (s *segment) Docs() int { return s.docs }

// Deleted tells which documents are no longer there.
func (s *segment) Deleted() *roaring.Bitmap { return s.deleted }

// list opens the postings of a term of a field of bleve; nil if there are none.
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

// lists opens the postings of a term of a level: of one key, or of the keys
// that begin with it.
func (s *segment) lists(level, term string) ([]segmentapi.PostingsList, error) {
	at, ok := levelFields[level]
	if !ok {
		at = levelField{field: level, whole: true}
	}
	if at.whole {
		pl, err := s.list(at.field, term)
		if err != nil || pl == nil {
			return nil, err
		}
		return []segmentapi.PostingsList{pl}, nil
	}
	var keys []string
	if err := s.terms(at.field, term, term+prefixEnd, func(key string, _ uint64) bool { keys = append(keys, key); return true }); err != nil {
		return nil, err
	}
	out := make([]segmentapi.PostingsList, 0, len(keys))
	for _, k := range keys {
		pl, err := s.list(at.field, k)
		if err != nil {
			return nil, err
		}
		if pl != nil {
			out = append(out, pl)
		}
	}
	return out, nil
}

// Postings appends the postings of a term of a level.
func (s *segment) Postings(level, term string, dst *rank.Postings) error {
	r := readings.Get().(*reading)
	defer readings.Put(r)
	k := rangeOf(level, term)
	if k.whole {
		return s.eachKey(k, r, func(_ []byte, l *keyList) error { return l.read(dst) })
	}
	if len(r.freqs) < s.docs {
		r.freqs = make([]uint32, s.docs)
	}
	docs := roaring.New()
	err := s.eachKey(k, r, func(_ []byte, l *keyList) error {
		r.postings.Reset()
		if err := l.read(&r.postings); err != nil {
			return err
		}
		for i, d := range r.postings.Docs {
			if int(d) >= s.docs {
				return fmt.Errorf("%w: document %d of %d", ErrCorrupt, d, s.docs)
			}
			r.freqs[d] += r.postings.Freqs[i]
		}
		docs.AddMany(r.postings.Docs)
		return nil
	})
	eachDoc(docs, func(doc uint32) {
		dst.Add(doc, r.freqs[doc])
		r.freqs[doc] = 0
	})
	if err != nil {
		clear(r.freqs)
	}
	return err
}

// Lengths reads how many tokens of a level each document has. Titles and
// bylines may be missing: their length is 0.
func (s *segment) Lengths(level string) ([]uint32, error) {
	at := levelFields[level]
	out := make([]uint32, s.docs)
	var p rank.Postings
	if err := s.Postings(at.field, at.length, &p); err != nil {
		return nil, err
	}
	for i, d := range p.Docs {
		if int(d) >= len(out) || p.Freqs[i] == 0 {
			return nil, fmt.Errorf("%w: lengths of %s", ErrCorrupt, level)
		}
		out[d] = p.Freqs[i] - 1
	}
	return out, nil
}

// bitmap returns the documents that hold a term, deleted ones left out. It
// points to no file: segments may be unmapped while it lives.
func (s *segment) bitmap(level, term string) (*roaring.Bitmap, error) {
	r := readings.Get().(*reading)
	defer readings.Put(r)
	out := roaring.New()
	if err := s.eachKey(rangeOf(level, term), r, func(_ []byte, l *keyList) error { return l.or(out) }); err != nil {
		return nil, err
	}
	if s.deleted != nil {
		out.AndNot(s.deleted)
	}
	out.CloneCopyOnWriteContainers()
	return out, nil
}

// or adds the documents of a list to a set.
func or(docs *roaring.Bitmap, pl segmentapi.PostingsList) {
	pl.(interface{ OrInto(*roaring.Bitmap) }).OrInto(docs)
}

// terms visits the terms of a field from start (inclusive) to end (exclusive;
// empty for all), in byte order, without the length terms.
func (s *segment) terms(field, start, end string, visit func(term string, docs uint64) bool) error {
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
	it := dict.AutomatonIterator(nil, from, to)
	for {
		e, err := it.Next()
		if err != nil {
			return fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		if e == nil {
			return nil
		}
		if e.Term != lengthExact && e.Term != lengthStem && !visit(e.Term, e.Count) {
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

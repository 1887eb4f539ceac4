package index

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/vellum"

	"github.com/fihris-search/fihris/internal/rank"
)

// keyList is the postings of one key: in a file, or in bleve's hands.
type keyList struct {
	m     *mapped
	value uint64
	r     *reading

	pl segmentapi.PostingsList
}

// read appends the postings to dst.
func (l *keyList) read(dst *rank.Postings) error {
	if l.m != nil {
		return l.m.read(l.value, l.r, dst)
	}
	it := l.pl.Iterator(true, false, false, nil)
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

// or adds the documents to a set.
func (l *keyList) or(docs *roaring.Bitmap) error {
	switch {
	case l.m == nil:
		or(docs, l.pl)
	case l.value&oneDocument != 0:
		docs.Add(uint32(l.value & documentMask))
	default:
		if _, err := l.m.list(l.value, l.r); err != nil {
			return err
		}
		docs.Or(l.r.docs)
	}
	return nil
}

// eachKey visits the keys of a range with their postings. Both are valid
// during the visit.
func (s *segment) eachKey(k keyRange, r *reading, visit func(key []byte, l *keyList) error) error {
	m, err := s.mapped(k.field)
	if err != nil {
		return err
	}
	l := keyList{m: m, r: r}
	if m != nil {
		return m.each(k, func(key []byte, value uint64) error {
			l.value = value
			return visit(key, &l)
		})
	}
	keys := []string{k.term}
	if !k.whole {
		keys = keys[:0]
		if err := s.terms(k.field, k.term, k.term+prefixEnd, func(key string, _ uint64) bool { keys = append(keys, key); return true }); err != nil {
			return err
		}
	}
	for _, key := range keys {
		if l.pl, err = s.list(k.field, key); err != nil {
			return err
		}
		if l.pl == nil {
			continue
		}
		if err := visit([]byte(key), &l); err != nil {
			return err
		}
	}
	return nil
}

// each visits the keys of a range, and their values. A key is valid during the
// visit.
func (m *mapped) each(k keyRange, visit func(key []byte, value uint64) error) error {
	if k.whole {
		value, ok, err := m.terms.Get([]byte(k.term))
		if err != nil {
			return fmt.Errorf("%w: dictionary: %w", ErrCorrupt, err)
		}
		if !ok {
			return nil
		}
		return visit([]byte(k.term), value)
	}
	it, err := m.terms.Iterator([]byte(k.term), []byte(k.term+prefixEnd))
	for err == nil {
		key, value := it.Current()
		if err := visit(key, value); err != nil {
			return err
		}
		err = it.Next()
	}
	if err == vellum.ErrIteratorDone {
		return nil
	}
	return fmt.Errorf("%w: dictionary: %w", ErrCorrupt, err)
}

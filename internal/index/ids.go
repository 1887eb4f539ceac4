package index

import (
	"bytes"
	"cmp"
	"fmt"
)

// docID returns the ID of a document. Each has one: one without is damage.
func (s *segment) docID(n uint32) (string, error) {
	id := s.seg.ID(n)
	if len(id) == 0 {
		return "", fmt.Errorf("%w: document %d has no ID", ErrCorrupt, n)
	}
	return string(id), nil
}

// idOrder is where the ID of a document stands among those of the segment.
func (s *segment) idOrder(n uint32) uint32 {
	s.side.idOnce.Do(func() {
		s.side.idOrders = make([]uint32, s.docs)
		for i := range s.docs {
			if d := s.seg.InOrder(i); uint64(d) < uint64(s.docs) {
				s.side.idOrders[d] = uint32(i)
			}
		}
	})
	return s.side.idOrders[n]
}

// id returns the ID of a document.
func (v *view) id(doc uint64) (string, error) {
	s, n := v.locate(doc)
	return s.docID(n)
}

// compareIDs orders documents by ID. Damage is seen by whoever reads an ID.
func (v *view) compareIDs(a, b uint64) int {
	s, m := v.locate(a)
	o, n := v.locate(b)
	if s == o {
		return cmp.Compare(s.idOrder(m), s.idOrder(n))
	}
	return bytes.Compare(s.seg.ID(m), o.seg.ID(n))
}

// less says whether a document comes before another of the same score.
func (v *view) less(a, b uint64) bool { return v.compareIDs(a, b) < 0 }

// isBehind says whether the ID of a document comes after another ID.
func (v *view) isBehind(doc uint64, id string) bool {
	s, n := v.locate(doc)
	return string(s.seg.ID(n)) > id
}

package index

// docID returns the ID of a document; damage shows as an empty one.
func (s *segment) docID(n uint32) string { return string(s.seg.ID(n)) }

// idOrder is where the ID of a document stands among those of the segment.
func (s *segment) idOrder(n uint32) uint32 {
	s.side.idOnce.Do(func() {
		s.side.idOrders = make([]uint32, s.docs)
		for i := range s.docs {
			if d := s.seg.InOrder(i); int(d) < s.docs {
				s.side.idOrders[d] = uint32(i)
			}
		}
	})
	return s.side.idOrders[n]
}

// less orders documents by ID: how ties are broken.
func (v *view) less(a, b uint64) bool {
	s, m := v.locate(a)
	o, n := v.locate(b)
	if s == o {
		return s.idOrder(m) < s.idOrder(n)
	}
	return s.docID(m) < o.docID(n)
}

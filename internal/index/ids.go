package index

// docID returns the ID of a document; damage shows as an empty one.
func (s *segment) docID(n uint32) string { return string(s.seg.ID(n)) }

// place is where the ID of a document stands among those of the segment.
func (s *segment) place(n uint32) uint32 {
	s.side.placed.Do(func() {
		s.side.places = make([]uint32, s.docs)
		for i := range s.docs {
			if d := s.seg.InOrder(i); int(d) < s.docs {
				s.side.places[d] = uint32(i)
			}
		}
	})
	return s.side.places[n]
}

// less orders documents by ID: how ties are broken.
func (v *view) less(a, b uint64) bool {
	s, m := v.locate(a)
	o, n := v.locate(b)
	if s == o {
		return s.place(m) < s.place(n)
	}
	return s.docID(m) < o.docID(n)
}

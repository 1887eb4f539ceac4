package index

// idTable holds the IDs of a segment and their order.
type idTable struct {
	text  string   // the IDs, one after the other, in their order
	first []uint32 // by document: where its ID begins in text
	end   []uint32 // by document: where it ends
	order []uint32 // by document: the place of its ID among all
}

// manyIDs is how many single IDs are read from the stored documents of a
// segment, each in a third of a microsecond, before all are read at once.
const manyIDs = 4096

// docID returns the ID of a document; damage shows as an empty one.
func (s *segment) docID(n uint32) string {
	if t := s.ids(1); t != nil {
		return t.text[t.first[n]:t.end[n]]
	}
	b, err := s.seg.DocID(uint64(n))
	if err != nil {
		return ""
	}
	return string(b)
}

// ids returns the table of IDs once many have been asked for; nil before, and
// where it cannot be made.
func (s *segment) ids(asked int64) *idTable {
	if t := s.side.ids.Load(); t != nil {
		return t
	}
	n := s.side.asked.Add(asked)
	if n < manyIDs || n-asked >= manyIDs {
		return nil // too early, or another is making it, or it could not be made
	}
	t := s.makeIDs()
	s.side.ids.Store(t)
	return t
}

// makeIDs reads the IDs from the dictionary, which has them in order.
func (s *segment) makeIDs() *idTable {
	t := &idTable{first: make([]uint32, s.docs), end: make([]uint32, s.docs), order: make([]uint32, s.docs)}
	var text []byte
	r := readings.Get().(*reading)
	defer readings.Put(r)
	place := uint32(0)
	err := s.eachKey(keyRange{field: "_id"}, r, func(key []byte, l *keyList) error {
		r.postings.Reset()
		if err := l.read(&r.postings); err != nil {
			return err
		}
		for _, d := range r.postings.Docs {
			if int(d) < s.docs {
				place++
				t.first[d], t.end[d], t.order[d] = uint32(len(text)), uint32(len(text)+len(key)), place
			}
		}
		text = append(text, key...)
		return nil
	})
	if err != nil || int(place) != s.docs || uint64(len(text)) > 1<<32-1 {
		return nil
	}
	t.text = string(text)
	return t
}

// less orders documents by ID: how ties are broken.
func (v *view) less(a, b uint64) bool {
	s, m := v.locate(a)
	o, n := v.locate(b)
	if s == o {
		if t := s.ids(2); t != nil {
			return t.order[m] < t.order[n]
		}
	}
	return s.docID(m) < o.docID(n)
}

package rank

// Statistics are those of a collection of which a snapshot has only some documents:
// what another engine found, to be scored as it would be among all.
type Statistics struct {
	Docs     uint64                       // N
	Averages map[string]float64           // mean lengths by field; 0 for one that is not there
	Holders  func(p *Part) (uint64, bool) // documents that hold a part, if that is known
	Words    func(w *Word) (uint64, bool) // those that hold a word of which several parts suffice
}

// Among gives a snapshot the statistics of the collection that its documents are of. It is
// called before the first search.
func (s *Snapshot) Among(all *Statistics) { s.all = all }

// total is the number of documents that weights are made of: N.
func (s *Snapshot) total() uint64 {
	if s.all != nil {
		return s.all.Docs
	}
	return s.live
}

// wordHolders is how many documents of the collection hold a word.
func (s *Snapshot) wordHolders(w *Word, here uint64) uint64 {
	if s.all == nil || len(w.Parts) == 0 {
		return here
	}
	if w.holding() == 1 {
		return s.holders(&w.Parts[0], here)
	}
	if s.all.Words != nil {
		if n, ok := s.all.Words(w); ok {
			return n
		}
	}
	return here
}

// holders is how many documents of the collection hold a part, of which the snapshot
// has some.
func (s *Snapshot) holders(p *Part, here uint64) uint64 {
	if s.all != nil {
		if n, ok := s.all.Holders(p); ok {
			return n
		}
	}
	return here
}

package rank

import "slices"

// heldWord is a word, and how many documents of a segment hold it at most.
type heldWord struct{ word, most int }

// intersect makes a bit set the live documents that hold every word. It begins with the word
// that the fewest hold, looks these up in the long lists of the others, and ends where none is
// left: of the words of a question mostly after two or three.
func (sc *scratch) intersect(s *Snapshot, seg int, acc []uint64) error {
	sc.fewest = sc.fewest[:0]
	for j := range sc.words {
		sc.fewest = append(sc.fewest, heldWord{j, sc.mostHolding(s, j, seg)})
	}
	slices.SortFunc(sc.fewest, func(a, b heldWord) int { return a.most - b.most })
	clear(acc)
	few, many := sc.few[:0], false // many: they are in acc
	for i, h := range sc.fewest {
		if i > 0 && !many && (len(few) == 0 || sc.words[h.word] == nil && h.most > perLookUp*len(few)) {
			var err error
			if few, err = sc.holdAll(few, h.word, seg); err != nil {
				return err
			}
			continue
		}
		set, err := sc.holding(s, h.word, seg)
		if err != nil {
			return err
		}
		switch {
		case i == 0 && set.bits != nil:
			copy(acc, set.bits)
			many = true
		case i == 0:
			few = append(few, set.docs...)
		case !many:
			few = set.retain(few)
		case set.bits != nil:
			mask(acc, set.bits)
		default:
			for _, d := range set.docs {
				if acc[d>>6]>>(d&63)&1 == 1 {
					few = append(few, d)
				}
			}
			clear(acc)
			many = false
		}
	}
	if sc.few = few; !many {
		for _, d := range few {
			acc[d>>6] |= 1 << (d & 63)
		}
	}
	return nil
}

// mostHolding is how many documents of a segment hold a word at most.
func (sc *scratch) mostHolding(s *Snapshot, word, seg int) (n int) {
	if w := sc.words[word]; w != nil {
		return w.holding(s, seg).count
	}
	w := &sc.stored[sc.place[word]]
	enough := w.word.holding()
	for _, c := range w.chains[seg] {
		for _, o := range c.sources {
			if o != nil && o.parts&enough != 0 {
				n += o.Count
			}
		}
	}
	return n
}

// holdAll keeps of ascending documents those that hold a stored word.
func (sc *scratch) holdAll(docs []uint32, word, seg int) ([]uint32, error) {
	if len(docs) == 0 {
		return docs, nil
	}
	w := &sc.stored[sc.place[word]]
	enough, chains := w.word.holding(), w.chains[seg]
	kept := docs[:0]
	for _, d := range docs {
		if holdsAny(chains, enough, d) {
			kept = append(kept, d)
		}
	}
	return kept, failed(chains)
}

// holdsAny says whether a document is in a list of some parts.
func holdsAny(chains []*chain, parts uint, doc uint32) bool {
	for _, c := range chains {
		for _, o := range c.sources {
			if o == nil || o.parts&parts == 0 {
				continue
			}
			if _, ok := o.Find(doc); ok {
				return true
			}
		}
	}
	return false
}

// holding returns the live documents of a segment that hold a word.
func (sc *scratch) holding(s *Snapshot, word, seg int) (*set, error) {
	if w := sc.words[word]; w != nil {
		return w.holding(s, seg), nil
	}
	enough := sc.stored[sc.place[word]].word.holding()
	return sc.union(s, word, seg, func(_ *chain, o *source) bool { return o.parts&enough != 0 })
}

// touching returns the live documents of a segment that hold any part of a word.
func (sc *scratch) touching(s *Snapshot, word, seg int) (*set, error) {
	if w := sc.words[word]; w != nil {
		return w.touching(s, seg), nil
	}
	return sc.union(s, word, seg, func(c *chain, o *source) bool { return o == c.widest() })
}

// madeSet is a set with memory for the next.
type madeSet struct {
	set
	many []uint64
	few  []uint32
}

// union returns the live documents of some lists of a stored word. It is valid until the
// search ends.
func (sc *scratch) union(s *Snapshot, word, seg int, wanted func(*chain, *source) bool) (*set, error) {
	g, chains := &s.segs[seg], sc.stored[sc.place[word]].chains[seg]
	bits := sc.bits(g, chains, wanted)
	if err := failed(chains); err != nil {
		return nil, err
	}
	if sc.usedSets == len(sc.made) {
		sc.made = append(sc.made, &madeSet{})
	}
	made := sc.made[sc.usedSets]
	sc.usedSets++
	made.set = set{count: members(bits)}
	if made.count*32 < g.docs { // as newSet has it
		made.few = made.few[:0]
		forEach(bits, func(doc uint32) { made.few = append(made.few, doc) })
		made.docs = made.few
	} else {
		made.many = append(made.many[:0], bits...)
		made.bits = made.many
	}
	return &made.set, nil
}

// holding returns the live documents that hold the word.
func (w *scoredWord) holding(s *Snapshot, seg int) *set {
	l, g := &w.lists[seg], &s.segs[seg]
	if got := l.holds.Load(); got != nil {
		return got
	}
	count := 0
	for i, doc := range l.all() {
		if l.has(i, w.enough) && g.isLive(doc) {
			count++
		}
	}
	made := newSet(g.docs, count)
	for i, doc := range l.all() {
		if l.has(i, w.enough) && g.isLive(doc) {
			made.add(doc)
		}
	}
	l.holds.Store(made)
	w.grown.Store(true)
	return made
}

// touching returns the live documents that hold any part.
func (w *scoredWord) touching(s *Snapshot, seg int) *set {
	l, g := &w.lists[seg], &s.segs[seg]
	if got := l.touches.Load(); got != nil {
		return got
	}
	if held := w.holding(s, seg); g.deleted == nil && held.count == l.postings() {
		l.touches.Store(held)
		return held
	}
	made := newSet(g.docs, l.postings())
	for _, doc := range l.all() {
		if g.isLive(doc) {
			made.add(doc)
		}
	}
	l.touches.Store(made)
	w.grown.Store(true)
	return made
}

// all makes a bit set the live documents of the segment.
func (g *segment) all(acc []uint64) {
	for i := range acc {
		acc[i] = ^uint64(0)
	}
	if rest := g.docs & 63; rest > 0 {
		acc[len(acc)-1] = 1<<rest - 1
	}
	for i, w := range g.deleted {
		acc[i] &^= w
	}
}

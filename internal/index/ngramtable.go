package index

import "slices"

// ngramTable counts runs, in a hash table with linear probing (Knuth, The Art of Computer
// Programming 3, 6.4, algorithm L) of a bounded size.
type ngramTable struct {
	words  int // in a run
	most   int // slots
	keys   []uint32
	counts []ngramCount
	used   int
}

// ngramCount is a run that was met, one that was not has no occurrences.
type ngramCount struct {
	occurrences, articles uint32
	hash                  uint64
	last                  uint64 // one more than the document in which it was met last
}

const (
	ngramCountBytes = 24
	leastNGramSlots = 1 << 6
)

// newNGramTable makes a table that takes at most so many bytes, also while it grows.
func newNGramTable(words, room int) *ngramTable {
	t := &ngramTable{words: words, most: leastNGramSlots}
	for slot := ngramCountBytes + wordBytes*words; 2*t.most*slot*3/2 <= room; {
		t.most *= 2
	}
	t.make(leastNGramSlots)
	return t
}

func (t *ngramTable) make(slots int) {
	t.keys, t.counts, t.used = make([]uint32, slots*t.words), make([]ngramCount, slots), 0
}

// run is the run in a slot.
func (t *ngramTable) run(slot int) []uint32 { return t.keys[slot*t.words : (slot+1)*t.words] }

// add counts a run in a document; documents come one after the other. False if there is no room.
func (t *ngramTable) add(run []uint32, hash, doc uint64) bool {
	n := t.slot(run, hash)
	c := &t.counts[n]
	if c.occurrences == 0 {
		if 4*t.used >= 3*len(t.counts) {
			if len(t.counts) >= t.most {
				return false
			}
			t.again(2*len(t.counts), func(uint64) bool { return true })
			return t.add(run, hash, doc)
		}
		t.used++
		c.hash = hash
		copy(t.run(n), run)
	}
	c.occurrences++
	if c.last != doc+1 {
		c.articles++
		c.last = doc + 1
	}
	return true
}

// slot is where a run is, or would be.
func (t *ngramTable) slot(run []uint32, hash uint64) int {
	mask := len(t.counts) - 1
	// The lowest bits choose the counter of the estimate, the highest the part.
	n := int(hash>>20) & mask
	for t.counts[n].occurrences > 0 && (t.counts[n].hash != hash || !slices.Equal(t.run(n), run)) {
		n = (n + 1) & mask
	}
	return n
}

// keep keeps only the runs of a part.
func (t *ngramTable) keep(p ngramPart) { t.again(len(t.counts), p.has) }

// again makes the table anew of those of its runs that are wanted.
func (t *ngramTable) again(slots int, wanted func(hash uint64) bool) {
	before := *t
	t.make(slots)
	for i := range before.counts {
		if c := &before.counts[i]; c.occurrences > 0 && wanted(c.hash) {
			n := t.slot(before.run(i), c.hash)
			t.counts[n] = *c
			copy(t.run(n), before.run(i))
			t.used++
		}
	}
}

// ngramResults keeps the best of the runs.
type ngramResults struct {
	limit int // 0 for all
	work  *work
	all   []NGram
	total int
}

// add adds a run.
func (r *ngramResults) add(g NGram) error {
	const size = 24 + 16 + 24 // about
	r.total++
	if r.limit > 0 && len(r.all) >= 2*r.limit+1000 {
		r.list()
	} else if err := r.work.take(size + 16*len(g.Words)); err != nil {
		return err
	}
	r.all = append(r.all, g)
	return nil
}

// list returns the best, in order.
func (r *ngramResults) list() []NGram {
	slices.SortFunc(r.all, func(a, b NGram) int { return a.compare(&b) })
	if r.limit > 0 && len(r.all) > r.limit {
		clear(r.all[r.limit:])
		r.all = r.all[:r.limit]
	}
	return r.all
}

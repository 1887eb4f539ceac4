package index

import (
	"math/bits"
	"slices"
	"sync"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/trie"
)

// phraseReader finds the documents of a segment that hold a phrase. The rarest word is
// read, and the others where they could hold it: in the lists as they lie.
type phraseReader struct {
	*phraseQuery
	segment *segment
	slots   []slotLists
	order   []*slotLists // of different words, the rarest first
	places  []*posting.Places
	used    int
	set     []uint64
	docs    []uint32
	own     [][]uint32 // by slot: positions in the document at hand
	since   int        // positions that were read since the context was looked at
	words   [][]uint32 // those of them in the field asked for
}

// slotLists is the lists of a slot: those of its terms, and of the spellings that do not
// count.
type slotLists struct {
	of, less []*posting.Places
	docs     int // at most
}

var phraseReaders = sync.Pool{New: func() any { return &phraseReader{} }}

// mostPlacesKept is how many lists a reader keeps memory for.
const mostPlacesKept = 256

// release gives the reader back. It is not deferred: what a panic has left is not used
// again.
func (r *phraseReader) release() {
	for _, p := range r.places[:r.used] {
		p.Release()
	}
	if len(r.places) > mostPlacesKept {
		r.places = nil
	}
	clear(r.slots)
	clear(r.order)
	r.phraseQuery, r.segment, r.used = nil, nil, 0
	phraseReaders.Put(r)
}

// open finds the lists of every slot; false if one has none.
func (r *phraseReader) open(q *phraseQuery, s *segment) (bool, error) {
	r.phraseQuery, r.segment = q, s
	r.slots = slices.Grow(r.slots[:0], len(q.slots))[:len(q.slots)]
	clear(r.slots)
	r.order = r.order[:0]
	for i := range q.slots {
		if q.first[i] != i {
			continue // asked for already
		}
		sl, lists := &q.slots[i], &r.slots[i]
		if err := r.findAll(sl, &lists.of); err != nil {
			return false, err
		}
		if len(lists.of) == 0 {
			return false, nil
		}
		for _, p := range lists.of {
			lists.docs += p.Count()
		}
		if x := sl.spelling; x != nil && x.usual {
			for _, t := range x.differ {
				if err := r.find(fieldSpelling, t, &lists.less); err != nil {
					return false, err
				}
			}
		}
		r.order = append(r.order, lists)
	}
	slices.SortStableFunc(r.order, func(a, b *slotLists) int { return a.docs - b.docs })
	return true, nil
}

// findAll opens the lists of the terms of a slot.
func (r *phraseReader) findAll(sl *slot, dst *[]*posting.Places) error {
	if sl.level != analysis.Exact || sl.where != "" {
		for _, t := range sl.terms {
			if err := r.find(sl.field(), t, dst); err != nil {
				return err
			}
		}
		return nil
	}
	sc := scratches.Get().(*scratch)
	defer scratches.Put(sc)
	wanted := trie.Want(slices.Sorted(slices.Values(sl.terms)))
	every := func(int) uint { return 1 }
	return r.work.eachForm(r.segment, sl.field(), wanted, every, sc, func(l *posting.List, _ uint) error { return r.take(l, dst) })
}

// find opens the lists of a term of a level.
func (r *phraseReader) find(level, term string, dst *[]*posting.Places) error {
	if err := r.work.ctx.Err(); err != nil {
		return err
	}
	return r.segment.eachList(level, term, func(l *posting.List) error { return r.take(l, dst) })
}

// take opens a list.
func (r *phraseReader) take(l *posting.List, dst *[]*posting.Places) error {
	const size = 2 << 10 // of what reads it, about
	if err := r.work.take(size); err != nil {
		return err
	}
	if r.used == len(r.places) {
		r.places = append(r.places, &posting.Places{})
	}
	p := r.places[r.used]
	r.used++
	*dst = append(*dst, p)
	return damage(p.Reset(l))
}

// asMany is by how much a list must be longer than the documents that are looked for,
// so that these are looked up in it.
const asMany = 2

// candidates are the documents that hold a term of every slot, ascending.
func (r *phraseReader) candidates() (_ []uint32, err error) {
	n := (r.segment.docs + 63) / 64
	if cap(r.set) < n {
		r.set = make([]uint64, n)
	}
	r.set = r.set[:n]
	r.docs = r.docs[:0]
	var long []*posting.Places
	for i, lists := range r.order {
		if i > 0 && len(r.docs) == 0 {
			break
		}
		clear(r.set)
		long = long[:0]
		for _, p := range lists.of {
			if err := r.work.ctx.Err(); err != nil {
				return nil, err
			}
			if i > 0 && p.Count() > asMany*len(r.docs) {
				long = append(long, p)
			} else if err := p.Union(r.set); err != nil {
				return nil, damage(err)
			}
		}
		if i == 0 {
			if err := r.work.take(4 * min(lists.docs, r.segment.docs)); err != nil {
				return nil, err
			}
			for i, word := range r.set {
				for ; word != 0; word &= word - 1 {
					r.docs = append(r.docs, uint32(i<<6+bits.TrailingZeros64(word)))
				}
			}
			continue
		}
		kept := r.docs[:0]
		for k, d := range r.docs {
			if k%stepsBetween == stepsBetween-1 && r.work.ctx.Err() != nil {
				return nil, r.work.ctx.Err()
			}
			held := r.set[d>>6]>>(d&63)&1 == 1
			for j := 0; j < len(long) && !held; j++ {
				if held, err = long[j].Holds(d); err != nil {
					return nil, damage(err)
				}
			}
			if held {
				kept = append(kept, d)
			}
		}
		r.docs = kept
	}
	return r.docs, nil
}

// read puts the positions of every slot in a document into words; false if one has none
// that counts.
func (r *phraseReader) read(doc uint32) (bool, error) {
	for len(r.own) < len(r.slots) {
		r.own = append(r.own, nil)
	}
	r.words = r.words[:0]
	for i := range r.slots {
		at := r.first[i]
		if at == i {
			if err := r.slots[i].positions(doc, &r.own[i]); err != nil {
				return false, err
			}
			if r.since += 1 + len(r.own[i]); r.since >= stepsBetween { // in one article there may be millions
				if r.since = 0; r.work.ctx.Err() != nil {
					return false, r.work.ctx.Err()
				}
			}
		}
		in := inField(r.field, r.own[at])
		if len(in) == 0 {
			return false, nil
		}
		r.words = append(r.words, in)
	}
	return true, nil
}

// positions puts those that count in a document into dst, ascending. What is wrong is damage.
func (l *slotLists) positions(doc uint32, dst *[]uint32) error {
	pos, several := (*dst)[:0], 0
	for _, p := range l.of {
		found, err := placesIn(p, doc)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			pos = append(pos, found...)
			several++
		}
	}
	if several > 1 {
		slices.Sort(pos)
	}
	for _, p := range l.less {
		found, err := placesIn(p, doc)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			pos = slices.DeleteFunc(pos, func(x uint32) bool { return slices.Contains(found, x) })
		}
	}
	*dst = pos
	return nil
}

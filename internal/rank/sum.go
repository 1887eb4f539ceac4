package rank

import (
	"fmt"
	"math"
	"slices"
	"sync"
)

// Sum adds up the postings of several terms in one segment, each document's
// frequencies. It takes the time of reading them, whatever their number. The
// zero Sum is ready for Reset; it is meant to be used again and again.
type Sum struct {
	docs  int      // of the segment
	freqs []uint32 // by document; all zero where set has no bit
	set   []uint64 // the documents that were added
	dirty bool     // there are such
}

// Reset empties the sum and makes it ready for a segment of so many documents.
func (s *Sum) Reset(docs int) {
	if s.dirty {
		s.Drain(nil)
	}
	if len(s.freqs) < docs {
		s.freqs, s.set = make([]uint32, docs), make([]uint64, setSize(docs))
	}
	s.docs = docs
}

// Add adds postings, in any order of documents. Those that do not fit the
// segment are an error, which leaves nothing but Reset to do.
func (s *Sum) Add(p *Postings) error {
	s.dirty = true
	if len(p.Docs) != len(p.Freqs) {
		return fmt.Errorf("%d documents but %d frequencies", len(p.Docs), len(p.Freqs))
	}
	for i, d := range p.Docs {
		if int64(d) >= int64(s.docs) {
			return fmt.Errorf("document %d in a segment of %d", d, s.docs)
		}
		s.freqs[d] = uint32(min(uint64(s.freqs[d])+uint64(p.Freqs[i]), math.MaxUint32))
		s.set[d>>6] |= 1 << (d & 63)
	}
	return nil
}

// Drain appends the sum to dst, documents ascending, unless dst is nil, and
// empties it.
func (s *Sum) Drain(dst *Postings) {
	set := s.set[:setSize(s.docs)]
	forEach(set, func(d uint32) {
		if dst != nil {
			dst.Add(d, s.freqs[d])
		}
		s.freqs[d] = 0
	})
	clear(set)
	s.dirty = false
}

// adding is a sum with memory for what is added.
type adding struct {
	sum Sum
	one Postings
}

var addings = sync.Pool{New: func() any { return &adding{} }}

// Union appends the postings of several terms to dst as if they were one term.
// A term that is given twice counts once.
func Union(seg Segment, field string, terms []string, dst *Postings) error {
	if len(terms) == 1 {
		return seg.Postings(field, terms[0], dst)
	}
	a := addings.Get().(*adding)
	defer addings.Put(a)
	a.sum.Reset(seg.Docs())
	for _, t := range slices.Compact(slices.Sorted(slices.Values(terms))) {
		a.one.Reset()
		if err := seg.Postings(field, t, &a.one); err != nil {
			return err
		}
		if err := a.one.check(seg.Docs()); err != nil {
			return err
		}
		if err := a.sum.Add(&a.one); err != nil {
			return err
		}
	}
	a.sum.Drain(dst)
	return nil
}

package rank

import (
	"fmt"
	"math/bits"
)

// Rows collects how often each document of a segment holds each part of a
// word.
type Rows struct {
	docs   int         // of the segment
	freqs  [2][]uint64 // by document: laneBits for each part, perLanes parts in each; all zero between uses
	set    []uint64    // the documents that hold a part; likewise
	wide   bool        // some part is in the second
	broken error
}

// Rows have room for frequencies below 1<<laneBits.
const (
	perLanes = 4
	laneBits = 64 / perLanes
)

// Add adds postings of a term that counts for some of the parts: a set of bits,
// 1 for the first part, 2 for the second and so on. Documents need not ascend.
func (r *Rows) Add(p *Postings, parts uint) {
	if len(p.Docs) != len(p.Freqs) {
		r.broken = fmt.Errorf("%d documents but %d frequencies", len(p.Docs), len(p.Freqs))
		return
	}
	for half := range r.freqs {
		unit := uint64(0)
		for set := parts >> (half * perLanes) & (1<<perLanes - 1); set != 0; set &= set - 1 {
			unit |= 1 << (laneBits * bits.TrailingZeros(set))
		}
		if unit == 0 {
			continue
		}
		if half > 0 {
			r.wide = true
			if len(r.freqs[half]) < r.docs {
				r.freqs[half] = make([]uint64, r.docs)
			}
		}
		r.add(p, r.freqs[half], unit)
	}
}

func (r *Rows) add(p *Postings, to []uint64, unit uint64) {
	to = to[:r.docs]
	freqs := p.Freqs[:len(p.Docs)]
	for i, doc := range p.Docs {
		if uint64(doc) >= uint64(len(to)) || freqs[i]-1 >= 1<<laneBits-1 {
			r.broken = fmt.Errorf("document %d with frequency %d in a segment of %d documents", doc, freqs[i], r.docs)
			return
		}
		to[doc] += unit * uint64(freqs[i])
		r.set[doc>>6] |= 1 << (doc & 63)
	}
}

// reset makes the rows ready for a segment of n documents.
func (r *Rows) reset(n int) {
	if len(r.set) < setSize(n) || len(r.freqs[0]) < n {
		r.freqs[0], r.set = make([]uint64, n), make([]uint64, setSize(n))
	}
	r.docs, r.wide, r.broken = n, false, nil
}

// drain adds the documents, ascending, and the numbers of their rows to those of a list
// of so many parts, and empties the rows.
func (r *Rows) drain(b *builder, parts int) {
	set, first, second := r.set[:setSize(r.docs)], r.freqs[0], r.freqs[1]
	for i, w := range set {
		if w == 0 {
			continue
		}
		set[i] = 0
		for ; w != 0; w &= w - 1 {
			doc := i<<6 + bits.TrailingZeros64(w)
			row := [2]uint64{first[doc]}
			first[doc] = 0
			if r.wide {
				row[1], second[doc] = second[doc], 0
			}
			b.docs = append(b.docs, uint32(doc))
			b.codes = append(b.codes, b.packed(row, parts))
		}
	}
}

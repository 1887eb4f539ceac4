package rank

import (
	"fmt"
	"math/bits"
)

// Rows collects how often each document of a segment holds each part of a
// word.
type Rows struct {
	docs   int      // of the segment
	freqs  []uint64 // by document: laneBits for each part; all zero between uses
	set    []uint64 // the documents that hold a part; likewise
	broken error
}

// Rows have room for so many parts and for frequencies below 1<<laneBits.
const (
	maxRowParts = 4
	laneBits    = 16
)

// Add adds postings of a term that counts for some of the parts: a set of bits,
// 1 for the first part, 2 for the second and so on. Documents need not ascend.
func (r *Rows) Add(p *Postings, parts uint) {
	unit := uint64(0)
	for ; parts != 0; parts &= parts - 1 {
		unit |= 1 << (laneBits * bits.TrailingZeros(parts))
	}
	if len(p.Docs) != len(p.Freqs) {
		r.broken = fmt.Errorf("%d documents but %d frequencies", len(p.Docs), len(p.Freqs))
		return
	}
	freqs := p.Freqs[:len(p.Docs)]
	for i, doc := range p.Docs {
		if uint64(doc) >= uint64(r.docs) || freqs[i]-1 >= 1<<laneBits-1 {
			r.broken = fmt.Errorf("document %d with frequency %d in a segment of %d documents", doc, freqs[i], r.docs)
			return
		}
		r.freqs[doc] += unit * uint64(freqs[i])
		r.set[doc>>6] |= 1 << (doc & 63)
	}
}

// reset makes the rows ready for a segment of n documents.
func (r *Rows) reset(n int) {
	if len(r.freqs) < n {
		r.freqs, r.set = make([]uint64, n), make([]uint64, setSize(n))
	}
	r.docs, r.broken = n, nil
}

// drain calls visit with the row of each document, ascending, and empties the
// rows.
func (r *Rows) drain(visit func(doc uint32, row uint64)) {
	set := r.set[:setSize(r.docs)]
	for i, w := range set {
		if w == 0 {
			continue
		}
		set[i] = 0
		for ; w != 0; w &= w - 1 {
			doc := i<<6 + bits.TrailingZeros64(w)
			visit(uint32(doc), r.freqs[doc])
			r.freqs[doc] = 0
		}
	}
}

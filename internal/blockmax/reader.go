package blockmax

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// Reader reads in a list, a block at a time. It is large: use it again, by Reset.
type Reader struct {
	List
	err    error
	block  int      // that docs are of; -1 for none
	part   part     // of that block
	docs   []uint32 // of that block
	held   int      // block that part is of; -1 for none
	inside [BlockSize]uint32
	freqs  [shortList]uint32 // of a short list
}

// Reset makes the reader one of another list.
func (r *Reader) Reset(l List) {
	r.List, r.err, r.block, r.held, r.docs = l, nil, -1, -1, nil
	if !l.isShort() {
		return
	}
	if !r.readShort(r.inside[:l.Count], r.freqs[:l.Count]) {
		r.damaged()
		return
	}
	r.block, r.docs = 0, r.inside[:l.Count]
}

// Err is what was wrong with the list, of which the reader then gives no more documents.
func (r *Reader) Err() error { return r.err }

// damaged empties the reader.
func (r *Reader) damaged() {
	r.err = fmt.Errorf("%w: block %d of %d", ErrCorrupt, max(r.held, 0), r.blocks)
	r.blocks, r.docs, r.block = 0, nil, -1
}

// last is the last document of a block.
func (r *Reader) last(block int) uint32 {
	if r.isShort() {
		return r.docs[len(r.docs)-1]
	}
	return r.lastOf(block)
}

// Seek returns the first block that does not end before a document; Blocks if
// there is none. It is quick where documents ascend.
func (r *Reader) Seek(doc uint32) int {
	lo := max(r.block, r.held, 0)
	if lo >= r.blocks {
		return r.blocks
	}
	hi := r.blocks
	if r.last(lo) >= doc {
		if lo == 0 || r.last(lo-1) < doc {
			return lo
		}
		lo, hi = 0, lo
	} else if lo++; lo == r.blocks || r.last(lo) >= doc {
		return lo // the next, most often
	}
	for step := 1; lo+step < hi; step *= 2 { // not far, often
		if r.last(lo+step) >= doc {
			hi = lo + step + 1
			break
		}
		lo += step
	}
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); r.last(mid) < doc {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// Blocks counts the blocks; 0 once the list was found damaged.
func (r *Reader) Blocks() int { return r.blocks }

// First is the least document that a block can have.
func (r *Reader) First(block int) uint64 {
	if r.isShort() {
		return 0
	}
	return r.nextOf(block)
}

// Last is the last document of a block.
func (r *Reader) Last(block int) uint32 { return r.last(block) }

// Most is the greatest bound in a block, in steps of Top/255.
func (r *Reader) Most(block int) byte {
	if r.isShort() {
		return wholeBound
	}
	return r.bounds[block]
}

// hold goes to a block without reading its documents.
func (r *Reader) hold(block int) bool {
	if r.held == block {
		return true
	}
	r.held = block
	p, ok := r.List.part(block)
	if !ok {
		r.damaged()
		return false
	}
	r.part = p
	return true
}

// Docs returns the documents of a block, ascending; nil if it is damaged. They
// are valid until another block is read.
func (r *Reader) Docs(block int) []uint32 {
	if r.block == block {
		return r.docs
	}
	if block >= r.blocks || !r.hold(block) {
		return nil
	}
	docs := r.inside[:r.size(block)]
	if !r.part.readDocs(docs, int(r.kinds[block])) {
		r.damaged()
		return nil
	}
	r.block, r.docs = block, docs
	return docs
}

// Shares are the bounds of the documents that Docs returned, four bits each, in
// steps of 1/15 of that of the block; nil in a list of one document.
func (r *Reader) Shares(block int) []byte {
	if r.isShort() {
		return r.shares
	}
	if !r.hold(block) {
		return nil
	}
	return r.part.shares
}

// Find returns the place of a document; false if the list lacks it.
func (r *Reader) Find(doc uint32) (at Place, ok bool) {
	b := r.Seek(doc)
	if b == r.blocks {
		return at, false
	}
	if !r.isShort() && r.kinds[b] == kindSet && b != r.block {
		return r.findInSet(b, doc)
	}
	docs := r.Docs(b)
	lo, n := 0, len(docs)
	if n == 0 {
		return at, false
	}
	for n > 1 {
		half := n >> 1
		if docs[lo+half] <= doc {
			lo += half
		}
		n -= half
	}
	return Place{b, lo}, docs[lo] == doc
}

// Place is where a document is: in which block, and which of its documents.
type Place struct{ Block, At int }

// findInSet is Find in a block whose documents are a set.
func (r *Reader) findInSet(block int, doc uint32) (at Place, ok bool) {
	if !r.hold(block) || uint64(doc) < r.part.next {
		return at, false
	}
	i := int(uint64(doc) - r.part.next)
	if i>>6*8 >= len(r.part.docs) {
		r.damaged()
		return at, false
	}
	word := binary.LittleEndian.Uint64(r.part.docs[i>>6*8:])
	if word>>(i&63)&1 == 0 {
		return at, false
	}
	n := bits.OnesCount64(word & (1<<(i&63) - 1))
	for w := range i >> 6 {
		n += bits.OnesCount64(binary.LittleEndian.Uint64(r.part.docs[w*8:]))
	}
	if n >= r.size(block) {
		r.damaged()
		return at, false
	}
	return Place{block, n}, true
}

// Freqs appends how often each of the documents of a block holds the term; nothing if it
// is damaged.
func (r *Reader) Freqs(block int, dst []uint32) []uint32 {
	if r.isShort() {
		return append(dst, r.freqs[:len(r.docs)]...)
	}
	if !r.hold(block) {
		return dst
	}
	n := r.size(block)
	dst = grow(dst, n)
	if !r.part.readFreqs(dst[len(dst):len(dst)+n], int(r.widths[block])) {
		r.damaged()
		return dst
	}
	return dst[:len(dst)+n]
}

// Freq is how often the document at a place that Find returned holds the term.
func (r *Reader) Freq(at Place) uint32 {
	if r.isShort() {
		return r.freqs[at.At]
	}
	if !r.hold(at.Block) {
		return 0
	}
	return r.part.freq(at.At, int(r.widths[at.Block]))
}

// Share is the bound of the document at a place that Find returned.
func (r *Reader) Share(at Place) byte {
	if r.Count == 1 {
		return wholeShare
	}
	s := r.Shares(at.Block)
	if s == nil {
		return wholeShare
	}
	return s[at.At>>1] >> (at.At & 1 * 4) & wholeShare
}

// Union adds the documents to a set of bits that has room for the segment.
func (r *Reader) Union(set []uint64) {
	for b := 0; b < r.blocks; b++ {
		if !r.isShort() && r.kinds[b] == kindSet && r.hold(b) {
			r.unionSet(set)
			continue
		}
		for _, d := range r.Docs(b) {
			set[d>>6] |= 1 << (d & 63)
		}
	}
}

// unionSet adds the documents of the block that is held, which is a set.
func (r *Reader) unionSet(set []uint64) {
	at, shift := int(r.part.next>>6), r.part.next&63
	for k := 0; k < len(r.part.docs); k, at = k+8, at+1 {
		word := binary.LittleEndian.Uint64(r.part.docs[k:])
		if left := r.part.span - uint64(8*k); left < 64 {
			word &= 1<<left - 1
		}
		if at >= len(set) {
			return
		}
		set[at] |= word << shift
		if high := word >> (64 - shift); high != 0 && at+1 < len(set) { // 0 where nothing is shifted
			set[at+1] |= high
		}
	}
}

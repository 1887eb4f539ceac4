package rank

import (
	"iter"
	"math/bits"
	"slices"
)

// A block is 16 consecutive documents of a segment, a window 32 blocks. Both
// sizes were found by measurement.
const (
	blockBits  = 4
	blockSize  = 1 << blockBits
	windowBits = blockBits + 5
	windowSize = 1 << windowBits
	perWindow  = windowSize / blockSize
)

// list is the postings of all parts of a word in one segment: the documents
// that hold any part, how often each part, and what that adds to a score.
//
// What is read together lies together: a search adds up the bounds of blocks,
// goes to the blocks that promise enough, and only then to postings.
type list struct {
	key   uint64   // of the segment
	parts int      // of the word
	held  []uint32 // how many documents hold each part, deleted ones included

	fitted []formula // that the bounds were computed by; nil before
	step   float64   // what one step of a bound was worth then

	// A plain list has neither bounds nor what else a search skips by: most words that
	// are read whole are asked for once, alone, and then all documents are scored.
	docs []uint32 // of a plain list

	windows []window
	dense   bool // blocks and tops are those of all documents, else only those that have postings
	blocks  []block
	tops    []uint8 // for each block the greatest of its bounds
	bounds  []uint8 // for each posting what the word adds to the score of its document, in steps, rounded up

	// codes say which row of freqs holds for each posting. Few rows occur
	// in a list, so that a code is a byte, rarely width bytes.
	codes []uint8
	width int
	freqs []uint32 // rows of one frequency for each part
}

// window says where to find its blocks and postings.
type window struct {
	blocks uint32 // a bit set: those with postings
	block  uint32 // the first of them in list.blocks, if that is not dense
	first  uint32 // its first posting
}

// at returns the index in blocks and tops of the block that begins with a
// document; false if it has no postings.
func (l *list) at(base uint32) (uint32, bool) {
	if l.dense {
		return base >> blockBits, true
	}
	w, bit := &l.windows[base>>windowBits], uint32(1)<<(base>>blockBits&(perWindow-1))
	return w.block + uint32(bits.OnesCount32(w.blocks&(bit-1))), w.blocks&bit != 0
}

// each calls f for the blocks that have postings: the first document, and the
// index in blocks and tops.
func (l *list) each(f func(base, n uint32) bool) {
	n := uint32(0)
	for w := range l.windows {
		for set := l.windows[w].blocks; set != 0; set &= set - 1 {
			base := uint32(w<<windowBits + bits.TrailingZeros32(set)<<blockBits)
			if l.dense {
				n = base >> blockBits
			}
			if !f(base, n) {
				return
			}
			n++
		}
	}
}

// block says which of its documents have postings, a bit for each, and where
// these begin, counted from the first posting of the window.
type block uint32

func newBlock(begin int, docs uint32) block { return block(begin<<blockSize) | block(docs) }

func (b block) begin() uint32 { return uint32(b >> blockSize) }
func (b block) docs() uint32  { return uint32(b & (1<<blockSize - 1)) }

// place is the posting of the document of a bit, counted from the first of the window.
func (b block) place(local uint32) uint32 {
	return b.begin() + uint32(bits.OnesCount32(b.docs()&(local-1)))
}

// windowsOf is the number of windows of n documents.
func windowsOf(n int) int { return (n + windowSize - 1) >> windowBits }

// size is about how many bytes the list takes.
func (l *list) size() int64 {
	words := cap(l.held) + cap(l.freqs) + cap(l.docs) + cap(l.blocks) + 3*cap(l.windows)
	return int64(cap(l.codes)+cap(l.tops)+cap(l.bounds)+4*words) + 250
}

// isPlain says whether the list has documents but no bounds.
func (l *list) isPlain() bool { return len(l.docs) > 0 }

// postings counts the postings.
func (l *list) postings() int { return max(len(l.docs), len(l.bounds)) }

// all ranges over the indexes of the postings and their documents.
func (l *list) all() iter.Seq2[int, uint32] {
	return func(yield func(int, uint32) bool) {
		for i, doc := range l.docs {
			if !yield(i, doc) {
				return
			}
		}
		j := 0
		l.each(func(base, n uint32) bool {
			for docs := l.blocks[n].docs(); docs != 0; docs &= docs - 1 {
				if !yield(j, base|uint32(bits.TrailingZeros32(docs))) {
					return false
				}
				j++
			}
			return true
		})
	}
}

// find returns the index of the document's posting, or -1.
func (l *list) find(doc uint32) int {
	if l.isPlain() {
		if i, ok := slices.BinarySearch(l.docs, doc); ok {
			return i
		}
		return -1
	}
	if int(doc>>windowBits) >= len(l.windows) {
		return -1
	}
	n, ok := l.at(doc &^ (blockSize - 1))
	if !ok {
		return -1
	}
	b, local := l.blocks[n], uint32(1)<<(doc&(blockSize-1))
	if b.docs()&local == 0 {
		return -1
	}
	return int(l.windows[doc>>windowBits].first + b.place(local))
}

// row returns the frequencies of the parts in the posting at i.
func (l *list) row(i int) []uint32 {
	code := l.code(i)
	return l.freqs[code*l.parts : (code+1)*l.parts]
}

// code is the number of the row of the posting at i.
func (l *list) code(i int) (code int) {
	if l.width == 1 {
		return int(l.codes[i])
	}
	for j := l.width - 1; j >= 0; j-- {
		code = code<<8 | int(l.codes[i*l.width+j])
	}
	return code
}

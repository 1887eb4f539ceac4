package rank

import (
	"iter"
	"math/bits"
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
// What is read together lies together: a search goes from the windows that
// promise most to their blocks and only then to postings.
type list struct {
	key   uint64   // of the segment
	parts int      // of the word
	held  []uint32 // how many documents hold each part, deleted ones included

	fitted []formula // that the bounds were computed by; nil before
	step   float64   // what one step of a bound was worth then

	most    []uint8 // for each window, the greatest bound in it
	dense   []uint8 // for each block of each window likewise; nil where few blocks have postings
	windows []window
	blocks  []block // those that have postings
	docs    []posting

	// codes say which row of freqs holds for each posting. Few rows occur
	// in a list, so that a code is a byte, rarely width bytes.
	codes []uint8
	width int
	freqs []uint32 // rows of one frequency for each part
}

// window says where to find its blocks and postings.
type window struct {
	blocks uint32 // a bit set: those with postings
	block  uint32 // the first of them in list.blocks
	first  uint32 // the first posting in list.docs
}

// block is the bound of a block (the greatest of its postings, in the low 8
// bits), the end of its postings (10 bits) and their beginning, both counted
// from the first posting of the window.
type block uint32

func newBlock(begin, end, bound int) block { return block(begin<<18 | end<<8 | bound) }

func (b block) bound() uint32 { return uint32(b & 0xff) }
func (b block) end() uint32   { return uint32(b >> 8 & 0x3ff) }
func (b block) begin() uint32 { return uint32(b >> 18) }

// posting is a document, numbered within its block (the low byte), and a bound
// for what the word adds to its score.
type posting uint16

func (p posting) local() uint32 { return uint32(p & 0xff) }
func (p posting) bound() uint32 { return uint32(p >> 8) }

// windowsOf is the number of windows of n documents.
func windowsOf(n int) int { return (n + windowSize - 1) >> windowBits }

// size is about how many bytes the list takes.
func (l *list) size() int64 {
	words := cap(l.held) + cap(l.freqs) + cap(l.blocks) + 3*cap(l.windows)
	return int64(cap(l.codes)+cap(l.most)+cap(l.dense)+2*cap(l.docs)+4*words) + 250
}

// all ranges over the indexes of the postings and their documents.
func (l *list) all() iter.Seq2[int, uint32] {
	return func(yield func(int, uint32) bool) {
		for w := range l.windows {
			win := &l.windows[w]
			n := win.block
			for set := win.blocks; set != 0; set &= set - 1 {
				base := uint32(w<<windowBits + bits.TrailingZeros32(set)<<blockBits)
				b := l.blocks[n]
				for j := win.first + b.begin(); j < win.first+b.end(); j++ {
					if !yield(int(j), base|l.docs[j].local()) {
						return
					}
				}
				n++
			}
		}
	}
}

// find returns the index of the document's posting, or -1.
func (l *list) find(doc uint32) int {
	w := int(doc >> windowBits)
	if w >= len(l.windows) {
		return -1
	}
	win := &l.windows[w]
	bit := uint32(1) << (doc >> blockBits & (perWindow - 1))
	if win.blocks&bit == 0 {
		return -1
	}
	b := l.blocks[win.block+uint32(bits.OnesCount32(win.blocks&(bit-1)))]
	for i := win.first + b.begin(); i < win.first+b.end(); i++ {
		if l.docs[i].local() == doc&(blockSize-1) {
			return int(i)
		}
	}
	return -1
}

// row returns the frequencies of the parts in the posting at i.
func (l *list) row(i int) []uint32 {
	code := 0
	if l.width == 1 {
		code = int(l.codes[i])
	} else {
		for j := l.width - 1; j >= 0; j-- {
			code = code<<8 | int(l.codes[i*l.width+j])
		}
	}
	return l.freqs[code*l.parts : (code+1)*l.parts]
}

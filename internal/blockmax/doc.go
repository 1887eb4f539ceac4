// Package blockmax lays out one list of postings so that a search can skip what
// cannot be among its hits: documents and frequencies in packed blocks, and with
// them bounds of what a document can gain by the list. It reads lists where they
// lie and trusts none of their bytes.
//
// # Layout
//
// How many documents a list has stands beside it, in the dictionary. A list of
// one document is its number and its frequency: the number doubled, plus 1 if the
// frequency is 1; otherwise the frequency follows, both uvarints. A list of fewer than
// 16 begins with its greatest bound (2 bytes) and four bits for the bound of each
// document, then come documents and frequencies as above, each number as the gap
// to the one before. All others are, little-endian,
//
//	greatest bound  2 bytes: the upper half of a float32
//	windows         of lists of 256 and more: a byte for every 2,048 documents of
//	                the segment, the greatest bound there
//	blocks          a column each: last document (4 bytes), where its data begin
//	                (4), greatest bound (1), kind of its documents (1), bits of a
//	                frequency (1)
//	data            of each block: documents, frequencies less one, bounds
//
// A block has 128 documents, the last of a list what is left. Its documents are
// the gaps between them less one, packed in as many bits as its kind says, or, of
// kind 64, a set of bits over the documents behind the last of the block before, in
// words of eight bytes. A bound of a window and of a block is in steps of 1/255 of
// the greatest bound of the list, that of a document four bits in steps of 1/15 of
// the greatest of its block. All are rounded up.
//
// # What a bound is
//
// The most that the word of the list adds to the score of a document, by the
// frequencies, averages and weights of the time at which the list was made. Where
// these change by less than some factor, bounds times that factor hold. So no change
// of the index needs other lists; a merge makes the bounds tight again.
//
// "Block-max indexes" are of Ding and Suel, SIGIR 2011; bounds of windows of equal
// size of Dimopoulos, Nepomnyachiy and Suel, WSDM 2013.
package blockmax

import "errors"

// ErrCorrupt says that bytes are not what a list can be.
var ErrCorrupt = errors.New("list of postings is damaged")

// Sizes of the layout.
const (
	BlockSize  = 128 // documents of a block
	WindowBits = 11  // documents of a window: 1 << WindowBits
	WindowSize = 1 << WindowBits
	shortList  = 16        // lists of fewer have no blocks
	windowed   = 256       // lists of so many have bounds of windows
	kindSet    = 64        // a block's documents are a set of bits
	headerSize = 4 + 4 + 3 // of a block
	wholeBound = 255       // the greatest bound of a window or block
	wholeShare = 15        // of a document
)

// Windows is the number of windows of so many documents.
func Windows(docs int) int { return (docs + WindowSize - 1) >> WindowBits }

// Package posting lays out one segment of an index in bytes: the stored
// documents, their IDs, small numbers beside them, and for each field a sorted
// dictionary of terms with their postings. It knows neither what a term means
// nor which segments make an index.
//
// A [Builder] collects documents and writes a segment; [Merge] writes one of
// several; [Open] reads it where it lies, in memory or in a mapped file. A
// segment never changes.
//
// # Why not zap
//
// bleve's own segments (zap) were the bound of indexing: a map of pointers for
// every document, a roaring bitmap, two chunked coders and a vellum automaton
// for every term, and all of that again for every merge. Here the occurrences
// of a batch are one array that is sorted by counting, and a list of postings
// is a run of numbers that a merge takes over in one pass. A dictionary of
// front-coded blocks is scanned several times as fast as an automaton, which
// matters as a level of a word is a range of keys.
//
// # Layout
//
//	magic       8 bytes
//	stored      the documents, each compressed by snappy, a long one in blocks, one after another
//	            where each ends: 8 bytes for each
//	IDs         the IDs, one after another in order of documents
//	            where each ends: 4 bytes for each
//	            the documents in the order of their IDs: 4 bytes for each
//	columns     for each column a number of 1, 2 or 4 bytes for each document
//	fields      for each field its lists, its dictionary, where its blocks begin,
//	            and the dictionary of the forms of its terms, if it has one; in the
//	            directory, what its bounds were made of, if it has levels
//	directory   where all of that is
//	footer      offset of the directory (8 bytes), documents (4), version (4),
//	            CRC-32 of all before (4)
//
// Fixed-width numbers are little-endian, but for the CRC; all others are
// uvarints.
//
// A dictionary is cut into blocks of 16 terms. A block begins with the offset
// of its first list; then, for each term: how many bytes it shares with the
// term before, how many follow, these, the number of its documents and the
// length of its list in bytes. The lists lie in the order of their terms.
//
// A term may have a form, by which it is looked for as well; several terms may
// have the same. The dictionary of forms is one of package trie: the documents of
// a form are the sum of those of its terms, its numbers are those of the terms in
// their order.
//
// A list has, for each document, the gap to the document before, doubled, plus
// 1 if the frequency is 1; otherwise the frequency follows. In a field with
// positions the length of this part comes first, and behind it stand the
// positions: for every 128 documents but the last of them the length of their
// positions in bytes, then for each document its positions, ascending, each as
// the difference from the one before.
//
// # Levels
//
// A field may have levels ([Levels]): lists of what its terms have in common, and bounds in
// all of them, by which a search skips. Documents and frequencies are then as package
// blockmax has them, in whose blocks of 128 the groups of positions agree. A list of a
// root, or of a stem, lies before that of its first term, and in the dictionary the
// number of documents of a term is eight times as great, plus what begins with it: 1 a
// stem, 3 a stem and its root; 1 more if the stem has a list of its own, 2 more if the root
// has. These follow, the root's first: documents, and length in bytes. A stem of one
// term has the list of that term, a root of one stem that of the stem. No list of a root
// or a stem has positions.
//
// Where a field has places ([Levels].Places), the list of a root that has several terms says where its
// words stand, so that of a document one list tells it and not one for each term. The length of the documents comes first, and
// behind them stand
//
//	stems       how many the root has; if several, for each its first term, counted from the first
//	            of the root, the stem first that most words are of
//	groups      4 bytes for each but the first of 64 documents: where its data begin
//	data        of each group: a byte, how many lower bits of a gap are written as they are; then bits, from
//	            the lowest of a byte on: of each document its words in the order of their positions
//
// A word is the gap from the one before, plus 1, and its stem, if there are several: the place of that
// in the list of stems. In a gap the upper bits come first, as so many zeros and a one (a Rice code); a stem is so
// many zeros and a one. Twenty zeros and a one are followed by all 32 bits of the gap, or by as many of the stem as
// the number of stems less one has. Gaps count from the beginning of the second of two texts (the body); a gap of 0,
// which has no stem, first in a document says that they count from 0 (the title has some), and behind it once that they
// count from the second again.
//
// In such a field the first position of each document in the list of a term, which most often is one in the body, is
// that, exclusive or the position at which the body begins.
//
// A bound is what a word adds by the weights of the field, with the frequencies and
// averages of the segment: in the list of a root by the root alone, in that of a stem by
// root, stem and title, in that of a term by all four. So a list that serves several
// levels is bounded for all.
package posting

import "errors"

// ErrCorrupt says that bytes are not what a segment can hold.
var ErrCorrupt = errors.New("segment is damaged")

// Version of the layout.
const Version = 1

const (
	magic      = "fihrisSG"
	footerSize = 8 + 4 + 4 + 4
	blockTerms = 16
	skipDocs   = 128
)

// Package rank finds the best documents for a query by real BM25, over
// postings that it reads through a small interface. It knows nothing of how
// they are stored, of Arabic or of query syntax.
//
// # Model
//
// A [Query] is a list of words. A [Word] is one word of the reader and a short
// list of parts: the levels at which it may match (stem, exact, root) and the
// fields (the text, the title). A [Part] is one term, or several terms counted
// as if they were one (the expansion of a prefix), or a list that the caller
// computes (a phrase). The score of a document is
//
//	Σ words  boost · Σ parts  weight · idf · tf·(k1+1) / (tf + k1·(1 - b + b·length/average))
//	idf = ln(1 + (N - df + 0.5) / (df + 0.5))
//
// with k1 = 1.2 and b = 0.75. N, df, lengths and averages are exact and count
// live documents only. Words are added in the order of the query and parts in
// the order of the word, whatever is skipped on the way, so that documents of
// the same content have bit for bit the same score. Equal scores are ordered
// by [Options.Less].
//
// # Use
//
// An [Engine] serves one index: [Engine.Snapshot] takes its state whenever that
// has changed, [Engine.TopK] gives the best documents, [Engine.Count] the totals,
// [Engine.Holds] the documents of a word, for AND, NOT and facets. The example
// of the package does all of it.
//
// # How it is fast
//
// The parts of a word are merged into one list for each segment: the postings
// of an exact form lie within those of its stem, and those within the root's,
// so that one posting can carry all frequencies. A query of four words thus
// reads four lists, whatever the number of levels. A [WordReader] can hand over
// all levels in one pass.
//
// A posting has a bound of one byte for what the word adds to the score of its
// document; each block of 16 documents has the greatest of its bounds. A search
// adds up the bounds of all blocks, 32 blocks (a window) in a few nanoseconds a
// word, and visits the windows by descending sums and in them the blocks that
// have enough, until no window can hold a better document than has been found:
// MaxScore with block maxima, the most promising first. In a block, a word
// without which the others are not enough must be in the document, which bit
// sets tell before any posting is read. The few documents that remain are scored
// in full precision.
//
// Bounds belong to a state of the index, whose frequencies and averages enter
// them. A small change, as by a batch added to a large index, scales them; a
// larger one computes them anew. Lists are cached by the words they stand for,
// within a budget, and released with their segments.
package rank

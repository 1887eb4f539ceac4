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
// computes (a phrase). A document holds a word that holds its first part, or another that
// suffices. The score of a document is
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
// A [Lister] has lists that lie in one another: that of a form in that of its stem, that
// in the root's. A bound of a list holds for all that it and those around it add. Of a
// window of 2,048 documents a word has at most the greatest of three bounds; windows
// whose sums cannot be among the hits are left out, the most promising come first. In a
// window, lists are left out as long as what their documents can have by them is not
// enough: of a word first the root's, then the stem's, then all. What is read gives
// every document a sum of bounds; what could still be a hit is looked up in the lists that
// were left out, word by word, and the few that remain are scored in full precision.
// That is MaxScore with block maxima (Turtle and Flood 1995; Ding and Suel 2011), one level
// deeper. Bounds belong to the segment's weights, frequencies and averages. By how
// much those of the search can make more of them is one factor a chain of lists.
//
// A word that has no such lists (a phrase, the forms of a prefix) is read whole: the
// postings of its parts are merged into one list for each segment, so that one posting
// carries all frequencies, and kept in memory. Where that is the only word of a query, all
// of its documents are scored: bounds cost more than they save. Else a posting has a bound of one byte; each block of 16 documents has the greatest of
// its bounds. A search of such words only adds up the bounds of all blocks, 32 blocks (a
// window) in a few nanoseconds a word, and visits the windows by descending sums and in them
// the blocks that have enough. In a block, a word without which the others are not enough
// must be in the document, which bit sets tell before any posting is read. Beside words
// whose lists are searched where they lie they are a chain of one list.
//
// Bounds in memory belong to a state of the index. A small change, as by a batch added to
// a large index, scales them; a larger one computes them anew. Lists are cached by the
// words they stand for, within a budget, and released with their segments.
package rank

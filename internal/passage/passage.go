// Package passage looks at the text of an article: where the words of a query
// stand in it, which passages show them best, and whether two texts are copies
// of each other.
//
// It knows no index. What a query asks for comes in as plain terms, one Word a
// word or phrase; what comes out are spans of the text as it was written:
//
//	h := passage.NewHighlighter(analyzer, words)
//	title, snippets, err := h.Article(ctx, a.Title, a.Body, passage.Shape{})
//
// highlight.go finds the words, snippet.go chooses among the sentences that
// sentence.go cuts, copies.go compares whole texts and sketch.go what an index keeps of them.
package passage

import (
	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// Word is a word or a phrase of a query as texts may hold it.
type Word struct {
	Field query.Field // where it is looked for: with Text in every text that is not only for those that name it

	// Terms are, by level, what a token must have to be marked.
	Terms [analysis.Exact + 1][]string
	// Written is how an exact form must be written to be marked; what is not in
	// it may be written in any way.
	Written map[string]analysis.Written
	// ByRoot says that the root was asked for. Else words of the same root are
	// marked only where the article holds the word in no closer form: nearly
	// everything would be marked.
	ByRoot bool
	// Parts are the stems of the words of a name. They are marked like words of
	// the same root: where the article lacks the name itself.
	Parts []string

	// Slots are the words of a phrase; a fuzzy word may have both terms and
	// slots, for the words that it is with a space in it.
	Slots []Slot
	// Slop is 0 for a phrase in order, side by side; else its words may stand
	// in any order within so many more words than they are.
	Slop int
}

// Slot is a word of a phrase.
type Slot struct {
	Level analysis.Level
	Terms []string // any of which a token must have at that level
	At    int      // position within the phrase, from 0

	Written analysis.Written // what a token must agree with
}

// Span is a run of text that matches or does not, or the place at either end
// of a passage where its sentence goes on: that has no text and is Cut.
type Span struct {
	Text  string
	Match bool
	Cut   bool
}

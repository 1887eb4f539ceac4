package fihris

import (
	"fmt"
	"time"

	"github.com/fihris-search/fihris/internal/query"
)

// Query is what to look for. The zero Query finds nothing.
type Query struct {
	node   query.Node
	text   string // as typed
	pasted string // the text before it was decoded; empty where it was not
	strict bool   // every word means what is typed
	limit  error  // why it cannot be searched; nil for nothing
}

// ParseQuery reads a query as people type it: words, +required, -excluded,
// "phrases", title:words, AND OR NOT, parentheses, =exact, √root, prefix*,
// fuzzy~, before: and after: dates; see docs/query-language.md. Text that does
// not fit the language is searched as words; only a query that is larger than
// one can be is an error, ErrTooMuch and a *[SyntaxError].
// What was pasted in the encoding of an address, a page or a program (%D8%B3,
// &#1587;, \u0633) is decoded, which Results.ReadAs tells.
func ParseQuery(s string) (Query, error) {
	q := Query{text: query.Decode(s)}
	if q.text != s {
		q.pasted = s
	}
	var err error
	if q.node, err = query.ParseWithin(q.text); err != nil {
		err = wrap("parse the query", fmt.Errorf("%w: %w", ErrTooMuch, err))
	}
	return q, err
}

// ParseStrict is [ParseQuery] for programs: what does not fit the language is
// a *[SyntaxError], and no word is read as another (see [Request].Literal).
func ParseStrict(s string) (Query, error) {
	n, err := query.ParseStrict(s)
	return Query{node: n, text: s, strict: true}, wrap("parse the query", err)
}

// Match is a query for the words of a text, which is never read as syntax: any
// any of them may match, the articles with more of them come first. A search for a
// text of more than 1,024 words is ErrTooMuch: see [Index.Like].
func Match(text string) Query {
	n, err := query.MatchWithin(text)
	if err != nil {
		err = fmt.Errorf("%w: %w; a text is searched with Like", ErrTooMuch, err)
	}
	return Query{node: n, text: text, limit: err}
}

// Phrase is a query for the words of a text in order, each as written; a word
// of an article may carry proclitics that the phrase lacks.
func Phrase(text string) Query { return Query{node: query.NewPhrase(text), text: text} }

// All is a query that finds every article.
func All() Query { return Query{node: query.All{}} }

// String returns the query in the query language: ParseQuery of it gives the
// same query.
func (q Query) String() string {
	if q.node == nil {
		return ""
	}
	return q.node.String()
}

// IsEmpty says whether the query asks for nothing.
func (q Query) IsEmpty() bool {
	_, none := q.node.(query.None)
	return q.node == nil || none
}

// tree returns the tree of the query.
func (q Query) tree() query.Node {
	if q.node == nil {
		return query.None{}
	}
	return q.node
}

// ParsePeriod reads a date as people write one and returns the period that it
// names, from start up to but not including end: 2020, 2020-09, 9/2020,
// 2020-09-05, with digits of either kind. Times are in UTC, and taken to be in
// UTC where no zone is written.
func ParsePeriod(s string) (start, end time.Time, err error) {
	start, end, ok := query.ParsePeriod(s)
	if !ok {
		return start, end, fmt.Errorf("fihris: %q is no date; write 2020, 2020-09 or 2020-09-05", s)
	}
	return start, end, nil
}

package fihris

import (
	"errors"
	"fmt"
	"time"

	"github.com/fihris-search/fihris/internal/query"
)

// Query is what to look for. The zero Query finds nothing.
//
// A query is read from what a person types ([ParseQuery]), made of texts and
// values by a program ([Match], [Phrase], [Exact], [In] …), and put together of
// other queries, of either kind ([And], [Or], [Not], [Boost]): compose.go. What
// such a function cannot make is a Query as well, one that every search refuses with the
// reason, which [Query.Err] tells before.
type Query struct {
	node    query.Node                          // as it is without fields of one's own
	bind    func(query.Own) (query.Node, error) // makes it with those of an index; nil where they make no difference
	named   bool                                // it names such a field
	text    string                              // as typed; the places of words are in it
	made    bool                                // by a program, of other queries or a form: it has no text yet
	decoded []ReadAs                            // texts that were pasted in an encoding
	whole   bool                                // text is nothing but text: a value, in a field of whole values
	strict  bool                                // every word means what is typed
	err     error                               // why it cannot be searched; nil for nothing
}

// ParseQuery reads a query as people type it: words, +required, -excluded,
// "phrases", title:words, AND OR NOT, parentheses, =exact, √root, prefix*,
// fuzzy~, before: and after: dates; see docs/query-language.md. Text that does
// not fit the language is searched as words; only a query that is larger than
// one can be is an error, ErrTooMuch and a *[SyntaxError].
// What was pasted in the encoding of an address, a page or a program (%D8%B3,
// &#1587;, \u0633), or misread in another (ÓÚÑ), is decoded, and of the address of a
// page of results what was searched there; which Results.ReadAs tells.
//
// Fields of one's own ([Options].Fields) are known when an index is asked: lang:ar
// is a condition in one that has the field, and two words in any other.
func ParseQuery(s string) (Query, error) {
	q := Query{text: query.Decode(s)}
	if q.text != s {
		q.decoded = []ReadAs{{s, q.text, ReadEncoded}}
	}
	q.bind = func(own query.Own) (query.Node, error) { return own.ParseWithin(q.text) }
	if q.node, q.err = q.bind(nil); q.err != nil {
		q.err = fmt.Errorf("%w: %w", ErrTooMuch, q.err)
	}
	return q, wrap("parse the query", q.err)
}

// ParseStrict is [ParseQuery] for programs: what does not fit the language is
// a *[SyntaxError], and no word is read as another (see [Request].Literal). With
// the fields of an index it is [Index.ParseStrict].
func ParseStrict(s string) (Query, error) {
	n, err := query.ParseStrict(s)
	return Query{node: n, text: s, strict: true, err: err}, wrap("parse the query", err)
}

// ParseStrict is [ParseStrict] of a query that may name the fields of the index's own.
func (ix *Index) ParseStrict(s string) (Query, error) {
	return parseStrict(ix.ix.Own(), s)
}

func parseStrict(own query.Own, s string) (Query, error) {
	n, err := own.ParseStrict(s)
	out := Query{node: n, text: s, strict: true, named: true, err: err}
	out.bind = func(o query.Own) (query.Node, error) {
		n, err := o.ParseStrict(s)
		if err != nil { // another index
			return nil, errors.New(err.Error())
		}
		return n, nil
	}
	return out, wrap("parse the query", err)
}

// Match is a query for the words of a text, which is never read as syntax:
// any of them may match, the articles with more of them come first. A search for a
// text of more than 1,024 words is ErrTooMuch: see [Index.Like].
func Match(text string) Query {
	n, err := query.MatchWithin(text)
	if err != nil {
		err = fmt.Errorf("%w: %w; a text is searched with Like", ErrTooMuch, err)
	}
	return Query{node: n, text: text, whole: true, err: err}
}

// Phrase is a query for the words of a text in order, each as written; a word
// of an article may carry proclitics that the phrase lacks.
func Phrase(text string) Query {
	return Query{node: query.NewPhrase(text), text: text, whole: true}
}

// All is a query that finds every article.
func All() Query { return Query{node: query.All{}} }

// String returns the query in the query language: ParseQuery of it gives the
// same query.
func (q Query) String() string { return q.tree().String() }

// IsEmpty says whether the query asks for nothing.
func (q Query) IsEmpty() bool {
	_, none := q.tree().(query.None)
	return none && q.err == nil
}

// Err says why the query cannot be searched: a weight out of bounds, a field that
// there is not, too many words; nil where it can.
func (q Query) Err() error { return wrap("make the query", q.err) }

// tree returns the tree of the query.
func (q Query) tree() query.Node {
	if q.node == nil {
		return query.None{}
	}
	return q.node
}

// ready returns the query as an index with these fields of its own searches it: of
// one that was put together, the places of the words are in its text, and it is within the limits
// of one.
func (q Query) ready(own query.Own) (Query, error) {
	if q.err != nil {
		return q, q.err
	}
	if q.bind != nil && len(own) > 0 || q.named {
		n, err := q.bind(own)
		if err != nil {
			return q, failed(err).err
		}
		q.node = n
	}
	if !q.made {
		return q, nil
	}
	q.text = q.tree().String()
	n, err := own.ParseWithin(q.text)
	if err != nil {
		return q, failed(err).err
	}
	q.node = n
	return q, nil
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

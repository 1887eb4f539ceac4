package fihris

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/fihris-search/fihris/internal/query"
)

// And finds what all of the queries find. Of those that are nothing but
// exclusions ([Not]) it excludes what they exclude. Empty queries, such as those of the
// fields of a form that were left empty, ask for nothing and are passed over.
func And(queries ...Query) Query { return join(query.NewAnd, queries) }

// Or finds what any of the queries finds, each as good as another. Empty ones
// are passed over.
func Or(queries ...Query) Query { return join(query.NewOr, queries) }

// Not finds everything but what a query finds; nothing for an empty one. Within
// [And] it excludes.
func Not(q Query) Query {
	return join(func(n ...query.Node) query.Node { return query.NewNot(n[0]) }, []Query{q})
}

// In finds what a query finds in one field, by its name in the query language, in
// either language: title, body or author; source, section or tag; or a field of one's own of the
// index that is searched. Parts of the query that name a field already keep theirs.
//
// Source, section and tag are compared with whole values, and so are own fields that are no
// texts: there the text of [Match] or [Phrase] is one value, each word and phrase of another
// query is one, of which any will do, and forms and weights mean nothing and are refused. The
// values of numbers and dates may be ranges: 10..20, 10.., 2019..2020-06.
func In(field string, q Query) Query {
	in := func(f query.Field, n query.Node) (query.Node, error) {
		if q.whole && f.IsValue() {
			return query.NewValue(f, q.text)
		}
		return query.NewIn(f, n)
	}
	if f, ok := query.FieldNamed(field); ok {
		return change(q, func(n query.Node) (query.Node, error) { return in(f, n) })
	}
	if err := query.CheckName(field); err != nil {
		return failed(fmt.Errorf("there is no field %q: %w", field, err))
	}
	// Which kind of field it is says the index. Written down, a text is a value.
	kind := query.Words
	if q.whole {
		kind = query.Whole
	}
	out := change(q, func(n query.Node) (query.Node, error) { return in(query.OwnField(field, kind), n) })
	if out.err == nil {
		out.named = true
		out.bind = func(own query.Own) (query.Node, error) {
			f, ok := own.Named(field)
			if !ok {
				return nil, noField(field, own)
			}
			n, err := q.bound(own)
			if err != nil {
				return nil, err
			}
			return in(f, n)
		}
	}
	return out
}

// noField says which fields there are in place of one.
func noField(name string, own query.Own) error {
	names := query.FieldNames()
	for _, f := range slices.Sorted(maps.Keys(own)) {
		names += ", " + own[f].String()
	}
	return fmt.Errorf("there is no field %q: choose one of %s", name, names)
}

// Boost gives a query more weight in the score, or less: a number from 1/1000 to
// 1000. Weights within weights are multiplied, and the product kept in these bounds.
func Boost(q Query, weight float64) Query {
	return change(q, func(n query.Node) (query.Node, error) { return query.NewBoost(n, weight) })
}

// Exact finds the words of a text in this spelling only: the letters and marks
// that are typed must be there. Any of several words may match; for all use [And].
func Exact(text string) Query { return made(query.NewForm(query.Exact, text)) }

// Root finds words of the same roots as those of a text: any of them.
func Root(text string) Query { return made(query.NewForm(query.Root, text)) }

// Prefix finds words that begin as a text of one word does, also behind proclitics.
func Prefix(text string) Query { return made(query.NewPrefix(text)) }

// Fuzzy finds words that differ from a word by a few letters, at most so many (1
// or 2), or with 0 by as many as suit its length.
func Fuzzy(word string, letters int) Query { return made(query.NewFuzzy(word, letters)) }

// Near finds the words of a text in any order, with up to so many words more
// between them, 1 to 100.
func Near(text string, words int) Query { return made(query.NewNear(text, words)) }

// Quote writes a text so that [ParseQuery] reads the words of it, wherever it
// stands in a query, and no syntax: for places where a query is text, such as an address or a
// file. A program that searches needs [Match]. Punctuation around words is left out.
func Quote(text string) string { return query.Quote(text) }

// bound is the tree of a query for an index with fields of its own.
func (q Query) bound(own query.Own) (query.Node, error) {
	if q.bind == nil {
		return q.tree(), nil
	}
	return q.bind(own)
}

// join puts queries together.
func join(with func(...query.Node) query.Node, parts []Query) Query {
	parts = slices.Clone(parts)
	out := Query{made: true}
	all := func(tree func(Query) (query.Node, error)) (query.Node, error) {
		nodes := make([]query.Node, len(parts))
		for i, q := range parts {
			var err error
			if nodes[i], err = tree(q); err != nil {
				return nil, err
			}
		}
		return with(nodes...), nil
	}
	for _, q := range parts {
		if q.err != nil {
			return Query{err: q.err}
		}
		out.strict = out.strict || q.strict
		out.named = out.named || q.named
		out.decoded = append(slices.Clip(out.decoded), q.decoded...)
		if q.bind != nil {
			out.bind = func(own query.Own) (query.Node, error) {
				return all(func(q Query) (query.Node, error) { return q.bound(own) })
			}
		}
	}
	out.node, out.err = all(func(q Query) (query.Node, error) { return q.tree(), nil })
	return out
}

// change makes another query of one.
func change(q Query, with func(query.Node) (query.Node, error)) Query {
	if q.err != nil {
		return q
	}
	n, err := with(q.tree())
	if err != nil {
		return failed(err)
	}
	out := Query{node: n, made: true, named: q.named, strict: q.strict, decoded: q.decoded}
	if q.bind != nil {
		out.bind = func(own query.Own) (query.Node, error) {
			n, err := q.bind(own)
			if err != nil {
				return nil, err
			}
			return with(n)
		}
	}
	return out
}

// made is a query of a node that may have failed.
func made(n query.Node, err error) Query {
	if err != nil {
		return failed(err)
	}
	return Query{node: n, made: true}
}

// failed is a query that no search takes.
func failed(err error) Query {
	kind := ErrBadRequest
	if errors.As(err, new(*SyntaxError)) { // without syntax, only of the size
		kind = ErrTooMuch
	}
	return Query{err: fmt.Errorf("%w: %w", kind, err)}
}

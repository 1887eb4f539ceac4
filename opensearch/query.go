package opensearch

import (
	"fmt"
	"slices"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/rank"
)

// writer writes what is wanted as queries of a cluster.
type writer struct {
	*layout
	clauses int  // that were written
	most    int  // that a query may have
	plugin  bool // it scores
	err     error
}

func (w *writer) fail(err error) obj {
	if w.err == nil {
		w.err = err
	}
	return obj{"match_none": obj{}}
}

// clause counts the clauses of a query, of which a cluster takes so many.
func (w *writer) clause(n int) {
	if w.clauses += n; w.clauses > w.most && w.err == nil {
		w.err = fmt.Errorf("%w: the words of the query stand for more than the %d terms that the cluster takes in one query; write more of their letters, or raise indices.query.bool.max_clause_count there", fihris.ErrTooMuch, w.most)
	}
}

// either is a query for what any of some queries finds, whose score is the sum of theirs.
func either(queries []obj) obj {
	switch len(queries) {
	case 0:
		return obj{"match_none": obj{}}
	case 1:
		return queries[0]
	}
	return obj{"bool": obj{"should": queries, "minimum_should_match": 1}}
}

// times is a query whose score is how often a document has something, or of what cannot be counted how often
// at most (see rough); of a filter, which has no score, many terms are one clause.
func (w *writer) times(c index.Count, filter bool) obj {
	switch c := c.(type) {
	case index.CountTerms:
		level := ""
		if c.Level != analysis.NoLevel {
			level = levels[c.Level]
		}
		return w.terms(w.texts(c.Field, level), c.Terms, filter)
	case index.CountPhrase:
		var fields []obj
		for _, f := range w.phraseFields(c.Field) {
			switch {
			case filter:
				fields = append(fields, w.phrase(&c, f))
			case w.rough(&c):
				fields = append(fields, w.atMost(&c, f))
			default:
				fields = append(fields, w.intervals(&c, f))
			}
		}
		return either(fields)
	case index.CountSpelled:
		if !c.Usual {
			return w.terms(w.texts(c.Field, "spelling"), c.Terms, filter)
		}
		var fields []obj
		for _, f := range w.phraseFields(c.Field) {
			fields = append(fields, w.spelled(&c, f))
		}
		return either(fields)
	case index.CountEither:
		return either([]obj{w.times(c.A, filter), w.times(c.B, filter)})
	}
	return w.fail(fmt.Errorf("a part of %T has no query", c))
}

// terms is a query for any of some terms in any of some fields, each document as often as it has them.
func (w *writer) terms(fields, terms []string, filter bool) obj {
	var out []obj
	written := make([]string, len(terms))
	for i, t := range terms {
		written[i] = writeTerm(t)
	}
	slices.Sort(written)
	written = slices.Compact(written)
	for _, f := range fields {
		switch {
		case len(written) == 0:
		case filter && len(written) > 1:
			out = append(out, obj{"terms": obj{f: written}})
		default:
			w.clause(len(written))
			for _, t := range written {
				out = append(out, obj{"term": obj{f: obj{"value": t}}})
			}
		}
	}
	return either(out)
}

// part is a query for the documents that hold a part.
func (w *writer) part(p *rank.Part) obj {
	c, err := index.CountOf(p)
	if err != nil {
		return w.fail(err)
	}
	return w.times(c, true)
}

// want is a query, without a score, for a set of documents.
func (w *writer) want(x index.Want) obj {
	all := func(wants []index.Want) (out []obj) {
		for _, x := range wants {
			out = append(out, w.want(x))
		}
		return out
	}
	switch x := x.(type) {
	case index.WantAll:
		return obj{"match_all": obj{}}
	case index.WantNone:
		return obj{"match_none": obj{}}
	case index.WantEvery:
		switch len(x) {
		case 0:
			return obj{"match_all": obj{}}
		case 1:
			return w.want(x[0])
		}
		return obj{"bool": obj{"filter": all(x)}}
	case index.WantEither:
		return either(all(x))
	case index.WantSome:
		w.clause(len(x.Of))
		return obj{"bool": obj{"should": all(x.Of), "minimum_should_match": x.Least}}
	case index.WantBut:
		return obj{"bool": obj{"must_not": []obj{w.want(x.Of)}}}
	case index.WantPart:
		return w.part(x.Part)
	case index.WantValues:
		field := w.stored(x.Field)
		if x.Folded {
			field = "folded." + flat(field)
		}
		return obj{"terms": obj{field: x.Values}}
	case index.WantSpan:
		return obj{"range": obj{w.stored(x.Field): obj{"gte": x.From, "lte": x.To}}}
	case index.WantMention:
		if x.From >= x.To {
			return obj{"match_none": obj{}}
		}
		relation := "within"
		if x.Touching {
			relation = "intersects"
		}
		return obj{"range": obj{"mentioned": obj{"gte": x.From, "lt": x.To, "relation": relation}}}
	case index.WantIDs:
		return obj{"terms": obj{"id": []string(x)}}
	}
	return w.fail(fmt.Errorf("a set of %T has no query", x))
}

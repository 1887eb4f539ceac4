package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
)

// Scope is a set of articles: those that a query counts, within a filter. No
// query stands for all articles.
type Scope struct {
	Query  query.Node
	Filter Filter
}

// Study is what is counted: the words and phrases of a query, in the articles of
// its scope. Bare words are counted at a level; those that say one themselves, and
// phrases, as they say. No word is read as another.
type Study struct {
	Scope
	Level analysis.Level // NoLevel means Stem
}

// ErrNothingToCount is the error of a study without a word that stands in texts.
var ErrNothingToCount = errors.New("the query has no word that could stand in the text")

// scope is the set of articles of a scope.
func (ix *Index) scope(ctx context.Context, v *view, s Scope) (docset.Set, error) {
	if s.Query == nil {
		s.Query = query.All{}
	}
	_, set, err := ix.study(ctx, v, Study{Scope: s})
	return set, err
}

// study compiles the query of a study, and returns the set of articles in which its
// words are counted.
func (ix *Index) study(ctx context.Context, v *view, s Study) (*plan, docset.Set, error) {
	filter, err := v.filtered(ctx, s.Filter)
	if err != nil {
		return nil, nil, err
	}
	p, err := ix.plan(ctx, v, atLevel(s.Query, s.Level), filter, false)
	if err != nil {
		return nil, nil, err
	}
	p.by = newest // which needs the set
	set, err := p.totals(Request{Limit: 1}, &Results{})
	return p, set, err
}

// atLevel returns a query whose bare words ask for a level.
func atLevel(n query.Node, level analysis.Level) query.Node {
	form := query.Stem
	switch level {
	case analysis.Exact:
		form = query.Exact
	case analysis.Root:
		form = query.Root
	default:
		return n
	}
	all := func(nodes []query.Node) []query.Node {
		out := make([]query.Node, len(nodes))
		for i := range nodes {
			out[i] = atLevel(nodes[i], level)
		}
		return out
	}
	switch n := n.(type) {
	case *query.Word:
		if n.Form == query.Stem && n.Field != query.Author {
			w := *n
			w.Form = form
			return &w
		}
	case *query.Group:
		return &query.Group{Must: all(n.Must), Any: all(n.Any), Not: n.Not, Boost: n.Boost}
	case *query.And:
		return &query.And{Nodes: all(n.Nodes), Boost: n.Boost}
	case *query.Or:
		return &query.Or{Nodes: all(n.Nodes), Boost: n.Boost}
	}
	return n
}

// occurrence is where a word or a phrase of a query stands: a document, and the
// first and the last position that it takes there.
type occurrence struct {
	doc         uint64
	first, last uint32
}

const occurrenceBytes = 16

// occurrences lists where the words and phrases of the query stand in the
// documents of a set, by document and position; where two stand at the same
// place, it is one.
func (p *plan) occurrences(in docset.Set) (all []occurrence, err error) {
	asked := false
	for _, l := range p.order {
		queries, err := p.located(l)
		if err != nil {
			return nil, err
		}
		for _, q := range queries {
			asked = true
			if all, err = p.append(all, q, in); err != nil {
				return nil, err
			}
		}
	}
	if !asked {
		return nil, ErrNothingToCount
	}
	slices.SortFunc(all, compareOccurrences)
	return slices.Compact(all), nil
}

// append adds where one word or phrase stands.
func (p *plan) append(all []occurrence, q *phraseQuery, in docset.Set) ([]occurrence, error) {
	for i, s := range p.v.segs {
		from := len(all)
		err := q.each(s, in[i], func(doc uint32, words [][]uint32) error {
			return q.places(words, func(first, last uint32) {
				all = append(all, occurrence{p.v.base[i] + uint64(doc), first, last})
			})
		})
		if err == nil {
			err = p.work.take(occurrenceBytes * (len(all) - from))
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func compareOccurrences(a, b occurrence) int {
	return cmp.Or(cmp.Compare(a.doc, b.doc), cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last))
}

// located says how the positions of a leaf are found: a word is a phrase of its
// tokens, mostly of one; a fuzzy one may also be two that were written as one. Bylines
// and fields of one's own are not the text and have none.
func (p *plan) located(l *leaf) (all []*phraseQuery, err error) {
	if f := l.field(); f == query.Author || f.IsOwn() {
		return nil, nil
	}
	if l.phrase != nil {
		all = append(all, l.phrase)
	}
	if _, ok := l.node.(*query.Word); !ok {
		return all, nil
	}
	q := &phraseQuery{work: p.work, field: l.field()}
	from := 0
	for i := range l.tokens {
		t := &l.tokens[i]
		if t.Stop && !l.stop && l.form != query.Exact {
			continue // as when it is searched
		}
		s := slot{level: askedLevel(l.form, &t.Token), levels: &textLevels}
		if s.terms = t.terms; s.terms != nil {
			s.level = analysis.Exact
		} else if s.terms = t.termsAt(s.level); l.form == query.Exact {
			if err := s.spell(p.v, &t.Token); err != nil {
				return nil, err
			}
		}
		if len(q.slots) == 0 {
			from = t.Position
		}
		s.at = t.Position - from
		q.first = append(q.first, len(q.slots))
		q.slots = append(q.slots, s)
		q.width = s.at + max(int(t.Width), 1)
	}
	if len(q.slots) > 0 {
		all = append(all, q)
	}
	return all, nil
}

// Occurrences is how often the words of a study stand in its articles.
type Occurrences struct {
	Occurrences uint64
	Articles    uint64 // that hold any
	Scope       uint64 // articles in which they were counted
	Words       uint64 // of those
}

// Count counts the occurrences of a study.
func (ix *Index) Count(ctx context.Context, s Study) (n Occurrences, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return n, err
	}
	defer done(&err)
	p, set, err := ix.study(ctx, v, s)
	if err != nil {
		return n, err
	}
	all, err := p.occurrences(set)
	if err != nil {
		return n, err
	}
	n.Scope, n.Words = set.Count(), v.words(set)
	n.Occurrences = uint64(len(all))
	for i := range all {
		if i == 0 || all[i].doc != all[i-1].doc {
			n.Articles++
		}
	}
	return n, nil
}

// words counts the words of the documents of a set.
func (v *view) words(in docset.Set) (n uint64) {
	for i, s := range v.segs {
		lengths := s.seg.Column(lengthText, nil)
		docset.Each(in[i], func(doc uint32) { n += uint64(lengths[doc]) })
	}
	return n
}

// ParseLevel reads the name of a level.
func ParseLevel(name string) (analysis.Level, error) {
	for _, l := range analysis.Levels {
		if l.String() == name {
			return l, nil
		}
	}
	return analysis.NoLevel, fmt.Errorf("no level %q: it is exact, stem or root", name)
}

package index

import (
	"math"
	"time"

	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
)

// Want is a set of documents, in words that need no postings: WantAll, WantNone, WantEvery,
// WantEither, WantSome, WantBut, WantPart, WantValues, WantSpan, WantMention or WantIDs.
type Want interface{ want() }

type (
	// WantAll is all documents, WantNone none.
	WantAll  struct{}
	WantNone struct{}
	// WantEvery is what all sets have, WantEither what any has; of no sets all and none.
	WantEvery  []Want
	WantEither []Want
	// WantSome is what at least so many of some sets have.
	WantSome struct {
		Least int
		Of    []Want
	}
	// WantBut is all documents but those of a set.
	WantBut struct{ Of Want }
	// WantPart is the documents that hold a part.
	WantPart struct{ Part *rank.Part }
	// WantValues is those that have one of some values in a keyword field or, if Folded, one whose
	// folded value is among them.
	WantValues struct {
		Field  string
		Values []string
		Folded bool
	}
	// WantSpan is those that have a key from From to To, both included, in a field of dates or
	// numbers.
	WantSpan struct {
		Field    string
		From, To int64
	}
	// WantMention is those that mention a period that lies from day From up to but not including
	// day To or, if Touching, one that has a day of these.
	WantMention struct {
		From, To int64
		Touching bool
	}
	// WantIDs is those of some IDs.
	WantIDs []string
)

func (WantAll) want()     {}
func (WantNone) want()    {}
func (WantEvery) want()   {}
func (WantEither) want()  {}
func (WantSome) want()    {}
func (WantBut) want()     {}
func (WantPart) want()    {}
func (WantValues) want()  {}
func (WantSpan) want()    {}
func (WantMention) want() {}
func (WantIDs) want()     {}

// FieldPublished is what WantSpan calls the date of publication.
const FieldPublished = fieldPublished

// strictWant is what strict is a set of.
func (p *plan) strictWant(n query.Node) (Want, error) {
	switch n := n.(type) {
	case *query.Word, *query.Phrase:
		l := p.leaves[n]
		if len(l.words) == 0 {
			return WantNone{}, nil
		}
		var every WantEvery
		for i := range l.words {
			if len(l.words[i].Parts) == 0 {
				return WantNone{}, nil
			}
			every = append(every, HeldWant(&l.words[i]))
		}
		return every, nil
	case *query.Group:
		return p.groupWant(n, true)
	case *query.And:
		return p.wants(n.Nodes, p.strictWant)
	case *query.Or:
		every, err := p.wants(n.Nodes, p.strictWant)
		return WantEither(every), err
	case *query.Dates:
		return publishedWant(n.From, n.To), nil
	case *query.Value:
		return p.valueWant(n)
	case *query.Mentioned:
		return mentionWant(n.From, n.To), nil
	case query.All:
		return WantAll{}, nil
	}
	return WantNone{}, nil
}

// HeldWant is the documents that hold a word: its first part, or another that suffices.
func HeldWant(w *rank.Word) Want {
	either := WantEither{WantPart{&w.Parts[0]}}
	for i := 1; i < len(w.Parts); i++ {
		if w.Parts[i].Suffices {
			either = append(either, WantPart{&w.Parts[i]})
		}
	}
	return either
}

// looseWant is what loose is a set of.
func (p *plan) looseWant(n query.Node) (Want, error) {
	switch n := n.(type) {
	case *query.Word:
		var either WantEither
		for i := range p.leaves[n].words {
			for k := range p.leaves[n].words[i].Parts {
				either = append(either, WantPart{&p.leaves[n].words[i].Parts[k]})
			}
		}
		return either, nil
	case *query.Group:
		return p.groupWant(n, false)
	case *query.Or:
		every, err := p.wants(n.Nodes, p.looseWant)
		return WantEither(every), err
	}
	return p.strictWant(n)
}

func (p *plan) wants(nodes []query.Node, of func(query.Node) (Want, error)) (WantEvery, error) {
	out := WantEvery{}
	for _, n := range nodes {
		w, err := of(n)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// groupWant is what groupSet is.
func (p *plan) groupWant(g *query.Group, strict bool) (Want, error) {
	every, err := p.wants(g.Must, p.strictWant)
	if err != nil {
		return nil, err
	}
	required := false
	for _, n := range g.Must {
		required = required || !query.IsFilter(n)
	}
	var content []query.Node
	for _, n := range g.Any {
		if !p.idle[n] {
			content = append(content, n)
		}
	}
	switch {
	case len(content) == 0 || !strict && required:
	case strict:
		all, err := p.wants(content, p.strictWant)
		if err != nil {
			return nil, err
		}
		every = append(every, all...)
	default:
		any, err := p.wants(content, p.looseWant)
		if err != nil {
			return nil, err
		}
		every = append(every, WantEither(any))
	}
	for _, n := range g.Not {
		w, err := p.strictWant(n)
		if err != nil {
			return nil, err
		}
		every = append(every, WantBut{w})
	}
	return every, nil
}

func publishedWant(from, to time.Time) Want { return dated(fieldPublished, noDate+1, from, to) }

// dated is the keys of a period; a zero time leaves a side open.
func dated(field string, least int64, from, to time.Time) WantSpan {
	w := WantSpan{field, least, math.MaxInt64}
	if !from.IsZero() {
		w.From = max(least, ceilSecond(from))
	}
	if !to.IsZero() {
		w.To = ceilSecond(to) - 1
	}
	return w
}

func mentionWant(from, to time.Time) Want {
	w := WantMention{From: math.MinInt32, To: math.MaxInt32}
	if !from.IsZero() {
		w.From = floorDay(from.Unix())
	}
	if !to.IsZero() {
		w.To = floorDay(to.Unix())
	}
	return w
}

// valueWant is what valued is.
func (p *plan) valueWant(n *query.Value) (Want, error) {
	f, err := p.v.own.asked(n.Field)
	if err != nil {
		return nil, err
	}
	if f.kind != KeywordField {
		return p.havingWant(f, []string{n.Text})
	}
	return WantEither{
		WantValues{Field: f.stored, Values: []string{n.Text}},
		WantValues{Field: f.stored, Values: []string{p.v.foldValue(n.Text)}, Folded: true},
	}, nil
}

// havingWant is what having is.
func (p *plan) havingWant(f *field, values []string) (Want, error) {
	if f.kind == KeywordField {
		return WantValues{Field: f.stored, Values: values}, nil
	}
	var either WantEither
	for _, value := range values {
		k, err := f.span(value)
		if err != nil {
			return nil, err
		}
		either = append(either, WantSpan{f.stored, k.from, k.to})
	}
	return either, nil
}

// filterWant is what narrow is; nil for a filter that lets everything through.
func (p *plan) filterWant(f *Filter) (Want, error) {
	if f.IsZero() {
		return nil, nil
	}
	var every WantEvery
	if f.isDated() {
		every = append(every, publishedWant(f.From, f.To))
	}
	for _, k := range f.values() {
		every = append(every, WantValues{Field: k.stored, Values: k.values})
	}
	for i := range f.Where {
		w, err := p.conditionWant(&f.Where[i])
		if err != nil {
			return nil, err
		}
		every = append(every, w)
	}
	if len(f.IDs) > 0 {
		every = append(every, WantIDs(f.IDs))
	}
	if len(f.Except) > 0 {
		every = append(every, WantBut{WantIDs(f.Except)})
	}
	return every, nil
}

// conditionWant is what meeting is.
func (p *plan) conditionWant(c *Condition) (Want, error) {
	f, spans, err := p.v.own.condition(c)
	if err != nil {
		return nil, err
	}
	every := WantEvery{}
	if len(c.Any) > 0 {
		w, err := p.havingWant(f, c.Any)
		if err != nil {
			return nil, err
		}
		every = append(every, w)
	}
	for _, k := range spans {
		every = append(every, WantSpan{f.stored, k.from, k.to})
	}
	if len(c.None) > 0 {
		w, err := p.havingWant(f, c.None)
		if err != nil {
			return nil, err
		}
		every = append(every, WantBut{w})
	}
	return every, nil
}

package index

import (
	"context"
	"sync"
	"time"

	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// Unmet is a condition that no article of the index meets.
type Unmet struct {
	Field   string       // source, section, tag, date or mentioned, or one of one's own
	Value   string       // what was asked; none for dates
	Nearest string       // a value that articles have, spelled alike
	Values  []FacetValue // what articles have, the most frequent first; none for dates
	Dated   uint64       // articles with a date, or that mention one
	Oldest  time.Time    // of these; for dates only
	Newest  time.Time
	Without bool // the condition is that they have it not, and all of them have it
}

// The conditions on the date, and on those that the text mentions.
const (
	fieldDates    = "date"
	fieldMentions = "mentioned"
)

// maxUnmet bounds how many conditions are told of.
const maxUnmet = 16

// shownValues is how many values are named in place of one that there is not.
const shownValues = 5

// stated is a condition of a request, and which documents have what it asks for.
type stated struct {
	field, value string
	without      bool // the condition is that they have it not
	set          func() (docset.Set, error)
	want         Want // the same where the documents lie elsewhere
}

// unmet lists the conditions of a request, in its filter and in its query,
// that no article meets.
func (p *plan) unmet(req *Request) ([]Unmet, error) {
	all, err := p.stated(req)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	counts, err := p.countStated(all)
	if err != nil {
		return nil, err
	}
	var out []Unmet
	for i, s := range all {
		if len(out) == maxUnmet {
			break
		}
		if !s.without && counts[i] > 0 || s.without && (p.v.live == 0 || counts[i] < p.v.live) {
			continue
		}
		u := Unmet{Field: s.field, Value: s.value, Without: s.without}
		if !u.Without || u.Field == fieldDates || u.Field == fieldMentions {
			if err := p.describe(&u); err != nil {
				return nil, err
			}
		}
		out = append(out, u)
	}
	return out, nil
}

// countStated counts the documents that have what each condition asks for.
func (p *plan) countStated(all []stated) (counts []uint64, err error) {
	if p.v.lexis != nil {
		wants := make([]Want, len(all))
		for i := range all {
			wants[i] = all[i].want
		}
		return p.v.lexis.Counts(wants)
	}
	for i := range all {
		set, err := all[i].set()
		if err == nil {
			err = p.ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		counts = append(counts, set.Count())
	}
	return counts, nil
}

// stated lists the conditions of a request: those of its filter, what its query excludes, what it asks for.
func (p *plan) stated(req *Request) (all []stated, err error) {
	f := &req.Filter
	if f.isDated() {
		all = append(all, p.onDate(f.From, f.To, false))
	}
	for _, k := range f.values() {
		set := sync.OnceValues(func() (docset.Set, error) { return p.v.holding(p.ctx, k.stored, k.values...) })
		for _, value := range k.values {
			all = append(all, stated{field: k.field, value: value, set: set, want: WantValues{Field: k.stored, Values: k.values}})
		}
	}
	for i := range f.Where {
		c := &f.Where[i]
		for _, of := range [...]struct {
			values  []string
			without bool
		}{{c.Any, false}, {c.None, true}} {
			for _, value := range of.values {
				s := stated{field: c.Field, value: value, without: of.without}
				one := &Condition{Field: c.Field, Any: []string{value}}
				s.set = func() (docset.Set, error) { return p.v.meeting(p.ctx, one) }
				if s.want, err = p.conditionWant(one); err != nil {
					return nil, err
				}
				all = append(all, s)
			}
		}
	}
	for _, n := range query.Excluded(req.Query) {
		if all, err = p.appendStated(all, n, true); err != nil {
			return nil, err
		}
	}
	for _, n := range query.Filters(req.Query) {
		if all, err = p.appendStated(all, n, false); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// appendStated appends a condition of the query.
func (p *plan) appendStated(all []stated, n query.Node, without bool) ([]stated, error) {
	switch n := n.(type) {
	case *query.Dates:
		return append(all, p.onDate(n.From, n.To, without)), nil
	case *query.Mentioned:
		set := func() (docset.Set, error) { return p.v.mentioning(p.ctx, n.From, n.To) }
		return append(all, stated{field: fieldMentions, without: without, set: set, want: mentionWant(n.From, n.To)}), nil
	case *query.Value:
		want, err := p.valueWant(n)
		set := func() (docset.Set, error) { return p.v.valued(p.ctx, n) }
		return append(all, stated{n.Field.String(), n.Text, without, set, want}), err
	}
	return all, nil
}

// onDate is a condition on the date.
func (p *plan) onDate(from, to time.Time, without bool) stated {
	set := func() (docset.Set, error) { return p.v.published(p.ctx, from, to) }
	return stated{field: fieldDates, without: without, set: set, want: publishedWant(from, to)}
}

// describe says what the articles have instead.
func (p *plan) describe(u *Unmet) (err error) {
	switch u.Field {
	case fieldDates:
		u.Dated, u.Oldest, u.Newest, err = p.v.period(p.ctx)
		return err
	case fieldMentions:
		u.Dated, u.Oldest, u.Newest, err = p.v.mentionedPeriod(p.ctx)
		return err
	}
	f, err := p.v.own.find(u.Field, "counting", func(u *Uses) *bool { return &everyUse })
	if err != nil {
		return err
	}
	values, err := p.v.everyValue(p.ctx, f)
	if err != nil {
		return err
	}
	if f.kind == KeywordField {
		if u.Nearest, err = p.v.nearest(p.ctx, f, u.Value, values); err != nil {
			return err
		}
	}
	u.Values = values[:min(len(values), shownValues)]
	return nil
}

// everyValue counts all values of a field, of all articles.
func (v *view) everyValue(ctx context.Context, f *field) ([]FacetValue, error) {
	if v.lexis != nil {
		return v.lexis.Values(FacetWant{Field: f.stored, Kind: f.kind, Layout: f.dayLayout(), Limit: int(v.live) + 1})
	}
	return v.counts(ctx, f, f.dayLayout(), Facet{Limit: int(v.live) + 1}, v.all())
}

// nearest is the value of a field that is spelled most like the one asked for, of several the most frequent.
func (v *view) nearest(ctx context.Context, f *field, asked string, values []FacetValue) (nearest string, err error) {
	fold, err := v.foldedValues(ctx, f)
	if err != nil {
		return "", err
	}
	folded, least := v.foldValue(asked), 2*spell.Unit+1
	for i, have := range values {
		if i%1024 == 0 && ctx.Err() != nil {
			return "", ctx.Err()
		}
		if d := spell.Distance(folded, fold(have.Value), 2*spell.Unit); d < least {
			nearest, least = have.Value, d
		}
	}
	return nearest, nil
}

// foldedValues is foldValue for the values of a field, of which segments keep what they have.
func (v *view) foldedValues(ctx context.Context, f *field) (func(value string) string, error) {
	if v.lexis != nil {
		return v.foldValue, nil
	}
	keys := map[string]string{}
	for _, s := range v.segs {
		folded, err := s.loadFolded(ctx, f.stored, v.foldValue)
		if err != nil {
			return nil, err
		}
		for key, alike := range folded {
			for _, value := range alike {
				keys[value] = key
			}
		}
	}
	return func(value string) string { return keys[value] }, nil
}

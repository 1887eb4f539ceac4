package index

import (
	"context"
	"time"

	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// Unmet is a condition that no article of the index meets.
type Unmet struct {
	Field   string       // source, section, tag or date
	Value   string       // what was asked; none for dates
	Nearest string       // a value that articles have, spelled alike
	Values  []FacetValue // what articles have, the most frequent first; none for dates
	Dated   uint64       // articles with a date
	Oldest  time.Time    // of these; for dates only
	Newest  time.Time
}

// fieldDates is the condition on the date.
const fieldDates = "date"

// maxUnmet bounds how many conditions are told of.
const maxUnmet = 16

// shownValues is how many values are named in place of one that there is not.
const shownValues = 5

// unmet lists the conditions of a request, in its filter and in its query,
// that no article meets.
func (v *view) unmet(ctx context.Context, req Request) ([]Unmet, error) {
	var out []Unmet
	add := func(field, value string, met docset.Set, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || met.Count() > 0 || len(out) == maxUnmet {
			return err
		}
		u := Unmet{Field: field, Value: value}
		err = v.describe(ctx, &u)
		out = append(out, u)
		return err
	}
	f := req.Filter
	if f.isDated() {
		met, err := v.published(ctx, f.From, f.To)
		if err := add(fieldDates, "", met, err); err != nil {
			return nil, err
		}
	}
	for _, k := range f.values() {
		met, err := v.holding(ctx, k.field, k.values...)
		for _, value := range k.values {
			if err := add(k.field, value, met, err); err != nil {
				return nil, err
			}
		}
	}
	for _, n := range query.Filters(req.Query) {
		var err error
		switch n := n.(type) {
		case *query.Dates:
			met, e := v.published(ctx, n.From, n.To)
			err = add(fieldDates, "", met, e)
		case *query.Value:
			met, e := v.valued(ctx, n)
			err = add(n.Field.String(), n.Text, met, e)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// describe says what the articles have instead.
func (v *view) describe(ctx context.Context, u *Unmet) error {
	if u.Field == fieldDates {
		var err error
		u.Dated, u.Oldest, u.Newest, err = v.period(ctx)
		return err
	}
	values, err := v.facet(ctx, Facet{Field: u.Field, Limit: int(v.live) + 1}, v.all())
	if err != nil {
		return err
	}
	if err := v.nearest(ctx, u, values); err != nil {
		return err
	}
	u.Values = values[:min(len(values), shownValues)]
	return nil
}

// nearest names the value that is spelled most like the one asked for, of
// several the most frequent.
func (v *view) nearest(ctx context.Context, u *Unmet, values []FacetValue) error {
	keys := make(map[string]string, len(values))
	for _, s := range v.segs {
		folded, err := s.loadFolded(ctx, u.Field, v.foldValue)
		if err != nil {
			return err
		}
		for key, alike := range folded {
			for _, value := range alike {
				keys[value] = key
			}
		}
	}
	asked, least := v.foldValue(u.Value), 2*spell.Unit+1
	for i, have := range values {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if d := spell.Distance(asked, keys[have.Value], 2*spell.Unit); d < least {
			u.Nearest, least = have.Value, d
		}
	}
	return nil
}

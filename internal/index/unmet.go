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

// unmet lists the conditions of a request, in its filter and in its query,
// that no article meets.
func (v *view) unmet(ctx context.Context, req Request) ([]Unmet, error) {
	var out []Unmet
	without := func(field, value string, has docset.Set, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || v.live == 0 || v.all().Not(has).Count() > 0 || len(out) == maxUnmet {
			return err
		}
		u := Unmet{Field: field, Value: value, Without: true}
		if field == fieldDates || field == fieldMentions {
			err = v.describe(ctx, &u)
		}
		out = append(out, u)
		return err
	}
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
		met, err := v.holding(ctx, k.stored, k.values...)
		for _, value := range k.values {
			if err := add(k.field, value, met, err); err != nil {
				return nil, err
			}
		}
	}
	for i := range f.Where {
		c := f.Where[i]
		for _, value := range c.Any {
			met, err := v.meeting(ctx, &Condition{Field: c.Field, Any: []string{value}})
			if err := add(c.Field, value, met, err); err != nil {
				return nil, err
			}
		}
		for _, value := range c.None {
			has, err := v.meeting(ctx, &Condition{Field: c.Field, Any: []string{value}})
			if err := without(c.Field, value, has, err); err != nil {
				return nil, err
			}
		}
	}
	for _, list := range []struct {
		of   []query.Node
		tell func(field, value string, found docset.Set, err error) error
	}{{query.Excluded(req.Query), without}, {query.Filters(req.Query), add}} {
		for _, n := range list.of {
			var err error
			switch n := n.(type) {
			case *query.Dates:
				found, e := v.published(ctx, n.From, n.To)
				err = list.tell(fieldDates, "", found, e)
			case *query.Mentioned:
				found, e := v.mentioning(ctx, n.From, n.To)
				err = list.tell(fieldMentions, "", found, e)
			case *query.Value:
				found, e := v.valued(ctx, n)
				err = list.tell(n.Field.String(), n.Text, found, e)
			}
			if err != nil {
				return nil, err
			}
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
	if u.Field == fieldMentions {
		var err error
		u.Dated, u.Oldest, u.Newest, err = v.mentionedPeriod(ctx)
		return err
	}
	f, err := v.own.find(u.Field, "counting", func(u *Uses) *bool { return &everyUse })
	if err != nil {
		return err
	}
	values, err := v.counts(ctx, f, f.dayLayout(), Facet{Limit: int(v.live) + 1}, v.all())
	if err != nil {
		return err
	}
	if f.kind == KeywordField {
		if err := v.nearest(ctx, u, f.stored, values); err != nil {
			return err
		}
	}
	u.Values = values[:min(len(values), shownValues)]
	return nil
}

// nearest names the value that is spelled most like the one asked for, of
// several the most frequent.
func (v *view) nearest(ctx context.Context, u *Unmet, stored string, values []FacetValue) error {
	keys := make(map[string]string, len(values))
	for _, s := range v.segs {
		folded, err := s.loadFolded(ctx, stored, v.foldValue)
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

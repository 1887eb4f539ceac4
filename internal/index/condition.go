package index

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
)

// condition reads a condition: its field, and the keys that the ranges of it stand for.
func (o *own) condition(c *Condition) (f *field, spans []keySpan, err error) {
	if f, err = o.find(c.Field, "filters", func(u *Uses) *bool { return &u.Filterable }); err != nil {
		return nil, nil, err
	}
	ranged, dated := c.Min != nil || c.Max != nil, !c.From.IsZero() || !c.To.IsZero()
	switch {
	case ranged && f.kind != NumberField:
		return nil, nil, fmt.Errorf("%w: field %s is a %s, and has no numbers between Min and Max", ErrRequest, f.name, f.kind)
	case dated && f.kind != DateField:
		return nil, nil, fmt.Errorf("%w: field %s is a %s, and has no dates between From and To", ErrRequest, f.name, f.kind)
	case !ranged && !dated:
		return f, nil, nil
	}
	k := keySpan{math.MinInt64 + 1, math.MaxInt64}
	if ranged {
		if k, err = numbersBetween(c.Min, c.Max); err != nil {
			return nil, nil, err
		}
	}
	if !c.From.IsZero() {
		k.from = ceilSecond(c.From)
	}
	if !c.To.IsZero() {
		k.to = ceilSecond(c.To) - 1
	}
	return f, []keySpan{k}, nil
}

// meeting is the set of articles that meet a condition.
func (v *view) meeting(ctx context.Context, c *Condition) (docset.Set, error) {
	f, spans, err := v.own.condition(c)
	if err != nil {
		return nil, err
	}
	var out docset.Set
	if len(c.Any) > 0 {
		if out, err = v.having(ctx, f, c.Any); err != nil {
			return nil, err
		}
	}
	for _, k := range spans {
		s, err := v.within(ctx, f.stored, k)
		if err != nil {
			return nil, err
		}
		out = docset.Both(out, s)
	}
	if len(c.None) > 0 {
		s, err := v.having(ctx, f, c.None)
		if err != nil {
			return nil, err
		}
		out = docset.Both(out, v.all()).Not(s)
	}
	if out == nil {
		out = v.all()
	}
	return out, nil
}

func numbersBetween(least, most *float64) (k keySpan, err error) {
	k = keySpan{numberKey(math.Inf(-1)), numberKey(math.Inf(1))}
	for _, end := range [...]struct {
		at *float64
		to *int64
	}{{least, &k.from}, {most, &k.to}} {
		if end.at != nil {
			if math.IsNaN(*end.at) {
				return k, fmt.Errorf("%w: a range of numbers ends at no number", ErrRequest)
			}
			*end.to = numberKey(*end.at + 0) // -0 is 0
		}
	}
	return k, nil
}

// having is the set of articles that have one of some values, or one within them.
func (v *view) having(ctx context.Context, f *field, values []string) (docset.Set, error) {
	if f.kind == KeywordField {
		return v.holding(ctx, f.stored, values...)
	}
	out := v.empty()
	for _, value := range values {
		k, err := f.span(value)
		if err != nil {
			return nil, err
		}
		s, err := v.within(ctx, f.stored, k)
		if err != nil {
			return nil, err
		}
		out = out.Or(s)
	}
	return out, nil
}

// span is the range that a value of numbers or dates stands for.
func (f *field) span(value string) (keySpan, error) {
	if f.kind == NumberField {
		if from, to, ok := query.ParseNumbers(value); ok {
			return numbersBetween(&from, &to)
		}
		return keySpan{}, fmt.Errorf("%w: field %s: %q is no number and no range such as 10..20", ErrRequest, f.name, value)
	}
	from, to, ok := query.ParseMoments(value)
	if !ok {
		return keySpan{}, fmt.Errorf("%w: field %s: %q is no date and no range such as 2019..2020-06", ErrRequest, f.name, value)
	}
	k := keySpan{math.MinInt64 + 1, math.MaxInt64}
	if !from.IsZero() {
		k.from = ceilSecond(from)
	}
	if !to.IsZero() {
		k.to = ceilSecond(to) - 1
	}
	return k, nil
}

// within is the set of articles that have a key of a range in a field.
func (v *view) within(ctx context.Context, stored string, k keySpan) (docset.Set, error) {
	return v.gather(func(s *segment) (*roaring.Bitmap, error) {
		o, err := s.loadOrdered(ctx, stored)
		if err != nil {
			return nil, err
		}
		out := o.within(k)
		if s.deleted != nil {
			out.AndNot(s.deleted)
		}
		return out, nil
	})
}

// valued is the set of articles whose source, section or tag, or own keyword, reads
// as asked for: as written, or alike after normalization (case, marks, letter
// variants); of numbers and dates, one is within what is asked for.
func (v *view) valued(ctx context.Context, n *query.Value) (docset.Set, error) {
	f, err := v.own.asked(n.Field)
	if err != nil {
		return nil, err
	}
	if f.kind != KeywordField {
		return v.having(ctx, f, []string{n.Text})
	}
	want := v.foldValue(n.Text)
	terms := map[string]bool{n.Text: true}
	for _, s := range v.segs {
		folded, err := s.loadFolded(ctx, f.stored, v.foldValue)
		if err != nil {
			return nil, err
		}
		for _, value := range folded[want] {
			terms[value] = true
		}
	}
	return v.holding(ctx, f.stored, slices.Collect(maps.Keys(terms))...)
}

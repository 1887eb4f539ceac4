package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/docset"
)

// Facet asks for the counts of a field's values; Field is one of FacetFields.
type Facet struct {
	Field string
	Limit int // 0 means 10; dates have no limit
}

// FacetValue is a value and the number of articles that have it.
type FacetValue struct {
	Value string
	Count uint64
}

const defaultFacetLimit = 10

// How the periods of dates are written.
const (
	yearLayout  = "2006"
	monthLayout = "2006-01"
)

// dateFacets are the facets of the date, with the layout of their values.
var dateFacets = [...]struct{ name, layout string }{{"year", yearLayout}, {"month", monthLayout}, {"day", time.DateOnly}}

// FacetFields lists what can be counted: the keyword fields, then the date.
func FacetFields() (names []string) {
	for i := range Keywords {
		names = append(names, Keywords[i].Name)
	}
	for _, d := range dateFacets {
		names = append(names, d.name)
	}
	return names
}

// everyUse is that of a field whose values are named though it is not for counting.
var everyUse = true

// facet counts the values of a field within a set: of dates the days, or with the
// name of a period behind a point (filed.month) the periods.
func (v *view) facet(ctx context.Context, f Facet, in docset.Set) ([]FacetValue, error) {
	of, layout, err := v.own.facet(f)
	if err != nil {
		return nil, err
	}
	return v.counts(ctx, of, layout, f, in)
}

// facet finds the field of a facet, and how its dates are written.
func (o *own) facet(f Facet) (of *field, layout string, err error) {
	for _, d := range dateFacets {
		if d.name == f.Field {
			return &field{f.Field, fieldPublished, DateField, Uses{}}, d.layout, nil
		}
	}
	name := f.Field
	if base, period, ok := strings.Cut(f.Field, "."); ok {
		for _, d := range dateFacets {
			if d.name == period {
				name, layout = base, d.layout
			}
		}
	}
	use := func(u *Uses) *bool { return &u.Facetable }
	of, err = o.find(name, "counting", use)
	if err != nil {
		return nil, "", fmt.Errorf("%w, or year, month or day", err)
	}
	if layout != "" && of.kind != DateField {
		_, err = o.find(f.Field, "counting", use) // which there is not
	}
	if err != nil {
		return nil, "", err
	}
	if layout == "" {
		layout = of.dayLayout()
	}
	return of, layout, nil
}

// dayLayout is how the values of a date are written that nothing else is said about.
func (f *field) dayLayout() string {
	if f.kind == DateField {
		return dateFacets[len(dateFacets)-1].layout
	}
	return ""
}

// counts counts the values of a field; layout is that of dates.
func (v *view) counts(ctx context.Context, of *field, layout string, f Facet, in docset.Set) ([]FacetValue, error) {
	counts := map[string]uint64{}
	var err error
	switch of.kind {
	case KeywordField:
		err = v.countValues(ctx, of.stored, in, counts)
	default:
		err = v.countKeys(ctx, of, layout, in, counts)
	}
	if err != nil {
		return nil, err
	}
	out := make([]FacetValue, 0, len(counts))
	for value, n := range counts {
		out = append(out, FacetValue{value, n})
	}
	if of.stored == fieldPublished {
		slices.SortFunc(out, func(a, b FacetValue) int { return cmp.Compare(a.Value, b.Value) })
		return out, nil
	}
	byCount := func(a, b FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	}
	if layout != "" {
		byCount = func(a, b FacetValue) int { return cmp.Compare(a.Value, b.Value) }
	}
	if out, err = sortWithin(ctx, out, byCount); err != nil || layout != "" {
		return out, err
	}
	limit := f.Limit
	if limit <= 0 {
		limit = defaultFacetLimit
	}
	return slices.Clone(out[:min(limit, len(out))]), nil // the others are let go
}

func (v *view) countValues(ctx context.Context, field string, in docset.Set, counts map[string]uint64) error {
	for i, s := range v.segs {
		if in[i].IsEmpty() {
			continue
		}
		o, err := s.loadOrdinals(ctx, field)
		if err != nil {
			return err
		}
		n := make([]uint64, len(o.values))
		docset.Blocks(in[i], func(docs []uint32) {
			for _, d := range docs {
				for _, value := range o.number[o.first[d]:o.first[d+1]] {
					n[value]++
				}
			}
		})
		for value, c := range n {
			if c > 0 {
				counts[o.values[value]] += c
			}
		}
	}
	return nil
}

// countKeys counts numbers, or the periods of dates: each once in a document.
func (v *view) countKeys(ctx context.Context, of *field, layout string, in docset.Set, counts map[string]uint64) error {
	name := func(key int64) string {
		if layout != "" {
			return time.Unix(key*86400, 0).UTC().Format(layout)
		}
		return formatNumber(decodeNumber(key))
	}
	docs := map[int64]uint64{} // of a number, or of a day: few, which are named once
	for i, s := range v.segs {
		o, err := s.loadOrdered(ctx, of.stored)
		if err != nil {
			return err
		}
		day := func(key int64) int64 {
			if layout != "" {
				return floorDay(key)
			}
			return key
		}
		if o.several == nil {
			if layout == "" || !o.countDays(in[i], docs) {
				docset.Each(in[i], func(n uint32) {
					if key := o.least[n]; key != noDate {
						docs[day(key)]++
					}
				})
			}
			continue
		}
		last := map[uint32]string{} // of a document, whose values come in order
		for k, key := range o.keys {
			if k%1024 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if d := o.docs[k]; in[i].Contains(d) {
				if value := name(day(key)); value != last[d] {
					counts[value]++
					last[d] = value
				}
			}
		}
	}
	for key, n := range firsts(docs, layout) {
		counts[name(key)] += n
	}
	return nil
}

// firsts counts days under the first day of their month or year, so that each of these is named once.
func firsts(days map[int64]uint64, layout string) map[int64]uint64 {
	var before func(t time.Time) int // days of the same period
	switch layout {
	case yearLayout:
		before = func(t time.Time) int { return t.YearDay() - 1 }
	case monthLayout:
		before = func(t time.Time) int { return t.Day() - 1 }
	default:
		return days
	}
	out := map[int64]uint64{}
	for day, n := range days {
		out[day-int64(before(time.Unix(day*86400, 0).UTC()))] += n
	}
	return out
}

// countDays counts the documents of each day in a row of all days, where that is short enough.
func (o *ordered) countDays(in *roaring.Bitmap, docs map[int64]uint64) bool {
	if len(o.keys) == 0 {
		return true
	}
	first := floorDay(o.keys[0])
	days := floorDay(o.keys[len(o.keys)-1]) - first + 1
	if days <= 0 || uint64(days) > in.GetCardinality() {
		return false
	}
	count := make([]uint32, days)
	docset.Blocks(in, func(block []uint32) {
		for _, n := range block {
			if key := o.least[n]; key != noDate {
				count[floorDay(key)-first]++
			}
		}
	})
	for day, n := range count {
		if n > 0 {
			docs[first+int64(day)] += uint64(n)
		}
	}
	return true
}

func floorDay(sec int64) int64 {
	day := sec / 86400
	if sec%86400 < 0 {
		day--
	}
	return day
}

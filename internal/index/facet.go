package index

import (
	"cmp"
	"context"
	"fmt"
	"math"
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
			if o.single {
				for _, d := range docs {
					n[o.number[d]]++
				}
				return
			}
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
	day := func(key int64) int64 {
		if layout != "" {
			return floorDay(key)
		}
		return key
	}
	all := make([]*ordered, len(v.segs))
	for i, s := range v.segs {
		var err error
		if all[i], err = s.loadOrdered(ctx, of.stored); err != nil {
			return err
		}
	}
	var row *dayRow
	if layout != "" {
		row = newDayRow(all)
	}
	docs := map[int64]uint64{} // of a number or a day, where there is no row
	for i, o := range all {
		if o.several == nil {
			if row != nil {
				row.add(o, in[i])
				continue
			}
			docset.Each(in[i], func(n uint32) {
				if key := o.least[n]; key != noDate {
					docs[day(key)]++
				}
			})
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
	if row != nil {
		row.periods(layout, func(day int64, n uint64) { counts[name(day)] += n })
	}
	for key, n := range docs {
		counts[name(key)] += n
	}
	return nil
}

// dayRow counts the documents of each day in a row of all days.
type dayRow struct {
	first  int64 // day
	counts []uint32
}

// mostDays bounds a row, to some ninety years.
const mostDays = 1 << 15

// newDayRow makes an empty row of the days of some dates; nil if it would be too long.
func newDayRow(all []*ordered) *dayRow {
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for _, o := range all {
		if n := len(o.keys); n > 0 {
			first, last = min(first, floorDay(o.keys[0])), max(last, floorDay(o.keys[n-1]))
		}
	}
	switch days := last - first + 1; {
	case first > last:
		return &dayRow{}
	case days <= 0 || days > mostDays:
		return nil
	default:
		return &dayRow{first, make([]uint32, days)}
	}
}

// add counts the documents of a segment.
func (r *dayRow) add(o *ordered, in *roaring.Bitmap) {
	docset.Blocks(in, func(block []uint32) {
		for _, n := range block {
			if key := o.least[n]; key != noDate {
				r.counts[floorDay(key)-r.first]++
			}
		}
	})
}

// periods visits the days, months or years of the row in which something is, each by its first day there.
func (r *dayRow) periods(layout string, visit func(day int64, n uint64)) {
	for at := 0; at < len(r.counts); {
		end, n := at+1, uint64(0)
		switch t := time.Unix((r.first+int64(at))*86400, 0).UTC(); layout {
		case yearLayout:
			end = at + daysBetween(t, time.Date(t.Year()+1, 1, 1, 0, 0, 0, 0, time.UTC))
		case monthLayout:
			end = at + daysBetween(t, time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC))
		}
		end = min(end, len(r.counts))
		for _, c := range r.counts[at:end] {
			n += uint64(c)
		}
		if n > 0 {
			visit(r.first+int64(at), n)
		}
		at = end
	}
}

func daysBetween(from, to time.Time) int { return int((to.Unix() - from.Unix()) / 86400) }

func floorDay(sec int64) int64 {
	day := sec / 86400
	if sec%86400 < 0 {
		day--
	}
	return day
}

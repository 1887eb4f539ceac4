package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

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

// dateFacets are the facets of the date, with the layout of their values.
var dateFacets = [...]struct{ name, layout string }{{"year", "2006"}, {"month", "2006-01"}, {"day", "2006-01-02"}}

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

// facet counts the values of a field within a set.
func (v *view) facet(ctx context.Context, f Facet, in docset.Set) ([]FacetValue, error) {
	counts := map[string]uint64{}
	layout := ""
	for _, d := range dateFacets {
		if d.name == f.Field {
			layout = d.layout
		}
	}
	var err error
	switch {
	case layout != "":
		err = v.countDates(ctx, layout, in, counts)
	case KeywordOf(f.Field) != nil:
		err = v.countValues(ctx, f.Field, in, counts)
	default:
		return nil, fmt.Errorf("no facet %q: choose one of %s", f.Field, strings.Join(FacetFields(), ", "))
	}
	if err != nil {
		return nil, err
	}
	out := make([]FacetValue, 0, len(counts))
	for value, n := range counts {
		out = append(out, FacetValue{value, n})
	}
	if layout != "" {
		slices.SortFunc(out, func(a, b FacetValue) int { return cmp.Compare(a.Value, b.Value) })
		return out, nil
	}
	out, err = sortWithin(ctx, out, func(a, b FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	if err != nil {
		return nil, err
	}
	limit := f.Limit
	if limit <= 0 {
		limit = defaultFacetLimit
	}
	return slices.Clone(out[:min(limit, len(out))]), nil // the others are let go
}

func (v *view) countValues(ctx context.Context, field string, in docset.Set, counts map[string]uint64) error {
	for i, s := range v.segs {
		o, err := s.loadOrdinals(ctx, field)
		if err != nil {
			return err
		}
		n := make([]uint64, len(o.values))
		docset.Each(in[i], func(d uint32) {
			for _, value := range o.number[o.first[d]:o.first[d+1]] {
				n[value]++
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

func (v *view) countDates(ctx context.Context, layout string, in docset.Set, counts map[string]uint64) error {
	days := map[int64]uint64{}
	for i, s := range v.segs {
		d, err := s.loadDates(ctx)
		if err != nil {
			return err
		}
		docset.Each(in[i], func(n uint32) {
			if sec := d.seconds[n]; sec != noDate {
				days[floorDay(sec)]++
			}
		})
	}
	for day, n := range days {
		counts[time.Unix(day*86400, 0).UTC().Format(layout)] += n
	}
	return nil
}

func floorDay(sec int64) int64 {
	day := sec / 86400
	if sec%86400 < 0 {
		day--
	}
	return day
}

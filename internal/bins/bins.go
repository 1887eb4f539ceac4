// Package bins puts articles into bins of time: days, weeks, months, years and five
// years, made of the days, months or years that an index counts.
package bins

import (
	"fmt"
	"slices"
	"time"

	"github.com/fihris-search/fihris"
)

// Sizes lists how long a bin may be, the shortest first.
func Sizes() []fihris.Period {
	sizes := slices.Clone(fihris.Periods)
	slices.Reverse(sizes)
	return sizes
}

// Bin is a period, From to but not including To, with the articles in it.
type Bin struct {
	Value    string // how the period is written: 2020-10-08, 2020-W41, 2020-10, 2020, 2020-2024
	From, To time.Time
	Count    uint64
}

// Facet is what is to be counted for bins of a size.
func Facet(size fihris.Period) fihris.FacetField {
	switch size {
	case fihris.PerDay, fihris.PerWeek:
		return fihris.FacetDay
	case fihris.PerMonth:
		return fihris.FacetMonth
	}
	return fihris.FacetYear
}

func name(size fihris.Period, start time.Time) string {
	switch size {
	case fihris.PerDay:
		return start.Format(time.DateOnly)
	case fihris.PerWeek:
		year, week := start.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case fihris.PerMonth:
		return start.Format("2006-01")
	case fihris.PerYear:
		return start.Format("2006")
	}
	return fmt.Sprintf("%04d-%04d", start.Year(), start.Year()+4)
}

// Fold makes bins of what an index counted of [Facet], the oldest first. Those in which
// no article is are left out; a value that is no date is in none.
func Fold(values []fihris.FacetValue, size fihris.Period) []Bin {
	counts := map[time.Time]uint64{}
	for _, v := range values {
		if start, _, err := fihris.ParsePeriod(v.Value); err == nil {
			counts[size.Start(start)] += v.Count
		}
	}
	out := make([]Bin, 0, len(counts))
	for start, n := range counts {
		out = append(out, Bin{Value: name(size, start), From: start, To: size.Next(start), Count: n})
	}
	slices.SortFunc(out, func(a, b Bin) int { return a.From.Compare(b.From) })
	return out
}

package web

import (
	"slices"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/bins"
)

// Which time a timeline shows, in bins of which size.

// level is what a timeline shows: a period in bins of one unit.
type level struct {
	from, to time.Time // of the period, up to but not including to; zero for all the time
	size     fihris.Period
	years    int // of a bar, where it is of years
	within   int // how many bars of several years were opened to come here
}

// levelOf is the level that a chosen span belongs to: the days of its month, the months of its year, or all
// the time. Where there are few days or months across such a border, it is those.
func levelOf(from, to time.Time) level {
	if from.IsZero() || to.IsZero() {
		return level{size: fihris.PerYear}
	}
	last := to.Add(-time.Second)
	month, year := fihris.PerMonth.Start(from), fihris.PerYear.Start(from)
	wholeYears := from.Equal(year) && to.Equal(fihris.PerYear.Start(to))
	months := (last.Year()-from.Year())*12 + int(last.Month()) - int(from.Month()) + 1
	switch {
	case month.Equal(fihris.PerMonth.Start(last)):
		return level{from: month, to: month.AddDate(0, 1, 0), size: fihris.PerDay}
	case to.Sub(from) <= mostBars*24*time.Hour && !to.Equal(fihris.PerMonth.Start(to)):
		return level{from: fihris.PerDay.Start(from), to: fihris.PerDay.Start(last).AddDate(0, 0, 1), size: fihris.PerDay}
	case year.Equal(fihris.PerYear.Start(last)):
		return level{from: year, to: year.AddDate(1, 0, 0), size: fihris.PerMonth}
	case !wholeYears && months <= mostBars:
		return level{from: month, to: month.AddDate(0, months, 0), size: fihris.PerMonth}
	}
	return level{size: fihris.PerYear}
}

// zoom sets what period a level of years shows, and how many years a bar has: all the years there
// are, or of these the bar of several years that the chosen span lies in.
func (at *level) zoom(years []bins.Bin, from, to time.Time) {
	if len(years) == 0 {
		return
	}
	first, end := years[0].From, years[len(years)-1].To
	for {
		at.years = 1
		for _, step := range []int{5, 10, 20, 50, 100, 200, 500} { // the first that leaves few enough
			if end.Year()-first.Year() <= mostBars*at.years {
				break
			}
			at.years = step
		}
		first = at.start(first)
		at.from, at.to = first, end
		if at.years == 1 || from.IsZero() || to.IsZero() {
			return
		}
		bar := at.start(from)
		if to.After(at.next(bar)) {
			return
		}
		first, end = bar, at.next(bar)
		at.within++
	}
}

// bars are the bins of a level, without their counts.
func (at level) bars() (out []bar) {
	if at.from.IsZero() {
		return nil
	}
	for start := at.start(at.from); start.Before(at.to); start = at.next(start) {
		out = append(out, bar{Bin: bins.Bin{From: start, To: at.next(start)}})
	}
	return out
}

// counts puts what was counted into bars.
func (at level) counts(bars []bar, counted []bins.Bin) []uint64 {
	out := make([]uint64, len(bars))
	for _, b := range counted {
		i, found := slices.BinarySearchFunc(bars, b.From, func(of bar, t time.Time) int { return of.From.Compare(t) })
		if !found {
			i--
		}
		if i >= 0 && b.From.Before(bars[i].To) {
			out[i] += b.Count
		}
	}
	return out
}

// start and next are where bins begin.
func (at level) start(t time.Time) time.Time {
	if at.years > 1 {
		year := t.Year()
		return time.Date(year-((year%at.years)+at.years)%at.years, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return at.size.Start(t)
}

func (at level) next(t time.Time) time.Time {
	switch at.size {
	case fihris.PerDay:
		return t.AddDate(0, 0, 1)
	case fihris.PerMonth:
		return t.AddDate(0, 1, 0)
	}
	return t.AddDate(max(at.years, 1), 0, 0)
}

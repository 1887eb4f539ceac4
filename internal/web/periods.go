package web

import (
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/dates"
)

// period is a span of whole days, or a moment, as a reader names one for a filter.
type period struct {
	From, To time.Time // up to but not including To
	Text     string    // as addresses have it: 2018, 2018-07, 2018-07-09, or what was written where that says more
}

// The layouts of the periods of an address.
const (
	layoutYear  = "2006"
	layoutMonth = "2006-01"
)

// readPeriodText reads a year, a month or a day as people write them: with digits of either kind, with
// the names of months in any of their languages, and of the Hijri calendar too.
func readPeriodText(s string) (period, bool) {
	d, ok := dates.Parse(s)
	if !ok || d.Exact == dates.Moment {
		from, to, err := fihris.ParsePeriod(s)
		return period{from, to, s}, err == nil
	}
	if d.Hijri && d.Exact < dates.Day {
		end, ok := hijriEnd(s, d.Exact)
		return period{d.Time, end.AddDate(0, 0, 1), s}, ok
	}
	p := period{From: d.Time}
	switch d.Exact {
	case dates.Year:
		p.To, p.Text = d.Time.AddDate(1, 0, 0), d.Time.Format(layoutYear)
	case dates.Month:
		p.To, p.Text = d.Time.AddDate(0, 1, 0), d.Time.Format(layoutMonth)
	default:
		p.To, p.Text = d.Time.AddDate(0, 0, 1), d.Time.Format(time.DateOnly)
	}
	return p, true
}

// hijriEnd is the last day of a Hijri month or year, which has no name in the calendar of the sun.
func hijriEnd(s string, exact dates.Precision) (time.Time, bool) {
	if exact == dates.Year {
		s = "ذو الحجة " + s // the last month
	}
	for _, day := range []string{"30 ", "29 "} {
		if d, ok := dates.Parse(day + s); ok && d.Exact == dates.Day {
			return d.Time, true
		}
	}
	return time.Time{}, false
}

// span is the two ends of a filter by date. Either may be empty.
type span struct {
	from, to period
	swapped  bool // they were given the wrong way round
}

// readSpan reads both ends and puts them in their order. broken names the one that was not understood.
func readSpan(from, to string) (s span, broken string) {
	var ok bool
	if from != "" {
		if s.from, ok = readPeriodText(from); !ok {
			return s, "from"
		}
	}
	if to != "" {
		if s.to, ok = readPeriodText(to); !ok {
			return s, "to"
		}
	}
	if from != "" && to != "" && !s.from.From.Before(s.to.To) {
		s.from, s.to, s.swapped = s.to, s.from, true
	}
	return s, ""
}

// Period writes what an address names as a period, as people do, in a form that is read back as the same.
func (l *locale) Period(text string) string {
	layout, write := layoutYear, l.Year
	switch len(text) {
	case len(layoutMonth):
		layout, write = layoutMonth, func(t time.Time) string { return l.text("period.month", l.Month(t), l.Year(t)) }
	case len(time.DateOnly):
		layout, write = time.DateOnly, l.Date
	}
	if t, err := time.Parse(layout, text); err == nil {
		return write(t)
	}
	return text
}

func dayText(t time.Time) string { return t.Format(time.DateOnly) }

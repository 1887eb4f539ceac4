package query

import (
	"strconv"
	"strings"
	"time"

	"github.com/fihris-search/fihris/internal/analysis"
)

// ParsePeriod reads a date as people write one and returns the period that it
// names, from start up to but not including end: a year (2020), a month
// (2020-09, 9/2020), a day (2020-09-05, 5/9/2020), a minute or a second
// (2020-09-05T10:30, …:15Z, …:15+03:00). Digits may be Arabic. Times are in
// UTC, and taken to be in UTC where no zone is written.
func ParsePeriod(s string) (start, end time.Time, ok bool) {
	s = analysis.ASCIIDigits(s)
	if strings.ContainsRune(s, 'T') {
		return parseMoment(s)
	}
	year, month, day, ok := splitDate(s)
	if !ok {
		return time.Time{}, time.Time{}, false
	}
	switch {
	case month == 0:
		start = time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		return start, start.AddDate(1, 0, 0), true
	case day == 0:
		start = time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
		return start, start.AddDate(0, 1, 0), true
	}
	start = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if start.Day() != day { // the thirtieth of February
		return time.Time{}, time.Time{}, false
	}
	return start, start.AddDate(0, 0, 1), true
}

// splitDate cuts a date into numbers: the year is the one with four digits, at
// either end; month and day are 0 where they are not named.
func splitDate(s string) (year, month, day int, ok bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '/' })
	seps := strings.Count(s, "-") + strings.Count(s, "/")
	if len(parts) == 0 || len(parts) > 3 || seps != len(parts)-1 {
		return 0, 0, 0, false
	}
	if len(parts[0]) != 4 {
		for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
			parts[i], parts[j] = parts[j], parts[i]
		}
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || p[0] == '+' || i == 0 && len(p) != 4 || i > 0 && (len(p) > 2 || v == 0) {
			return 0, 0, 0, false
		}
		n[i] = v
	}
	if n[0] < 1000 || n[1] > 12 || n[2] > 31 {
		return 0, 0, 0, false
	}
	return n[0], n[1], n[2], true
}

// moments are the layouts of a time of day and how long each lasts.
var moments = []struct {
	layout string
	length time.Duration
}{
	{"2006-01-02T15:04:05Z07:00", time.Second},
	{"2006-01-02T15:04:05", time.Second},
	{"2006-01-02T15:04Z07:00", time.Minute},
	{"2006-01-02T15:04", time.Minute},
}

func parseMoment(s string) (start, end time.Time, ok bool) {
	for _, m := range moments {
		t, err := time.Parse(m.layout, s)
		if err != nil || t.Year() < 1000 {
			continue
		}
		t = t.UTC()
		return t, t.Add(m.length), true
	}
	return time.Time{}, time.Time{}, false
}

// newDates gives the filter that a date name and the period after it stand for.
func newDates(name meaning, start, end time.Time) *Dates {
	switch name {
	case afterName:
		return &Dates{From: end}
	case beforeName:
		return &Dates{To: start}
	case fromName:
		return &Dates{From: start}
	}
	return &Dates{To: end}
}

// parseMentioned reads a period of days, or a range of them: 2011, 2011-01..2011-02, 2011.., ..2011.
func parseMentioned(s string) (*Mentioned, bool) {
	first, last, isRange := strings.Cut(s, rangeSign)
	if !isRange {
		last = first
	}
	m := &Mentioned{}
	for i, side := range [...]string{first, last} {
		side = strings.TrimFunc(side, notWordRune)
		if side == "" {
			if !isRange {
				return nil, false
			}
			continue
		}
		start, end, ok := ParsePeriod(side)
		if !ok || !wholeDay(start) || !wholeDay(end) {
			return nil, false
		}
		if i == 0 {
			m.From = start
		} else {
			m.To = end
		}
	}
	open := m.From.IsZero() || m.To.IsZero()
	return m, !(m.From.IsZero() && m.To.IsZero()) && (open || m.From.Before(m.To))
}

func wholeDay(t time.Time) bool { return t.Equal(t.Truncate(24 * time.Hour)) }

// intersect returns the dates that satisfy both.
func (d *Dates) intersect(e *Dates) *Dates {
	both := *d
	if e.From.After(both.From) {
		both.From = e.From
	}
	if both.To.IsZero() || !e.To.IsZero() && e.To.Before(both.To) {
		both.To = e.To
	}
	return &both
}

// formatMoment writes a time so that ParsePeriod starts with it again.
func formatMoment(t time.Time) string {
	t = t.UTC()
	if t.Equal(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)) {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339Nano)
}

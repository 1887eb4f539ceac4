package dates

import (
	"strconv"
	"strings"
	"time"
)

// Precision says how much of a date is known.
type Precision uint8

// The precisions, coarse to fine.
const (
	Year   Precision = iota + 1 // the year
	Month                       // and the month
	Day                         // and the day
	Moment                      // and the time of day
)

// Date is a date that was understood.
type Date struct {
	Time     time.Time // UTC, in whole seconds; where less is known, the beginning of the year, month or day
	Exact    Precision
	Hijri    bool // written in the calendar of the moon, and converted
	DayFirst bool // the first of two numbers was taken for the day, either might be
}

// Bounds of what is read: years of the sun, and bytes.
const (
	firstYear  = 1000
	lastYear   = 2200
	firstHijri = 1300
	lastHijri  = 1500
	maxLength  = 500
)

// Parse reads a text that is a date, and reports whether it understood all of
// it. A bare number may be a year, eight digits of a date, or the seconds or
// milliseconds since 1970.
func Parse(s string) (Date, bool) {
	if len(s) > maxLength {
		return Date{}, false
	}
	if d, ok := parseISO(s); ok {
		return d, true
	}
	s = unwrapped(strings.TrimSpace(s))
	if d, ok := parseUnix(westernDigits(s)); ok {
		return d, true
	}
	r := reader{tokens: scan(s), strict: true}
	if !r.read() {
		return Date{}, false
	}
	return r.one()
}

// parseISO reads quickly what most files have: 2024-05-17, also with a time of
// day and a zone as RFC 3339 has them.
func parseISO(s string) (Date, bool) {
	layout, exact := time.RFC3339, Moment
	if len(s) == len(time.DateOnly) {
		layout, exact = time.DateOnly, Day
	} else if len(s) != len("2006-01-02T15:04:05Z") && len(s) != len("2006-01-02T15:04:05+07:00") {
		return Date{}, false
	}
	t, err := time.Parse(layout, s)
	if y := t.Year(); err != nil || y <= lastHijri || y >= lastYear {
		return Date{}, false
	}
	return Date{Time: t.UTC(), Exact: exact}, true
}

// unwrapped takes off what programs put round a date: /Date(1715941800000)/,
// ISODate("2024-05-17").
func unwrapped(s string) string {
	for _, w := range [][2]string{{"/Date(", ")/"}, {`ISODate("`, `")`}, {"new Date(", ")"}, {`"`, `"`}} {
		if in, ok := strings.CutPrefix(s, w[0]); ok {
			if in, ok = strings.CutSuffix(in, w[1]); ok {
				return in
			}
		}
	}
	return s
}

// Find returns the first date in a line that is known to the day, and where it
// stands, as offsets in bytes; of a date in two calendars, that of the sun. Only
// the beginning of a long line is searched.
func Find(s string) (d Date, start, end int, ok bool) {
	if len(s) > maxLength {
		s = strings.ToValidUTF8(s[:maxLength], "")
	}
	r := reader{tokens: scan(s)}
	r.read()
	return r.first()
}

// parseUnix reads seconds since 1970, whole or not, or milliseconds where
// seconds would lie thousands of years away. Small numbers are no dates, and
// years that no article has are none either.
func parseUnix(s string) (Date, bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.Trim(fraction, "0123456789") != "" {
		return Date{}, false
	}
	const (
		first = 1e8 // 1973
		last  = 4102444800
	)
	switch {
	case first <= n && n < last && len(whole) >= 9:
		return Date{Time: time.Unix(n, 0).UTC(), Exact: Moment}, true
	case first*1000 <= n && n < last*1000:
		return Date{Time: time.UnixMilli(n).Truncate(time.Second).UTC(), Exact: Moment}, true
	}
	return Date{}, false
}

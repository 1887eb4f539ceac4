package web

import (
	"fmt"
	"strings"
	"time"
)

// The forms of a period, by time.Parse, and how far each reaches.
var periodForms = []struct {
	layout string
	end    func(start time.Time) time.Time
}{
	{"2006", func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }},
	{"2006-1", func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }},
	{"2006-1-2", func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }},
	{time.RFC3339, func(t time.Time) time.Time { return t.Add(time.Second) }},
}

// ParsePeriod reads a date as people give it for "from" and "to": a year
// (2020), a month (2020-09), a day (2020-09-08, 2020/9/8) or a moment (RFC
// 3339), with digits of any script of Arabic, in UTC where no zone is named.
//
// It returns the first moment of the period and the first one after it, so
// that a filter from one period to another includes both: its From is the
// start of the one, its To the end of the other.
func ParsePeriod(s string) (start, end time.Time, err error) {
	s = strings.ReplaceAll(strings.Map(westernDigit, strings.TrimSpace(s)), "/", "-")
	for _, form := range periodForms {
		if start, err = time.Parse(form.layout, s); err == nil {
			return start.UTC(), form.end(start).UTC(), nil
		}
	}
	return time.Time{}, time.Time{}, fmt.Errorf("%q is not a date: give it as 2020, 2020-09 or 2020-09-08", s)
}

// The digits that Arabic (U+0660) and Persian (U+06F0) text is written with.
const (
	arabicIndicZero         = '\u0660'
	extendedArabicIndicZero = '\u06F0'
)

// westernDigit maps a digit to 0-9 and leaves other characters alone.
func westernDigit(r rune) rune {
	switch {
	case r >= arabicIndicZero && r <= arabicIndicZero+9:
		return '0' + r - arabicIndicZero
	case r >= extendedArabicIndicZero && r <= extendedArabicIndicZero+9:
		return '0' + r - extendedArabicIndicZero
	default:
		return r
	}
}

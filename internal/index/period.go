package index

import "time"

// Period is a length of time by which articles and words are counted. All are in UTC;
// weeks begin on Monday, as in ISO 8601, five years with one that five divides.
type Period int

// The periods.
const (
	FiveYears Period = iota
	Year
	Month
	Week
	Day
)

// periodNames are the names of the periods, in their order.
var periodNames = [...]string{"five_years", "year", "month", "week", "day"}

// String returns the name of the period.
func (p Period) String() string { return periodNames[p] }

// ParsePeriodName reads the name of a period.
func ParsePeriodName(name string) (Period, bool) {
	for p, n := range periodNames {
		if n == name {
			return Period(p), true
		}
	}
	return 0, false
}

// Start is when the period begins in which a time lies.
func (p Period) Start(t time.Time) time.Time {
	t = t.UTC()
	y, m, d := t.Date()
	switch p {
	case FiveYears:
		y, m, d = y-((y%5)+5)%5, time.January, 1
	case Year:
		m, d = time.January, 1
	case Month:
		d = 1
	case Week:
		d -= (int(t.Weekday()) + 6) % 7 // days since Monday
	}
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// Next is when the period after the one that begins at start begins.
func (p Period) Next(start time.Time) time.Time {
	switch p {
	case FiveYears:
		return start.AddDate(5, 0, 0)
	case Year:
		return start.AddDate(1, 0, 0)
	case Month:
		return start.AddDate(0, 1, 0)
	case Week:
		return start.AddDate(0, 0, 7)
	}
	return start.AddDate(0, 0, 1)
}

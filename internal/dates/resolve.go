package dates

import "time"

// one returns the one date that a text says.
func (r *reader) one() (Date, bool) {
	var sunny, lunar *Date
	for _, p := range r.parts {
		d, ok := r.resolve(p)
		if !ok {
			return Date{}, false
		}
		kind := &sunny
		if d.Hijri {
			kind = &lunar
		}
		if *kind != nil && (*kind).Time != d.Time { // two dates
			return Date{}, false
		}
		*kind = &d
	}
	switch {
	case sunny != nil:
		return r.clock.on(*sunny), true
	case lunar != nil:
		return r.clock.on(*lunar), true
	}
	return Date{}, false
}

// nearby is how many tokens may stand between a date and its time of day, or
// between a date and the same in the other calendar.
const nearby = 6

// first returns the first date that is known to the day, and its place.
func (r *reader) first() (d Date, start, end int, ok bool) {
	for i, p := range r.parts {
		d, ok := r.resolve(p)
		if !ok || d.Exact < Day {
			continue
		}
		if d.Hijri && i+1 < len(r.parts) && r.parts[i+1].first-p.last <= nearby {
			if e, ok := r.resolve(r.parts[i+1]); ok && !e.Hijri && e.Exact >= Day {
				d, p.last = e, r.parts[i+1].last
			}
		}
		if r.clock.at >= p.first-nearby && r.clock.at <= p.last+nearby {
			d = r.clock.on(d)
		}
		return d, r.tokens[p.first].start, r.tokens[p.last].end, true
	}
	return Date{}, 0, 0, false
}

// resolve turns what was read into a day, and refuses days that there are not.
// Years about 1400 in the digits of Persian are rather those of Iran, whose
// calendar this package does not know.
func (r *reader) resolve(p part) (Date, bool) {
	d := Date{Exact: Year, DayFirst: p.dayFirst}
	month, day := max(p.month, 1), max(p.day, 1)
	if p.month > 0 {
		d.Exact = Month
	}
	if p.day > 0 {
		d.Exact = Day
	}
	inHijri := p.year >= firstHijri && p.year <= lastHijri
	switch {
	case p.calendar == unknown && inHijri && r.tokens[p.first].persian:
		return Date{}, false
	case p.calendar == moon, p.calendar == unknown && inHijri:
		d.Hijri = true
		t, ok := fromHijri(p.year, month, day)
		d.Time = t
		return d, ok && p.year <= lastHijri
	case inHijri || p.year < firstYear || p.year >= lastYear:
		return Date{}, false
	}
	d.Time = time.Date(p.year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return d, d.Time.Day() == day
}

// on puts a time of day to a day, where both are exact.
func (c clock) on(d Date) Date {
	if !c.set || c.zoneless || d.Exact != Day {
		return d
	}
	d.Exact = Moment
	d.Time = d.Time.Add(time.Duration(c.hour)*time.Hour + time.Duration(c.minute)*time.Minute + time.Duration(c.sec)*time.Second - c.zone)
	return d
}

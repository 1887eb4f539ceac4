package dates

import "strconv"

// digits reads a date of numbers alone and returns how many tokens it took: with
// the same sign between all three, the year first or last; the year and a month;
// or eight digits.
func (r *reader) digits() (part, int) {
	t := r.tokens[r.at:]
	if len(t[0].digits) == 8 || len(t[0].digits) == 14 {
		return r.compact(t[0])
	}
	sep := r.separator(1)
	if sep == 0 || !t[2].number() {
		return part{}, 0
	}
	if r.separator(3) == sep && t[4].number() {
		p := ordered(t[0], t[2], t[4], sep)
		if sep == '.' && r.separator(5) == '.' { // an address, a version
			return part{}, 0
		}
		return p, 5 * min(p.year, 1)
	}
	switch {
	case isYear(t[0]) && len(t[2].digits) <= 2 && t[2].value >= 1 && t[2].value <= 12:
		return part{year: t[0].value, month: t[2].value}, 3
	case r.strict && isYear(t[2]) && len(t[0].digits) <= 2 && t[0].value >= 1 && t[0].value <= 12:
		return part{year: t[2].value, month: t[0].value}, 3
	}
	return part{}, 0
}

// separator returns the sign between two numbers, i tokens on; 0 if none is
// there or no number behind it.
func (r *reader) separator(i int) rune {
	if r.at+i+1 >= len(r.tokens) {
		return 0
	}
	switch s := r.tokens[r.at+i].sign; s {
	case '-', '/', '.', '\\', '_':
		return s
	}
	return 0
}

// ordered tells the day from the month and the year. The year of the result is
// 0 where the numbers are no date.
func ordered(a, b, c token, sep rune) part {
	p := part{year: a.value, month: b.value, day: c.value}
	switch {
	case isYear(a) && len(c.digits) <= 2:
		if p.month > 12 && sep == '/' { // 2024/17/5
			p.month, p.day = p.day, p.month
		}
	case isYear(c) && len(a.digits) <= 2:
		p.year, p.day = c.value, a.value
		switch {
		case p.month > 12: // 5/17/2024
			p.month, p.day = p.day, p.month
		case p.day <= 12 && p.day != p.month:
			p.dayFirst = true
		}
	default:
		return part{}
	}
	if len(b.digits) > 2 || p.month < 1 || p.month > 12 || p.day < 1 || p.day > 31 {
		return part{}
	}
	return p
}

// compact reads 20240517, and 20240517103000 with a time of day.
func (r *reader) compact(t token) (part, int) {
	number := func(from, to int) int {
		n, _ := strconv.Atoi(t.digits[from:to])
		return n
	}
	p := part{year: number(0, 4), month: number(4, 6), day: number(6, 8)}
	if p.year < 1900 || p.year >= lastYear || p.month < 1 || p.month > 12 || p.day < 1 || p.day > 31 {
		return part{}, 0
	}
	if len(t.digits) == 14 && !r.setClock(number(8, 10), number(10, 12), number(12, 14)) {
		return part{}, 0
	}
	return p, 1
}

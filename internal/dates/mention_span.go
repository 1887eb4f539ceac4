package dates

import (
	"strings"
	"time"
)

// span reads what shares its month or its year with the last of several dates: 3 إلى 5 مارس,
// بين 3 و5 مارس and 3-5 مارس are one date of several days, 5 و6 يناير are two.
func (r *mentions) span() (Mention, int) {
	from := 0
	_, between := r.has(0, "between")
	if between {
		from = 1
	}
	var days []int // of the month of the last
	var at []int   // their words
	n := from
	for {
		day, taken := r.dayAt(n)
		if taken == 0 || day < 1 || day > 31 || len(days) > 0 && day <= days[len(days)-1] {
			break
		}
		days, at = append(days, day), append(at, n)
		n += taken
		if !r.and(n) || !r.joined(n) {
			break
		}
	}
	if len(days) > 1 && !between {
		return r.daysOfMonth(days, at)
	}
	first, n := r.open(from)
	if n == 0 {
		return Mention{}, 0
	}
	switch _, to := r.has(n, "to"); {
	case to:
		n++
	case between && r.and(n) && r.joined(n):
	case isDash(r.between(n)):
	default:
		return Mention{}, 0
	}
	return r.until(first, from, n)
}

// daysOfMonth reads the last of several days with its month, and those before it as days of that.
func (r *mentions) daysOfMonth(days, at []int) (Mention, int) {
	last := len(days) - 1
	m, n := r.shifted(at[last], (*mentions).dayOfMonth)
	if n == 0 || m.To.IsZero() || m.To.Sub(m.From) != oneDay {
		return Mention{}, 0
	}
	for i, day := range days[:last] {
		one := m
		one.From = m.From.AddDate(0, 0, day-days[last])
		one.To = one.From.AddDate(0, 0, 1)
		r.list(&one, at[i], 1)
		r.before = append(r.before, one)
	}
	r.skip = at[last]
	return m, at[last] + n
}

const oneDay = 24 * time.Hour

// open reads the day, the month, or both, that lack what stands behind the last date, and says which
// word is next; 0 where there are none.
func (r *mentions) open(i int) (p part, n int) {
	day, taken := r.dayAt(i)
	n = i + taken
	if taken > 0 {
		if day < 1 || day > 31 {
			return p, 0
		}
		p.day = day
	}
	of := n
	if taken > 0 && r.isOf(of) {
		of++
	}
	if name, taken := r.month(of); taken > 0 {
		p.month, p.calendar = name.value, sun
		if name.moon {
			p.calendar = moon
		}
		n = of + taken
		if second, taken := r.month(n); taken > 0 && second == name {
			n += taken
		}
	}
	if n == i {
		return p, 0
	}
	return p, n
}

// until reads the date that a span ends with, so many words on, and makes one of both.
func (r *mentions) until(first part, from, i int) (Mention, int) {
	rule := (*mentions).dayOfMonth
	if first.day == 0 {
		rule = (*mentions).monthOfYear
	}
	m, n := r.shifted(i, rule)
	if n == 0 || m.To.IsZero() || first.day > 0 && m.To.Sub(m.From) != oneDay {
		return Mention{}, 0
	}
	var start time.Time
	switch last, _ := r.dayAt(i); {
	case first.month == 0: // of the same month
		if first.day >= last {
			return Mention{}, 0
		}
		start = m.From.AddDate(0, 0, first.day-last)
	default: // of the same year, or the one before
		first.year = m.From.Year()
		if first.calendar == moon {
			first.year = hijriYear(m.From)
		}
		begin, ok := r.made(first, 1)
		if ok > 0 && begin.From.After(m.From) {
			first.year--
			begin, ok = r.made(first, 1)
		}
		if ok == 0 {
			return Mention{}, 0
		}
		start = begin.From
		m.Hijri = m.Hijri || begin.Hijri
	}
	m.From, r.skip = start, from
	return m, i + n
}

// shifted lets a rule read from a word so many words on.
func (r *mentions) shifted(i int, rule func(*mentions) (Mention, int)) (Mention, int) {
	if r.word(i) == nil {
		return Mention{}, 0
	}
	r.at += i
	defer func() { r.at -= i }()
	return rule(r)
}

// dayAt reads the number of a day so many words on.
func (r *mentions) dayAt(i int) (day, n int) {
	if r.word(i) == nil || i > 0 && !r.joined(i) {
		return 0, 0
	}
	r.at += i
	defer func() { r.at -= i }()
	return r.day()
}

// list says where a date of a list stands.
func (r *mentions) list(m *Mention, i, words int) {
	m.Start, m.End = r.words[r.at+i].start, r.words[r.at+i+words-1].end
}

// and says whether a word is joined to those before by a و.
func (r *mentions) and(i int) bool {
	w := r.word(i)
	return w != nil && (w.and || w.digits != "" && strings.HasPrefix(r.text[w.start:], "و"))
}

func isDash(between string) bool {
	switch strings.TrimSpace(between) {
	case "-", "–", "—":
		return true
	}
	return false
}

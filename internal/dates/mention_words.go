package dates

import "time"

// dayOfMonth reads a day, its month and perhaps its year: 25 [من] يناير [2011].
func (r *mentions) dayOfMonth() (Mention, int) {
	day, n := r.day()
	if n == 0 || day < 1 || day > 31 {
		return Mention{}, 0
	}
	if _, ok := r.has(n, "of"); ok {
		n++
	}
	if m, taken := r.dayOfThisMonth(day, n); taken > 0 {
		return m, taken
	}
	if _, ok := r.has(n, "month"); ok {
		n++
	}
	m, taken := r.withYear(part{day: day}, n, false)
	if taken == 0 {
		if _, name := r.month(n); name > 0 { // 31 أبريل, and a day of no year where none is known
			return Mention{}, n + name
		}
	}
	return m, taken
}

// dayOfThisMonth reads 15 من الشهر الجاري, and 15 الجاري, behind the day.
func (r *mentions) dayOfThisMonth(day, n int) (Mention, int) {
	if !r.dated {
		return Mention{}, 0
	}
	off, taken := 0, 0
	if u, ok := r.has(n, "unit"); ok && unit(u) == aMonth && r.words[r.at+n].article && n > 0 {
		n++
		off, taken = r.which(n)
	} else if _, ok := r.has(n, "this"); ok && n == 1 && r.words[r.at].digits != "" && r.words[r.at+n].article {
		taken = 1
	}
	if taken == 0 {
		return Mention{}, 0
	}
	from := time.Date(r.dateline.Year(), r.dateline.Month()+time.Month(off), 1, 0, 0, 0, 0, time.UTC)
	month := from.Month()
	if from = from.AddDate(0, 0, day-1); from.Month() != month {
		return Mention{}, n + taken // the 31st of a month of 30
	}
	return Mention{From: from, To: from.AddDate(0, 0, 1), Relative: true}, n + taken
}

// monthOfYear reads a month and its year, or a month that is called one: يناير 2011, شهر يناير,
// يناير الماضي.
func (r *mentions) monthOfYear() (Mention, int) {
	n := 0
	if _, ok := r.has(0, "month"); ok {
		n = 1
	}
	return r.withYear(part{}, n, n == 0)
}

// withYear reads the name of a month that is so many words on, its second name, and the
// year, or takes the nearest one. A name alone, of neither a day nor a year, is none:
// most often it is another word.
func (r *mentions) withYear(p part, n int, alone bool) (Mention, int) {
	name, taken := r.month(n)
	if taken == 0 {
		return Mention{}, 0
	}
	n += taken
	p.month, p.calendar = name.value, sun
	if name.moon {
		p.calendar = moon
	}
	if second, taken := r.month(n); taken > 0 && second == name { // يناير/كانون الثاني
		n += taken
	}
	end := n
	if _, ok := r.has(n, "of"); ok {
		n++
	}
	if _, ok := r.has(n, "year"); ok {
		n++
	}
	if year, taken := r.yearNumber(n); taken > 0 && (r.joined(n) && (year >= firstYear && year < lastYear)) {
		p.year = year
		if p.calendar == sun && year >= firstHijri && year <= lastHijri || p.calendar == moon && year > lastHijri {
			return Mention{}, 0 // 17 رمضان 2020, which is no date
		}
		return r.made(p, r.era(n+taken))
	}
	if !r.dated {
		return Mention{}, 0
	}
	if off, taken := r.which(n); taken > 0 && n > end { // من العام الماضي
		return r.inYear(p, off, n+taken)
	}
	if off, taken := r.which(end); taken > 0 {
		return r.besideDateline(p, off, end+taken)
	}
	if _, vague := r.has(n, "vague"); alone || vague && n > end {
		return Mention{}, 0
	}
	return r.besideDateline(p, nearest, end)
}

// month reads the name of a month of one or two words.
func (r *mentions) month(i int) (sense, int) {
	w := r.word(i)
	if w == nil || i > 0 && !r.joined(i) {
		return sense{}, 0
	}
	_, two := w.is("begins a name")
	if next := r.word(i + 1); two && next != nil && r.joined(i+1) && len(r.between(i+1)) <= 2 {
		for _, s := range namesOfTwo(r.text[w.start:w.end], r.text[next.start:next.end]) {
			if s.kind == "month name" {
				return s, 2
			}
		}
	}
	for _, s := range w.senses {
		if s.kind == "month name" {
			return s, 1
		}
	}
	return sense{}, 0
}

// Which of the months or days of a name is meant.
const (
	nearest = 2 // to the dateline
	past    = -1
	current = 0
	future  = 1
)

// which reads الماضي, قبل الماضي, الجاري or المقبل, and says how many words that takes; 0 for none.
func (r *mentions) which(i int) (off, taken int) {
	if _, ok := r.has(i, "last"); ok {
		return past, 1
	}
	if _, ok := r.has(i, "this"); ok {
		return current, 1
	}
	if _, ok := r.has(i, "next"); ok {
		return future, 1
	}
	if _, ok := r.has(i, "ago"); ok {
		if _, ok := r.has(i+1, "last"); ok {
			return past - 1, 2
		}
	}
	return 0, 0
}

// besideDateline finds the year of a day or a month without one.
func (r *mentions) besideDateline(p part, which, n int) (Mention, int) {
	year := r.dateline.Year()
	if p.calendar == moon {
		year = r.moonYear()
	}
	if which < past {
		return Mention{}, 0
	}
	var best Mention
	for y := year - 1; y <= year+1; y++ {
		p.year = y
		m, ok := r.made(p, n)
		if ok == 0 {
			continue
		}
		m.Relative = true
		switch {
		case which == past && m.To.After(r.dateline), which == future && !m.From.After(r.dateline):
			continue
		case which == current && y != year:
			continue
		}
		if best.To.IsZero() || distance(m.From, r.dateline) < distance(best.From, r.dateline) {
			best = m
		}
	}
	if best.To.IsZero() {
		return Mention{}, 0
	}
	return best, n
}

// inYear puts a day or a month into the year before or behind that of the dateline, or that.
func (r *mentions) inYear(p part, off, n int) (Mention, int) {
	p.year = r.dateline.Year() + off
	if p.calendar == moon {
		p.year = r.moonYear() + off
	}
	m, ok := r.made(p, n)
	m.Relative = ok > 0
	return m, ok
}

func distance(a, b time.Time) time.Duration { return a.Sub(b).Abs() }

// moonYear is the year of the moon in which the dateline lies.
func (r *mentions) moonYear() int {
	if r.hijri == 0 {
		r.hijri = hijriYear(r.dateline)
	}
	return r.hijri
}

// hijriYear is the year of the moon in which a day lies.
func hijriYear(day time.Time) int {
	year := int(float64(day.Sub(civilEpoch)/(24*time.Hour))/354.367) + 1
	for {
		if next, ok := fromHijri(year+1, 1, 1); !ok || day.Before(next) {
			break
		}
		year++
	}
	for {
		if first, ok := fromHijri(year, 1, 1); !ok || !day.Before(first) {
			return year
		}
		year--
	}
}

// day reads the number of a day: in digits, or in words as an ordinal (الخامس والعشرين).
func (r *mentions) day() (int, int) {
	w := r.word(0)
	if d, ok := w.number(2); ok {
		return d, 1
	}
	d, ok := w.is("ordinal")
	if !ok {
		return 0, 0
	}
	if ten, ok := r.has(1, "number"); ok && ten == 10 && d < 10 && !r.words[r.at+1].and { // الخامس عشر
		return d + 10, 2
	}
	if tens, ok := r.has(1, "ordinal"); ok && tens >= 20 && d < 10 && r.words[r.at+1].and {
		return d + tens, 2
	}
	return d, 1
}

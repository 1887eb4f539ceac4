package dates

import "time"

// age reads decades and centuries: ثمانينيات القرن الماضي, الستينيات, القرن التاسع عشر, القرن السابع الهجري. One before
// Christ is passed over.
func (r *mentions) age() (Mention, int) {
	ten, ok := r.has(0, "decade")
	if !ok {
		return r.century(0)
	}
	n := 1
	if r.isOf(n) {
		n++
	}
	if m, taken := r.century(n); taken > 0 {
		if m.To.IsZero() || m.Hijri {
			return Mention{}, n + taken // the moon has years of its own
		}
		m.From = m.From.AddDate(ten-1, 0, 0) // a century begins with its first year, a decade with its tens
		m.To = m.From.AddDate(10, 0, 0)
		return m, n + taken
	}
	if _, life := r.has(n, "age"); life || !r.words[r.at].article || ten < 50 || !r.dated {
		return Mention{}, 0 // في الثلاثينيات من عمره, حرارة في الثلاثينيات
	}
	year := r.dateline.Year()/100*100 + ten
	if year > r.dateline.Year() {
		year -= 100
	}
	from := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
	return Mention{From: from, To: from.AddDate(10, 0, 0), Relative: true}, 1
}

// century reads a century so many words on, and says how many it takes.
func (r *mentions) century(i int) (m Mention, n int) {
	if _, ok := r.has(i, "century"); !ok {
		return m, 0
	}
	number, taken := r.dayAt(i + 1)
	if w := r.word(i + 1); taken > 0 && w.digits != "" {
		taken = 0 // قرن 20 is no way to say it
	}
	if off, words := r.which(i + 1); taken == 0 && words > 0 && r.dated && r.words[r.at+i].article {
		number, taken = (r.dateline.Year()-1)/100+1+off, words
		m.Relative = true
	}
	if taken == 0 || number < 1 {
		return m, 0
	}
	n = 1 + taken
	switch {
	case r.beforeChrist(i+n) > 0:
		return Mention{}, max(n, r.beforeChrist(i+n)-i)
	case r.isHijri(i + n):
		m.Hijri = true
		m.From, _ = fromHijri((number-1)*100+1, 1, 1)
		m.To, _ = fromHijri(number*100+1, 1, 1)
		return m, n + 1
	case number > 21:
		return Mention{}, 0
	}
	n = r.era(i+n) - i
	m.From = time.Date((number-1)*100+1, 1, 1, 0, 0, 0, 0, time.UTC)
	m.To = m.From.AddDate(100, 0, 0)
	return m, n
}

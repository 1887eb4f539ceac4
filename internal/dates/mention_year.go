package dates

import "strings"

// year reads عام 2011, سنة ألفين وعشرين, السنة الهجرية 1441, 1441هـ, مطلع 2011, and each of عامي 1948 و1967.
func (r *mentions) year() (Mention, int) {
	n := 0
	_, called := r.has(0, "year")
	_, several := r.has(0, "years")
	_, edge := r.has(0, "edge")
	hijri := false
	if called = called || several || edge; called {
		n = 1
		if hijri = r.isHijri(n); hijri || r.era(n) > n { // السنة الهجرية
			n++
		}
	}
	year, taken := r.yearNumber(n)
	if taken == 0 && called { // سنة 656 هـ
		if y, ok := r.word(n).number(3); ok && r.isHijri(n+1) {
			year, taken = y, 1
		}
	}
	if taken == 0 || n > 0 && !r.joined(n) {
		return Mention{}, 0
	}
	if edge && (year < 1900 || year >= 2100 || r.isLength(n+taken)) {
		return Mention{}, 0 // نهاية 1500 متر, خلال 2000 يوم
	}
	end := r.era(n + taken)
	hijri = hijri || r.isHijri(n+taken)
	if !called && !hijri || year < firstYear && !hijri {
		return Mention{}, 0
	}
	if bc := r.beforeChrist(end); bc > 0 {
		return Mention{}, bc
	}
	p := part{year: year}
	if hijri {
		p.calendar = moon
	}
	m, end := r.made(p, end)
	for several && end > 0 {
		y, taken := r.yearNumber(end)
		if taken == 0 || !r.joined(end) || !r.and(end) {
			break
		}
		p.year = y
		next, ok := r.made(p, 1)
		if ok == 0 {
			break
		}
		r.list(&next, end, taken)
		r.behind = append(r.behind, next)
		r.rest, end = r.rest+taken, end+taken
	}
	return m, end
}

// beforeChrist says how many words of a date a year or a century before Christ takes; 0 if it is none.
// It is passed over: what is told of it would be wrong.
func (r *mentions) beforeChrist(n int) int {
	if _, ok := r.has(n, "ago"); ok {
		if _, ok := r.has(n+1, "birth"); ok {
			return n + 2
		}
	}
	if w := r.word(n - 1); w != nil {
		behind := strings.TrimLeft(r.text[w.end:], " ")
		for _, sign := range [...]string{"ق.م", "ق. م", "ق م"} {
			if strings.HasPrefix(behind, sign) {
				return n
			}
		}
	}
	return 0
}

// isHijri says whether a word is the sign of the years of the moon.
func (r *mentions) isHijri(i int) bool {
	_, ok := r.has(i, "hijri")
	return ok
}

// era passes over the sign of an era.
func (r *mentions) era(i int) int {
	if _, ok := r.has(i, "era"); ok || r.isHijri(i) {
		return i + 1
	}
	return i
}

// yearNumber reads a year: four digits, or words (ألفين وأحد عشر, ألف وتسعمئة وثمانية وأربعين).
func (r *mentions) yearNumber(i int) (int, int) {
	w := r.word(i)
	if w == nil {
		return 0, 0
	}
	if n, ok := w.number(4); ok {
		if len(w.digits) < 4 {
			return 0, 0
		}
		return n, 1
	}
	sum, ok := w.is("number")
	if !ok || sum != 1000 && sum != 2000 {
		return 0, 0
	}
	n := 1
	for scale := 1000; ; n++ {
		v, ok := r.has(i+n, "number")
		if !ok || v >= 1000 || v >= scale && !(v == 10 && scale < 10) {
			break
		}
		if and := r.words[r.at+i+n].and; and == (v == 10 && scale < 10) {
			break // خمسة عشر has no and between, all others have one
		}
		sum += v
		if v < 10 {
			if tens, ok := r.has(i+n+1, "number"); ok && tens >= 20 && tens < 100 && r.words[r.at+i+n+1].and {
				sum += tens
				n += 2
				break
			}
		}
		if scale = v; v == 10 && n > 1 {
			n++
			break
		}
	}
	if sum == 1000 {
		return 0, 0 // a thousand of something
	}
	return sum, n
}

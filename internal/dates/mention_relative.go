package dates

import (
	"strings"
	"time"

	"github.com/fihris-search/fihris/internal/analysis"
)

// relative reads what is said from the dateline.
func (r *mentions) relative() (Mention, int) {
	if !r.dated {
		return Mention{}, 0
	}
	for _, rule := range [...]func(*mentions) (Mention, int){
		(*mentions).nearDay, (*mentions).ago, (*mentions).weekday, (*mentions).unit,
	} {
		if m, n := rule(r); n > 0 {
			m.Relative = true
			return m, n
		}
	}
	return Mention{}, 0
}

// oneDay is a day so many days behind the dateline.
func (r *mentions) oneDay(off, n int) (Mention, int) {
	from := r.dateline.AddDate(0, 0, off)
	return Mention{From: from, To: from.AddDate(0, 0, 1)}, n
}

// nearDay reads أمس, أول أمس, أول من أمس, قبل أمس, أمس الأول, اليوم, الليلة الماضية, غدا and بعد غد, and the weekday that
// says it once more.
func (r *mentions) nearDay() (Mention, int) {
	if _, ok := r.has(0, "night"); ok {
		if _, last := r.has(1, "last"); last {
			return r.oneDay(-1, 2)
		}
		return Mention{}, 0
	}
	n := 0
	first, early := r.has(0, "ordinal")
	if early = early && first == 1 && r.text[r.words[r.at].start:r.words[r.at].end] == "أول"; early {
		if n = 1; r.isOf(1) {
			n = 2
		}
	} else if _, early = r.has(0, "ago"); early {
		n = 1
	}
	_, late := r.has(0, "behind")
	if late {
		n = 1
	}
	off, ok := r.has(n, "day")
	if !ok || early && off != -1 || late && off != 1 {
		return Mention{}, 0
	}
	n++
	if early {
		off--
	} else if late {
		off++
	} else if o, ok := r.has(n, "ordinal"); ok && o == 1 && off == -1 { // أمس الأول
		off--
		n++
	}
	if day, ok := r.has(n, "weekday"); ok {
		if weekdayOf(r.dateline.AddDate(0, 0, off)) != day {
			return Mention{}, 0 // the text contradicts its dateline
		}
		return r.oneDay(off, n+1)
	}
	if w := r.word(n); off == 0 && w != nil && r.joined(n) {
		if _, vague := w.is("vague"); vague || w.article {
			return Mention{}, 0 // اليوم العالمي, اليوم التالي, اليوم نفسه
		}
	}
	return r.oneDay(off, n)
}

// weekdayOf counts the days since Monday.
func weekdayOf(t time.Time) int { return (int(t.Weekday()) + 6) % 7 }

// weekday reads الجمعة الماضي, الأحد المقبل, and يوم الجمعة, which is the last one unless the text says otherwise.
func (r *mentions) weekday() (Mention, int) {
	n := 0
	_, called := r.has(0, "part")
	if called {
		n = 1
	}
	day, ok := r.has(n, "weekday")
	if !ok {
		return Mention{}, 0
	}
	n++
	which, taken := r.which(n)
	said := taken > 0
	n += taken
	if !said && !called {
		return Mention{}, 0 // the name alone may be that of a newspaper, or a number
	}
	since := (weekdayOf(r.dateline) - day + 7) % 7
	switch {
	case said && which == future:
		return r.oneDay(7-since, n)
	case said && which <= past && since == 0:
		return r.oneDay(7*which, n)
	case said && which < past: // الجمعة قبل الماضية
		return r.oneDay(7*(which+1)-since, n)
	}
	return r.oneDay(-since, n)
}

// unit reads الأسبوع الماضي, العام الجاري, هذا الشهر.
func (r *mentions) unit() (Mention, int) {
	n := 0
	which, said := 0, false
	if w := r.word(0); w != nil {
		if _, ok := w.is("this"); ok { // هذا الشهر; الجاري stands behind
			n, said, which = 1, true, current
		}
	}
	u, ok := r.has(n, "unit")
	if !ok || !r.words[r.at+n].article || unit(u) == aDay {
		return Mention{}, 0
	}
	n++
	if !said {
		taken := 0
		if which, taken = r.which(n); taken == 0 {
			return Mention{}, 0
		}
		n += taken
	}
	from := r.dateline
	switch unit(u) {
	case aWeek:
		from = from.AddDate(0, 0, 7*which-weekdayOf(from))
		return Mention{From: from, To: from.AddDate(0, 0, 7)}, n
	case aMonth:
		from = time.Date(from.Year(), from.Month()+time.Month(which), 1, 0, 0, 0, 0, time.UTC)
		return Mention{From: from, To: from.AddDate(0, 1, 0)}, n
	}
	from = time.Date(from.Year()+which, 1, 1, 0, 0, 0, 0, time.UTC)
	return Mention{From: from, To: from.AddDate(1, 0, 0)}, n
}

// ago reads قبل ثلاثة أيام, قبل 3 أسابيع, قبل يومين, قبل شهر, منذ عامين: a day, or the month or year that long ago.
func (r *mentions) ago() (Mention, int) {
	_, ok := r.has(0, "ago")
	if _, since := r.has(0, "since"); !ok && !since {
		return Mention{}, 0
	}
	count, n := 0, 1
	u, ok := r.has(1, "dual")
	if ok {
		count, n = 2, 2
	} else if u, ok = r.has(1, "unit"); ok {
		if r.words[r.at+1].article || unit(u) == aDay || !r.ends(2) {
			return Mention{}, 0 // قبل عام 2011, قبل شهر رمضان, قبل عام ونصف
		}
		count, n = 1, 2
	} else {
		w := r.word(1)
		if count, ok = w.number(2); !ok {
			if count, ok = r.has(1, "number"); !ok || count > 10 {
				return Mention{}, 0
			}
		}
		if u, ok = r.has(2, "units"); !ok {
			return Mention{}, 0
		}
		n = 3
	}
	if _, ok := r.has(n, "of"); ok { // قبل ثلاثة أيام من الانتخابات
		return Mention{}, 0
	}
	switch unit(u) {
	case aWeek:
		return r.oneDay(-7*count, n)
	case aMonth:
		from := time.Date(r.dateline.Year(), r.dateline.Month()-time.Month(count), 1, 0, 0, 0, 0, time.UTC)
		return Mention{From: from, To: from.AddDate(0, 1, 0)}, n
	case aYear:
		from := time.Date(r.dateline.Year()-count, 1, 1, 0, 0, 0, 0, time.UTC)
		return Mention{From: from, To: from.AddDate(1, 0, 0)}, n
	}
	return r.oneDay(-count, n)
}

// ends says whether nothing behind a length of time makes it that of something, or longer.
func (r *mentions) ends(i int) bool {
	w := r.word(i)
	if w == nil || !r.joined(i) {
		return true
	}
	for _, kind := range [...]string{"number", "ordinal", "month name", "begins a name", "weekday", "hijri", "century"} {
		if _, ok := w.is(kind); ok {
			return false
		}
	}
	return w.digits == "" && !w.article && !strings.HasPrefix(r.text[w.start:], "ونصف")
}

// isLength says whether a word is a length of time, which a number before it counts.
func (r *mentions) isLength(i int) bool {
	_, one := r.has(i, "unit")
	_, several := r.has(i, "units")
	return one || several
}

// isOf says whether a word stands between a date and what it is of.
func (r *mentions) isOf(i int) bool {
	_, ok := r.has(i, "of")
	return ok
}

// namesOfTwo looks a name of two words up.
func namesOfTwo(a, b string) []sense {
	all := senses()
	key := analysis.Fold(a) + " " + analysis.Fold(b)
	if found := all[key]; found != nil {
		return found
	}
	for _, p := range proclitics {
		if len(key) > len(p) && key[:len(p)] == p {
			if found := all[key[len(p):]]; found != nil {
				return found
			}
		}
	}
	return nil
}

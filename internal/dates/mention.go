package dates

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/fihris-search/fihris/internal/analysis"
)

// Mention is a date that a text mentions: a day, a week, a month, a year, a decade, a century, or all
// days from one to another.
type Mention struct {
	Start, End int       // where it stands: bytes of the text
	From, To   time.Time // from From up to but not including To, days in UTC
	Hijri      bool      // in the calendar of the moon, converted
	Relative   bool      // to the dateline, in part or in whole
}

// ISO writes the mention as ISO 8601 has it: 2011-01-25, 2011-W04, 2011-01, 2011; what is none
// of these, as a month of the moon, as an interval of days.
func (m *Mention) ISO() string {
	switch {
	case m.To.Equal(m.From.AddDate(0, 0, 1)):
		return m.From.Format(time.DateOnly)
	case m.From.Weekday() == time.Monday && m.To.Equal(m.From.AddDate(0, 0, 7)):
		y, w := m.From.ISOWeek()
		return strconv.Itoa(y) + "-W" + strconv.Itoa(w/10) + strconv.Itoa(w%10)
	case m.From.Day() == 1 && m.To.Equal(m.From.AddDate(0, 1, 0)):
		return m.From.Format("2006-01")
	case m.From.YearDay() == 1 && m.To.Equal(m.From.AddDate(1, 0, 0)):
		return m.From.Format("2006")
	}
	return m.From.Format(time.DateOnly) + "/" + m.To.AddDate(0, 0, -1).Format(time.DateOnly)
}

// Mentions lists the dates that a text mentions, in their order, none within another. tokens are
// those of the text, as [analysis.Analyzer.AppendTokens] makes them.
//
// It reads days of the sun and of the moon (25 يناير 2011, الخامس والعشرين من كانون الثاني, 25/1/2011, 17 رمضان 1441هـ), months
// and years (يناير 2011, شهر رمضان, عام 2011, مطلع 2011, عام ألفين وأحد عشر), decades and centuries (ثمانينيات القرن
// الماضي, القرن التاسع عشر), and what is said from the
// dateline: أمس, أول من أمس, غدا, الجمعة الماضي, الأسبوع المقبل, العام الجاري, قبل ثلاثة أيام, a day without its year. Of these last it reads none
// where the dateline is zero. A day or a month without its year is that nearest to the
// dateline. Of two numbers that may both be the month the first is the day. A bare number is no
// year, and the bare name of a month no month, for most of them are other words too; nor is a day of a year that
// the text has named elsewhere (من العام نفسه), or of any (من كل عام). What shares its month or year with the last of
// several is a date with it: من 3 إلى 5 مارس is one of three days, يومي 3 و5 مارس are two.
//
// When ctx is done it ends early, with its error.
func Mentions(ctx context.Context, text string, tokens []analysis.Token, dateline time.Time) ([]Mention, error) {
	var r Reader
	return r.Mentions(ctx, nil, text, tokens, dateline)
}

// Mentions appends what [Mentions] lists.
func (r *Reader) Mentions(ctx context.Context, all []Mention, text string, tokens []analysis.Token, dateline time.Time) ([]Mention, error) {
	d := mentions{ctx: ctx, reader: r, text: text, tokens: tokens, words: r.words[:0]}
	if !dateline.IsZero() {
		year, month, day := dateline.UTC().Date()
		d.dateline, d.dated = time.Date(year, month, day, 0, 0, 0, 0, time.UTC), true
	}
	for d.seek() {
		m, n := d.read()
		if n == 0 {
			d.at++
			continue
		}
		all = append(all, d.before...)
		if !m.To.IsZero() {
			m.Start, m.End = d.words[d.at+d.skip].start, d.words[d.at+n-d.rest-1].end
			all = append(all, m)
		}
		all = append(all, d.behind...)
		d.before, d.behind, d.skip, d.rest = d.before[:0], d.behind[:0], 0, 0
		d.at += n
	}
	r.words = d.words
	return all, d.err
}

// mentions reads the dates of a text.
type mentions struct {
	ctx      context.Context
	err      error // of ctx
	looked   int   // at so many words since the last look at ctx
	reader   *Reader
	text     string
	tokens   []analysis.Token // that are not among the words yet
	words    []lexeme         // from one that a date may begin with, as far as they were asked for
	at       int              // the word at hand
	dateline time.Time
	dated    bool
	hijri    int // see moonYear; 0 until it is asked for

	// Beside the date that a rule returns: those before and behind it of one list, and how many of its
	// words the date does not begin and not end with.
	before, behind []Mention
	skip, rest     int
}

// read reads the date that begins with the word at hand, and says how many words it
// takes; 0 if none begins there. A day that there is not is passed over whole: it has no To.
func (r *mentions) read() (Mention, int) {
	for _, rule := range [...]func(*mentions) (Mention, int){
		(*mentions).numeric, (*mentions).span, (*mentions).dayOfMonth, (*mentions).monthOfYear, (*mentions).year, (*mentions).age, (*mentions).relative,
	} {
		if m, n := rule(r); n > 0 {
			return m, n
		}
	}
	return Mention{}, 0
}

// seek goes to the next word that a date may begin with, from the one at hand on. Most words mean
// nothing here, and that is what has to be seen quickly.
func (r *mentions) seek() bool {
	if r.looked++; r.isLate() {
		return false
	}
	for ; r.at < len(r.words); r.at++ {
		if r.words[r.at].begins {
			return true
		}
	}
	r.words, r.at = r.words[:0], 0
	for i := range r.tokens {
		if r.looked++; r.looked >= someWords && r.isLate() {
			return false
		}
		if t := &r.tokens[i]; !r.reader.beginsNone(t) && t.IsWritten() {
			if l := r.reader.lexeme(t); l.begins {
				r.words, r.tokens = append(r.words, l), r.tokens[i+1:]
				return true
			}
		}
	}
	return false
}

// someWords is how many words are looked at without a look at the context: a few milliseconds of them.
const someWords = 1 << 14

// isLate says whether the context is done, asking it from time to time.
func (r *mentions) isLate() bool {
	if r.looked >= someWords {
		r.looked = 0
		r.err = r.ctx.Err()
	}
	return r.err != nil
}

// word is the word so many words on, nil behind the last.
func (r *mentions) word(i int) *lexeme {
	for i += r.at; len(r.words) <= i; r.tokens = r.tokens[1:] {
		if len(r.tokens) == 0 {
			return nil
		}
		if t := &r.tokens[0]; t.IsWritten() {
			r.words = append(r.words, r.reader.lexeme(t))
		}
	}
	return &r.words[i]
}

// has says whether a word so many words on has a meaning, in the same run of words: no sign that ends a sentence
// stands before it.
func (r *mentions) has(i int, kind string) (int, bool) {
	w := r.word(i)
	if w == nil || i > 0 && !r.joined(i) {
		return 0, false
	}
	return w.is(kind)
}

// joined says whether nothing stands between a word and the one before that would part a date.
func (r *mentions) joined(i int) bool {
	between := r.between(i)
	return !strings.ContainsAny(between, ".!?؟؛\n:")
}

// between is what stands between a word and the one before.
func (r *mentions) between(i int) string {
	a, b := r.word(i-1), r.word(i)
	if a == nil || b == nil || b.start < a.end {
		return ""
	}
	return r.text[a.end:b.start]
}

// number is a number of one or two digits, or more.
func (l *lexeme) number(mostDigits int) (int, bool) {
	if l == nil || l.digits == "" || len(l.digits) > mostDigits {
		return 0, false
	}
	n, err := strconv.Atoi(l.digits)
	return n, err == nil
}

// numeric reads 25/1/2011, 2011-01-25 and the like.
func (r *mentions) numeric() (m Mention, n int) {
	if r.word(0).digits == "" {
		return m, 0
	}
	if r.word(2) == nil {
		return r.numericWord()
	}
	a, b, c := r.word(0), r.word(1), r.word(2)
	x, okA := a.number(4)
	y, okB := b.number(2)
	z, okC := c.number(4)
	sep := r.between(1)
	if !okA || !okB || !okC || sep != r.between(2) || len(sep) != 1 || !strings.Contains("/-.", sep) {
		return r.numericWord()
	}
	p := ordered(token{digits: a.digits, value: x}, token{digits: b.digits, value: y}, token{digits: c.digits, value: z}, rune(sep[0]))
	if p.year == 0 {
		return m, 0
	}
	return r.made(p, 3)
}

// numericWord reads a date of numbers that the analysis has left whole: 2011-01-25.
func (r *mentions) numericWord() (m Mention, n int) {
	w := r.word(0)
	if len(w.digits) < len("1/1/2011") {
		return m, 0
	}
	parts := strings.FieldsFunc(w.digits, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(parts) != 3 {
		return m, 0
	}
	var t [3]token
	for i, digits := range parts {
		if len(digits) > 4 || strings.Trim(digits, "0123456789") != "" {
			return m, 0
		}
		t[i].digits = digits
		t[i].value, _ = strconv.Atoi(digits)
	}
	p := ordered(t[0], t[1], t[2], '/')
	if p.year == 0 {
		return m, 0
	}
	return r.made(p, 1)
}

// made turns what was read into days.
func (r *mentions) made(p part, n int) (Mention, int) {
	moon := p.calendar == moon || p.calendar == unknown && p.year >= firstHijri && p.year <= lastHijri
	if moon {
		from, ok := fromHijri(p.year, max(p.month, 1), max(p.day, 1))
		if !ok || p.year > lastHijri || p.year < 1 {
			return Mention{}, 0
		}
		to := from.AddDate(0, 0, 1)
		switch {
		case p.month == 0:
			to, _ = fromHijri(p.year+1, 1, 1)
		case p.day == 0 && p.month == 12:
			to, _ = fromHijri(p.year+1, 1, 1)
		case p.day == 0:
			to, _ = fromHijri(p.year, p.month+1, 1)
		}
		return Mention{From: from, To: to, Hijri: true}, n
	}
	if p.year < firstYear || p.year >= lastYear {
		return Mention{}, 0
	}
	from := time.Date(p.year, time.Month(max(p.month, 1)), max(p.day, 1), 0, 0, 0, 0, time.UTC)
	to := from.AddDate(0, 0, 1)
	switch {
	case p.month == 0:
		to = from.AddDate(1, 0, 0)
	case p.day == 0:
		to = from.AddDate(0, 1, 0)
	case from.Day() != p.day: // the 31st of a month of 30
		return Mention{}, 0
	}
	return Mention{From: from, To: to}, n
}

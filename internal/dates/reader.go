package dates

import (
	"strconv"
	"strings"
)

// calendar of a date.
type calendar uint8

const (
	unknown calendar = iota // by the year
	sun
	moon
)

// part is one date that was read, in whatever calendar.
type part struct {
	year, month, day int // 0 where not known
	calendar         calendar
	dayFirst         bool
	first, last      int // its tokens
}

// reader puts the tokens of a text together to dates and a time of day. A strict
// one must understand every token; another passes over what it does not.
type reader struct {
	tokens []token
	strict bool
	at     int // the token to be read

	numbers []token // since the last date, of days and years
	from    int     // the first token of the date being read
	month   int     // its month in words
	cal     calendar
	latin   bool // the month is a Latin word

	parts []part
	clock clock
	after after // what the last token was part of
}

// after is what was read last: it decides what the letter م means.
type after uint8

const (
	afterOther after = iota
	afterClock
	afterNumber
)

// read reads all tokens, and reports whether nothing remained.
func (r *reader) read() bool {
	for r.at < len(r.tokens) {
		t := r.tokens[r.at]
		ok := true
		switch {
		case t.number():
			ok = r.number()
		case t.word != "":
			ok = r.word()
		default:
			ok = r.sign(t)
		}
		if !ok {
			if r.strict {
				return false
			}
			if r.month == 0 { // else it may begin the next date
				r.at++
			}
			r.flush()
		}
	}
	return r.flush()
}

// flush ends the date being read, and reports whether it was whole or none.
func (r *reader) flush() bool {
	ok := len(r.numbers) == 0 && r.month == 0
	switch {
	case ok:
	case r.month != 0 && len(r.numbers) == 1 && isYear(r.numbers[0]): // the year, then the month
		r.push(part{year: r.numbers[0].value, month: r.month, calendar: r.cal})
		return true
	case r.strict && r.month == 0 && len(r.numbers) == 1 && len(r.parts) == 0 && isYear(r.numbers[0]):
		r.push(part{year: r.numbers[0].value})
		return true
	}
	r.forget()
	return ok
}

func (r *reader) forget() {
	r.numbers, r.month, r.cal, r.latin = nil, 0, unknown, false
	r.after = afterOther
}

// push takes a date in that ends before the token to be read.
func (r *reader) push(p part) {
	p.first, p.last = r.from, max(r.at-1, r.from)
	r.parts = append(r.parts, p)
	r.forget()
	r.after = afterNumber
}

// begin marks the token to be read as the first of a date, if none is begun.
func (r *reader) begin() {
	if len(r.numbers) == 0 && r.month == 0 {
		r.from = r.at
	}
}

// number reads what begins with a number: a time of day, a date of numbers, or
// the number alone.
func (r *reader) number() bool {
	if n := r.readClock(); n > 0 {
		r.at += n
		r.after = afterClock
		return true
	}
	p, n := r.digits()
	if n > 0 && !r.strict && (r.month == 0 || p.day > 0) {
		r.forget() // what stood before it was no date
	}
	r.begin()
	if n > 0 && r.month == 0 && len(r.numbers) == 0 {
		r.at += n
		r.push(p)
		return true
	}
	t := r.tokens[r.at]
	r.at++
	r.after = afterNumber
	if !r.loose(t) {
		r.at--
		return false
	}
	return true
}

// loose takes in a number by itself, the day or the year of a date in words.
func (r *reader) loose(t token) bool {
	switch {
	case r.month == 0:
		if !r.strict && len(r.numbers) > 0 {
			r.numbers, r.from = nil, r.at-1
		}
		r.numbers = append(r.numbers, t)
		return len(r.numbers) <= 1
	case isYear(t) || len(r.numbers) == 1 && r.shortYear(t):
		day := 0
		if len(r.numbers) == 1 {
			day = r.numbers[0].value
		}
		r.push(part{year: fullYear(t), month: r.month, day: day, calendar: r.cal})
		return true
	case len(r.numbers) == 1 && isYear(r.numbers[0]):
		r.push(part{year: r.numbers[0].value, month: r.month, day: t.value, calendar: r.cal})
		return true
	case len(r.numbers) == 0: // the day behind its month
		r.numbers = append(r.numbers, t)
		return true
	}
	return false
}

func isYear(t token) bool { return len(t.digits) == 4 && t.value >= firstYear }

// shortYear reports whether a number may be the last two digits of a year, as
// in mail: 17 May 24 10:30.
func (r *reader) shortYear(t token) bool {
	return r.latin && len(t.digits) == 2 && r.peekClock()
}

func fullYear(t token) int {
	switch {
	case len(t.digits) > 2:
		return t.value
	case t.value < 70:
		return 2000 + t.value
	}
	return 1900 + t.value
}

// word reads a word, or the two words of one name.
func (r *reader) word() bool {
	meaning, n := r.meaning()
	if n == 0 {
		return false
	}
	switch {
	case meaning == "-":
	case meaning == "ad" || meaning == "ah":
		if !r.era(meaning) {
			return false
		}
	case meaning == "am" || meaning == "pm" || meaning == "night":
		if !r.half(meaning) {
			return false
		}
	case strings.HasPrefix(meaning, "z"):
		if !r.zoneWord(meaning[1:]) {
			return false
		}
	default:
		if !r.monthWord(meaning) {
			return false
		}
	}
	r.at += n
	if meaning != "-" {
		r.after = afterOther
	}
	return true
}

// meaning looks the word up, with the next one first, and returns how many
// words it took.
func (r *reader) meaning() (string, int) {
	word := r.tokens[r.at].word
	if r.at+1 < len(r.tokens) {
		if m, ok := meanings()[word+" "+r.tokens[r.at+1].word]; ok {
			return m, 2
		}
	}
	if word == "t" && r.betweenNumbers() {
		return "-", 1
	}
	if m, ok := meanings()[word]; ok {
		return m, 1
	}
	return "", 0
}

// betweenNumbers reports whether a number stands on both sides of the token.
func (r *reader) betweenNumbers() bool {
	return r.at > 0 && r.at+1 < len(r.tokens) && r.tokens[r.at-1].number() && r.tokens[r.at+1].number()
}

// monthWord takes in the name of a month. A second name of the same month says
// nothing new.
func (r *reader) monthWord(meaning string) bool {
	cal := sun
	if digits, ok := strings.CutPrefix(meaning, "h"); ok {
		cal, meaning = moon, digits
	}
	n, _ := strconv.Atoi(meaning)
	if r.month != 0 {
		return r.month == n && r.cal == cal
	}
	r.begin()
	r.month, r.cal = n, cal
	r.latin = r.tokens[r.at].word[0] < 0x80
	return true
}

// era says in which calendar the year before it is.
func (r *reader) era(meaning string) bool {
	cal := sun
	if meaning == "ah" {
		cal = moon
	}
	if r.after == afterNumber && len(r.numbers) == 1 && r.month == 0 && isYear(r.numbers[0]) {
		r.push(part{year: r.numbers[0].value, calendar: cal})
		return true
	}
	if len(r.parts) == 0 || r.after != afterNumber || len(r.numbers) > 0 {
		return false
	}
	p := &r.parts[len(r.parts)-1]
	ok := p.calendar == unknown || p.calendar == cal
	p.calendar, p.last = cal, r.at
	return ok
}

// sign reads a sign. Those that stand between the parts of a date say nothing.
func (r *reader) sign(t token) bool {
	r.at++
	if strings.ContainsRune(",،.-–—/\\|:؛;()[]_'’", t.sign) {
		return true
	}
	r.at--
	return false
}

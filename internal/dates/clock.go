package dates

import (
	"strconv"
	"time"
)

// clock is a time of day.
type clock struct {
	set               bool
	hour, minute, sec int
	half              bool // its half of the day was named
	zone              time.Duration
	zoned, zoneless   bool // a zone was named; one whose hour is not known
	at                int  // its token
}

// setClock sets the time of day, once.
func (r *reader) setClock(hour, minute, sec int) bool {
	if r.clock.set || hour > 24 || minute > 59 || sec > 60 {
		return false
	}
	r.clock.set, r.clock.at = true, r.at
	r.clock.hour, r.clock.minute, r.clock.sec = hour, minute, sec
	return true
}

// peekClock reports whether a time of day comes next.
func (r *reader) peekClock() bool {
	t := r.tokens[r.at:]
	return len(t) >= 3 && t[0].number() && t[1].sign == ':' && t[2].number()
}

// readClock reads a time of day with its zone in digits and returns how many
// tokens it took: 10:30, 10:30:05.123, behind the letter T 103005 too.
func (r *reader) readClock() int {
	t := r.tokens[r.at:]
	if r.at > 0 && r.tokens[r.at-1].word == "t" && (len(t[0].digits) == 6 || len(t[0].digits) == 4) {
		return r.compactClock(t[0])
	}
	if !r.peekClock() || len(t[0].digits) > 2 || len(t[2].digits) != 2 {
		return 0
	}
	n, sec := 3, 0
	if len(t) >= 5 && t[3].sign == ':' && len(t[4].digits) == 2 {
		n, sec = 5, t[4].value
		if len(t) >= 7 && (t[5].sign == '.' || t[5].sign == ',') && t[6].number() && !t[6].spaced {
			n = 7
		}
	}
	if !r.setClock(t[0].value, t[2].value, sec) {
		return 0
	}
	return n + r.offset(r.at+n)
}

func (r *reader) compactClock(t token) int {
	number := func(from, to int) int {
		n, _ := strconv.Atoi(t.digits[from:to])
		return n
	}
	sec := 0
	if len(t.digits) == 6 {
		sec = number(4, 6)
	}
	if !r.setClock(number(0, 2), number(2, 4), sec) {
		return 0
	}
	return 1 + r.offset(r.at+1)
}

// offset reads a zone in digits at token i, such as +03, +0300, -04:00, and
// returns how many tokens it took.
func (r *reader) offset(i int) int {
	if i+1 >= len(r.tokens) || r.clock.zoned && r.clock.zone != 0 {
		return 0
	}
	sign, t := r.tokens[i].sign, r.tokens[i+1]
	if sign != '+' && sign != '-' || !t.number() || t.spaced || len(t.digits) == 3 || len(t.digits) > 4 {
		return 0
	}
	if end := i+2 == len(r.tokens); len(t.digits) < 3 && !end && (r.tokens[i].spaced || dateSign(r.tokens[i+2])) {
		return 0 // the day of a date
	}
	n, hours, minutes := 2, t.value, 0
	if len(t.digits) == 4 {
		hours, minutes = t.value/100, t.value%100
	} else if i+3 < len(r.tokens) && r.tokens[i+2].sign == ':' && len(r.tokens[i+3].digits) == 2 {
		n, minutes = 4, r.tokens[i+3].value
	}
	if hours > 14 || minutes > 59 {
		return 0
	}
	zone := time.Duration(hours*60+minutes) * time.Minute
	if sign == '-' {
		zone = -zone
	}
	r.clock.zone, r.clock.zoned = zone, true
	return n
}

func dateSign(t token) bool { return t.sign == '/' || t.sign == '-' || t.sign == '.' }

// zoneWord takes in the name of a zone, its minutes ahead of UTC or "?", and
// what may follow: GMT+3, (Arabian Standard Time).
func (r *reader) zoneWord(minutes string) bool {
	if !r.clock.set {
		return false
	}
	if minutes == "?" {
		r.clock.zoneless = !r.clock.zoned
		return true
	}
	m, _ := strconv.Atoi(minutes)
	if !r.clock.zoned {
		r.clock.zone, r.clock.zoned = time.Duration(m)*time.Minute, true
	}
	skipped := r.offset(r.at + 1)
	r.at += skipped
	if skipped > 0 {
		r.at += r.aside(r.at + 1)
	}
	return true
}

// aside returns how many tokens are in brackets at token i.
func (r *reader) aside(i int) int {
	if i >= len(r.tokens) || r.tokens[i].sign != '(' {
		return 0
	}
	for j := i; j < len(r.tokens); j++ {
		if r.tokens[j].number() {
			return 0
		}
		if r.tokens[j].sign == ')' {
			return j - i + 1
		}
	}
	return 0
}

// half takes in a half of the day. The letter م is the era unless a time of day
// stands before it; without minutes the number before it is the hour.
func (r *reader) half(meaning string) bool {
	letter := r.tokens[r.at].word == "م"
	if r.after != afterClock && letter && r.era("ad") {
		return true
	}
	if r.after == afterNumber && len(r.numbers) == 1 && !r.clock.set && r.numbers[0].value <= 12 && r.month == 0 {
		if !r.setClock(r.numbers[0].value, 0, 0) {
			return false
		}
		r.numbers = nil
	}
	c := &r.clock
	if !c.set || c.half {
		return letter && !r.strict
	}
	c.half = true
	switch {
	case c.hour > 12: // 22:30 م
	case meaning == "am" && c.hour == 12, meaning == "night" && c.hour == 12:
		c.hour = 0
	case meaning == "pm" && c.hour < 12, meaning == "night" && c.hour >= 6:
		c.hour += 12
	}
	return true
}

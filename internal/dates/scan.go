package dates

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
)

// token is a number, a word or a sign.
type token struct {
	start, end int    // offsets in the text
	digits     string // of a number, western
	value      int    // of a number
	word       string // plain
	sign       rune
	spaced     bool // a space stands before it
	persian    bool // its digits are those of Persian
}

func (t token) number() bool { return t.digits != "" }

// scan takes a text apart. Marks of direction, which come with pasted dates, are
// nothing.
func scan(s string) []token {
	var tokens []token
	spaced := true
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			spaced = spaced || unicode.IsSpace(r)
			i += size
			continue
		}
		t := token{start: i, spaced: spaced}
		switch {
		case unicode.Is(unicode.Nd, r):
			i += run(s[i:], isDigit)
			t.digits = westernDigits(s[t.start:i])
			t.persian = r >= '۰' && r <= '۹'
			t.value, _ = strconv.Atoi(t.digits) // too long a number is no part of a date, whatever its value
		case unicode.IsLetter(r):
			i += run(s[i:], isLetter)
			t.word = plain(s[t.start:i])
		default:
			i += size
			t.sign = r
		}
		t.end, spaced = i, false
		tokens = append(tokens, t)
	}
	return tokens
}

// run returns the length of what s begins with.
func run(s string, of func(rune) bool) int {
	n := strings.IndexFunc(s, func(r rune) bool { return !of(r) })
	if n < 0 {
		return len(s)
	}
	return n
}

func isDigit(r rune) bool { return unicode.Is(unicode.Nd, r) }

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) }

// westernDigits writes the digits of all scripts as 0 to 9, and drops the marks
// of direction.
func westernDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, analysis.ASCIIDigits(s))
}

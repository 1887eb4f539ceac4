package query

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/fihris-search/fihris/internal/analysis"
)

// rangeSign stands between the ends of a range, of which one may be left out.
const rangeSign = ".."

// ends cuts a range into its ends; of what is none, both are the text.
func ends(text string) (from, to string, isRange bool) {
	if from, to, isRange = strings.Cut(text, rangeSign); !isRange {
		return text, text, false
	}
	return from, to, from != "" || to != ""
}

// ParseNumbers reads a number or a range of numbers, in digits of any script: 12,
// 10..20, 10.., ..20. Both ends are included; the end that is left out is infinite.
func ParseNumbers(text string) (from, to float64, ok bool) {
	a, b, isRange := ends(text)
	from, to = math.Inf(-1), math.Inf(1)
	if a == "" && b == "" {
		return 0, 0, false
	}
	ok = true
	if a != "" {
		from, ok = parseNumber(a)
	}
	if b != "" && ok {
		to, ok = parseNumber(b)
	}
	return from, to, ok && (!isRange || from <= to)
}

func parseNumber(s string) (float64, bool) {
	s = strings.Map(func(r rune) rune {
		switch r {
		case analysis.DecimalSeparator:
			return '.'
		case hyphen, nonBreakingHyphen, '\u2212': // a minus sign
			return '-'
		}
		return r
	}, analysis.ASCIIDigits(s))
	for _, r := range strings.TrimPrefix(s, "-") {
		if !unicode.IsDigit(r) && r != '.' { // ParseFloat knows inf, 0x1p-2 and 1_000 as well
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

// ParseMoments reads a period, or a range from the beginning of one to the end of
// another: 2020-09, 2019..2020, 2020-09.., ..2020. It is from start up to but not
// including end; a zero time leaves that side open.
func ParseMoments(text string) (start, end time.Time, ok bool) {
	a, b, isRange := ends(text)
	if a == "" && b == "" {
		return start, end, false
	}
	ok = true
	if a != "" {
		start, end, ok = ParsePeriod(a)
	}
	if !isRange || !ok {
		return start, end, ok
	}
	end = time.Time{}
	if b != "" {
		_, end, ok = ParsePeriod(b)
	}
	return start, end, ok && (end.IsZero() || start.Before(end))
}

// Accepts reports whether a text can be compared with the field.
func (f Field) Accepts(text string) (ok bool) {
	switch f.kind {
	case Number:
		_, _, ok = ParseNumbers(text)
	case Moment:
		_, _, ok = ParseMoments(text)
	default:
		ok = hasWord(text)
	}
	return ok
}

// wanted says what the field is compared with.
func (f Field) wanted() string {
	switch f.kind {
	case Number:
		return "a number or a range such as 12, 10..20 or 10.."
	case Moment:
		return "a date or a range such as 2020-09-15, 2019..2020 or 2020-09.."
	}
	return "a value with a letter or a digit"
}

package corpus

import (
	_ "embed"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// layouts are the forms of dates that hold no words of Arabic, the most
// telling first. Of two small numbers the day comes first, as in Arab
// countries.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700",
	"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02T150405", "20060102T150405Z07:00",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 MST",
	"2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2", "2006-1", "2006",
	"2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2", "2006.1.2", "20060102",
	"2/1/2006 15:04:05", "2/1/2006 15:04", "2/1/2006", "2-1-2006 15:04", "2-1-2006", "2.1.2006",
	time.RFC1123, time.RFC1123Z, time.RFC850, time.ANSIC, time.UnixDate, time.RubyDate,
	"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST",
	"2 Jan 2006 15:04:05 -0700",
}

// parseDate reads a date in one of many forms, with digits of any script, as a
// number of seconds or milliseconds since 1970, or in words (8 October 2020,
// and so in Arabic with the month names of all its countries). It is UTC where
// no zone is given.
func parseDate(s string) (time.Time, bool) {
	s = strings.Join(strings.Fields(asciiDigits(s)), " ")
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Truncate(time.Second).UTC(), true
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return parseUnix(n)
	}
	return parseDateWords(s)
}

// asciiDigits writes the digits of all scripts as 0 to 9 and drops the marks
// of direction that come with pasted dates.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < unicode.MaxASCII:
			return r
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.Is(unicode.Nd, r):
			return '0' + rune(digitValue(r))
		}
		return r
	}, s)
}

// digitValue returns the value of a decimal digit: Unicode keeps them in runs
// of ten, each from 0 to 9.
func digitValue(r rune) int {
	zero := r
	for unicode.Is(unicode.Nd, zero-1) {
		zero--
	}
	return int(r-zero) % 10
}

// parseUnix reads seconds since 1970, or milliseconds where seconds would lie
// thousands of years away. Small numbers are no dates.
func parseUnix(n int64) (time.Time, bool) {
	const (
		first = 1e8  // 1973 in seconds
		milli = 1e11 // year 5138 in seconds, 1973 in milliseconds
		last  = 1e14
	)
	switch {
	case first <= n && n < milli:
		return time.Unix(n, 0).UTC(), true
	case milli <= n && n < last:
		return time.UnixMilli(n).Truncate(time.Second).UTC(), true
	}
	return time.Time{}, false
}

//go:embed dates.txt
var dateData string

// dateWords gives the meanings of the words of dates.txt.
var dateWords = loadDateWords(dateData)

func loadDateWords(data string) map[string]string {
	words := map[string]string{}
	for line := range strings.Lines(data) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		for i := 1; i < len(fields); i++ {
			words[plain(strings.ReplaceAll(fields[i], "_", " "))] = fields[0]
		}
	}
	return words
}

// plain takes marks and case off a word.
func plain(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFC.String(word))
}

// dateParts is a date being put together from words.
type dateParts struct {
	numbers           []int
	month             time.Month
	hour, minute, sec int
	timed             bool // a time of day is there
	justTimed         bool // it was the word before
}

// parseDateWords reads a date with a month in words: day, month, year and
// perhaps a time, in any order that cannot be misread. A word that is not
// known refuses the whole.
func parseDateWords(s string) (time.Time, bool) {
	words := strings.FieldsFunc(plain(s), func(r rune) bool {
		return r != ':' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	var d dateParts
	for i := 0; i < len(words); i++ {
		meaning, known := dateWords[words[i]]
		if i+1 < len(words) {
			if m, ok := dateWords[words[i]+" "+words[i+1]]; ok {
				meaning, known = m, true
				i++
			}
		}
		if known && !d.word(meaning) || !known && !d.number(words[i]) {
			return time.Time{}, false
		}
		d.justTimed = !known && strings.Contains(words[i], ":")
	}
	return d.time()
}

// word takes a word in and reports whether it fits.
func (d *dateParts) word(meaning string) bool {
	switch meaning {
	case "-":
		return true
	case "am":
		if d.justTimed && d.hour == 12 {
			d.hour = 0
		}
		return true
	case "pm": // its letter stands for the era too, after a year
		if d.justTimed && d.hour < 12 {
			d.hour += 12
		}
		return true
	}
	n, _ := strconv.Atoi(meaning)
	if d.month != 0 && d.month != time.Month(n) {
		return false
	}
	d.month = time.Month(n)
	return true
}

// number takes a number or a time of day in and reports whether it fits.
func (d *dateParts) number(word string) bool {
	if n, err := strconv.Atoi(word); err == nil {
		d.numbers = append(d.numbers, n)
		return len(d.numbers) <= 2
	}
	for _, layout := range []string{"15:04:05", "15:04"} {
		if t, err := time.Parse(layout, word); err == nil && !d.timed {
			d.hour, d.minute, d.sec, d.timed = t.Hour(), t.Minute(), t.Second(), true
			return true
		}
	}
	return false
}

// time puts the parts together; a day that its month does not have is refused.
func (d *dateParts) time() (time.Time, bool) {
	if d.month == 0 || len(d.numbers) == 0 {
		return time.Time{}, false
	}
	day, year := 1, d.numbers[len(d.numbers)-1]
	if len(d.numbers) == 2 {
		day = d.numbers[0]
		if day > 31 { // year first
			day, year = year, day
		}
	}
	if year < 1000 || year > 9999 {
		return time.Time{}, false
	}
	t := time.Date(year, d.month, day, d.hour, d.minute, d.sec, 0, time.UTC)
	return t, t.Day() == day && t.Month() == d.month
}

package corpus

import (
	"errors"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/dates"
)

// A text says its date in its name, in the folders it lies in, or in a line
// near its beginning. A wrong date is worse than none: a date counts only where
// nothing else can be meant.

// datePattern finds dates in names of files.
type datePattern struct{ re *regexp.Regexp }

// newDatePattern reads a pattern in which YYYY, MM and DD stand for a year, a
// month and a day, * for anything, and all else for itself.
func newDatePattern(s string) (*datePattern, error) {
	if s == "" {
		return nil, nil
	}
	if strings.Count(s, "YYYY") != 1 || strings.Count(s, "MM") != 1 || strings.Count(s, "DD") > 1 {
		return nil, errors.New("--date-from " + s + ": YYYY, MM and perhaps DD are wanted in it, once each, such as YYYY/MM/DD")
	}
	re := regexp.QuoteMeta(s)
	for _, part := range [][2]string{{"YYYY", `(?P<y>\p{Nd}{4})`}, {"MM", `(?P<m>\p{Nd}{1,2})`}, {"DD", `(?P<d>\p{Nd}{1,2})`}, {`\*`, `.*?`}} {
		re = strings.ReplaceAll(re, part[0], part[1])
	}
	return &datePattern{regexp.MustCompile(`(?:^|\D)` + re + `(?:\D|$)`)}, nil
}

// find returns the date in a name.
func (p *datePattern) find(name string) (dates.Date, bool) {
	if p == nil {
		return dates.Date{}, false
	}
	m := p.re.FindStringSubmatch(name)
	if m == nil {
		return dates.Date{}, false
	}
	day := "1"
	if i := p.re.SubexpIndex("d"); i >= 0 {
		day = m[i]
	}
	return dates.Parse(m[p.re.SubexpIndex("y")] + "-" + m[p.re.SubexpIndex("m")] + "-" + day)
}

// dateInName returns the day that stands in the name of a file, or in those of
// the folders around it.
func dateInName(name string) (dates.Date, bool) {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	for _, s := range []string{strings.ReplaceAll(base, "_", "-"), strings.TrimPrefix(path.Dir(name)+"/"+base, "/")} {
		if d, _, _, ok := dates.Find(s); ok && d.Exact >= dates.Day {
			return d, true
		}
	}
	return dates.Date{}, false
}

// wholeDate reads a line that is a day and nothing else.
func wholeDate(line string) (dates.Date, bool) {
	if !strings.ContainsFunc(line, unicode.IsDigit) {
		return dates.Date{}, false
	}
	d, ok := dates.Parse(line)
	return d, ok && d.Exact >= dates.Day
}

// datelineLines is how many lines of a text may be the dateline, and
// datelineLetters how long one is at most that is nothing else.
const (
	datelineLines   = 3
	datelineLetters = 100
)

// dateline returns the day in the first lines of a text: in a line that has
// only a few words besides, or before the dash that ends the dateline of an
// agency (القاهرة، 17 مايو 2024 - قال …).
func dateline(text string) (dates.Date, bool) {
	n := 0
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if n++; n > datelineLines {
			break
		}
		d, start, end, ok := dates.Find(line)
		if !ok || d.Exact < dates.Day || len(strings.Fields(line[:start])) > 5 {
			continue
		}
		after := strings.TrimSpace(line[end:])
		if after == "" || isDash(after) || utf8.RuneCountInString(line) <= datelineLetters && strings.HasPrefix(after, "|") {
			return d, true
		}
	}
	return dates.Date{}, false
}

// isDash tells the sign behind a dateline.
func isDash(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("-–—ـ:(", r) && (len(s) == n || r == '(' || !strings.HasPrefix(s[n:], "/"))
}

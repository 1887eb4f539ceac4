// Package export is how articles leave an index and come back as they were: a
// line of JSON or a row of CSV for each, with nothing left out and nothing
// cleaned.
//
// What package corpus reads of other people's files it mends, cleans of markup and
// guesses the meaning of. What Fihris has written must come back byte for byte, so
// it says what it is: the first key of each line, and the first column of each row,
// is "fihris", and its value the version of this form.
//
// Both forms have the same fields: id, title, body, author, source, section, url,
// published (RFC 3339, to the second, in UTC; seconds since 1970 for years that it
// cannot write), tags (a list), extra (an object), file, and, in the first article
// only, what is of the index: base, the folder that names of files are relative to, and
// fields, those of its own as they were declared (a list of "lang=keyword"). JSON leaves out
// what is empty. CSV (RFC 4180) has a column for each, and holds tags, extra and fields as
// JSON in their cells; a table without the last column is read, too.
package export

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/fihris-search/fihris"
)

// Version of the form.
const Version = 1

// maxRecord is more than any article takes: one has 32 MB at most, of which each
// byte is six where it is escaped.
const maxRecord = 256 << 20

// Record is an article on its way.
type Record struct {
	fihris.Article
	Base string // of the first article: the folder that names of files are relative to
	// Fields are of the first article, too: those of the index's own.
	Fields []fihris.Field
	Line   int // where it begins, from 1; only of what was read
}

// The errors of a record.
var (
	errTooLong = fmt.Errorf("longer than %d MB", maxRecord>>20)
	errNewer   = errors.New("written by a newer version of Fihris")
	errUnknown = errors.New("not written by an export of Fihris")
)

// checkVersion says whether a record is of a version that can be read.
func checkVersion(v int) error {
	switch {
	case v > Version:
		return fmt.Errorf("%w: version %d, this program reads %d", errNewer, v, Version)
	case v < 1:
		return errUnknown
	}
	return nil
}

// formatFields writes declarations, and parseFields reads what it wrote.
func formatFields(fields []fihris.Field) (list []string) {
	for _, f := range fields {
		list = append(list, f.String())
	}
	return list
}

func parseFields(list []string) (fields []fihris.Field, err error) {
	for _, s := range list {
		f, err := fihris.ParseField(s)
		if err != nil {
			return nil, fmt.Errorf("fields of the index: %w", err)
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// Years that RFC 3339 can write.
const firstYear, lastYear = 0, 9999

// formatTime writes a date, and says whether it is the number of its seconds.
func formatTime(t time.Time) (s string, number bool) {
	t = t.UTC()
	switch y := t.Year(); {
	case t.IsZero():
		return "", false
	case y < firstYear || y > lastYear:
		return strconv.FormatInt(t.Unix(), 10), true
	}
	return t.Format(time.RFC3339), false
}

// parseTime reads what formatTime wrote.
func parseTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n != math.MinInt64 {
		return time.Unix(n, 0).UTC(), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("published %.40q: a date of RFC 3339 is wanted", s)
	}
	return t.UTC(), nil
}

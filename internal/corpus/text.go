package corpus

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fihris-search/fihris"
)

// maxTitle is the length, in letters, from which a first line is taken for a
// paragraph and no headline.
const maxTitle = 300

// readText reads a whole file as one article.
func readText(f file, r io.Reader) (fihris.Article, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxArticle+1))
	if err == nil && len(b) > maxArticle {
		err = errTooLong
	}
	if err == nil {
		err = checkUTF8(b)
	}
	if err != nil {
		return fihris.Article{}, skip(f.path, 0, err)
	}
	title, body := parseText(string(b))
	if title == "" && body == "" {
		return fihris.Article{}, skip(f.path, 0, errEmpty)
	}
	return fihris.Article{ID: f.id, Title: title, Body: body}, nil
}

// parseText takes an article apart: the title line, a blank line, the body.
// Where no blank line follows the first line, all is body.
func parseText(s string) (title, body string) {
	s = strings.TrimSpace(unixLines(s))
	first, rest, more := strings.Cut(s, "\n")
	if !more {
		return "", splitJoints(s)
	}
	second, _, _ := strings.Cut(rest, "\n")
	if strings.TrimSpace(second) != "" || utf8.RuneCountInString(first) > maxTitle {
		return "", splitJoints(s)
	}
	return strings.TrimSpace(first), splitJoints(rest)
}

// unixLines turns the line ends of other systems into line feeds.
func unixLines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
}

// splitJoints turns the joints of paragraphs into line feeds and trims the
// paragraphs. A joint is a full stop, perhaps a space, and a comma, before a
// space or at the end: what is left when a list of paragraphs is written out
// as one text. The full stop stays.
func splitJoints(s string) string {
	s = strings.TrimSpace(s)
	var b strings.Builder
	b.Grow(len(s))
	for {
		stop, next := findJoint(s)
		if stop < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:stop])
		s = strings.TrimLeftFunc(s[next:], unicode.IsSpace)
		if s != "" {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// findJoint returns where the paragraph before the first joint ends and the
// next one begins, or -1. The stop of a Latin abbreviation (U.S., then) is none.
func findJoint(s string) (stop, next int) {
	for i := 0; ; i++ {
		dot := strings.IndexByte(s[i:], '.')
		if dot < 0 {
			return -1, -1
		}
		i += dot
		j := i + 1
		if strings.HasPrefix(s[j:], " ") {
			j++
		}
		if !strings.HasPrefix(s[j:], ",") || latinAbbreviation(s[:i]) {
			continue
		}
		j++
		if r, _ := utf8.DecodeRuneInString(s[j:]); j == len(s) || unicode.IsSpace(r) {
			return i + 1, j
		}
	}
}

// latinAbbreviation reports whether s ends in a stop and one Latin letter.
func latinAbbreviation(s string) bool {
	r, n := utf8.DecodeLastRuneInString(s)
	return unicode.Is(unicode.Latin, r) && strings.HasSuffix(s[:len(s)-n], ".")
}

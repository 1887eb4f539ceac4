package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

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

package analysis

import "strings"

// seriesKind says to which series a token may belong.
type seriesKind uint8

const (
	otherSort  seriesKind = iota
	letterSort            // one letter of Arabic: أ ف ب
	latinSort             // a Latin word without digits: F-16
	digitSort             // digits without separators: 050-123-4567
)

// sortOf classifies the exact form of a piece of text.
func sortOf(exact string, kind kind) seriesKind {
	switch {
	case kind == kindArabic && len(exact) == letterBytes && exact != sWaw && exact != sMarb:
		return letterSort
	case kind == kindLatin && isEnglish(exact):
		return latinSort
	case kind == kindNumber && !strings.Contains(exact, "."):
		return digitSort
	}
	return otherSort
}

// series is tokens side by side that are one when nothing stands between them:
// the letters of an abbreviation, a model and its number, the groups of a
// telephone number. Like a name it is a term beside its parts.
type series struct {
	sort        seriesKind
	first, last int
	hyphens     int  // gaps that are a hyphen
	dialled     bool // begins as a telephone number does: with 0, 00 or +
}

// minPhone and maxPhone are the digits of what is dialled (E.164, with 00 before it).
const (
	minPhone = 9
	maxPhone = 17
)

// begin begins a series with a token.
func (c *series) begin(text string, k int, t *Token, of seriesKind) {
	*c = series{sort: of, first: k, last: k}
	if of == digitSort {
		c.dialled = t.Exact[0] == '0' || strings.HasSuffix(text[:t.Start], "+")
	}
}

// takes says whether the next token goes on with the series, and adds it if so.
func (c *series) takes(k int, of seriesKind, gap string) bool {
	hyphen := isHyphen(gap)
	switch {
	case c.sort == letterSort && of == letterSort && isLetterGap(gap):
	case c.sort == latinSort && of == digitSort && hyphen && c.first == c.last:
	case c.sort == digitSort && of == digitSort && (hyphen || c.dialled && c.hyphens == 0 && (gap == "" || isOneSpace(gap))):
	default:
		return false
	}
	c.last = k
	if hyphen {
		c.hyphens++
	}
	return true
}

// term is the text that the series would be if it were written as one, "" if it
// is no more than its parts: a date, a score, a range.
func (c *series) term(tokens []Token) string {
	groups := c.last - c.first + 1
	if groups < 2 || c.sort == otherSort {
		return ""
	}
	var b strings.Builder
	for i := c.first; i <= c.last; i++ {
		if c.sort == letterSort && i > c.first {
			b.WriteByte('.')
		}
		b.WriteString(tokens[i].Exact)
	}
	switch {
	case b.Len() > maxRunes:
		return ""
	case c.sort == digitSort && (b.Len() < minPhone || b.Len() > maxPhone || !c.dialled && (groups < 3 || c.hyphens < groups-1)):
		return ""
	}
	return b.String()
}

// kind is that of the term.
func (c *series) kind() kind {
	switch c.sort {
	case letterSort:
		return kindAbbreviation
	case digitSort:
		return kindNumber
	}
	return kindLatin
}

// isLetterGap accepts what stands between the letters of an abbreviation: a
// point, a space, both or nothing.
func isLetterGap(gap string) bool {
	gap = strings.TrimPrefix(gap, ".")
	return gap == "" || isOneSpace(gap)
}

func isHyphen(gap string) bool {
	switch gap {
	case "-", "\u2010", "\u2011", "\u2013":
		return true
	}
	return false
}

func isOneSpace(gap string) bool { return gap == " " || gap == "\u00A0" || gap == "\u202F" }

// widthOfSeries says how many positions a series takes that is written as one: a
// letter each of an abbreviation, a word and a number (F16).
func widthOfSeries(exact string, kind kind) int {
	switch kind {
	case kindAbbreviation:
		if isArabic(exact) {
			return len([]rune(strings.ReplaceAll(exact, ".", "")))
		}
	case kindLatin:
		word := strings.TrimRight(exact, "0123456789")
		if word != exact && isEnglish(word) {
			return 2
		}
	}
	return 1
}

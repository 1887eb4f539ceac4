package analysis

import (
	"strings"
	"unicode"
)

// Normalize returns a text with every word replaced by its exact form. What
// stands between the tokens stays, but for stray marks, invisible controls and
// broken bytes; where nothing else kept two tokens apart, a space does.
// Normalizing again changes nothing.
func (a *Analyzer) Normalize(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	var last Token
	for _, t := range a.AppendTokens(nil, text) {
		if !t.IsWritten() {
			continue
		}
		gap := writeGap(&b, between(text, last.End, t.Start), last.Exact)
		if last.End > 0 && !strings.ContainsFunc(gap, unicode.IsSpace) && mayMeet(text, last, t, gap) {
			b.WriteByte(' ')
		}
		b.WriteString(t.Exact)
		last = t
	}
	writeGap(&b, text[last.End:], last.Exact)
	return b.String()
}

// mayMeet reports whether two tokens might become one when what goes between
// or in them is gone: marks, controls, proclitics, the points of abbreviations.
func mayMeet(text string, last, t Token, gap string) bool {
	written := text[t.Start:t.End]
	return gap == "" || len(gap) < t.Start-last.End || isArabic(written) != isArabic(t.Exact) ||
		isAbbreviation(written, t) || isAbbreviation(text[last.Start:last.End], last)
}

func isAbbreviation(written string, t Token) bool {
	return strings.Contains(written, ".") && !strings.Contains(t.Exact, ".") && !isNumber(t.Exact)
}

// writeGap writes what stands between two tokens without what nobody sees, and
// returns that. Behind an address a space takes its place: it ended the address;
// and one goes before a sign that was not that of a language (C#), but would be now.
func writeGap(b *strings.Builder, gap, last string) string {
	instead := rune(-1)
	if isAddress(last) {
		instead = ' '
	}
	clean := strings.Map(func(r rune) rune {
		switch classOf(r) {
		case classMark, classControl, classAccent:
			return instead
		}
		return r
	}, strings.ToValidUTF8(gap, "\uFFFD"))
	if languageSign(last, clean) != "" {
		clean = " " + clean
	}
	b.WriteString(clean)
	return clean
}

package analysis

import (
	"strings"
	"unicode"
)

// Normalize returns a text with every token replaced by its exact form. What
// stands between the tokens stays, but for stray marks, invisible controls and
// broken bytes; where nothing else kept two tokens apart, a space does.
// Normalizing again changes nothing.
func (a *Analyzer) Normalize(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	at, open := 0, false // open: an address that more signs would continue
	for _, t := range a.AppendTokens(nil, text) {
		gap := writeGap(&b, text[at:t.Start], open)
		seen := gap != "" && len(gap) == t.Start-at && isArabic(text[t.Start:t.End]) == isArabic(t.Exact)
		if at > 0 && !seen && !strings.ContainsFunc(gap, unicode.IsSpace) {
			b.WriteByte(' ') // a mark, a control or proclitics that are gone stood between
		}
		b.WriteString(t.Exact)
		at, open = t.End, isAddress(t.Exact)
	}
	writeGap(&b, text[at:], open)
	return b.String()
}

// writeGap writes what stands between two tokens without what nobody sees, and
// returns that. Behind an address a space takes its place: it ended the address.
func writeGap(b *strings.Builder, gap string, afterAddress bool) string {
	instead := rune(-1)
	if afterAddress {
		instead = ' '
	}
	clean := strings.Map(func(r rune) rune {
		switch classOf(r) {
		case classMark, classControl, classAccent:
			return instead
		}
		return r
	}, strings.ToValidUTF8(gap, "\uFFFD"))
	b.WriteString(clean)
	return clean
}

package terminal

import (
	"slices"
	"strings"
	"unicode"

	"github.com/fihris-search/fihris/internal/textdir"
)

// Characters of layout, by their Unicode names.
const (
	rightToLeftIsolate    = "\u2067"
	popDirectionalIsolate = "\u2069"
	dots                  = "\u2026" // horizontal ellipsis, where a sentence is cut
)

// Span is a run of text. One that is Cut has no text: there, at an end of a
// passage, its sentence goes on.
type Span struct {
	Text  string
	Match bool
	Cut   bool
}

// Lines lays a passage out in lines that leave room for an indent, with its
// matches marked. base is the style of what does not match.
func (s Screen) Lines(passage []Span, base Style, indent int) []string {
	words := s.cutWords(passage)
	rtl := textdir.Of(textOf(passage)) == textdir.RTL
	width := 0
	if s.Width > 0 && indent > 0 {
		width = max(s.Width-indent, 20)
	}
	var lines []string
	var widths []int
	for len(words) > 0 {
		n := fit(words, width)
		lines = append(lines, s.line(words[:n], base, rtl))
		widths = append(widths, lineWidth(words[:n]))
		words = words[n:]
	}
	if rtl { // Arabic begins at a common edge on the right
		for i, edge := range widths {
			lines[i] = strings.Repeat(" ", slices.Max(widths)-edge) + lines[i]
		}
	}
	return lines
}

// lineWidth returns the columns of a line.
func lineWidth(words []word) int {
	n := len(words) - 1
	for _, w := range words {
		n += w.columns
	}
	return n
}

// line renders words in the order that the screen needs.
func (s Screen) line(words []word, base Style, rtl bool) string {
	var line []Span
	for i, w := range words {
		if i > 0 {
			line = append(line, Span{Text: " "})
		}
		// In a text that runs to the right each run of Arabic words is isolated.
		if s.Order == Isolates && !rtl && w.rtl && (i == 0 || !words[i-1].rtl) {
			line = append(line, Span{Text: rightToLeftIsolate})
		}
		line = append(line, w.spans...)
		if s.Order == Isolates && !rtl && w.rtl && (i == len(words)-1 || !words[i+1].rtl) {
			line = append(line, Span{Text: popDirectionalIsolate})
		}
	}
	if s.Order == Visual {
		line = visual(line, rtl)
	}
	var b strings.Builder
	for _, sp := range line {
		b.WriteString(s.span(sp, base))
	}
	if s.Order == Isolates && rtl {
		return rightToLeftIsolate + b.String() + popDirectionalIsolate
	}
	return b.String()
}

// span marks a match by colour, or where there is none by brackets.
func (s Screen) span(sp Span, base Style) string {
	switch {
	case !sp.Match:
		return s.Style(base, sp.Text)
	case s.Colour:
		return s.Style(StyleMatch, sp.Text)
	}
	return "[" + sp.Text + "]"
}

// word is what stands between two spaces.
type word struct {
	spans   []Span
	columns int // with the brackets around its matches
	rtl     bool
}

// cutWords cuts a passage at its spaces. Controls, which could command the
// terminal or upset the order of what follows, are left out.
func (s Screen) cutWords(passage []Span) []word {
	var words []word
	open := false // the last word goes on
	for _, sp := range passage {
		if sp.Cut {
			words = append(words, word{spans: []Span{{Text: dots}}, columns: 1})
			open = false
		}
		for rest := sp.Text; rest != ""; {
			n := strings.IndexFunc(rest, isBlank)
			if n == 0 {
				open = false
				rest = strings.TrimLeftFunc(rest, isBlank)
				continue
			}
			if n < 0 {
				n = len(rest)
			}
			text := strings.Map(printable, rest[:n])
			rest = rest[n:]
			if text == "" {
				continue
			}
			if !open {
				words = append(words, word{})
				open = true
			}
			w := &words[len(words)-1]
			w.spans = append(w.spans, Span{Text: text, Match: sp.Match})
			w.columns += columns(text)
			if sp.Match && !s.Colour {
				w.columns += len("[]")
			}
			w.rtl = w.rtl || strings.ContainsFunc(text, textdir.IsRTL)
		}
	}
	return words
}

// isBlank tells what parts words: spaces, and controls, since line feeds and
// tabs are controls.
func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// printable drops the marks that embed, override or isolate a direction: the
// screen sets its own.
func printable(r rune) rune {
	if '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069' || r == '\ufeff' {
		return -1
	}
	return r
}

// columns counts the columns of a text: marks take none.
func columns(text string) int {
	n := 0
	for _, r := range text {
		if !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			n++
		}
	}
	return n
}

// fit returns how many words stand on one line, at least one; all if width is 0.
func fit(words []word, width int) int {
	used := 0
	for i, w := range words {
		used += w.columns
		if width > 0 && i > 0 && used > width {
			return i
		}
		used++ // the space after it
	}
	return len(words)
}

// textOf returns the text of a passage.
func textOf(passage []Span) string {
	var b strings.Builder
	for _, sp := range passage {
		b.WriteString(sp.Text)
	}
	return b.String()
}

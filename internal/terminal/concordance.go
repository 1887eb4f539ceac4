package terminal

import (
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/textdir"
)

// defaultColumns is how wide aligned lines are where the width is not known.
const defaultColumns = 100

// Concorded lays out an occurrence with its context on one line, so that those of
// several lines stand under each other: in a text that runs to the left what was before stands at
// the right. What does not fit is left out, by whole words.
func (s Screen) Concorded(before, node, after string, indent int) string {
	width := s.Width
	if width == 0 {
		width = defaultColumns
	}
	width = max(width-indent, 40)
	rtl := textdir.Of(before+node+after) == textdir.RTL
	room := width/2 - 4
	words := s.cutWords([]Span{{Text: before}})
	if n := len(words); n > 0 && !isBlank(lastRune(before)) { // a quotation mark, say
		words[n-1].columns--
	}
	used := 0
	from := len(words)
	for from > 0 && used+words[from-1].columns+1 <= room {
		from--
		used += words[from].columns + 1
	}
	line := []Span{{Text: strings.Repeat(" ", room-used)}}
	for i, w := range words[from:] {
		line = append(line, w.spans...)
		if from+i < len(words)-1 || isBlank(lastRune(before)) {
			line = append(line, Span{Text: " "})
		}
	}
	left := width - room
	var text []string
	for _, w := range s.cutWords([]Span{{Text: node}}) {
		text = append(text, textOf(w.spans))
	}
	occurrence := Span{Text: strings.Join(text, " "), Match: true}
	line = append(line, occurrence)
	left -= columns(occurrence.Text)
	if !s.Colour {
		left -= len("[]")
	}
	if strings.IndexFunc(after, isBlank) == 0 {
		line = append(line, Span{Text: " "})
		left--
	}
	for i, w := range s.cutWords([]Span{{Text: after}}) {
		need := w.columns
		if i > 0 {
			need++
		}
		if need > left {
			break
		}
		if i > 0 {
			line = append(line, Span{Text: " "})
		}
		line = append(line, w.spans...)
		left -= need
	}
	line = append(line, Span{Text: strings.Repeat(" ", max(left, 0))})
	if s.Order == Visual {
		line = visual(line, rtl)
	}
	var b strings.Builder
	for _, sp := range line {
		b.WriteString(s.span(sp, ""))
	}
	if s.Order == Isolates && rtl {
		return rightToLeftIsolate + b.String() + popDirectionalIsolate
	}
	return strings.TrimRight(b.String(), " ")
}

// lastRune is the last rune of a text; a space for none.
func lastRune(text string) rune {
	if text == "" {
		return ' '
	}
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/term"
	"golang.org/x/text/unicode/bidi"

	"github.com/fihris-search/fihris"
)

// Characters of layout, by their Unicode names.
const (
	rightToLeftIsolate    = "\u2067"
	popDirectionalIsolate = "\u2069"
	dots                  = "\u2026" // horizontal ellipsis, where a sentence is cut
)

// The escape sequences used.
const (
	styleMatch = "\x1b[1;33m" // bold, yellow
	styleTitle = "\x1b[1m"
	styleFaint = "\x1b[2m"
	styleReset = "\x1b[0m"
)

// screen is what standard output can show.
type screen struct {
	terminal bool
	colour   bool
	order    order
	width    int // columns, 0 where lines may be of any length
}

// order is how Arabic is put on the screen.
type order int

const (
	logical  order = iota // as written: for pipes, and where nothing is known of the terminal
	isolates              // as written, in isolates: for terminals that order Arabic themselves
	seen                  // in the order in which it is seen, letters joined: for those that do not
)

// maxWidth keeps lines short enough to be read on wide terminals.
const maxWidth = 100

// newScreen looks at what out is.
func newScreen(out io.Writer) screen {
	f, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return screen{}
	}
	s := screen{terminal: true, order: orderOf(os.Getenv), width: maxWidth}
	s.colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
		s.width = min(w, maxWidth)
	}
	return s
}

// orderOf tells from the environment how a terminal treats Arabic. GNOME's VTE
// since 0.58, Konsole, Apple's, mlterm and mintty order it and know isolates;
// Alacritty, foot, st and xterm print letter by letter. Of others nothing is known.
func orderOf(env func(string) string) order {
	vte, _ := strconv.Atoi(env("VTE_VERSION"))
	program, term := env("TERM_PROGRAM"), env("TERM")
	switch {
	case vte >= 5800, env("KONSOLE_VERSION") != "", strings.HasPrefix(term, "mlterm"), program == "Apple_Terminal", program == "mintty":
		return isolates
	case strings.HasPrefix(term, "alacritty"), strings.HasPrefix(term, "foot"), strings.HasPrefix(term, "st-"), env("XTERM_VERSION") != "":
		return seen
	}
	return logical
}

// setBidi obeys --bidi.
func (s *screen) setBidi(mode string) error {
	switch mode {
	case "auto":
	case "on":
		s.order = isolates
	case "off":
		s.order = logical
	case "visual":
		s.order = seen
	default:
		return fmt.Errorf("--bidi %s: it is auto, on, off or visual", mode)
	}
	return nil
}

// style puts text between escape sequences where there is colour.
func (s screen) style(style, text string) string {
	if !s.colour || style == "" || text == "" {
		return text
	}
	return style + text + styleReset
}

// plain shows a text from an article or its metadata on one line.
func (s screen) plain(text string) string {
	return strings.Join(s.lines(fihris.Snippet{{Text: text}}, "", 0), " ")
}

// lines lays a passage out in lines that leave room for an indent, with its
// matches marked. base is the style of what does not match.
func (s screen) lines(passage fihris.Snippet, base string, indent int) []string {
	words := s.cutWords(passage)
	rtl := mostlyRTL(passage.String())
	width := 0
	if s.width > 0 && indent > 0 {
		width = max(s.width-indent, 20)
	}
	var lines []string
	var widths []int
	for len(words) > 0 {
		n := fit(words, width)
		lines = append(lines, s.line(words[:n], base, rtl))
		widths = append(widths, lineWidth(words[:n]))
		words = words[n:]
	}
	if width > 0 && rtl { // Arabic begins at a common edge on the right
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
func (s screen) line(words []word, base string, rtl bool) string {
	var line fihris.Snippet
	for i, w := range words {
		if i > 0 {
			line = append(line, fihris.Span{Text: " "})
		}
		// In a text that runs to the right each run of Arabic words is isolated.
		if s.order == isolates && !rtl && w.rtl && (i == 0 || !words[i-1].rtl) {
			line = append(line, fihris.Span{Text: rightToLeftIsolate})
		}
		line = append(line, w.spans...)
		if s.order == isolates && !rtl && w.rtl && (i == len(words)-1 || !words[i+1].rtl) {
			line = append(line, fihris.Span{Text: popDirectionalIsolate})
		}
	}
	if s.order == seen {
		line = visual(line, rtl)
	}
	var b strings.Builder
	for _, sp := range line {
		b.WriteString(s.span(sp, base))
	}
	if s.order == isolates && rtl {
		return rightToLeftIsolate + b.String() + popDirectionalIsolate
	}
	return b.String()
}

// span marks a match by colour, or where there is none by brackets.
func (s screen) span(sp fihris.Span, base string) string {
	switch {
	case !sp.Match:
		return s.style(base, sp.Text)
	case s.colour:
		return s.style(styleMatch, sp.Text)
	}
	return "[" + sp.Text + "]"
}

// word is what stands between two spaces.
type word struct {
	spans   []fihris.Span
	columns int // with the brackets around its matches
	rtl     bool
}

// cutWords cuts a passage at its spaces. Controls, which could command the
// terminal or upset the order of what follows, are left out.
func (s screen) cutWords(passage fihris.Snippet) []word {
	var words []word
	open := false // the last word goes on
	for _, sp := range passage {
		if sp.Cut {
			words = append(words, word{spans: []fihris.Span{{Text: dots}}, columns: 1})
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
			w.spans = append(w.spans, fihris.Span{Text: text, Match: sp.Match})
			w.columns += columns(text)
			if sp.Match && !s.colour {
				w.columns += len("[]")
			}
			w.rtl = w.rtl || strings.ContainsFunc(text, isRTL)
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

// mostlyRTL tells whether a text has more letters that run to the left.
func mostlyRTL(text string) bool {
	left, right := 0, 0
	for _, r := range text {
		switch {
		case isRTL(r):
			left++
		case unicode.IsLetter(r):
			right++
		}
	}
	return left > right
}

// isRTL tells letters that run to the left.
func isRTL(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.AL || p.Class() == bidi.R
}

// oneLine makes a text safe to print within a message.
func oneLine(text string) string { return screen{}.plain(text) }

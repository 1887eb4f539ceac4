package terminal

import (
	"errors"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// Style is how a text looks where there is colour; the zero value is plain.
type Style string

// The styles, as escape sequences.
const (
	StyleMatch Style = "\x1b[1;33m" // bold, yellow
	StyleTitle Style = "\x1b[1m"
	StyleFaint Style = "\x1b[2m"

	styleReset = "\x1b[0m"
)

// Screen is what an output can show. The zero value is that of a pipe.
type Screen struct {
	Colour bool
	Order  Order
	Width  int // columns, 0 where lines may be of any length
}

// Order is how Arabic is put on the screen.
type Order int

// The orders; the package comment says more.
const (
	Logical  Order = iota // as written: for pipes, and where nothing is known of the terminal
	Isolates              // as written, in isolates: for terminals that order Arabic themselves
	Visual                // in the order in which it is seen, letters joined: for those that do not
)

// maxWidth keeps lines short enough to be read on wide terminals.
const maxWidth = 100

// New looks at what out is.
func New(out io.Writer) Screen {
	f, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return Screen{}
	}
	return Screen{
		Colour: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb",
		Order:  orderOf(os.Getenv),
		Width:  min(widthOf(f, maxWidth), maxWidth),
	}
}

// widthOf returns how many columns a terminal has, or what is given where it
// does not say.
func widthOf(f *os.File, unknown int) int {
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		return unknown
	}
	return width
}

// orderOf tells from the environment how a terminal treats Arabic. GNOME's VTE
// since 0.58, Konsole, Apple's, mlterm and mintty order it and know isolates;
// Alacritty, foot, st and xterm print letter by letter. Of others nothing is known.
func orderOf(env func(string) string) Order {
	vte, _ := strconv.Atoi(env("VTE_VERSION"))
	program, term := env("TERM_PROGRAM"), env("TERM")
	switch {
	case vte >= 5800, env("KONSOLE_VERSION") != "", strings.HasPrefix(term, "mlterm"), program == "Apple_Terminal", program == "mintty":
		return Isolates
	case strings.HasPrefix(term, "alacritty"), strings.HasPrefix(term, "foot"), strings.HasPrefix(term, "st-"), env("XTERM_VERSION") != "":
		return Visual
	}
	return Logical
}

// Bidi are the words that [Screen.SetBidi] knows.
var Bidi = []string{"auto", "on", "visual", "off"}

// SetBidi sets the order by a word of people: on for a terminal that orders
// Arabic, visual for one that does not, off for text as written; auto leaves
// what New found.
func (s *Screen) SetBidi(word string) error {
	switch word {
	case "auto":
	case "on":
		s.Order = Isolates
	case "off":
		s.Order = Logical
	case "visual":
		s.Order = Visual
	default:
		return errors.New("it is auto, on, off or visual")
	}
	return nil
}

// Style puts text between escape sequences where there is colour.
func (s Screen) Style(style Style, text string) string {
	if !s.Colour || style == "" || text == "" {
		return text
	}
	return string(style) + text + styleReset
}

// Plain shows a text from an article or its metadata on one line.
func (s Screen) Plain(text string) string {
	return strings.Join(s.Lines([]Span{{Text: text}}, "", 0), " ")
}

// OneLine makes a text from outside safe to print within a message: on one
// line, without anything that could command a terminal.
func OneLine(text string) string { return Screen{}.Plain(text) }

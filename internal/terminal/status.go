package terminal

import (
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/term"
)

// Status is a line of a terminal that is written over and over: how far some
// work has come. On anything but a terminal it shows nothing.
type Status struct {
	out     io.Writer  // nil where nothing is shown
	columns func() int // of the terminal, which may change while work goes on
	last    int        // columns of the line that stands there
	shown   time.Time
}

// statusInterval is how often the line may change: as often as an eye follows.
const statusInterval = 100 * time.Millisecond

// NewStatus returns a status line on out.
func NewStatus(out io.Writer) *Status {
	f, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return &Status{}
	}
	return &Status{out: f, columns: func() int { return widthOf(f, 80) }}
}

// Due tells whether it is time to show another line, so that none is made in
// vain.
func (s *Status) Due(now time.Time) bool { return s.out != nil && now.Sub(s.shown) >= statusInterval }

// Show writes a line over the last one, if it is Due. text gets the columns that
// there are; what it returns beyond them is cut. Its characters must take one
// column each and run to the right. A line that cannot be written stops no work.
func (s *Status) Show(now time.Time, text func(columns int) string) {
	if !s.Due(now) {
		return
	}
	s.shown = now
	width := s.columns() - 1 // in the last column some terminals begin a new line
	line := []rune(text(width))
	s.write(string(line[:min(len(line), max(width, 0))]))
}

// Clear takes the line off the screen.
func (s *Status) Clear() {
	if s.last > 0 {
		s.write("")
		_, _ = io.WriteString(s.out, "\r")
	}
}

// write writes text over the last line, and spaces over what stuck out of it.
// It uses no escape sequences, which not every terminal of Windows obeys.
func (s *Status) write(text string) {
	n := utf8.RuneCountInString(text)
	_, _ = io.WriteString(s.out, "\r"+text+strings.Repeat(" ", max(s.last-n, 0)))
	s.last = n
}

package markup

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxRounds is how often a text may have been escaped.
const maxRounds = 3

// Clean returns the text of s where s is markup, and s itself where it is prose.
func Clean(s string) string {
	if !IsMarkup(s) {
		return s
	}
	return Text(s)
}

// Text returns the text of markup, a paragraph a line. Elements that are blocks
// break lines; scripts, styles, frames and drawings are left out; references
// become what they stand for. What may break a word without being seen, <wbr>
// and the soft hyphen, vanishes. Text that was escaped twice is taken apart
// twice, if it is plainly markup still.
//
// Broken markup loses no text: a < that begins no tag stays, a script or comment
// without an end leaves out nothing but its tag.
func Text(s string) string {
	for range maxRounds {
		s = once(s)
		if !plainly(s) {
			break
		}
	}
	return s
}

// once takes one layer of markup off.
func once(s string) string {
	s, structured := sound(s)
	w := writer{structured: structured}
	w.b.Grow(len(s) / 2)
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken: // the end: a string has no other error
			return w.b.String()
		case html.TextToken:
			w.text(z.Token().Data)
		case html.StartTagToken:
			w.open(z.Token().DataAtom)
		case html.SelfClosingTagToken:
			w.boundary(z.Token().DataAtom)
		case html.EndTagToken:
			w.close(z.Token().DataAtom)
		}
	}
}

// writer puts the text together.
type writer struct {
	b           strings.Builder
	structured  bool      // elements break the lines, so that line feeds are spaces
	skip        atom.Atom // the element being left out
	depth       int       // how often it is open
	pre         int       // how many elements are open in which line feeds count
	space, line bool      // to be written before the next letter
}

func (w *writer) open(a atom.Atom) {
	switch {
	case w.depth > 0:
		if a == w.skip {
			w.depth++
		}
		return
	case isDropped[a]:
		w.skip, w.depth = a, 1
	case a == atom.Pre:
		w.pre++
	}
	w.boundary(a)
}

func (w *writer) close(a atom.Atom) {
	switch {
	case w.depth > 0:
		if a == w.skip {
			w.depth--
		}
		return
	case a == atom.Pre && w.pre > 0:
		w.pre--
	}
	w.boundary(a)
}

// boundary sets apart what an element sets apart.
func (w *writer) boundary(a atom.Atom) {
	switch {
	case isBlock[a] || a == atom.Br:
		w.line = true
	case isCell[a]:
		w.space = true
	}
}

// text writes text, with one space or line feed for whatever stands between
// words. An empty line ends a paragraph in any case: WordPress has no tag for it.
func (w *writer) text(s string) {
	if w.depth > 0 {
		return
	}
	feeds := 0
	for _, r := range s {
		switch {
		case r == '\u00ad' || r == '\u200b' || r == '\ufeff' || r == '\r':
		case r == '\n':
			feeds++
			w.line = w.line || feeds > 1 || w.pre > 0 || !w.structured
			w.space = true
		case unicode.IsSpace(r):
			w.space = true
		default:
			feeds = 0
			w.letter(r)
		}
	}
}

func (w *writer) letter(r rune) {
	if w.b.Len() > 0 {
		switch {
		case w.line:
			w.b.WriteByte('\n')
		case w.space:
			w.b.WriteByte(' ')
		}
	}
	w.space, w.line = false, false
	w.b.WriteRune(r)
}

package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/fihris-search/fihris/internal/markup"
)

// block is a line of text: what stands between two borders of elements that
// break lines.
type block struct {
	text    string
	folded  string // letters and digits only, to compare
	linked  int    // letters of it that lie in links
	letters int
	heading int // 1 to 6, 0 for none
	aside   bool
}

// isMenu tells a line that is mostly links.
func (b *block) isMenu() bool { return 2*b.linked > b.letters }

// lineEnd marks the ends of lines in the texts of a page.
const lineEnd = '\u2029'

// blocksOf returns the lines of what is under a node, and marks in it where they
// end: go-readability takes elements away that do.
func blocksOf(n *html.Node) []block {
	w := blocker{}
	w.walk(n)
	w.flush()
	return w.blocks
}

type blocker struct {
	blocks  []block
	b       strings.Builder
	space   bool
	link    int // depth in links
	heading int
	aside   int // depth in what stands beside an article
	pre     int
	linked  int
	letters int
	last    *html.Node // the last text of the line
}

func (w *blocker) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text(n)
		return
	case html.ElementNode:
		if markup.IsDropped(n.DataAtom) || isHidden(n) {
			return
		}
	case html.DocumentNode:
	default:
		return
	}
	breaks := markup.IsBlock(n.DataAtom) || n.DataAtom == atom.Br
	if breaks {
		w.flush()
	}
	w.cell(n.DataAtom)
	enter, leave := w.element(n.DataAtom)
	enter()
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
	if breaks {
		w.flush()
	}
	leave()
	w.cell(n.DataAtom)
}

// cell sets apart what stands in a cell.
func (w *blocker) cell(a atom.Atom) {
	if !w.space && markup.IsCell(a) {
		w.space = true
		if w.last != nil {
			w.last.Data += " "
		}
	}
}

// element says what becomes different within an element.
func (w *blocker) element(a atom.Atom) (enter, leave func()) {
	count := func(n *int) (func(), func()) { return func() { *n++ }, func() { *n-- } }
	switch a {
	case atom.A, atom.Button:
		return count(&w.link)
	case atom.Nav, atom.Aside, atom.Footer:
		return count(&w.aside)
	case atom.Pre:
		return count(&w.pre)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		level := int(a.String()[1] - '0')
		return func() { w.heading = level }, func() { w.heading = 0 }
	}
	return func() {}, func() {}
}

func (w *blocker) text(n *html.Node) {
	for _, r := range n.Data {
		switch {
		case r == lineEnd:
			w.flush()
		case r == '\u00ad' || r == '\u200b' || r == '\ufeff':
		case r == '\n' && w.pre > 0:
			w.flush()
		case unicode.IsSpace(r):
			w.space = true
		default:
			if w.space && w.b.Len() > 0 {
				w.b.WriteByte(' ')
			}
			w.space, w.last = false, n
			w.b.WriteRune(r)
			if unicode.IsLetter(r) {
				w.letters++
				if w.link > 0 {
					w.linked++
				}
			}
		}
	}
}

func (w *blocker) flush() {
	if w.b.Len() > 0 {
		s := w.b.String()
		w.blocks = append(w.blocks, block{text: s, folded: fold(s), linked: w.linked, letters: w.letters, heading: w.heading, aside: w.aside > 0})
	}
	w.b.Reset()
	if w.last != nil {
		w.last.Data += string(lineEnd)
		w.last = nil
	}
	w.space, w.linked, w.letters = false, 0, 0
}

// isHidden tells an element that no reader sees.
func isHidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			style := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
			if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

// fold leaves the letters and digits of a text, small.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// joined puts lines together.
func joined(blocks []block) string {
	var b strings.Builder
	for i, block := range blocks {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(block.text)
	}
	return b.String()
}

// lines makes blocks of a text.
func lines(s string) (blocks []block) {
	for line := range strings.Lines(s) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			n := 0
			for _, r := range line {
				if unicode.IsLetter(r) {
					n++
				}
			}
			blocks = append(blocks, block{text: line, folded: fold(line), letters: n})
		}
	}
	return blocks
}

// count adds up the letters of lines, and those in links.
func count(blocks []block) (letters, linked int) {
	for i := range blocks {
		letters += blocks[i].letters
		linked += blocks[i].linked
	}
	return letters, linked
}

func runes(s string) int { return utf8.RuneCountInString(s) }

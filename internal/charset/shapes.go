package charset

import (
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// shape says how a presentation form joins its neighbours.
type shape uint8

const (
	noShape  shape = iota
	isolated       // joins nothing
	final          // joins the letter before
	initial        // joins the letter behind
	medial         // joins both
)

// shapeOf is a presentation form: its shape, and whether its letter has all four.
type shapeOf struct {
	shape shape
	dual  bool
}

func (s shapeOf) forward() bool { return s.shape == initial || s.shape == medial }

func (s shapeOf) back() bool { return s.shape == final || s.shape == medial }

// shapes are the presentation forms of single letters. Unicode has them in
// groups: isolated, final and, where there are, initial and medial.
var shapes = sync.OnceValue(func() map[rune]shapeOf {
	all := map[rune]shapeOf{}
	for _, block := range [][2]rune{{0xfb50, 0xfbe7}, {0xfbfc, 0xfbff}, {0xfe80, 0xfefc}} {
		for r := block[0]; r <= block[1]; {
			base, n := norm.NFKC.String(string(r)), rune(1)
			for r+n <= block[1] && norm.NFKC.String(string(r+n)) == base {
				n++
			}
			if n <= 4 && base != string(r) {
				for i := range n {
					all[r+i] = shapeOf{isolated + shape(i), n == 4}
				}
			}
			r += n
		}
	}
	return all
})

// firstShape is the first byte of every presentation form in UTF-8.
const firstShape = 0xef

// shapeOrder counts the pairs of shaped letters that prove an order: in the
// order of reading a letter that joins the next one is followed by one that is
// joined; from left to right it is the other way round. Two medial letters prove
// nothing, nor does a letter that is final because it never joins the next.
func shapeOrder(s string) (visual, logical int) {
	if strings.IndexByte(s, firstShape) < 0 {
		return 0, 0
	}
	var prev shapeOf
	for _, r := range s {
		next := shapes()[r]
		oneMedial := (prev.shape == medial) != (next.shape == medial)
		switch {
		case prev.forward() && next.back() && (oneMedial || prev.shape == initial && next.dual):
			logical++
		case prev.back() && next.forward() && (oneMedial || prev.dual && next.shape == initial):
			visual++
		}
		prev = next
	}
	return visual, logical
}

// provenVisual reports whether shaped letters prove that a text runs from left
// to right.
func provenVisual(visual, logical int) bool { return visual > 10*logical }

// plainLetter returns the letters that a presentation form of Arabic stands for.
func plainLetter(r rune) string {
	if r >= 0xfb50 && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefc {
		return norm.NFKC.String(string(r))
	}
	return string(r)
}

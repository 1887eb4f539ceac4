// Package textdir tells in which direction a text runs. The page and the
// terminal lay out by it, so that they agree.
//
// The first letter, by which dir="auto" of HTML decides, may be that of an
// agency: "(CNN) قال …". Here most letters decide. Whether a letter runs to the
// left is what Unicode says of it (UAX #9), so that no list of alphabets here
// has to be kept: Arabic, Hebrew, Syriac, Thaana, N'Ko and the rest.
package textdir

import (
	"sync"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// Direction is how a text runs.
type Direction uint8

// The directions of a text. One that has as many letters of each, or none at
// all, is Neutral: what stands around it decides.
const (
	Neutral Direction = iota
	LTR
	RTL
)

// Of returns the direction in which most letters of a text run. Digits, marks
// and signs have no say: numbers run to the right also in Arabic.
func Of(text string) Direction {
	var l Letters
	l.Add(text)
	return l.Direction()
}

// Letters counts letters by their direction. The zero Letters has none.
type Letters struct {
	of [3]int // by direction
}

// Add counts those of a text.
func (l *Letters) Add(text string) {
	table := known()
	for _, r := range text {
		if int(r) < len(table) {
			l.of[table[r]]++
		} else {
			l.of[ofLetter(r)]++
		}
	}
}

// Direction is that of most of them.
func (l *Letters) Direction() Direction {
	switch toLeft, toRight := l.of[RTL], l.of[LTR]; {
	case toLeft > toRight:
		return RTL
	case toRight > toLeft:
		return LTR
	}
	return Neutral
}

// known are the directions of the characters up to those of Arabic. To find that of each was more than a hundredth
// of the work for a page of hits.
var known = sync.OnceValue(func() *[0x700]Direction {
	var of [0x700]Direction
	for r := range of {
		of[r] = ofLetter(rune(r))
	}
	return &of
})

// ofLetter is the direction of a letter; Neutral for what is none.
func ofLetter(r rune) Direction {
	switch {
	case !unicode.IsLetter(r):
		return Neutral
	case IsRTL(r):
		return RTL
	}
	return LTR
}

// IsRTL tells whether a character by itself runs to the left: letters of the
// classes R and AL of UAX #9, and signs of their alphabets, such as the Arabic
// question mark.
func IsRTL(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.AL || p.Class() == bidi.R
}

// Package textdir tells in which direction a text runs. The page and the
// terminal lay out by it, so that they agree.
//
// The first letter, by which dir="auto" of HTML decides, may be that of an
// agency: "(CNN) قال …". Here most letters decide. Whether a letter runs to the
// left is what Unicode says of it (UAX #9), so that no list of alphabets here
// has to be kept: Arabic, Hebrew, Syriac, Thaana, N'Ko and the rest.
package textdir

import (
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// Direction is how a text runs.
type Direction int

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
	toLeft, toRight := 0, 0
	for _, r := range text {
		switch {
		case !unicode.IsLetter(r):
		case IsRTL(r):
			toLeft++
		default:
			toRight++
		}
	}
	switch {
	case toLeft > toRight:
		return RTL
	case toRight > toLeft:
		return LTR
	}
	return Neutral
}

// IsRTL tells whether a character by itself runs to the left: letters of the
// classes R and AL of UAX #9, and signs of their alphabets, such as the Arabic
// question mark.
func IsRTL(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.AL || p.Class() == bidi.R
}

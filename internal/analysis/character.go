package analysis

import (
	"strings"
	"unicode/utf8"
)

// IsMarkedAlef says whether a letter is an alef with a hamza, a madda or a
// wasla: one that normalization makes a plain alef.
func IsMarkedAlef(r rune) bool {
	switch r {
	case alefHamzaAbove, alefHamzaBelow, alefMadda, alefWasla:
		return true
	}
	return false
}

// IsMark says whether a rune belongs to an Arabic word without being a letter
// of it: a vowel mark, tatweel, a control of no width.
func IsMark(r rune) bool {
	c := classOf(r)
	return c == classMark || c == classControl
}

// IsBreak says whether a rune stands between words: it is white space, a sign
// or a symbol. Some signs join words all the same (U.S., 3.5): that the
// tokenizer knows.
func IsBreak(r rune) bool { return classOf(r) == classBreak }

// IsAmbiguous says whether a letter of a folded word may be another in the text:
// alef, hamza or yeh, into which Fold makes other letters of Arabic.
func IsAmbiguous(r rune) bool { return r >= hamza && r <= yeh && ambiguous[r-hamza] }

// ambiguous has the letters of Arabic into which others of Arabic are folded.
var ambiguous = func() (letters [yeh - hamza + 1]bool) {
	for r := rune(hamza); r <= yeh; r++ {
		if folded, _ := utf8.DecodeRuneInString(Fold(string(r))); isArabicLetter(r) && folded != r {
			letters[folded-hamza] = true
		}
	}
	return letters
}()

// isArabicLetter says whether a rune is a letter that Arabic itself writes.
func isArabicLetter(r rune) bool {
	return r >= hamza && r <= ghain || r >= feh && r <= yeh
}

// WithTehMarbuta returns a folded word and, where it ends in heh, the word with
// a teh marbuta in its place, which many authors write without its dots.
func WithTehMarbuta(word string) []string {
	if stem, ok := strings.CutSuffix(word, string(heh)); ok && stem != "" {
		return []string{word, stem + string(tehMarbuta)}
	}
	return []string{word}
}

// Digit returns the value of a decimal digit of any script, -1 for what is none.
func Digit(r rune) int {
	if classOf(r) != classDigit {
		return -1
	}
	return int(digitOf(r) - '0')
}

// ASCIIDigits returns a text with the decimal digits of all scripts as 0 to 9.
func ASCIIDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if d := Digit(r); d >= 0 {
			return rune('0' + d)
		}
		return r
	}, s)
}

// IsNumberSeparator says whether a rune between digits may part decimals or
// thousands: a point, a comma, or what Arabic writes for them.
func IsNumberSeparator(r rune) bool {
	switch r {
	case '.', ',', arabicComma, DecimalSeparator, thousandSeparator:
		return true
	}
	return false
}

package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Punctuation that the language gives a meaning to or overlooks.
const (
	arabicQuestionMark = '\u061F'
	rootSign           = '\u221A'

	leftSingleQuote   = '\u2018'
	rightSingleQuote  = '\u2019'
	hyphen            = '\u2010'
	nonBreakingHyphen = '\u2011'
)

// char is one visible character of a query and where it began, in bytes.
type char struct {
	r  rune
	at int
}

// visible decodes s. Invisible controls are left out wherever they stand,
// because people paste them without knowing, above all around brackets and
// signs; what is not a character of text becomes a space.
func visible(s string) []char {
	chars := make([]char, 0, len(s))
	for at, r := range s {
		switch {
		case invisible(r):
			continue
		case r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsControl(r):
			r = ' '
		}
		chars = append(chars, char{r, at})
	}
	return chars
}

// invisible reports whether r shows nothing by itself: bidi controls, joiners,
// zero-width spaces, soft hyphens, byte order marks. Spaces and line breaks
// are not among them.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) && !prependedSign(r)
}

// prependedSign reports whether r is one of the Arabic number signs, which are
// format characters to Unicode and visible to readers.
func prependedSign(r rune) bool {
	return unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// wordRune reports whether r can stand in an indexed word.
func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// letterRune reports whether r is a letter or a mark on one.
func letterRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

// questionMark reports whether r stands for one letter between letters.
func questionMark(r rune) bool { return r == '?' || r == arabicQuestionMark }

// Quotes come in families; within one, any may open and any may close, since
// keyboards and layout programs confuse them. closers prefers the proper one.
const doubleQuotes = "\"\u201C\u201D\u201E\u201F\u2033\u301D\u301E\uFF02"

var quoteFamilies = []string{
	doubleQuotes,
	"\u00AB\u00BB", // « »
	"\u2039\u203A", // ‹ ›
}

var properClosers = map[rune]string{
	'"':      "\"",
	'\u201C': "\u201D",
	'\u201D': "\u201C\u201D",
	'\u201E': "\u201C\u201D",
	'\u201F': "\u201D",
	'\u00AB': "\u00BB",
	'\u00BB': "\u00AB",
	'\u2039': "\u203A",
	'\u203A': "\u2039",
}

// quoteFamily returns the family of a quote that needs no space before it,
// or "" where r is not one.
func quoteFamily(r rune) string {
	for _, f := range quoteFamilies {
		if strings.ContainsRune(f, r) {
			return f
		}
	}
	return ""
}

// singleQuotes open only at a word's beginning and close only at its end: the
// same characters are apostrophes.
const singleQuotes = "'\u2018\u2019\u201A\u201B"

package web

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fihris-search/fihris/arabic"
	"github.com/fihris-search/fihris/internal/answer"
)

// typedSpans marks in a completion what was typed of it: each word of what was typed, where a
// word of the text begins so, or goes on so behind an article or a proclitic. Marks, hamzas and
// the like do not matter, as they do not in the index.
func typedSpans(typed, text string) []answer.Span {
	var spans []answer.Span
	from := 0 // of what is not in spans yet
	words := strings.Fields(typed)
	for start := 0; start < len(text); {
		c, n := utf8.DecodeRuneInString(text[start:])
		if unicode.IsSpace(c) {
			start += n
			continue
		}
		end := start + strings.IndexFunc(text[start:], unicode.IsSpace)
		if end < start {
			end = len(text)
		}
		if at, upTo, ok := longest(words, text[start:end]); ok {
			if start+at > from {
				spans = append(spans, answer.Span{Text: text[from : start+at]})
			}
			spans = append(spans, answer.Span{Text: text[start+at : start+upTo], Match: true})
			from = start + upTo
		}
		start = end
	}
	if from < len(text) {
		spans = append(spans, answer.Span{Text: text[from:]})
	}
	return spans
}

// longest finds where the longest of some words stands in a word, the earliest of those that are as long.
func longest(words []string, in string) (at, end int, ok bool) {
	best := 0
	for start := range in {
		for _, w := range words {
			if n := sameLetters(w, in[start:]); n > 0 && len(w) > best {
				best, at, end, ok = len(w), start, start+n, true
			}
		}
	}
	return at, end, ok
}

// sameLetters says how many bytes of text are the letters of a word, after normalization; 0 where
// it does not begin with them.
func sameLetters(word, text string) int {
	want := []rune(arabic.Normalize(word))
	if len(want) == 0 {
		return 0
	}
	for end, c := range text {
		if len(want) == 0 {
			if !unicode.Is(unicode.Mn, c) {
				return end
			}
			continue // marks belong to the letter before
		}
		letter := []rune(arabic.Normalize(string(c)))
		if len(letter) == 0 && end > 0 {
			continue
		}
		if len(letter) == 0 || len(letter) > len(want) || string(letter) != string(want[:len(letter)]) {
			return 0
		}
		want = want[len(letter):]
	}
	if len(want) > 0 {
		return 0
	}
	return len(text)
}

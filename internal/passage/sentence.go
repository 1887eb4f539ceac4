package passage

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentences cuts a text after full stops, question and exclamation marks, and
// at line ends. A stop inside a word or a number (3.5, م.م) ends nothing, nor
// does one after a single letter, which stands for a title or a name.
func sentences(text string) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		start := 0
		for i, size := 0, 0; i < len(text); i += size {
			if i = nextEnd(text, i, min(start+longSentence, len(text))); i == len(text) {
				break
			}
			var r rune
			r, size = utf8.DecodeRuneInString(text[i:])
			end := sentenceEnd(text, start, i, r)
			if end < 0 && i-start >= longSentence && mayEnd(text, i, r, i-start) {
				end = i
			}
			if end < 0 {
				continue
			}
			if p := trim(text, start, end); p.start < p.end && !yield(p) {
				return
			}
			start = end
		}
		if p := trim(text, start, len(text)); p.start < p.end {
			yield(p)
		}
	}
}

// nextEnd is the first place from one on where a rune begins that may end a sentence, or else most, from which on
// any may: to decode all of them took most of the time.
func nextEnd(text string, from, most int) int {
	i := from
	for ; i < most; i++ {
		switch endBytes[text[i]] {
		case endsHere:
			return i
		case mayEndHere:
			if strings.HasPrefix(text[i:], "\u06D4") || strings.HasPrefix(text[i:], "\u2026") || strings.HasPrefix(text[i:], "\u2029") {
				return i
			}
		case endsBefore:
			if i > from && text[i-1] == questionLead {
				return i - 1
			}
		}
	}
	if from < i && i < len(text) && text[i-1] == questionLead && text[i] == questionTail {
		return i - 1
	}
	return i
}

// The bytes of the Arabic question mark. Half of all letters begin with the first, so that the second is looked for.
const questionLead, questionTail = 0xD8, 0x9F

// What a byte of a text tells of the ends of sentences.
const (
	endsHere   = 1 + iota // it is a sign that may end one
	mayEndHere            // it begins one, perhaps
	endsBefore            // it is the second byte of one, perhaps
)

var endBytes = [256]uint8{
	'\n': endsHere, '\r': endsHere, '.': endsHere, '!': endsHere, '?': endsHere,
	0xDB: mayEndHere, 0xE2: mayEndHere, questionTail: endsBefore,
}

// longSentence is how many bytes a sentence may have: what is longer is none, and
// is cut at a space, or where there is none, anywhere; also between marks, where nothing
// else comes.
const longSentence = 64 << 10

// mayEnd says whether a sentence that has become too long may be cut before a rune.
func mayEnd(text string, i int, r rune, long int) bool {
	return (unicode.IsSpace(r) || long >= 2*longSentence) && !isMarkAt(text, i) || long >= 3*longSentence
}

// sentenceEnd returns where the sentence ends that begins at start, -1 if it does
// not with the rune at i.
func sentenceEnd(text string, start, i int, r rune) int {
	end := i + utf8.RuneLen(r)
	switch r {
	case '\n', '\r', '\u2029':
		return end
	case '.', '!', '?', '\u061F', '\u2026', '\u06D4': // Arabic question mark, ellipsis, Urdu full stop
		if end < len(text) {
			if next, _ := utf8.DecodeRuneInString(text[end:]); !unicode.IsSpace(next) && !isClosing(next) {
				return -1
			}
		}
		if r == '.' && isInitial(text[start:i]) {
			return -1
		}
		return closeQuotes(text, end)
	}
	return -1
}

// isInitial says whether a text ends in a word of one letter.
func isInitial(text string) bool {
	word := strings.TrimRightFunc(text, func(r rune) bool { return unicode.Is(unicode.M, r) })
	r, size := utf8.DecodeLastRuneInString(word)
	before, _ := utf8.DecodeLastRuneInString(word[:len(word)-size])
	return unicode.IsLetter(r) && !unicode.In(before, unicode.L, unicode.M, unicode.N)
}

// isClosing says whether a rune closes a quotation or a bracket.
func isClosing(r rune) bool {
	return r == '"' || r == ')' || r == ']' || r == '\u00BB' || r == '\u201D' || r == '\u2019'
}

// closeQuotes moves an end behind the quotes that close there, and their marks.
func closeQuotes(text string, end int) int {
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !isClosing(r) && !unicode.Is(unicode.M, r) {
			break
		}
		end += size
	}
	return end
}

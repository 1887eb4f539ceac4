package query

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Match takes text as plain words side by side, whatever signs it holds: what
// a topic, a headline or a pasted passage asks for. Text without words is None;
// words beyond MaxLeaves are left out.
func Match(text string) Node {
	n, _ := matchIn(text, 0, scope{}, MaxLeaves)
	return n
}

// MatchWithin is Match for those who do not want another query than they asked:
// where words would be left out, it returns a *SyntaxError and None.
func MatchWithin(text string) (Node, error) {
	n, all := matchIn(text, 0, scope{}, MaxLeaves)
	if !all {
		return None{}, &SyntaxError{Msg: fmt.Sprintf(tooManyWords, MaxLeaves)}
	}
	return n, nil
}

// tooManyWords is what is wrong with a query of more than MaxLeaves.
const tooManyWords = "a query has at most %d words"

// matchIn is Match for text that began at an offset, in the scope of a field. It
// takes so many words at most, and says whether these are all.
func matchIn(text string, offset int, s scope, most int) (n Node, all bool) {
	var b builder
	chars := visible(text)
	for i := 0; i < len(chars); {
		from := i
		for i < len(chars) && chars[i].r != ' ' {
			i++
		}
		piece := chars[from:i]
		for len(piece) > 0 && !wordRune(piece[0].r) {
			piece = piece[1:]
		}
		for len(piece) > 0 && !wordRune(piece[len(piece)-1].r) {
			piece = piece[:len(piece)-1]
		}
		if text := charText(piece); hasWord(text) {
			if len(b.any) == most {
				return b.node(), false
			}
			b.any = append(b.any, &Word{
				Text: text, Field: s.field, Form: s.form, Offset: offset + piece[0].at,
			})
		}
		i++
	}
	return b.node(), true
}

func charText(chars []char) string {
	var b strings.Builder
	for _, c := range chars {
		b.WriteRune(c.r)
	}
	return b.String()
}

// NewPhrase takes text as one phrase: its words in order, each as written. Text
// without words is None.
func NewPhrase(text string) Node {
	text = cleanPhrase(charText(visible(text)))
	if !hasWord(text) {
		return None{}
	}
	return &Phrase{Text: text}
}

// cut shortens s to at most n bytes, at a space where there is one not far off.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	if space := strings.LastIndexByte(s[:n], ' '); space > n/2 {
		n = space
	}
	return s[:n]
}

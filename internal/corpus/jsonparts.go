package corpus

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// jsonParts goes through the parts of an object or a list that is known to be
// sound: so it needs to find only where each ends, which is a quote that is not
// escaped, a bracket, or a comma. Records are taken apart more often than they
// are read, and texts are most of them.
type jsonParts struct {
	b  []byte
	at int
}

// parts returns the parts of an object or a list.
func (v value) parts() *jsonParts { return &jsonParts{b: v.json, at: bytes.IndexAny(v.json, "[{") + 1} }

// next returns the next part, a name or a value, and nil behind the last one.
func (p *jsonParts) next() jsontext.Value {
	for p.at < len(p.b) {
		switch p.b[p.at] {
		case ' ', '\t', '\r', '\n', ',', ':':
			p.at++
			continue
		case ']', '}':
			return nil
		}
		start := p.at
		p.pass()
		return p.b[start:p.at]
	}
	return nil
}

// pass goes behind the part that begins here.
func (p *jsonParts) pass() {
	for depth := 0; p.at < len(p.b); {
		switch p.b[p.at] {
		case '"':
			p.text()
		case '[', '{':
			depth++
			p.at++
			continue
		case ']', '}':
			depth--
			p.at++
		case ' ', '\t', '\r', '\n', ',', ':':
			p.at++
			continue
		default:
			p.word()
		}
		if depth == 0 {
			return
		}
	}
}

// word goes behind a number, true, false or null.
func (p *jsonParts) word() {
	for p.at < len(p.b) && bytes.IndexByte([]byte(" \t\r\n,:]}"), p.b[p.at]) < 0 {
		p.at++
	}
}

// text goes behind a string.
func (p *jsonParts) text() {
	start := p.at + 1
	for p.at = start; p.at < len(p.b); p.at++ {
		end := bytes.IndexByte(p.b[p.at:], '"')
		if end < 0 {
			p.at = len(p.b)
			return
		}
		p.at += end
		escapes := 0
		for at := p.at - 1; at >= start && p.b[at] == '\\'; at-- {
			escapes++
		}
		if escapes%2 == 0 {
			p.at++
			return
		}
	}
}

// unquoted returns what a string of JSON says. Lone surrogates in escapes are
// replaced by U+FFFD.
func unquoted(v jsontext.Value) string {
	text := v[1 : len(v)-1]
	at := bytes.IndexByte(text, '\\')
	if at < 0 {
		return string(text)
	}
	out := make([]byte, 0, len(text))
	for ; at >= 0; at = bytes.IndexByte(text, '\\') {
		out = append(out, text[:at]...)
		text = text[at+1:]
		if text[0] == 'u' {
			var r rune
			r, text = unescaped(text[1:])
			out = utf8.AppendRune(out, r)
			continue
		}
		c := text[0]
		if i := strings.IndexByte("bfnrt", c); i >= 0 {
			c = "\b\f\n\r\t"[i]
		}
		out, text = append(out, c), text[1:]
	}
	return string(append(out, text...))
}

// unescaped returns the letter that four hexadecimal digits mean, or with those
// of a second escape behind them, and what follows.
func unescaped(text []byte) (rune, []byte) {
	r := hexadecimal(text)
	text = text[4:]
	if utf16.IsSurrogate(r) && len(text) >= 6 && text[0] == '\\' && text[1] == 'u' {
		if both := utf16.DecodeRune(r, hexadecimal(text[2:])); both != utf8.RuneError {
			return both, text[6:]
		}
	}
	return r, text // a surrogate is written as U+FFFD
}

func hexadecimal(text []byte) (r rune) {
	for _, c := range text[:4] {
		if c >= 'A' {
			c += 9
		}
		r = r<<4 | rune(c&15)
	}
	return r
}

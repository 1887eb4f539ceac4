package corpus

import (
	"bytes"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// mendJSON puts right what programs write that take JSON for Python or
// JavaScript: NaN and Infinity, None, True and False, names without quotes, a
// comma before a closing bracket, line breaks within strings, strings in single
// quotes, comments. It reports whether there was anything to mend; what is sound
// is left alone.
func mendJSON(b []byte) ([]byte, bool) {
	if jsontext.Value(b).IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) {
		return nil, false
	}
	m := mender{in: b, out: make([]byte, 0, len(b)+16)}
	for m.at < len(b) {
		m.step()
	}
	return m.out, m.changed
}

// mender copies JSON and mends it on the way.
type mender struct {
	in, out []byte
	at      int
	changed bool
}

// words are values that JSON has other words for.
var words = map[string]string{
	"NaN": "null", "-NaN": "null", "Infinity": "null", "-Infinity": "null", "nan": "null", "None": "null", "undefined": "null", "True": "true", "False": "false",
}

// step copies one string, word or sign.
func (m *mender) step() {
	c := m.in[m.at]
	switch {
	case c == '"' || c == '\'':
		m.text(c)
	case isWordByte(c):
		end := m.at + 1
		for end < len(m.in) && isWordByte(m.in[end]) {
			end++
		}
		w := string(m.in[m.at:end])
		m.at = end
		m.word(w)
	case c == '/' && m.comment():
		m.changed = true
	case c == ',' && m.beforeBracket():
		m.at++
		m.changed = true
	default:
		m.out = append(m.out, c)
		m.at++
	}
}

func isWordByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '+' || c == '_' || c == '$' || c >= utf8.RuneSelf
}

// comment passes a comment and reports whether there is one.
func (m *mender) comment() bool {
	rest := m.in[m.at:]
	for _, c := range [][2]string{{"//", "\n"}, {"/*", "*/"}} {
		if !bytes.HasPrefix(rest, []byte(c[0])) {
			continue
		}
		if end := bytes.Index(rest[2:], []byte(c[1])); end >= 0 {
			m.at += 2 + end + len(c[1])
		} else {
			m.at = len(m.in)
		}
		return true
	}
	return false
}

// word copies a word: the name of a member, or a value.
func (m *mender) word(w string) {
	if bytes.HasPrefix(m.blanks(m.in[m.at:]), []byte(":")) {
		m.out = append(append(append(m.out, '"'), w...), '"')
		m.changed = true
		return
	}
	if other, ok := words[w]; ok {
		m.out = append(m.out, other...)
		m.changed = true
		return
	}
	m.out = append(m.out, w...)
}

// blanks returns what follows behind blanks and comments.
func (m *mender) blanks(b []byte) []byte {
	for {
		b = bytes.TrimLeft(b, " \t\r\n")
		c := mender{in: b}
		if !c.comment() {
			return b
		}
		b = b[c.at:]
	}
}

// beforeBracket tells a comma after which nothing comes in its list.
func (m *mender) beforeBracket() bool {
	rest := m.blanks(m.in[m.at+1:])
	return len(rest) > 0 && (rest[0] == ']' || rest[0] == '}')
}

// text copies a string in quotes of either sort.
func (m *mender) text(quote byte) {
	m.changed = m.changed || quote == '\''
	m.out = append(m.out, '"')
	for m.at++; m.at < len(m.in); m.at++ {
		c := m.in[m.at]
		switch {
		case c == '\\' && m.at+1 < len(m.in):
			m.at++
			m.escape(m.in[m.at])
		case c == quote:
			m.out = append(m.out, '"')
			m.at++
			return
		case c == '"':
			m.out = append(m.out, `\"`...)
		case c < 0x20:
			m.control(c)
		default:
			m.out = append(m.out, c)
		}
	}
}

// escape copies an escape; those that only Python has become what they mean.
func (m *mender) escape(c byte) {
	switch c {
	case '\'':
		m.out = append(m.out, '\'')
		m.changed = true
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't', 'u':
		m.out = append(m.out, '\\', c)
	default:
		m.out = append(m.out, '\\', '\\', c)
		m.changed = true
	}
}

// control writes a control character as an escape.
func (m *mender) control(c byte) {
	const hex = "0123456789abcdef"
	m.out = append(m.out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
	m.changed = true
}

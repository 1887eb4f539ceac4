package corpus

import "bytes"

// maxSoundDepth is how deep [soundJSON] looks; what is nested deeper is left to
// the decoder.
const maxSoundDepth = 100

// soundJSON returns where the value that b begins with ends, 0 if it is not
// sound. It is strict, and says nothing of what is wrong: that takes a decoder,
// which is asked for what is not sound. The text is UTF-8 already, and to see
// that once more is most of what a decoder does.
func soundJSON(b []byte) int {
	s := soundness{b: b}
	if !s.value(0) {
		return 0
	}
	return s.at
}

type soundness struct {
	b  []byte
	at int
}

// peek returns the next byte that is no blank, 0 at the end.
func (s *soundness) peek() byte {
	for s.at < len(s.b) {
		switch c := s.b[s.at]; c {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return c
		}
	}
	return 0
}

func (s *soundness) value(depth int) bool {
	if depth > maxSoundDepth {
		return false
	}
	switch c := s.peek(); c {
	case '{':
		return s.list('}', func() bool {
			if s.peek() != '"' || !s.text() || s.peek() != ':' {
				return false
			}
			s.at++
			return s.value(depth + 1)
		})
	case '[':
		return s.list(']', func() bool { return s.value(depth + 1) })
	case '"':
		return s.text()
	case 't':
		return s.word("true")
	case 'f':
		return s.word("false")
	case 'n':
		return s.word("null")
	default:
		return s.number()
	}
}

// list passes an opening bracket, what stands between commas, and the closing one.
func (s *soundness) list(end byte, part func() bool) bool {
	s.at++
	if s.peek() == end {
		s.at++
		return true
	}
	for part() {
		switch s.peek() {
		case ',':
			s.at++
		case end:
			s.at++
			return true
		default:
			return false
		}
	}
	return false
}

func (s *soundness) word(w string) bool {
	ok := bytes.HasPrefix(s.b[s.at:], []byte(w))
	s.at += len(w)
	return ok && (s.at == len(s.b) || !isWordByte(s.b[s.at]))
}

func (s *soundness) text() bool {
	for s.at++; s.at < len(s.b); s.at++ {
		switch c := s.b[s.at]; {
		case c == '"':
			s.at++
			return true
		case c < ' ':
			return false
		case c == '\\':
			if s.at++; !s.escape() {
				return false
			}
		}
	}
	return false
}

// escape passes what stands behind a backslash, but for its last byte.
func (s *soundness) escape() bool {
	if s.at == len(s.b) {
		return false
	}
	if s.b[s.at] != 'u' {
		return bytes.IndexByte([]byte(`"\/bfnrt`), s.b[s.at]) >= 0
	}
	for range 4 {
		if s.at++; s.at == len(s.b) || !isHex(s.b[s.at]) {
			return false
		}
	}
	return true
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

// number passes a number: -12.5e+3.
func (s *soundness) number() bool {
	s.sign("-")
	zero := s.at < len(s.b) && s.b[s.at] == '0'
	if n := s.digits(); n == 0 || zero && n > 1 {
		return false
	}
	if s.sign(".") && s.digits() == 0 {
		return false
	}
	if s.sign("eE") {
		s.sign("+-")
		if s.digits() == 0 {
			return false
		}
	}
	return s.at == len(s.b) || !isWordByte(s.b[s.at])
}

func (s *soundness) sign(any string) bool {
	if s.at == len(s.b) || bytes.IndexByte([]byte(any), s.b[s.at]) < 0 {
		return false
	}
	s.at++
	return true
}

func (s *soundness) digits() (n int) {
	for ; s.at < len(s.b) && '0' <= s.b[s.at] && s.b[s.at] <= '9'; s.at++ {
		n++
	}
	return n
}

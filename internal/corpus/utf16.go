package corpus

import (
	"bufio"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Reader reads UTF-16 as UTF-8. Unlike the decoders of x/text it refuses
// what is broken instead of writing U+FFFD for it.
type utf16Reader struct {
	r         *bufio.Reader
	bigEndian bool
	offset    int64  // of the next byte in the file
	out       []byte // decoded and not yet read
	buf       [utf8.UTFMax]byte
}

// newUTF16 returns a reader of what follows a byte order mark.
func newUTF16(r *bufio.Reader, bigEndian bool) *utf16Reader {
	return &utf16Reader{r: r, bigEndian: bigEndian, offset: 2}
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if len(u.out) == 0 {
			r, err := u.rune()
			if err != nil {
				if n > 0 && err == io.EOF {
					return n, nil
				}
				return n, err
			}
			u.out = u.buf[:utf8.EncodeRune(u.buf[:], r)]
		}
		m := copy(p[n:], u.out)
		u.out = u.out[m:]
		n += m
	}
	return n, nil
}

// rune decodes one code point.
func (u *utf16Reader) rune() (rune, error) {
	at := u.offset
	r, err := u.unit()
	if err != nil || !utf16.IsSurrogate(r) {
		return r, err
	}
	low, err := u.unit()
	if err != nil && err != io.EOF {
		return 0, err
	}
	if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
		return 0, fmt.Errorf("invalid UTF-16 at byte %d: half a surrogate pair", at)
	}
	return r, nil
}

// unit reads 16 bits.
func (u *utf16Reader) unit() (rune, error) {
	a, err := u.r.ReadByte()
	if err != nil {
		return 0, err
	}
	b, err := u.r.ReadByte()
	if err == io.EOF {
		return 0, fmt.Errorf("invalid UTF-16 at byte %d: half a letter at the end", u.offset)
	}
	if err != nil {
		return 0, err
	}
	u.offset += 2
	if u.bigEndian {
		return rune(a)<<8 | rune(b), nil
	}
	return rune(b)<<8 | rune(a), nil
}

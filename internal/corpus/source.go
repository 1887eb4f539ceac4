package corpus

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// The first bytes that give a format away.
var (
	magicGzip  = []byte{0x1f, 0x8b}
	magicZstd  = []byte{0x28, 0xb5, 0x2f, 0xfd}
	magicXZ    = []byte{0xfd, '7', 'z', 'X', 'Z', 0}
	bomUTF8    = []byte{0xef, 0xbb, 0xbf}
	bomUTF16BE = []byte{0xfe, 0xff}
	bomUTF16LE = []byte{0xff, 0xfe}
	errEmpty   = errors.New("empty: nothing to index")
)

// source is the text of a file: unpacked, in UTF-8, without a byte order mark.
// Whether the UTF-8 is valid is for its reader to check.
type source struct {
	*bufio.Reader
	closers []func()
}

// newSource looks at the first bytes of r, not at the name of the file, to
// know its compression and encoding. Closing the source closes c too.
func newSource(r io.Reader, c io.Closer) (*source, error) {
	s := &source{Reader: bufio.NewReaderSize(r, 256<<10)}
	if c != nil {
		s.closers = append(s.closers, func() { c.Close() })
	}
	if err := s.unpack(); err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	s.decode()
	return s, nil
}

// unpack puts the reader behind the compression that the first bytes show.
func (s *source) unpack() error {
	head, _ := s.Peek(6)
	var unpacked io.Reader
	var err error
	switch {
	case bytes.HasPrefix(head, magicGzip):
		unpacked, err = gzip.NewReader(s.Reader)
	case bytes.HasPrefix(head, magicZstd):
		var d *zstd.Decoder
		if d, err = zstd.NewReader(s.Reader); err == nil {
			unpacked = d
			s.closers = append(s.closers, d.Close)
		}
	case bytes.HasPrefix(head, magicXZ):
		unpacked, err = xz.NewReader(s.Reader)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	s.Reader = bufio.NewReaderSize(unpacked, 256<<10)
	return nil
}

// decode takes a byte order mark off and turns UTF-16 into UTF-8.
func (s *source) decode() {
	head, _ := s.Peek(3)
	switch {
	case bytes.HasPrefix(head, bomUTF8):
		s.Discard(len(bomUTF8))
	case bytes.HasPrefix(head, bomUTF16BE), bytes.HasPrefix(head, bomUTF16LE):
		s.Discard(len(bomUTF16BE))
		s.Reader = bufio.NewReaderSize(newUTF16(s.Reader, head[0] == 0xfe), 64<<10)
	}
}

// sniff tells JSON from text: it begins with a brace, or with a bracket and one.
func (s *source) sniff() (kind, error) {
	head, err := s.Peek(1 << 10)
	if len(head) == 0 && err != nil && err != io.EOF {
		return text, err
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	if rest, ok := bytes.CutPrefix(head, []byte("[")); ok {
		head = bytes.TrimLeft(rest, " \t\r\n")
	}
	if bytes.HasPrefix(head, []byte("{")) {
		return jsonl, nil
	}
	return text, nil
}

// Close closes what lies beneath, last opened first.
func (s *source) Close() {
	for i := len(s.closers) - 1; i >= 0; i-- {
		s.closers[i]()
	}
}

// line returns the next line without its end, or io.EOF after the last one.
// It is valid until the next call. A line over maxArticle is passed over to
// its end and comes back as errTooLong.
func (s *source) line(buf []byte) ([]byte, error) {
	buf = buf[:0]
	tooLong := false
	for {
		part, err := s.ReadSlice('\n')
		if len(buf)+len(part) > maxArticle {
			tooLong = true
		}
		if !tooLong {
			buf = append(buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && (err != io.EOF || len(buf) == 0 && !tooLong):
			return buf, err
		case tooLong:
			return buf[:0], errTooLong
		}
		return bytes.TrimRight(buf, "\r\n"), nil
	}
}

// ErrNotUTF8 is wrapped by what is said of text in an encoding that is not
// recognized.
var ErrNotUTF8 = errors.New("invalid UTF-8")

// checkUTF8 returns an error that tells the first byte that is not UTF-8.
func checkUTF8(b []byte) error {
	if utf8.Valid(b) {
		return nil
	}
	at := 0
	for at < len(b) {
		r, n := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return fmt.Errorf("%w at byte %d (0x%02x)", ErrNotUTF8, at, b[at])
}

package charset

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// How much of a stream is looked at before it is decided: so much text, and in
// front of it so much ASCII at most; and how much is repaired at a time.
const (
	headSize  = 64 << 10
	headMax   = 4 << 20
	blockSize = 64 << 10
)

// Reader reads a stream as UTF-8, as [Decode] reads a whole file. Its memory is
// bounded, whatever the length of the stream and of its lines.
type Reader struct {
	finisher
	in  *bufio.Reader // decoded, but for UTF-8
	out string        // finished and not yet read
}

// NewReader decides by what the stream begins with: 64 KB from the first byte
// beyond ASCII on. The error is that of the stream, or wraps [ErrBinary] or
// [ErrUnknown]. What means nothing later on is replaced and counted.
func NewReader(r io.Reader, declared string) (*Reader, error) {
	head, whole, err := readHead(r)
	if err != nil {
		return nil, err
	}
	d, err := decide(head, declared, whole)
	if err != nil {
		return nil, err
	}
	f := finisher{decision: d, decoder: d.decoder()}
	rest := io.MultiReader(bytes.NewReader(head[d.skip:]), r)
	if f.decoder != nil {
		rest = transform.NewReader(rest, f.decoder)
	}
	return &Reader{finisher: f, in: bufio.NewReaderSize(rest, blockSize)}, nil
}

// readHead reads what is to be decided by, and reports whether it is all.
func readHead(r io.Reader) (head []byte, whole bool, err error) {
	for limit := headSize; ; {
		old := len(head)
		head = append(head, make([]byte, limit-old)...)
		n, err := io.ReadFull(r, head[old:])
		head = head[:old+n]
		if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
			return head, true, nil
		}
		if err != nil {
			return nil, false, err
		}
		at := bytes.IndexFunc(head, func(r rune) bool { return r >= utf8.RuneSelf })
		switch {
		case at < 0:
			limit = 2 * len(head)
		case len(head)-at < headSize:
			limit = at + headSize
		default:
			return head, false, nil
		}
		if limit > headMax {
			return head, false, nil
		}
	}
}

// Encoding returns what the stream is read as.
func (r *Reader) Encoding() string { return r.decision.name }

// Notes returns what was noted so far; it is complete at the end of the stream.
func (r *Reader) Notes() []Note { return r.notes() }

// Read implements [io.Reader].
func (r *Reader) Read(p []byte) (int, error) {
	for len(r.out) == 0 && len(p) > 0 {
		if err := r.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

// fill finishes one more block. It ends with a line, or where a line is longer
// than that in ASCII, so that no run of mojibake is cut.
func (r *Reader) fill() error {
	block, err := r.in.Peek(blockSize)
	switch {
	case err == nil:
		block = block[:blockEnd(block)]
	case !errors.Is(err, io.EOF): // it did not end there: what is left of a letter is no damage of the file
		block = block[:wholeLetters(block)]
	}
	if len(block) == 0 {
		return err
	}
	r.out = r.text(block)
	_, err = r.in.Discard(len(block))
	return err
}

// blockEnd returns where a full block is best cut.
func blockEnd(b []byte) int {
	if at := bytes.LastIndexByte(b, '\n'); at >= 0 {
		return at + 1
	}
	for at := len(b) - 1; at > 0; at-- {
		if b[at] < utf8.RuneSelf {
			return at
		}
	}
	if end := wholeLetters(b); end > 0 {
		return end
	}
	return len(b)
}

// wholeLetters returns where the last letter begins if it is cut off, else the end.
func wholeLetters(b []byte) int {
	end := len(b)
	for back := 1; back < utf8.UTFMax && back <= end; back++ {
		if utf8.RuneStart(b[end-back]) && !utf8.FullRune(b[end-back:]) {
			return end - back
		}
	}
	return end
}

package corpus

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/fihris-search/fihris"
)

// isDocument tells JSON that is not one object a line: an array of objects, or
// an object written over many lines.
func (s *source) isDocument() bool {
	first, _, more := bytes.Cut(s.start(), []byte("\n"))
	return s.startsArray() || more && string(bytes.TrimSpace(first)) == "{"
}

// startsArray tells an array.
func (s *source) startsArray() bool { return bytes.HasPrefix(s.start(), []byte("[")) }

// start returns some of the text, from the first character that is no space.
func (s *source) start() []byte {
	head, _ := s.Peek(4 << 10)
	return bytes.TrimLeft(head, " \t\r\n")
}

// readJSON yields an article for every object of an array, or of objects that
// follow one another, and reports whether to go on. What comes after broken
// JSON is lost: unlike lines, it cannot be told apart.
func (c *Corpus) readJSON(f file, s *source, yield func(fihris.Article, error) bool) bool {
	bound := &bounded{r: s}
	dec := json.NewDecoder(bound)
	bound.used = dec.InputOffset
	array := s.startsArray()
	if array {
		_, _ = dec.Token() // the bracket that was seen
	}
	for n := 1; ; n++ {
		raw, err := nextRecord(dec, array)
		if err == io.EOF {
			return n > 1 || yield(fihris.Article{}, skip(f.path, 0, errEmpty))
		}
		if err != nil {
			err = fmt.Errorf("record %d: broken JSON after byte %d, the rest of the file is lost: %w", n, dec.InputOffset(), err)
			return yield(fihris.Article{}, skip(f.path, 0, err))
		}
		a, err := c.parseRecord(f, 0, raw)
		if err != nil {
			if !yield(fihris.Article{}, skip(f.path, 0, fmt.Errorf("record %d: %w", n, err))) {
				return false
			}
			continue
		}
		if a.ID == "" {
			a.ID = f.id
			if array || n > 1 {
				a.ID += "#" + strconv.Itoa(n)
			}
		}
		c.note(a, f.path, 0)
		if !yield(a, nil) {
			return false
		}
	}
}

// nextRecord returns the next value, or io.EOF after the last one.
func nextRecord(dec *json.Decoder, array bool) (raw json.RawMessage, err error) {
	if !array {
		err = dec.Decode(&raw)
		return raw, err
	}
	if dec.More() {
		err = dec.Decode(&raw)
	} else if _, err = dec.Token(); err == nil {
		return nil, io.EOF // behind the closing bracket
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return raw, err
}

// bounded ends reading when a decoder wants more than an article may have.
type bounded struct {
	r    io.Reader
	read int64
	used func() int64 // how much of it the decoder is done with
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.read-b.used() > maxArticle {
		return 0, errTooLong
	}
	n, err := b.r.Read(p)
	b.read += int64(n)
	return n, err
}

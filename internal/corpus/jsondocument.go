package corpus

import (
	"bufio"
	"bytes"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// maxWhole is how long a document may be that is looked at as a whole; of a
// longer one the lists in it are read one element after the other.
const maxWhole = 16 << 20

// jsonDocument yields the elements of a list, or the values that follow one
// another. The first line may be so long that only here it shows to be a value
// by itself.
func jsonDocument(r *bufio.Reader, ending string, yield func(item, error) bool) {
	start, err := io.ReadAll(io.LimitReader(r, maxWhole+1))
	if err != nil {
		yield(item{}, lost(err))
		return
	}
	if isLines(start, ending) {
		jsonLines(bufio.NewReaderSize(io.MultiReader(bytes.NewReader(start), r), bufferBytes), yield)
		return
	}
	s := &jsonReader{yield: yield}
	if len(start) <= maxWhole {
		if mended, ok := mendJSON(start); ok {
			start = mended
		}
		s.open(bytes.NewReader(start))
		s.values()
		return
	}
	s.open(io.MultiReader(bytes.NewReader(start), r))
	if s.d.PeekKind() == '{' {
		s.deep()
		return
	}
	s.values()
}

// jsonReader yields what lies in a document.
type jsonReader struct {
	d      *jsontext.Decoder
	yield  func(item, error) bool
	number int
}

func (s *jsonReader) open(r io.Reader) {
	bound := &bounded{r: r}
	s.d = jsontext.NewDecoder(bound, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	bound.used = s.d.InputOffset
}

// values yields all there is: the elements of lists, and other values as they
// are.
func (s *jsonReader) values() {
	for more := true; more; {
		switch s.d.PeekKind() {
		case '[':
			_, _ = s.d.ReadToken()
			more = s.elements()
		default:
			more = s.value(true)
		}
	}
}

// elements yields the elements of a list whose bracket was read.
func (s *jsonReader) elements() bool {
	for s.d.PeekKind() != ']' {
		if !s.value(false) {
			return false
		}
	}
	_, err := s.d.ReadToken()
	return err == nil
}

// value yields the next value. A lone one is the document itself; between
// values of the outermost level a comma is passed over.
func (s *jsonReader) value(outermost bool) bool {
	v, err := s.d.ReadValue()
	if err == io.EOF && outermost {
		return false
	}
	if err != nil {
		s.yield(item{number: s.number + 1}, lostJSON(s.d, s.number+1, err))
		return false
	}
	s.number++
	it := item{value: value{json: v.Clone()}, number: s.number}
	if outermost && s.number == 1 && s.atEnd() {
		it.number = 0
	}
	return s.yield(it, nil)
}

// atEnd reports whether nothing follows.
func (s *jsonReader) atEnd() bool {
	return s.d.PeekKind() == 0
}

// deep yields the records of an object that is too long to be looked at as a
// whole: the elements of the lists in it, and the objects in it that have text.
func (s *jsonReader) deep() {
	_, _ = s.d.ReadToken()
	for s.d.PeekKind() != '}' {
		if _, err := s.d.ReadToken(); err != nil { // the name
			s.yield(item{number: s.number + 1}, lostJSON(s.d, s.number+1, err))
			return
		}
		switch s.d.PeekKind() {
		case '[':
			_, _ = s.d.ReadToken()
			if !s.elements() {
				return
			}
		case '{':
			if !s.value(false) {
				return
			}
		default:
			if err := s.d.SkipValue(); err != nil {
				s.yield(item{number: s.number + 1}, lostJSON(s.d, s.number+1, err))
				return
			}
		}
	}
}

// bounded ends reading when a decoder wants more than a document may have.
type bounded struct {
	r    io.Reader
	read int64
	used func() int64 // how much of it the decoder is done with
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.read-b.used() > maxDocument {
		return 0, errTooLong
	}
	n, err := b.r.Read(p)
	b.read += int64(n)
	return n, err
}

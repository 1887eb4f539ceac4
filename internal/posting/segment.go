package posting

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"github.com/fihris-search/fihris/internal/trie"
)

// Segment is a segment where it lies. It is safe for concurrent use. What it
// returns may point into its bytes.
type Segment struct {
	*Documents
	data    []byte
	columns map[string]column
	fields  map[string]*Field
	names   []string // of fields, in the order of the file
}

type column struct {
	width int
	data  []byte
}

// bytesOfDoc is the least that a document takes: where its stored form and its
// ID end, and its place in the order of IDs.
const bytesOfDoc = 8 + 4 + 4

// Open reads where the parts of a segment are. It does not verify the
// checksum, which would read all of it.
func Open(data []byte) (*Segment, error) {
	s := &Segment{data: data, columns: map[string]column{}, fields: map[string]*Field{}}
	if len(data) < len(magic)+footerSize || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("%w: it does not begin as a segment does", ErrCorrupt)
	}
	end := len(data) - footerSize
	at := binary.LittleEndian.Uint64(data[end:])
	docs, version := binary.LittleEndian.Uint32(data[end+8:]), binary.LittleEndian.Uint32(data[end+12:])
	if version != Version {
		return nil, fmt.Errorf("%w: layout %d, this program reads %d", ErrCorrupt, version, Version)
	}
	if at > uint64(end) || uint64(docs) > uint64(end/bytesOfDoc) { // so that no product overflows below
		return nil, fmt.Errorf("%w: %d documents and a directory at %d in %d bytes", ErrCorrupt, docs, at, len(data))
	}
	d := directory{data: data[:end], left: data[at:end]}
	s.Documents = d.documents(int(docs))
	for range d.uvarint() {
		name, width := d.string(), int(d.byte())
		if width != 1 && width != 2 && width != 4 {
			d.bad = true
		}
		if d.bad {
			break
		}
		s.columns[name] = column{width, d.spanOf(width * s.docs)}
	}
	for range d.uvarint() {
		f := &Field{docs: docs, name: d.string()}
		has := d.byte()
		f.located = has&hasPositions != 0
		f.terms = d.uvarint()
		f.lists, f.dict, f.blocks = d.span(), d.span(), d.span()
		if has&hasForms != 0 {
			forms, err := trie.Open(d.span())
			d.bad = d.bad || err != nil
			f.forms = forms
		}
		if has&hasLevels != 0 {
			f.levels = d.levels()
		}
		if d.bad || f.terms > uint64(len(f.dict)) || uint64(len(f.blocks)) != 4*((f.terms+blockTerms-1)/blockTerms) {
			d.bad = true
			break
		}
		s.fields[f.name] = f
		s.names = append(s.names, f.name)
	}
	if d.bad {
		return nil, fmt.Errorf("%w: its directory cannot be read", ErrCorrupt)
	}
	return s, nil
}

// directory reads the directory; after the first error it stays bad.
type directory struct {
	data, left []byte
	bad        bool
}

func (d *directory) uvarint() uint64 {
	x, n := binary.Uvarint(d.left)
	if n <= 0 || d.bad {
		d.bad = true
		return 0
	}
	d.left = d.left[n:]
	return x
}

func (d *directory) byte() byte {
	if d.bad || len(d.left) == 0 {
		d.bad = true
		return 0
	}
	b := d.left[0]
	d.left = d.left[1:]
	return b
}

func (d *directory) string() string {
	n := d.uvarint()
	if d.bad || n > uint64(len(d.left)) {
		d.bad = true
		return ""
	}
	s := string(d.left[:n])
	d.left = d.left[n:]
	return s
}

func (d *directory) span() []byte {
	from, size := d.uvarint(), d.uvarint()
	if d.bad || from > uint64(len(d.data)) || size > uint64(len(d.data))-from {
		d.bad = true
		return nil
	}
	return d.data[from : from+size : from+size]
}

func (d *directory) spanOf(size int) []byte {
	b := d.span()
	if len(b) != size {
		d.bad = true
	}
	return b
}

// Bytes is the segment as it lies, checksum and all.
func (s *Segment) Bytes() []byte { return s.data }

// Fields are the names of the fields.
func (s *Segment) Fields() []string { return s.names }

// Columns are the names of the columns, sorted.
func (s *Segment) Columns() []string { return slices.Sorted(maps.Keys(s.columns)) }

// Field returns a field; nil, which has no terms, if the segment lacks it.
func (s *Segment) Field(name string) *Field { return s.fields[name] }

// Column appends the numbers of a column to dst, one for each document; zeros
// if the segment lacks it.
func (s *Segment) Column(name string, dst []uint32) []uint32 {
	c, ok := s.columns[name]
	if !ok {
		return append(dst, make([]uint32, s.docs)...)
	}
	from := len(dst)
	dst = slices.Grow(dst, int(s.docs))[:from+int(s.docs)]
	c.read(dst[from:])
	return dst
}

// Part appends the numbers that the documents from one up to another, which does not count, have
// in a column; zeros if the segment lacks it.
func (s *Segment) Part(name string, from, to int, dst []uint32) []uint32 {
	c, ok := s.columns[name]
	switch {
	case !ok:
		return append(dst, make([]uint32, to-from)...)
	case c.width == 4:
		for data := c.data[4*from : 4*to]; len(data) >= 4; data = data[4:] {
			dst = append(dst, binary.LittleEndian.Uint32(data))
		}
		return dst
	}
	for i := from; i < to; i++ {
		dst = append(dst, c.at(i))
	}
	return dst
}

// Value returns the number that a document has in a column; 0 if the segment
// lacks one of the two.
func (s *Segment) Value(name string, doc uint32) uint32 {
	c, ok := s.columns[name]
	if !ok || uint64(doc) >= uint64(s.docs) {
		return 0
	}
	return c.at(int(doc))
}

// read reads the numbers of the first documents.
func (c column) read(dst []uint32) {
	switch c.width {
	case 1:
		for i, x := range c.data[:len(dst)] {
			dst[i] = uint32(x)
		}
	case 2:
		for i := range dst {
			dst[i] = uint32(binary.LittleEndian.Uint16(c.data[2*i:]))
		}
	default:
		for i := range dst {
			dst[i] = binary.LittleEndian.Uint32(c.data[4*i:])
		}
	}
}

func (c column) at(doc int) uint32 {
	switch c.width {
	case 1:
		return uint32(c.data[doc])
	case 2:
		return uint32(binary.LittleEndian.Uint16(c.data[2*doc:]))
	}
	return binary.LittleEndian.Uint32(c.data[4*doc:])
}

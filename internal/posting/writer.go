package posting

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"
)

// writer writes the parts of a segment in the order of the layout. The first
// error stays and is returned by finish.
type writer struct {
	out io.Writer
	at  uint64 // bytes written, with those in buf
	buf []byte
	crc uint32
	err error

	sections, columns, fields []byte // of the directory
	columnCount, fieldCount   int

	// the field at hand
	first  uint64 // where its lists begin
	dict   []byte
	blocks []uint32
	terms  int
	last   []byte // term
	list   []byte
	name   string
	has    byte
	forms  []byte
	levels *leveled // nil for a field without
	given  int      // terms that were given; those of a family wait until it is whole
}

// What a field has, in the directory.
const (
	hasPositions = 1 << iota
	hasForms
	hasLevels
)

const (
	bufferSize  = 256 << 10
	leastBuffer = 4 << 10
)

// newWriter begins a segment of about so many bytes.
func newWriter(out io.Writer, size int) *writer {
	w := &writer{out: out, buf: make([]byte, 0, min(max(size, leastBuffer), bufferSize))}
	w.bytes([]byte(magic))
	return w
}

func (w *writer) flush() {
	if w.err == nil && len(w.buf) > 0 {
		w.crc = crc32.Update(w.crc, crc32.IEEETable, w.buf)
		_, w.err = w.out.Write(w.buf)
	}
	w.buf = w.buf[:0]
}

func (w *writer) bytes(b []byte) {
	w.at += uint64(len(b))
	for len(b) > 0 {
		if len(w.buf) == cap(w.buf) {
			w.flush()
		}
		n := min(len(b), cap(w.buf)-len(w.buf))
		w.buf = append(w.buf, b[:n]...)
		b = b[n:]
	}
}

func (w *writer) fixed4(values []uint32) {
	var b [4]byte
	for _, x := range values {
		binary.LittleEndian.PutUint32(b[:], x)
		w.bytes(b[:])
	}
}

func (w *writer) fixed8(values []uint64) {
	var b [8]byte
	for _, x := range values {
		binary.LittleEndian.PutUint64(b[:], x)
		w.bytes(b[:])
	}
}

// section writes one of the parts that every segment has, in their order.
func (w *writer) section(write func()) {
	at := w.at
	write()
	w.sections = appendSpan(w.sections, at, w.at)
}

// appendSpan appends where a part of the file lies.
func appendSpan(dst []byte, from, to uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(dst, from), to-from)
}

func appendString(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

// column writes a number for each document, as narrow as they allow.
func (w *writer) column(name string, values []uint32) {
	greatest := uint32(0)
	for _, x := range values {
		greatest = max(greatest, x)
	}
	width := byte(4)
	switch {
	case greatest == 0:
		return // as good as no column
	case greatest <= math.MaxUint8:
		width = 1
	case greatest <= math.MaxUint16:
		width = 2
	}
	at := w.at
	var b [4]byte
	for _, x := range values {
		binary.LittleEndian.PutUint32(b[:], x)
		w.bytes(b[:width])
	}
	w.columns = appendSpan(append(appendString(w.columns, name), width), at, w.at)
	w.columnCount++
}

// begin begins a field; its terms follow in their order.
func (w *writer) begin(name string, located bool) {
	w.first, w.dict, w.blocks, w.terms, w.given = w.at, w.dict[:0], w.blocks[:0], 0, 0
	w.name, w.has, w.forms, w.levels = name, 0, nil, nil
	if located {
		w.has = hasPositions
	}
}

// setForms gives the field at hand its dictionary of forms.
func (w *writer) setForms(dict []byte) {
	w.has |= hasForms
	w.forms = dict
}

// setLevels says that the field at hand has levels.
func (w *writer) setLevels(l *leveled) {
	w.has |= hasLevels
	w.levels = l
}

// term writes a term and its list, or keeps them until its family is whole.
func (w *writer) term(term string, e *encoder) error {
	w.given++
	if w.levels != nil {
		return w.levels.add(term, e)
	}
	w.list = e.appendTo(w.list[:0], w.has&hasPositions != 0)
	w.entry(term, sameStem, len(e.docs), nil, nil, w.list)
	return nil
}

// entry writes a term with its list, and before it those of the groups that begin with
// it, which lie in arena.
func (w *writer) entry(term string, begins, docs int, groups []group, arena, list []byte) {
	shared := 0
	if w.terms%blockTerms == 0 {
		if uint64(len(w.dict)) > math.MaxUint32 && w.err == nil {
			w.err = fmt.Errorf("the dictionary of %s is too large for a segment", w.name)
		}
		w.blocks = append(w.blocks, uint32(len(w.dict)))
		w.dict = binary.AppendUvarint(w.dict, w.at-w.first)
	} else {
		for shared < len(term) && shared < len(w.last) && term[shared] == w.last[shared] {
			shared++
		}
	}
	w.dict = appendUvarint(w.dict, uint64(shared))
	w.dict = appendUvarint(w.dict, uint64(len(term)-shared))
	w.dict = append(w.dict, term[shared:]...)
	count := uint64(docs)
	if w.levels != nil {
		count = count<<beginBits | uint64(begins)
	}
	w.dict = appendUvarint(w.dict, count)
	for _, g := range groups {
		w.dict = appendUvarint(w.dict, uint64(g.docs))
		w.dict = appendUvarint(w.dict, uint64(g.list.to-g.list.from))
		w.bytes(arena[g.list.from:g.list.to])
	}
	w.dict = appendUvarint(w.dict, uint64(len(list)))
	w.bytes(list)
	w.last = append(w.last[:0], term...)
	w.terms++
}

// end ends the field.
func (w *writer) end() error {
	if w.levels != nil {
		if err := w.levels.flush(); err != nil {
			return err
		}
	}
	dict := w.at
	w.bytes(w.dict)
	blocks := w.at
	w.fixed4(w.blocks)
	if w.terms == 0 {
		return nil // as good as no field
	}
	forms := w.at
	w.bytes(w.forms)
	w.fields = append(appendString(w.fields, w.name), w.has)
	w.fields = binary.AppendUvarint(w.fields, uint64(w.terms))
	w.fields = appendSpan(w.fields, w.first, dict)
	w.fields = appendSpan(w.fields, dict, blocks)
	w.fields = appendSpan(w.fields, blocks, forms)
	if w.has&hasForms != 0 {
		w.fields = appendSpan(w.fields, forms, w.at)
	}
	if w.levels != nil {
		w.fields = appendLevels(w.fields, &w.levels.Levels)
	}
	w.fieldCount++
	return nil
}

// finish writes the directory and the footer of a segment of docs documents.
func (w *writer) finish(docs int) error {
	at := w.at
	w.bytes(w.sections)
	w.bytes(binary.AppendUvarint(nil, uint64(w.columnCount)))
	w.bytes(w.columns)
	w.bytes(binary.AppendUvarint(nil, uint64(w.fieldCount)))
	w.bytes(w.fields)
	w.fixed8([]uint64{at})
	w.fixed4([]uint32{uint32(docs), Version})
	w.flush()
	crc := binary.BigEndian.AppendUint32(nil, w.crc)
	if w.err == nil {
		_, w.err = w.out.Write(crc)
	}
	w.at += uint64(len(crc))
	return w.err
}

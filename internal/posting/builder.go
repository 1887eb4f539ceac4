package posting

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// Builder collects the documents of a segment. Reset makes it empty and keeps
// its memory; use one a goroutine.
type Builder struct {
	Stop <-chan struct{} // once it is closed, Segment ends early with ErrInterrupted; nil for never

	ids        []byte
	idEnds     []uint32
	stored     []byte
	storedEnds []uint64
	fields     []*BuilderField
	columns    []*Column
}

// Field returns the field of a name, made on first use. Positions are kept if
// located says so.
func (b *Builder) Field(name string, located bool) *BuilderField {
	for _, f := range b.fields {
		if f.name == name {
			return f
		}
	}
	f := &BuilderField{b: b, name: name, located: located, named: map[string]uint32{}}
	b.fields = append(b.fields, f)
	return f
}

// Column returns the column of a name, made on first use.
func (b *Builder) Column(name string) *Column {
	for _, c := range b.columns {
		if c.name == name {
			return c
		}
	}
	c := &Column{name: name, b: b}
	b.columns = append(b.columns, c)
	return c
}

// Reset forgets all documents, and Stop.
func (b *Builder) Reset() {
	b.Stop = nil
	b.ids, b.idEnds, b.stored, b.storedEnds = b.ids[:0], b.idEnds[:0], b.stored[:0], b.storedEnds[:0]
	for _, f := range b.fields {
		f.reset()
	}
	for _, c := range b.columns {
		c.values = c.values[:0]
	}
}

// Docs counts the documents.
func (b *Builder) Docs() int { return len(b.idEnds) }

// Add begins the next document; what is added to fields and columns from here
// on belongs to it. The IDs of a segment are distinct. When ctx is done it ends early,
// with its error, and the builder is of no use until it is reset.
func (b *Builder) Add(ctx context.Context, id string, stored []byte) (err error) {
	b.ids = append(b.ids, id...)
	b.idEnds = append(b.idEnds, uint32(len(b.ids)))
	b.stored, err = appendPacked(ctx, b.stored, stored)
	b.storedEnds = append(b.storedEnds, uint64(len(b.stored)))
	return err
}

// Column is a small number for each document; 0 where none was set.
type Column struct {
	b      *Builder
	name   string
	values []uint32
}

// Set gives the document at hand its number.
func (c *Column) Set(value uint32) {
	c.fill()
	c.values[len(c.values)-1] = value
}

func (c *Column) fill() {
	for len(c.values) < c.b.Docs() {
		c.values = append(c.values, 0)
	}
}

// stopped says whether the builder is to end early.
func (b *Builder) stopped() error {
	select {
	case <-b.Stop:
		return ErrInterrupted
	default:
		return nil
	}
}

// Segment returns the bytes of a segment of the documents.
func (b *Builder) Segment() ([]byte, error) {
	out := &buffer{b: make([]byte, 0, b.size())}
	err := b.Write(out)
	return out.b, err
}

// size is how many bytes a segment of the documents takes, hardly less: of one article to four thousand it is 0 to 35 % more.
func (b *Builder) size() int {
	size := len(b.stored) + len(b.ids) + 20*b.Docs()
	for _, f := range b.fields {
		size += 3*len(f.occurrences) + 40*len(f.terms)
	}
	return size
}

// Write writes a segment of the documents.
func (b *Builder) Write(out io.Writer) error {
	if uint64(len(b.ids)) > math.MaxUint32 {
		return fmt.Errorf("%d bytes of IDs are too many for a segment", len(b.ids))
	}
	w := newWriter(out, b.size())
	w.section(func() { w.bytes(b.stored) })
	w.section(func() { w.fixed8(b.storedEnds) })
	w.section(func() { w.bytes(b.ids) })
	w.section(func() { w.fixed4(b.idEnds) })
	w.section(func() { w.fixed4(b.byID()) })
	slices.SortFunc(b.columns, func(x, y *Column) int { return strings.Compare(x.name, y.name) })
	for _, c := range b.columns {
		c.fill()
		w.column(c.name, c.values)
	}
	slices.SortFunc(b.fields, func(x, y *BuilderField) int { return strings.Compare(x.name, y.name) })
	for _, f := range b.fields {
		if err := f.write(w); err != nil {
			return err
		}
	}
	return w.finish(b.Docs())
}

// byID lists the documents in the order of their IDs.
func (b *Builder) byID() []uint32 {
	docs := make([]uint32, b.Docs())
	for i := range docs {
		docs[i] = uint32(i)
	}
	slices.SortFunc(docs, func(x, y uint32) int { return bytes.Compare(b.id(x), b.id(y)) })
	return docs
}

func (b *Builder) id(doc uint32) []byte {
	from := uint32(0)
	if doc > 0 {
		from = b.idEnds[doc-1]
	}
	return b.ids[from:b.idEnds[doc]]
}

// buffer is a writer that keeps everything.
type buffer struct{ b []byte }

func (b *buffer) Write(p []byte) (int, error) {
	b.b = append(b.b, p...)
	return len(p), nil
}

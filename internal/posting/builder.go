package posting

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/golang/snappy"
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
	f := &BuilderField{b: b, name: name, located: located, terms: map[string]uint32{}}
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
		clear(f.terms)
		clear(f.keys)
		f.isSorted = false
		f.keys, f.occurrences, f.firsts = f.keys[:0], f.occurrences[:0], f.firsts[:0]
	}
	for _, c := range b.columns {
		c.values = c.values[:0]
	}
}

// Docs counts the documents.
func (b *Builder) Docs() int { return len(b.idEnds) }

// Add begins the next document; what is added to fields and columns from here
// on belongs to it. The IDs of a segment are distinct.
func (b *Builder) Add(id string, stored []byte) {
	b.ids = append(b.ids, id...)
	b.idEnds = append(b.idEnds, uint32(len(b.ids)))
	at := len(b.stored)
	b.stored = slices.Grow(b.stored, snappy.MaxEncodedLen(len(stored)))
	packed := snappy.Encode(b.stored[at:cap(b.stored)], stored)
	b.stored = b.stored[:at+len(packed)]
	b.storedEnds = append(b.storedEnds, uint64(len(b.stored)))
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

// BuilderField is a field of a segment to be.
type BuilderField struct {
	b           *Builder
	name        string
	located     bool
	terms       map[string]uint32
	keys        []string
	occurrences []occurrence
	firsts      []uint32 // by document: its first occurrence
	formOf      func(term string) string
	levels      *Levels
	isSorted    bool

	counts []uint32 // scratch
	order  []uint32
	sorted []occurrence
}

// occurrence is a term at a position of a document; once sorted, a document
// and a position of a term.
type occurrence struct{ what, position uint32 }

// Forms says that the field has a dictionary of the forms of its terms beside
// that of the terms, and what the form of a term is. A term without a form has "".
func (f *BuilderField) Forms(of func(term string) string) { f.formOf = of }

// Levels says that the field has levels.
func (f *BuilderField) Levels(l *Levels) { f.levels = l }

// Term numbers a term of the field. The number holds until the builder is reset.
func (f *BuilderField) Term(key string) uint32 {
	n, ok := f.terms[key]
	if !ok {
		n = f.NewTerm(key)
		f.terms[key] = n
	}
	return n
}

// NewTerm numbers a term that has no number yet, for callers that remember the
// numbers themselves.
func (f *BuilderField) NewTerm(key string) uint32 {
	f.keys = append(f.keys, key)
	return uint32(len(f.keys) - 1)
}

// Add says that the document at hand holds a term, at a position where the
// field keeps these. The positions of a term ascend within a document.
func (f *BuilderField) Add(term, position uint32) {
	for len(f.firsts) < f.b.Docs() {
		f.firsts = append(f.firsts, uint32(len(f.occurrences)))
	}
	f.occurrences = append(f.occurrences, occurrence{term, position})
}

// sort puts the occurrences in the order of terms, documents and positions.
// The occurrences of order[i] end at counts[order[i]].
func (f *BuilderField) sort() {
	if f.isSorted {
		return
	}
	f.isSorted = true
	f.counts = append(f.counts[:0], make([]uint32, len(f.keys))...)
	for i := range f.occurrences {
		f.counts[f.occurrences[i].what]++
	}
	f.order = f.order[:0]
	for i := range f.keys {
		f.order = append(f.order, uint32(i))
	}
	slices.SortFunc(f.order, func(a, b uint32) int { return strings.Compare(f.keys[a], f.keys[b]) })
	start := uint32(0)
	for _, t := range f.order {
		n := f.counts[t]
		f.counts[t] = start
		start += n
	}
	f.sorted = slices.Grow(f.sorted[:0], len(f.occurrences))[:len(f.occurrences)]
	for doc, first := range f.firsts {
		end := len(f.occurrences)
		if doc+1 < len(f.firsts) {
			end = int(f.firsts[doc+1])
		}
		for _, o := range f.occurrences[first:end] {
			f.sorted[f.counts[o.what]] = occurrence{uint32(doc), o.position}
			f.counts[o.what]++
		}
	}
}

// write writes the field.
func (f *BuilderField) write(w *writer) error {
	f.sort()
	w.begin(f.name, f.located)
	if f.levels != nil {
		l, err := f.b.leveled(w, f.levels)
		if err != nil {
			return err
		}
		w.setLevels(l)
	}
	var e encoder
	var forms forms
	from := uint32(0)
	for i, t := range f.order {
		if i%1024 == 0 {
			select {
			case <-f.b.Stop:
				return ErrInterrupted
			default:
			}
		}
		e.reset()
		occurrences := f.sorted[from:f.counts[t]]
		from = f.counts[t]
		for len(occurrences) > 0 {
			n := 1
			for n < len(occurrences) && occurrences[n].what == occurrences[0].what {
				n++
			}
			e.add(occurrences[0].what, uint32(n))
			if f.located {
				last := uint32(0)
				for _, o := range occurrences[:n] {
					e.positions = appendUvarint(e.positions, uint64(o.position-last))
					last = o.position
				}
			}
			occurrences = occurrences[n:]
		}
		if len(e.docs) == 0 {
			continue // numbered, and then not used
		}
		if f.formOf != nil {
			forms.add(f.formOf(f.keys[t]), uint32(w.given), uint32(len(e.docs)))
		}
		if err := w.term(f.keys[t], &e); err != nil {
			return err
		}
	}
	if f.formOf != nil {
		dict, err := forms.write()
		if err != nil {
			return fmt.Errorf("forms of %s: %w", f.name, err)
		}
		w.setForms(dict)
	}
	return w.end()
}

// leveled begins to write a field that has levels.
func (b *Builder) leveled(w *writer, l *Levels) (*leveled, error) {
	column := func(name string) []uint32 {
		c := b.Column(name)
		c.fill()
		return c.values
	}
	for _, f := range b.fields {
		if f.name == l.Title && f.levels != nil {
			f.sort()
			return newLeveled(w, l, b.Docs(), column, f.levels, f.counted())
		}
	}
	return newLeveled(w, l, b.Docs(), column, nil, nil)
}

// counted returns the terms of the field one after the other.
func (f *BuilderField) counted() func() (*titleTerm, error) {
	c, i, from := &titleTerm{}, 0, uint32(0)
	return func() (*titleTerm, error) {
		for ; i < len(f.order); i++ {
			t := f.order[i]
			occurrences := f.sorted[from:f.counts[t]]
			from = f.counts[t]
			if len(occurrences) == 0 {
				continue
			}
			c.term, c.docs, c.freqs = append(c.term[:0], f.keys[t]...), c.docs[:0], c.freqs[:0]
			for _, o := range occurrences {
				if n := len(c.docs); n > 0 && c.docs[n-1] == o.what {
					c.freqs[n-1]++
				} else {
					c.docs, c.freqs = append(c.docs, o.what), append(c.freqs, 1)
				}
			}
			i++
			return c, nil
		}
		return nil, nil
	}
}

// Segment returns the bytes of a segment of the documents.
func (b *Builder) Segment() ([]byte, error) {
	if uint64(len(b.ids)) > math.MaxUint32 {
		return nil, fmt.Errorf("%d bytes of IDs are too many for a segment", len(b.ids))
	}
	size := len(b.stored) + len(b.ids) + 20*b.Docs()
	for _, f := range b.fields {
		size += 3 * len(f.occurrences)
	}
	out := &buffer{b: make([]byte, 0, size)}
	w := newWriter(out)
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
			return nil, err
		}
	}
	return out.b, w.finish(b.Docs())
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

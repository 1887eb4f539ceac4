package posting

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// BuilderField is a field of a segment to be.
type BuilderField struct {
	b           *Builder
	name        string
	located     bool
	named       map[string]uint32 // terms by their keys
	keys        []byte            // of all terms, one behind the other
	terms       []term
	occurrences []occurrence
	firsts      []uint32 // by document: its first occurrence
	formOf      func(term string) string
	levels      *Levels
	isSorted    bool

	// What sort makes: keys, the terms in their order, where their occurrences end, and these.
	text   string
	order  []span
	ends   []uint32
	sorted []occurrence

	counts []uint32 // scratch
	forms  forms
}

// term is a term that was numbered: where its key lies, and how it begins. Where two
// begin otherwise their keys need not be looked at.
type term struct {
	first, second uint64
	from, to      uint32
	number        uint32
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
	n, ok := f.named[key]
	if !ok {
		n = f.NewTerm([]byte(key))
		f.named[key] = n
	}
	return n
}

// TermOf is Term for a key in a buffer, which may change afterwards.
func (f *BuilderField) TermOf(key []byte) uint32 {
	if n, ok := f.named[string(key)]; ok {
		return n
	}
	return f.Term(string(key))
}

// NewTerm numbers a term, for callers that remember the numbers themselves. Several
// numbers may be those of one key: they are one term of the segment.
func (f *BuilderField) NewTerm(key []byte) uint32 {
	from := len(f.keys)
	f.keys = append(grow(f.keys, len(key)), key...)
	var b [16]byte
	copy(b[:], key)
	f.terms = append(f.terms, term{
		binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:]), uint32(from), uint32(len(f.keys)), uint32(len(f.terms)),
	})
	return uint32(len(f.terms) - 1)
}

// Add says that the document at hand holds a term, at a position where the
// field keeps these. The positions of a term ascend within a document.
func (f *BuilderField) Add(term, position uint32) {
	for len(f.firsts) < f.b.Docs() {
		f.firsts = append(f.firsts, uint32(len(f.occurrences)))
	}
	f.occurrences = append(grow(f.occurrences, 1), occurrence{term, position})
}

// reset forgets all terms and occurrences.
func (f *BuilderField) reset() {
	clear(f.named)
	f.keys, f.terms, f.occurrences, f.firsts, f.isSorted, f.text = f.keys[:0], f.terms[:0], f.occurrences[:0], f.firsts[:0], false, ""
	f.forms.reset()
}

// someOccurrences is how many are sorted without a look at Stop.
const someOccurrences = 1 << 18

// alias marks, among the places of terms, one that has the key of another: the rest is
// the number of that.
const alias = 1 << 31

// sort puts the occurrences in the order of terms, documents and positions.
func (f *BuilderField) sort() error {
	if f.isSorted {
		return nil
	}
	if uint64(len(f.occurrences)) >= alias || uint64(len(f.keys)) >= alias {
		return fmt.Errorf("%d occurrences of %d bytes of terms of %s are too many for a segment", len(f.occurrences), len(f.keys), f.name)
	}
	f.counts = append(f.counts[:0], make([]uint32, len(f.terms))...)
	for part := range slices.Chunk(f.occurrences, someOccurrences) {
		if err := f.b.stopped(); err != nil {
			return err
		}
		for i := range part {
			f.counts[part[i].what]++
		}
	}
	f.putInOrder()
	f.sorted = slices.Grow(f.sorted[:0], len(f.occurrences))[:len(f.occurrences)]
	for doc, first := range f.firsts {
		end := len(f.occurrences)
		if doc+1 < len(f.firsts) {
			end = int(f.firsts[doc+1])
		}
		for part := range slices.Chunk(f.occurrences[first:end], someOccurrences) {
			if err := f.b.stopped(); err != nil {
				return err
			}
			for _, o := range part {
				t := o.what
				at := f.counts[t]
				if at >= alias {
					t = at &^ alias
					at = f.counts[t]
				}
				f.sorted[at] = occurrence{uint32(doc), o.position}
				f.counts[t] = at + 1
			}
		}
	}
	f.isSorted = true
	return nil
}

// putInOrder makes the order of the terms of their counts, and of the counts the places
// where the occurrences of each begin.
func (f *BuilderField) putInOrder() {
	f.text = string(f.keys)
	key := func(t *term) string { return f.text[t.from:t.to] }
	slices.SortFunc(f.terms, func(a, b term) int {
		switch {
		case a.first != b.first:
			return cmp.Compare(a.first, b.first)
		case a.second != b.second:
			return cmp.Compare(a.second, b.second)
		}
		return strings.Compare(key(&a), key(&b))
	})
	f.order, f.ends = f.order[:0], f.ends[:0]
	start := uint32(0)
	for i := 0; i < len(f.terms); {
		of := &f.terms[i]
		n := f.counts[of.number]
		f.counts[of.number] = start
		for i++; i < len(f.terms); i++ {
			t := &f.terms[i]
			if t.first != of.first || t.second != of.second || key(t) != key(of) {
				break
			}
			n += f.counts[t.number]
			f.counts[t.number] = alias | of.number
		}
		start += n
		f.order, f.ends = append(f.order, span{int(of.from), int(of.to)}), append(f.ends, start)
	}
}

// write writes the field.
func (f *BuilderField) write(w *writer) error {
	if err := f.sort(); err != nil {
		return err
	}
	w.begin(f.name, f.located)
	if f.levels != nil {
		l, err := f.b.leveled(w, f.levels)
		if err != nil {
			return err
		}
		w.setLevels(l)
	}
	var e encoder
	f.forms.reset()
	from := uint32(0)
	for i, at := range f.order {
		if i%1024 == 0 {
			if err := f.b.stopped(); err != nil {
				return err
			}
		}
		e.reset()
		key, occurrences := f.text[at.from:at.to], f.sorted[from:f.ends[i]]
		from = f.ends[i]
		for len(occurrences) > 0 {
			n := 1
			for n < len(occurrences) && occurrences[n].what == occurrences[0].what {
				n++
			}
			e.add(occurrences[0].what, uint32(n))
			if f.located {
				other, last := f.levels.body(), uint32(0)
				for _, o := range occurrences[:n] {
					e.positions = appendUvarint(e.positions, uint64((o.position-last)^other))
					last, other = o.position, 0
				}
			}
			occurrences = occurrences[n:]
		}
		if len(e.docs) == 0 {
			continue // numbered, and then not used
		}
		if f.formOf != nil {
			f.forms.add(f.formOf(key), uint32(w.given), uint32(len(e.docs)))
		}
		if err := w.term(key, &e); err != nil {
			return err
		}
	}
	if f.formOf != nil {
		dict, err := f.forms.write()
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
			if err := f.sort(); err != nil {
				return nil, err
			}
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
			at, occurrences := f.order[i], f.sorted[from:f.ends[i]]
			from = f.ends[i]
			if len(occurrences) == 0 {
				continue
			}
			c.term, c.docs, c.freqs = append(c.term[:0], f.text[at.from:at.to]...), c.docs[:0], c.freqs[:0]
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

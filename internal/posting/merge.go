package posting

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/trie"
)

// Dropped is the new number of a document that was left out.
const Dropped = math.MaxUint32

// ErrInterrupted says that a merge was told to end early.
var ErrInterrupted = errors.New("merge interrupted")

// Merge writes one segment of the documents of several, in their order, less
// the dropped ones (nil for none); there may be no two documents of one ID
// among them. It returns the new number of each document. When stop is closed,
// it ends early with ErrInterrupted.
func Merge(out io.Writer, segments []*Segment, drops []*roaring.Bitmap, stop <-chan struct{}) ([][]uint32, error) {
	m := merging{segments: segments, stop: stop}
	m.number(drops)
	m.w = newWriter(out)
	if err := m.documents(); err != nil {
		return nil, err
	}
	for _, name := range m.names(func(s *Segment) []string { return slices.Collect(maps.Keys(s.columns)) }) {
		m.column(name)
	}
	for _, name := range m.names(func(s *Segment) []string { return s.names }) {
		if err := m.field(name); err != nil {
			return nil, err
		}
	}
	return m.numbers, m.w.finish(m.docs)
}

type merging struct {
	segments []*Segment
	numbers  [][]uint32
	whole    []bool // segments that lose nothing
	docs     int
	w        *writer
	stop     <-chan struct{}

	e           encoder
	docsScratch []uint32
	freqScratch []uint32
}

func (m *merging) stopped() error {
	select {
	case <-m.stop:
		return ErrInterrupted
	default:
		return nil
	}
}

// number gives every document its new number.
func (m *merging) number(drops []*roaring.Bitmap) {
	for i, s := range m.segments {
		numbers := make([]uint32, s.docs)
		whole := true
		for d := range numbers {
			if drops[i] != nil && drops[i].Contains(uint32(d)) {
				numbers[d], whole = Dropped, false
				continue
			}
			numbers[d] = uint32(m.docs)
			m.docs++
		}
		m.numbers, m.whole = append(m.numbers, numbers), append(m.whole, whole)
	}
}

// names collects the names of the segments, each once, in their order.
func (m *merging) names(of func(*Segment) []string) []string {
	var out []string
	for _, s := range m.segments {
		for _, n := range of(s) {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	slices.Sort(out)
	return out
}

// documents writes the stored documents and the IDs.
func (m *merging) documents() error {
	storedEnds, idEnds := make([]uint64, 0, m.docs), make([]uint32, 0, m.docs)
	var err error
	end := uint64(0)
	m.w.section(func() {
		for i, s := range m.segments {
			for d, n := range m.numbers[i] {
				if d%1024 == 0 && m.stopped() != nil {
					break // and it is told below
				}
				if n != Dropped {
					b := between(s.stored, s.storedEnd, d)
					m.w.bytes(b)
					end += uint64(len(b))
					storedEnds = append(storedEnds, end)
				}
			}
			if err = errors.Join(err, m.stopped()); err != nil {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	m.w.section(func() { m.w.fixed8(storedEnds) })
	end = 0
	m.w.section(func() {
		for i, s := range m.segments {
			for d, n := range m.numbers[i] {
				if n != Dropped {
					b := s.ID(uint32(d))
					m.w.bytes(b)
					end += uint64(len(b))
					idEnds = append(idEnds, uint32(end))
				}
			}
		}
	})
	if end > math.MaxUint32 {
		return fmt.Errorf("%d bytes of IDs are too many for a segment", end)
	}
	m.w.section(func() { m.w.fixed4(idEnds) })
	m.w.section(func() { m.w.fixed4(m.byID()) })
	return nil
}

// byID merges the orders of the IDs.
func (m *merging) byID() []uint32 {
	type head struct {
		segment, place int
		id             []byte
		doc            uint32
	}
	var heads []head
	advance := func(h head) (head, bool) {
		s := m.segments[h.segment]
		for ; h.place < s.docs; h.place++ {
			d := s.InOrder(h.place)
			if uint64(d) >= uint64(s.docs) || m.numbers[h.segment][d] == Dropped {
				continue
			}
			h.id, h.doc = s.ID(d), m.numbers[h.segment][d]
			h.place++
			return h, true
		}
		return h, false
	}
	for i := range m.segments {
		if h, ok := advance(head{segment: i}); ok {
			heads = append(heads, h)
		}
	}
	out := make([]uint32, 0, m.docs)
	for len(heads) > 0 {
		least := 0
		for i := range heads {
			if bytes.Compare(heads[i].id, heads[least].id) < 0 {
				least = i
			}
		}
		out = append(out, heads[least].doc)
		if h, ok := advance(heads[least]); ok {
			heads[least] = h
		} else {
			heads = slices.Delete(heads, least, least+1)
		}
	}
	return out
}

func (m *merging) column(name string) { m.w.column(name, m.values(name)) }

// values are the numbers of a column of the documents that are left.
func (m *merging) values(name string) []uint32 {
	values := make([]uint32, 0, m.docs)
	var all []uint32
	for i, s := range m.segments {
		all = s.Column(name, all[:0])
		for d, n := range m.numbers[i] {
			if n != Dropped {
				values = append(values, all[d])
			}
		}
	}
	return values
}

// union goes through the terms that the segments have in a field, in their order.
type union struct {
	heads []head
	term  []byte // at hand
}

// head is the term at hand of a segment.
type head struct {
	*Cursor
	segment int
}

func (m *merging) union(name string) (*union, error) {
	u := &union{}
	for i, s := range m.segments {
		c := s.Field(name).From("")
		if c.Next() {
			u.heads = append(u.heads, head{c, i})
		} else if err := c.Err(); err != nil {
			return nil, err
		}
	}
	return u, nil
}

// next goes to the next term; false at the end. It calls visit with the lists of
// the term.
func (u *union) next(visit func(segment int, l *List) error) (bool, error) {
	if len(u.heads) == 0 {
		return false, nil
	}
	least := u.heads[0].Term()
	for i := 1; i < len(u.heads); i++ {
		if bytes.Compare(u.heads[i].Term(), least) < 0 {
			least = u.heads[i].Term()
		}
	}
	u.term = append(u.term[:0], least...)
	left := u.heads[:0]
	for _, h := range u.heads {
		if bytes.Equal(h.Term(), u.term) {
			if err := visit(h.segment, h.List()); err != nil {
				return false, err
			}
			if !h.Next() {
				if err := h.Err(); err != nil {
					return false, err
				}
				continue
			}
		}
		left = append(left, h)
	}
	u.heads = left
	return true, nil
}

// field merges the dictionaries of a field and their lists.
func (m *merging) field(name string) error {
	located, formed := false, true
	var levels *Levels
	forms := mergedForms{of: make([]*trie.Trie, len(m.segments)), numbers: make([][]uint32, len(m.segments))}
	for i, s := range m.segments {
		f := s.Field(name)
		located = located || f != nil && f.located
		formed = formed && (f == nil || f.forms != nil)
		forms.of[i] = f.Forms()
		if levels == nil {
			levels = f.Levels()
		}
	}
	all, err := m.union(name)
	if err != nil {
		return err
	}
	m.w.begin(name, located)
	if levels != nil {
		l, err := m.leveled(levels)
		if err != nil {
			return err
		}
		m.w.setLevels(l)
	}
	for n := 0; ; n++ {
		if n%1024 == 0 {
			if err := m.stopped(); err != nil {
				return err
			}
		}
		m.e.reset()
		number := uint32(m.w.given)
		ok, err := all.next(func(segment int, l *List) error {
			forms.numbers[segment] = append(forms.numbers[segment], number)
			return m.list(segment, l)
		})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if !ok {
			break
		}
		if len(m.e.docs) > 0 {
			if err := m.w.term(string(all.term), &m.e); err != nil {
				return err
			}
			forms.docs = append(forms.docs, uint32(len(m.e.docs)))
		} else {
			forms.drop(number)
		}
	}
	if formed {
		dict, err := forms.write()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		m.w.setForms(dict)
	}
	return m.w.end()
}

// leveled begins to write a field that has levels.
func (m *merging) leveled(l *Levels) (*leveled, error) {
	var title *Levels
	for _, s := range m.segments {
		if title == nil {
			title = s.Field(l.Title).Levels()
		}
	}
	if title == nil {
		return newLeveled(m.w, l, m.docs, m.values, nil, nil)
	}
	all, err := m.union(l.Title)
	if err != nil {
		return nil, err
	}
	c := &titleTerm{}
	var docs, freqs []uint32
	return newLeveled(m.w, l, m.docs, m.values, title, func() (*titleTerm, error) {
		for {
			c.docs, c.freqs = c.docs[:0], c.freqs[:0]
			ok, err := all.next(func(segment int, l *List) error {
				var err error
				docs, freqs, err = l.Append(docs[:0], freqs[:0])
				for i, d := range docs {
					if n := m.numbers[segment][d]; n != Dropped {
						c.docs, c.freqs = append(c.docs, n), append(c.freqs, freqs[i])
					}
				}
				return err
			})
			if err != nil || !ok {
				return nil, err
			}
			if len(c.docs) > 0 {
				c.term = all.term
				return c, nil
			}
		}
	})
}

// list adds the postings of a list to the term at hand.
func (m *merging) list(segment int, l *List) error {
	var err error
	m.docsScratch, m.freqScratch, err = l.Append(m.docsScratch[:0], m.freqScratch[:0])
	if err != nil {
		return err
	}
	docs, freqs, numbers := m.docsScratch, m.freqScratch, m.numbers[segment]
	if !l.located {
		for i, d := range docs {
			if n := numbers[d]; n != Dropped {
				m.e.add(n, freqs[i])
			}
		}
		return nil
	}
	p, err := l.positions()
	if err != nil {
		return err
	}
	if m.whole[segment] && len(m.e.docs)+len(docs) <= skipDocs {
		for i, d := range docs {
			m.e.add(numbers[d], freqs[i])
		}
		m.e.positions = append(m.e.positions, p.data...)
		return nil
	}
	for i, d := range docs {
		raw, err := p.take(freqs[i])
		if err != nil {
			return err
		}
		if n := numbers[d]; n != Dropped {
			m.e.add(n, freqs[i])
			m.e.positions = append(m.e.positions, raw...)
		}
	}
	return nil
}

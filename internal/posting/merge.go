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
	size := 0
	for _, s := range segments {
		size += len(s.Bytes())
	}
	m.w = newWriter(out, size)
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

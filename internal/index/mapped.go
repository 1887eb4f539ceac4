package index

import (
	"encoding/binary"
	"fmt"
	"math"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/vellum"

	"github.com/fihris-search/fihris/internal/rank"
)

// file is a segment of bleve that is mapped from a file (*zap.Segment): it
// shows its bytes and where in them the dictionary of a field begins.
type file interface {
	Data() []byte
	Version() uint32
	DictAddr(field string) (uint64, error)
}

// mapped reads the postings of a field where they lie in the file. bleve's
// iterators return every posting through an interface and look every key of a
// range up again; a root has dozens of keys, so that this is several times as
// fast. The layout, of version 17 of zap:
//
//	dictionary: uvarint length, vellum automaton: key -> value
//	value:      1<<63 | norm<<31 | document   one document that holds it once
//	            or the offset of
//	list:       uvarint offset of frequencies, uvarint offset of positions,
//	            uvarint length, roaring bitmap of documents
//	frequencies: uvarint chunks, uvarint end of each chunk, then for each document
//	            uvarint frequency<<1 | has positions, uvarint norm
type mapped struct {
	file  file // whose bytes these are
	data  []byte
	terms *vellum.FST
}

const (
	mappedVersion = 17
	oneDocument   = 1 << 63
	documentMask  = 1<<31 - 1
)

// mapped returns the postings of a field of bleve in the segment's file; nil
// if the segment is in memory, or has nothing in the field.
func (s *segment) mapped(field string) (*mapped, error) {
	f, ok := s.seg.(file)
	if !ok || f.Version() != mappedVersion {
		return nil, nil
	}
	s.side.fileMu.Lock()
	defer s.side.fileMu.Unlock()
	if m := s.side.mapped[field]; m != nil && m.file == f {
		return m, nil
	}
	at, err := f.DictAddr(field)
	if err != nil {
		return nil, nil // it has no such field
	}
	m := &mapped{file: f, data: f.Data()}
	length, at, err := m.uvarint(at)
	if err != nil || length == 0 || length > uint64(len(m.data))-at {
		return nil, fmt.Errorf("%w: dictionary of %s", ErrCorrupt, field)
	}
	if m.terms, err = vellum.Load(m.data[at : at+length]); err != nil {
		return nil, fmt.Errorf("%w: dictionary of %s: %w", ErrCorrupt, field, err)
	}
	if s.side.mapped == nil {
		s.side.mapped = map[string]*mapped{}
	}
	s.side.mapped[field] = m
	return m, nil
}

// uvarint reads the number at a place and returns the place behind it.
func (m *mapped) uvarint(at uint64) (x, next uint64, err error) {
	if at < uint64(len(m.data)) {
		if x, n := binary.Uvarint(m.data[at:min(at+binary.MaxVarintLen64, uint64(len(m.data)))]); n > 0 {
			return x, at + uint64(n), nil
		}
	}
	return 0, 0, fmt.Errorf("%w: no number at byte %d", ErrCorrupt, at)
}

// reading is scratch memory for lists of postings.
type reading struct {
	docs     *roaring.Bitmap // points into the file
	postings rank.Postings
	freqs    []uint32 // by document; all zero between uses
}

var readings = sync.Pool{New: func() any { return &reading{docs: roaring.New()} }}

// list points r.docs at the documents of a list, and returns where its
// frequencies are.
func (m *mapped) list(value uint64, r *reading) (freqs uint64, err error) {
	freqs, at, err := m.uvarint(value)
	if err != nil {
		return 0, err
	}
	_, at, err = m.uvarint(at)
	if err != nil {
		return 0, err
	}
	length, at, err := m.uvarint(at)
	if err != nil {
		return 0, err
	}
	if length > uint64(len(m.data))-at {
		return 0, fmt.Errorf("%w: postings at byte %d", ErrCorrupt, value)
	}
	if _, err := r.docs.FromBuffer(m.data[at : at+length]); err != nil {
		return 0, fmt.Errorf("%w: postings at byte %d: %w", ErrCorrupt, value, err)
	}
	return freqs, nil
}

// read appends the postings of a value to dst.
func (m *mapped) read(value uint64, r *reading, dst *rank.Postings) error {
	if value&oneDocument != 0 {
		dst.Add(uint32(value&documentMask), 1)
		return nil
	}
	at, err := m.list(value, r)
	if err != nil {
		return err
	}
	old, n := len(dst.Docs), int(r.docs.GetCardinality())
	dst.Docs = append(dst.Docs, make([]uint32, n)...)
	dst.Freqs = append(dst.Freqs, make([]uint32, n)...)
	docs := dst.Docs[old:]
	r.docs.ToExistingArray(&docs)
	chunks, at, err := m.uvarint(at)
	for ; err == nil && chunks > 0; chunks-- {
		_, at, err = m.uvarint(at)
	}
	if err != nil {
		return err
	}
	return m.frequencies(at, dst.Freqs[old:])
}

// frequencies reads one frequency for each document.
func (m *mapped) frequencies(at uint64, out []uint32) error {
	data := m.data[at:]
	for i := range out {
		if len(data) < 2 {
			return fmt.Errorf("%w: frequencies end at byte %d", ErrCorrupt, len(m.data))
		}
		x, n := uint64(data[0]), 1
		if x >= 0x80 {
			x, n = binary.Uvarint(data)
		}
		freq := x >> 1
		if n <= 0 || freq == 0 || freq > math.MaxUint32 {
			return fmt.Errorf("%w: a frequency of %d", ErrCorrupt, freq)
		}
		out[i] = uint32(freq)
		for n < len(data) && data[n] >= 0x80 { // the norm
			n++
		}
		data = data[min(n+1, len(data)):]
	}
	return nil
}

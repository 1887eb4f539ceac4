package posting

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/fihris-search/fihris/internal/blockmax"
)

// List is the postings of a term, where they lie.
type List struct {
	Count    int    // documents that hold the term, deleted ones included
	Number   uint32 // that its term has in a field with levels, where it begins a stem
	data     []byte
	located  bool
	packed   bool   // the documents are as package blockmax has them
	standing bool   // behind them is where the words of a root stand
	limit    uint32 // documents of the segment
	body     uint32 // see Levels
}

// Packed is the documents of the list where they lie, with what a search skips by. It is
// empty in a field without levels.
func (l *List) Packed() (blockmax.List, error) {
	data, _, err := l.parts()
	if err != nil || !l.packed {
		return blockmax.List{}, err
	}
	packed, err := blockmax.Open(data, l.Count, l.limit)
	return packed, corrupt(err)
}

// corrupt gives what is wrong with a list the name that callers know.
func corrupt(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrCorrupt, err)
}

// Append appends the documents, ascending, and how often each holds the term.
func (l *List) Append(docs, freqs []uint32) (_, _ []uint32, err error) {
	if l.packed {
		packed, err := l.Packed()
		if err == nil {
			docs, freqs, err = packed.Append(docs, freqs)
			err = corrupt(err)
		}
		return docs, freqs, err
	}
	data, _, err := l.parts()
	if err != nil {
		return docs, freqs, err
	}
	if l.Count > len(data) {
		return docs, freqs, fmt.Errorf("%w: list of %d documents in %d bytes", ErrCorrupt, l.Count, len(data))
	}
	docs, freqs = grow(docs, l.Count), grow(freqs, l.Count)
	toDocs, toFreqs := docs[len(docs):len(docs)+l.Count], freqs[len(freqs):len(freqs)+l.Count]
	next, at := uint64(0), 0
	for i := range toDocs {
		var code, freq uint64
		if at < len(data) && data[at] < 0x80 {
			code = uint64(data[at])
			at++
		} else {
			n := 0
			if code, n = binary.Uvarint(data[at:]); n <= 0 {
				return docs, freqs, errShort
			}
			at += n
		}
		freq = 1
		if code&1 == 0 {
			n := 0
			if freq, n = binary.Uvarint(data[at:]); n <= 0 || freq == 0 || freq > math.MaxUint32 {
				return docs, freqs, errShort
			}
			at += n
		}
		next += code >> 1
		toDocs[i], toFreqs[i] = uint32(next), uint32(freq)
		next++
		if next > uint64(l.limit) {
			return docs, freqs, fmt.Errorf("%w: document %d of %d", ErrCorrupt, next-1, l.limit)
		}
	}
	return docs[:len(docs)+l.Count], freqs[:len(freqs)+l.Count], nil
}

var errShort = fmt.Errorf("%w: postings end early", ErrCorrupt)

// grow makes room for n more elements. What is large grows to twice as much, not, as append
// has it, by a quarter: all that is copied on the way, and left behind, is then as much as what there is in the end.
func grow[T any](s []T, n int) []T {
	if cap(s)-len(s) >= n {
		return s
	}
	return slices.Grow(s, max(n, cap(s)))
}

// parts splits the list into documents and positions.
func (l *List) parts() (docs, positions []byte, err error) {
	if !l.located && !l.standing {
		return l.data, nil, nil
	}
	size, n := binary.Uvarint(l.data)
	if n <= 0 || size > uint64(len(l.data)-n) {
		return nil, nil, errShort
	}
	return l.data[n : n+int(size)], l.data[n+int(size):], nil
}

// Positions visits those documents of a sorted set that hold the term: the
// place of a document in the set, and its positions, ascending, which are
// valid during the visit. docs and freqs are what Append appended.
func (l *List) Positions(docs, freqs, set []uint32, visit func(i int, positions []uint32)) error {
	p, err := l.positions()
	if err != nil {
		return err
	}
	var found []uint32
	k := 0
	for first := 0; first < len(docs) && k < len(set); first += skipDocs {
		last := min(first+skipDocs, len(docs)) - 1
		for k < len(set) && set[k] < docs[first] {
			k++
		}
		if k < len(set) && set[k] > docs[last] && last+1 < len(docs) {
			if err := p.skipGroup(); err != nil {
				return err
			}
			continue
		}
		p.enterGroup()
		passed := uint32(0) // positions of documents that nobody asks for, left out together
		for j := first; j <= last && k < len(set); j++ {
			for k < len(set) && set[k] < docs[j] {
				k++
			}
			if k == len(set) || set[k] != docs[j] {
				if passed += freqs[j]; passed >= 1<<31 || freqs[j] >= 1<<31 {
					return errShort // a title and a body have no such number of places
				}
				continue
			}
			if err := p.pass(&passed); err != nil {
				return err
			}
			raw, err := p.take(freqs[j])
			if err != nil {
				return err
			}
			if found, err = l.unpack(found[:0], raw); err != nil {
				return err
			}
			visit(k, found)
		}
		if err := p.pass(&passed); err != nil {
			return err
		}
	}
	return nil
}

// pass leaves out so many positions, and sets the number to 0.
func (p *positions) pass(n *uint32) (err error) {
	if *n > 0 {
		_, err = p.take(*n)
		*n = 0
	}
	return err
}

// unpack appends the positions of a document in raw to dst.
func (l *List) unpack(dst []uint32, raw []byte) ([]uint32, error) {
	at, other := uint64(0), uint64(l.body)
	for len(raw) > 0 {
		d, n := binary.Uvarint(raw)
		if n <= 0 {
			return dst, errShort
		}
		d ^= other
		other = 0
		if at += d; at > math.MaxUint32 {
			return dst, fmt.Errorf("%w: position %d", ErrCorrupt, at)
		}
		dst = append(dst, uint32(at))
		raw = raw[n:]
	}
	return dst, nil
}

// encoder collects the postings of one term and writes them as a list.
type encoder struct {
	docs, freqs []uint32
	positions   []byte
	ends        []int // of positions, behind each full group but the last
	part        []byte
}

func (e *encoder) reset() {
	e.docs, e.freqs, e.positions, e.ends = e.docs[:0], e.freqs[:0], e.positions[:0], e.ends[:0]
}

// add begins the next document; its positions are appended by the caller.
func (e *encoder) add(doc, freq uint32) {
	if n := len(e.docs); n > 0 && n%skipDocs == 0 {
		e.ends = append(e.ends, len(e.positions))
	}
	e.docs, e.freqs = append(e.docs, doc), append(e.freqs, freq)
}

// appendTo appends the list to dst.
func (e *encoder) appendTo(dst []byte, located bool) []byte {
	if !located {
		return e.appendDocs(dst)
	}
	e.part = e.appendDocs(e.part[:0])
	dst = binary.AppendUvarint(dst, uint64(len(e.part)))
	return e.appendPositions(append(dst, e.part...))
}

// appendPositions appends the positions and, before them, how long they are.
func (e *encoder) appendPositions(dst []byte) []byte {
	from := 0
	for _, end := range e.ends {
		dst = binary.AppendUvarint(dst, uint64(end-from))
		from = end
	}
	return append(dst, e.positions...)
}

func (e *encoder) appendDocs(dst []byte) []byte {
	next := uint32(0)
	for i, d := range e.docs {
		code := uint64(d-next) << 1
		if e.freqs[i] == 1 {
			dst = appendUvarint(dst, code|1)
		} else {
			dst = appendUvarint(dst, code)
			dst = appendUvarint(dst, uint64(e.freqs[i]))
		}
		next = d + 1
	}
	return dst
}

// appendUvarint is binary.AppendUvarint, quick for small numbers.
func appendUvarint(dst []byte, x uint64) []byte {
	if x < 0x80 {
		return append(dst, byte(x))
	}
	return binary.AppendUvarint(dst, x)
}

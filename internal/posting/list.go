package posting

import (
	"encoding/binary"
	"fmt"
	"math"
	"sync"

	"github.com/fihris-search/fihris/internal/blockmax"
)

// List is the postings of a term, where they lie.
type List struct {
	Count   int // documents that hold the term, deleted ones included
	data    []byte
	located bool
	packed  bool   // the documents are as package blockmax has them
	limit   uint32 // documents of the segment
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

// grow makes room for n more elements.
func grow(s []uint32, n int) []uint32 {
	if cap(s)-len(s) >= n {
		return s
	}
	out := make([]uint32, len(s), max(2*cap(s), len(s)+n))
	copy(out, s)
	return out
}

// parts splits the list into documents and positions.
func (l *List) parts() (docs, positions []byte, err error) {
	if !l.located {
		return l.data, nil, nil
	}
	size, n := binary.Uvarint(l.data)
	if n <= 0 || size > uint64(len(l.data)-n) {
		return nil, nil, errShort
	}
	return l.data[n : n+int(size)], l.data[n+int(size):], nil
}

// positions reads the positions of a list from the first document on.
type positions struct {
	skips []byte // lengths of the groups of documents
	data  []byte
}

func (l *List) positions() (p positions, err error) {
	_, data, err := l.parts()
	if err != nil {
		return p, err
	}
	p.skips = data
	for range (l.Count - 1) / skipDocs {
		_, n := binary.Uvarint(data)
		if n <= 0 {
			return p, errShort
		}
		data = data[n:]
	}
	p.data = data
	return p, nil
}

// skipGroup leaves out the positions of the next skipDocs documents.
func (p *positions) skipGroup() error {
	size, n := binary.Uvarint(p.skips)
	if n <= 0 || size > uint64(len(p.data)) {
		return errShort
	}
	p.skips, p.data = p.skips[n:], p.data[size:]
	return nil
}

// enterGroup says that the next group of documents is read.
func (p *positions) enterGroup() {
	if _, n := binary.Uvarint(p.skips); n > 0 {
		p.skips = p.skips[n:]
	}
}

// take returns the bytes of n positions.
func (p *positions) take(n uint32) ([]byte, error) {
	for i, b := range p.data {
		if b >= 0x80 {
			continue
		}
		if n--; n == 0 {
			out := p.data[:i+1]
			p.data = p.data[i+1:]
			return out, nil
		}
	}
	return nil, errShort
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
		for j := first; j <= last && k < len(set); j++ {
			raw, err := p.take(freqs[j])
			if err != nil {
				return err
			}
			for k < len(set) && set[k] < docs[j] {
				k++
			}
			if k == len(set) || set[k] != docs[j] {
				continue
			}
			if found, err = unpack(found[:0], raw); err != nil {
				return err
			}
			visit(k, found)
		}
	}
	return nil
}

// PositionsIn is Positions without what Append appended: of a list of a field with levels it reads
// what the set needs.
func (l *List) PositionsIn(set []uint32, visit func(i int, positions []uint32)) error {
	if !l.packed {
		docs, freqs, err := l.Append(nil, nil)
		if err != nil {
			return err
		}
		return l.Positions(docs, freqs, set, visit)
	}
	packed, err := l.Packed()
	if err != nil {
		return err
	}
	f := finders.Get().(*finder)
	defer finders.Put(f)
	f.docs.Reset(packed)
	f.list, f.group = l, -1
	for k := 0; k < len(set) && f.docs.Blocks() > 0; {
		block := f.docs.Seek(set[k])
		if block >= f.docs.Blocks() {
			break
		}
		docs := f.docs.Docs(block)
		if docs == nil {
			break // damaged
		}
		for i := 0; k < len(set) && set[k] <= docs[len(docs)-1]; k++ {
			for docs[i] < set[k] {
				i++
			}
			if docs[i] != set[k] {
				continue
			}
			found, err := f.at(block, i)
			if err != nil {
				return err
			}
			visit(k, found)
		}
	}
	err = corrupt(f.docs.Err())
	f.docs.Reset(blockmax.List{})
	f.list, f.all = nil, positions{} // they point into the segment
	return err
}

// finder finds the positions of documents that ascend.
type finder struct {
	list  *List
	docs  blockmax.Reader
	all   positions
	group int      // that was entered last; -1 before
	next  int      // of it: the document whose positions come next
	freqs []uint32 // of it
	found []uint32
}

var finders = sync.Pool{New: func() any { return &finder{} }}

// at returns the positions of a document of a block, which is a group.
func (f *finder) at(block, i int) (_ []uint32, err error) {
	if f.group < 0 {
		if f.all, err = f.list.positions(); err != nil {
			return nil, err
		}
	}
	if f.group != block {
		if f.group >= 0 {
			if err := f.skip(len(f.freqs)); err != nil {
				return nil, err
			}
		}
		for f.group++; f.group < block; f.group++ {
			if err := f.all.skipGroup(); err != nil {
				return nil, err
			}
		}
		if f.freqs = f.docs.Freqs(block, f.freqs[:0]); i >= len(f.freqs) {
			return nil, corrupt(f.docs.Err())
		}
		f.all.enterGroup()
		f.next = 0
	}
	if err := f.skip(i); err != nil {
		return nil, err
	}
	raw, err := f.all.take(f.freqs[i])
	if err != nil {
		return nil, err
	}
	f.next = i + 1
	f.found, err = unpack(f.found[:0], raw)
	return f.found, err
}

// skip leaves out the positions up to those of a document of the group.
func (f *finder) skip(to int) error {
	n := uint32(0)
	for ; f.next < to; f.next++ {
		n += f.freqs[f.next]
	}
	if n == 0 {
		return nil
	}
	_, err := f.all.take(n)
	return err
}

// unpack appends the positions in raw to dst.
func unpack(dst []uint32, raw []byte) ([]uint32, error) {
	at := uint64(0)
	for len(raw) > 0 {
		d, n := binary.Uvarint(raw)
		if n <= 0 {
			return dst, errShort
		}
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

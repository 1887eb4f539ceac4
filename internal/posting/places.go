package posting

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/fihris-search/fihris/internal/blockmax"
)

// Places asks one list after the other which documents hold its term, and where. Of a list
// of a field with levels it reads what the documents asked for need. It is large: use it
// again, by Reset.
type Places struct {
	list    List
	packed  blockmax.Reader
	docs    []uint32 // of a list of a field without levels
	counted []uint32 // how often each holds the term
	at      blockmax.Place

	all   positions
	group int      // of documents, a block of the list, that was entered last; -1 before
	next  int      // of it: the document whose positions come next
	freqs []uint32 // of it
	found []uint32

	standing standings // see Stand
}

// Reset goes to another list.
func (p *Places) Reset(l *List) (err error) {
	p.Release()
	p.list, p.group = *l, -1
	p.standing.reset()
	if l.packed {
		packed, err := l.Packed()
		if err == nil {
			p.packed.Reset(packed)
		}
		return err
	}
	p.docs, p.counted, err = l.Append(p.docs, p.counted)
	return err
}

// Release lets go of what the list lies in.
func (p *Places) Release() {
	p.packed.Reset(blockmax.List{})
	p.list, p.all, p.docs, p.counted = List{}, positions{}, p.docs[:0], p.counted[:0]
	p.standing.reset()
}

// Count is how many documents hold the term.
func (p *Places) Count() int { return p.list.Count }

// Union adds the documents to a set of bits that has room for the segment.
func (p *Places) Union(set []uint64) error {
	if p.list.packed {
		p.packed.Union(set)
		return corrupt(p.packed.Err())
	}
	for _, d := range p.docs {
		set[d>>6] |= 1 << (d & 63)
	}
	return nil
}

// Holds says whether a document holds the term. It is quick where documents ascend.
func (p *Places) Holds(doc uint32) (ok bool, err error) {
	if p.list.packed {
		p.at, ok = p.packed.Find(doc)
		return ok, corrupt(p.packed.Err())
	}
	i, ok := slices.BinarySearch(p.docs, doc)
	p.at = blockmax.Place{Block: i / skipDocs, At: i % skipDocs}
	return ok, nil
}

// Freq is how often the document that was found to hold the term does.
func (p *Places) Freq() (n uint32, err error) {
	if p.list.packed {
		n = p.packed.Freq(p.at)
		return n, corrupt(p.packed.Err())
	}
	return p.counted[p.at.Block*skipDocs+p.at.At], nil
}

// Positions returns where the term stands in the document that was found to hold it,
// ascending, valid until the next call.
func (p *Places) Positions() (_ []uint32, err error) {
	block, i := p.at.Block, p.at.At
	if p.group > block || p.group == block && p.next > i {
		p.group = -1
	}
	if p.group < 0 {
		if p.all, err = p.list.positions(); err != nil {
			return nil, err
		}
		p.freqs, p.next = p.freqs[:0], 0
	}
	if p.group != block {
		if p.group >= 0 {
			if err := p.skip(len(p.freqs)); err != nil {
				return nil, err
			}
		}
		for p.group++; p.group < block; p.group++ {
			if err := p.all.skipGroup(); err != nil {
				return nil, err
			}
		}
		if p.freqs = p.freqsOf(block, p.freqs[:0]); i >= len(p.freqs) {
			p.group = -1
			return nil, corrupt(p.packed.Err())
		}
		p.all.enterGroup()
		p.next = 0
	}
	if err := p.skip(i); err != nil {
		return nil, err
	}
	raw, err := p.all.take(p.freqs[i])
	if err != nil {
		return nil, err
	}
	p.next = i + 1
	p.found, err = p.list.unpack(p.found[:0], raw)
	return p.found, err
}

func (p *Places) freqsOf(block int, dst []uint32) []uint32 {
	if p.list.packed {
		return p.packed.Freqs(block, dst)
	}
	return append(dst, p.counted[block*skipDocs:min(len(p.counted), (block+1)*skipDocs)]...)
}

// skip leaves out the positions up to those of a document of the group.
func (p *Places) skip(to int) error {
	n := uint32(0)
	for ; p.next < to; p.next++ {
		n += p.freqs[p.next]
	}
	if n == 0 {
		return nil
	}
	_, err := p.all.take(n)
	return err
}

// positions reads the positions of a list from the first document on.
type positions struct {
	skips []byte // lengths of the groups of documents
	data  []byte
}

func (l *List) positions() (p positions, err error) {
	_, data, err := l.parts()
	if err == nil && l.standing {
		err = errShort
	}
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
	at := 0
	for n > 8 && len(p.data)-at >= 8 { // each ends with a byte whose upper bit is not set
		n -= uint32(8 - bits.OnesCount64(binary.LittleEndian.Uint64(p.data[at:])&0x8080808080808080))
		at += 8
	}
	for i, b := range p.data[at:] {
		if b >= 0x80 {
			continue
		}
		if n--; n == 0 {
			out := p.data[:at+i+1]
			p.data = p.data[at+i+1:]
			return out, nil
		}
	}
	return nil, errShort
}

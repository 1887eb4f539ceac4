package blockmax

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
)

// List is a list where it lies. The zero List has no documents.
type List struct {
	Count int     // documents
	Top   float32 // the greatest bound; of a list of one document unknown, and 0

	limit   uint32 // documents of the segment
	windows []byte // nil if it has none
	blocks  int
	last    []byte // columns of the blocks
	offsets []byte
	bounds  []byte
	kinds   []byte
	widths  []byte
	shares  []byte // of a short list
	data    []byte
}

var errShort = fmt.Errorf("%w: it ends early", ErrCorrupt)

// Open reads where the parts of a list of count documents are, in a segment of
// limit documents.
func Open(data []byte, count int, limit uint32) (List, error) {
	l := List{Count: count, limit: limit, blocks: 1, data: data}
	if count < 1 || uint64(count) > uint64(limit) {
		return List{}, fmt.Errorf("%w: %d documents of %d", ErrCorrupt, count, limit)
	}
	if count == 1 {
		return l, nil
	}
	ok := true
	cut := func(n int) (part []byte) {
		if n > len(l.data) {
			ok = false
			return nil
		}
		part, l.data = l.data[:n:n], l.data[n:]
		return part
	}
	if top := cut(2); ok {
		l.Top = expand(binary.LittleEndian.Uint16(top))
		if !(l.Top >= 0 && l.Top <= math.MaxFloat32) {
			return List{}, fmt.Errorf("%w: bounds up to %v", ErrCorrupt, l.Top)
		}
	}
	if count < shortList {
		l.shares = cut((count + 1) / 2)
	} else {
		if count >= windowed {
			l.windows = cut(Windows(int(limit)))
		}
		l.blocks = (count + BlockSize - 1) / BlockSize
		l.last, l.offsets = cut(4*l.blocks), cut(4*l.blocks)
		l.bounds, l.kinds, l.widths = cut(l.blocks), cut(l.blocks), cut(l.blocks)
	}
	if !ok {
		return List{}, errShort
	}
	return l, nil
}

// Windows are the bounds of the windows, in steps of Top/255; nil if the list,
// being short, has none.
func (l *List) Windows() []byte { return l.windows }

func (l *List) isShort() bool { return l.Count < shortList }

// size is the number of documents of a block.
func (l *List) size(block int) int { return min(BlockSize, l.Count-block*BlockSize) }

// lastOf is the last document of a block.
func (l *List) lastOf(block int) uint32 { return binary.LittleEndian.Uint32(l.last[4*block:]) }

// nextOf is the least document that a block can have.
func (l *List) nextOf(block int) uint64 {
	if block == 0 {
		return 0
	}
	return uint64(l.lastOf(block-1)) + 1
}

// part is the data of a block: where its documents, frequencies and bounds are.
type part struct {
	docs, freqs, shares []byte
	next, span          uint64 // the least document it can have, how many
}

// part finds the data of a block.
func (l *List) part(block int) (p part, ok bool) {
	n, last := l.size(block), uint64(l.lastOf(block))
	p.next = l.nextOf(block)
	at := uint64(binary.LittleEndian.Uint32(l.offsets[4*block:]))
	kind, width := int(l.kinds[block]), int(l.widths[block])
	if last < p.next || last >= uint64(l.limit) || at > uint64(len(l.data)) || kind > 32 && kind != kindSet || width > 32 {
		return p, false
	}
	p.span = last + 1 - p.next
	docs, freqs := (kind*n+7)/8, (width*n+7)/8
	if kind == kindSet {
		if docs = int((p.span + 63) / 64 * 8); docs > 4*BlockSize {
			return p, false
		}
	}
	data := l.data[at:]
	if docs+freqs+(n+1)/2 > len(data) {
		return p, false
	}
	p.docs, p.freqs, p.shares = data[:docs], data[docs:docs+freqs], data[docs+freqs:docs+freqs+(n+1)/2]
	return p, true
}

// readDocs reads the documents of a block into dst, as many as the block has.
// Whatever the bytes, those it gives lie within the span of the block.
func (p *part) readDocs(dst []uint32, kind int) bool {
	if kind != kindSet {
		return p.readGaps(dst, kind)
	}
	i := 0
	for k := 0; k < len(p.docs); k += 8 {
		base := uint32(p.next) + uint32(8*k)
		for set := binary.LittleEndian.Uint64(p.docs[k:]); set != 0; set &= set - 1 {
			if i == len(dst) {
				return false
			}
			dst[i] = base + uint32(bits.TrailingZeros64(set))
			i++
		}
	}
	return i == len(dst) && uint64(dst[i-1]) == p.next+p.span-1
}

// padded is room for the numbers of a block and for a load behind them.
type padded [4*BlockSize + 8]byte

func (p *part) readGaps(dst []uint32, width int) bool {
	b := p.docs
	if cap(b) >= len(b)+8 {
		b = b[:len(b)+8]
	} else {
		var room padded
		copy(room[:], b)
		b = room[:]
	}
	mask, doc := uint64(1)<<width-1, p.next
	i, bit := 0, 0
	if width <= 14 {
		for ; i+4 <= len(dst); i += 4 {
			v := binary.LittleEndian.Uint64(b[bit>>3:]) >> (bit & 7)
			o := dst[i : i+4 : i+4]
			d0 := doc + v&mask
			d1 := d0 + v>>(width&63)&mask + 1
			d2 := d1 + v>>(2*width&63)&mask + 1
			d3 := d2 + v>>(3*width&63)&mask + 1
			o[0], o[1], o[2], o[3] = uint32(d0), uint32(d1), uint32(d2), uint32(d3)
			doc = d3 + 1
			bit += 4 * width
		}
	}
	for ; i < len(dst); i++ {
		doc += binary.LittleEndian.Uint64(b[bit>>3:]) >> (bit & 7) & mask
		dst[i] = uint32(doc)
		doc++
		bit += width
	}
	return doc == p.next+p.span // ascending, so that all are within
}

// readFreqs reads the frequencies of a block into dst.
func (p *part) readFreqs(dst []uint32, width int) bool {
	if width == 0 {
		for i := range dst {
			dst[i] = 1
		}
		return true
	}
	var room padded
	b := p.freqs
	if cap(b) >= len(b)+8 {
		b = b[:len(b)+8]
	} else {
		copy(room[:], b)
		b = room[:]
	}
	mask := uint64(1)<<width - 1
	for i, bit := 0, 0; i < len(dst); i, bit = i+1, bit+width {
		f := binary.LittleEndian.Uint64(b[bit>>3:])>>(bit&7)&mask + 1
		if f > math.MaxUint32 {
			return false
		}
		dst[i] = uint32(f)
	}
	return true
}

// freq is the frequency of one document of a block.
func (p *part) freq(i, width int) uint32 {
	if width == 0 {
		return 1
	}
	var room [8]byte
	bit := i * width
	copy(room[:], p.freqs[bit>>3:])
	return uint32(min(binary.LittleEndian.Uint64(room[:])>>(bit&7)&(1<<width-1)+1, math.MaxUint32))
}

// readShort reads the documents and frequencies of a short list.
func (l *List) readShort(docs, freqs []uint32) bool {
	b, next := l.data, uint64(0)
	for i := range docs {
		code, n := binary.Uvarint(b)
		if n <= 0 {
			return false
		}
		b = b[n:]
		freq := uint64(1)
		if code&1 == 0 {
			if freq, n = binary.Uvarint(b); n <= 0 || freq == 0 || freq > math.MaxUint32 {
				return false
			}
			b = b[n:]
		}
		if next += code >> 1; next >= uint64(l.limit) {
			return false
		}
		docs[i], freqs[i] = uint32(next), uint32(freq)
		next++
	}
	return true
}

// Append appends the documents, ascending, and how often each holds the term.
func (l *List) Append(docs, freqs []uint32) (_, _ []uint32, err error) {
	docs, freqs = grow(docs, l.Count), grow(freqs, l.Count)
	toDocs, toFreqs := docs[len(docs):len(docs)+l.Count], freqs[len(freqs):len(freqs)+l.Count]
	if l.isShort() {
		if !l.readShort(toDocs, toFreqs) {
			return docs, freqs, errShort
		}
		return docs[:len(docs)+l.Count], freqs[:len(freqs)+l.Count], nil
	}
	for b := range l.blocks {
		n, at := l.size(b), b*BlockSize
		p, ok := l.part(b)
		if !ok || !p.readDocs(toDocs[at:at+n], int(l.kinds[b])) || !p.readFreqs(toFreqs[at:at+n], int(l.widths[b])) {
			return docs, freqs, fmt.Errorf("%w: block %d of %d", ErrCorrupt, b, l.blocks)
		}
	}
	return docs[:len(docs)+l.Count], freqs[:len(freqs)+l.Count], nil
}

// grow makes room for n more elements.
func grow(s []uint32, n int) []uint32 {
	if cap(s)-len(s) >= n {
		return s
	}
	out := make([]uint32, len(s), max(2*cap(s), len(s)+n))
	copy(out, s)
	return out
}

// MostDocs is how many documents a list of so many bytes can have at most.
func MostDocs(bytes uint64) uint64 { return bytes * BlockSize / headerSize }

// Same says whether two lists are one, read from the same bytes.
func (l *List) Same(o *List) bool {
	return l.Count == o.Count && len(l.data) > 0 && len(o.data) > 0 && &l.data[0] == &o.data[0]
}

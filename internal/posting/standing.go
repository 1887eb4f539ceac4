package posting

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// Standing is where a word of a root stands in a document, and of which stem it is: the
// place of that among the stems of the root, which Stems has.
type Standing struct{ Position, Stem uint32 }

// standings is the state of Places in a list that says where the words of a root stand.
type standings struct {
	known  bool // the three of the list at hand
	stems  []uint32
	starts []byte // of the groups but the first
	data   []byte

	group int // that was entered; -1 before
	next  int // document of it that comes next
	bits  bitReader
	rice  uint // of the group: lower bits of a gap
	rare  uint // bits of a rare stem

	left    uint32 // occurrences of the document at hand that are left
	last    uint64 // position of the one before
	inTitle bool   // or what else is the first of two texts
	begun   bool

	found []uint32 // in a list of one term: its positions that are left
}

func (s *standings) reset() {
	*s = standings{stems: s.stems[:0], group: -1}
}

// Stems are the stems that the words of the list are of, the most frequent first: each as the number of
// its first term, counted from the first term of the list.
func (p *Places) Stems() ([]uint32, error) {
	if !p.standing.known {
		if err := p.openStandings(); err != nil {
			return nil, err
		}
	}
	return p.standing.stems, nil
}

func (p *Places) openStandings() error {
	s := &p.standing
	if s.known = true; !p.list.standing {
		s.stems = append(s.stems[:0], 0)
		return nil
	}
	_, b, err := p.list.parts()
	if err != nil {
		return err
	}
	stems, n := binary.Uvarint(b)
	if n <= 0 || stems == 0 || stems > uint64(len(b)) {
		return errShort
	}
	b = b[n:]
	s.stems = append(s.stems[:0], 0)
	if stems > 1 {
		s.stems = s.stems[:0]
		for range stems {
			first, n := binary.Uvarint(b)
			if n <= 0 || first > math.MaxUint32 {
				return errShort
			}
			s.stems, b = append(s.stems, uint32(first)), b[n:]
		}
	}
	starts := 4 * ((p.list.Count - 1) / standingDocs)
	if starts > len(b) {
		return errShort
	}
	s.starts, s.data, s.rare = b[:starts], b[starts:], uint(bits.Len64(stems-1))
	return nil
}

// Stand goes to the first word in the document that was found to hold the list; Standing
// then returns it and those behind it.
func (p *Places) Stand() (err error) {
	s := &p.standing
	if _, err := p.Stems(); err != nil {
		return err
	}
	if !p.list.standing {
		s.found, err = p.Positions()
		return err
	}
	doc := p.at.Block*skipDocs + p.at.At
	group, i := doc/standingDocs, doc%standingDocs
	if block := p.at.Block; p.group != block {
		if p.group, p.freqs = block, p.freqsOf(block, p.freqs[:0]); p.at.At >= len(p.freqs) {
			p.group = -1
			return corrupt(p.packed.Err())
		}
	}
	if s.group != group || s.next > i {
		if err := s.enter(group); err != nil {
			return err
		}
	}
	freqs := p.freqs[group*standingDocs%skipDocs:]
	left := uint64(s.left)
	for ; s.next < i; s.next++ {
		left += uint64(freqs[s.next])
	}
	if !s.skip(left) {
		s.group = -1
		return errShort
	}
	s.next, s.left, s.last, s.inTitle, s.begun = i+1, freqs[i], uint64(p.list.body), false, false
	return nil
}

// enter goes to the first document of a group.
func (s *standings) enter(group int) error {
	at := uint64(0)
	if group > 0 {
		if 4*group > len(s.starts) {
			return errShort
		}
		at = uint64(binary.LittleEndian.Uint32(s.starts[4*(group-1):]))
	}
	if at >= uint64(len(s.data)) || s.data[at] > mostRice {
		return errShort
	}
	s.group, s.next, s.left, s.rice, s.bits = group, 0, 0, uint(s.data[at]), bitReader{b: s.data[at+1:]}
	return nil
}

// Standing returns the next word of the document at hand; false behind the last.
func (p *Places) Standing() (_ Standing, ok bool, err error) {
	s := &p.standing
	if !p.list.standing {
		if len(s.found) == 0 {
			return Standing{}, false, nil
		}
		at := s.found[0]
		s.found = s.found[1:]
		return Standing{Position: at}, true, nil
	}
	if s.left == 0 {
		return Standing{}, false, nil
	}
	gap, ok := s.bits.gap(s.rice)
	for ; ok && gap == 0; gap, ok = s.bits.gap(s.rice) { // the other text begins
		if s.begun && !s.inTitle {
			ok = false
			break
		}
		if s.inTitle, s.last = !s.inTitle, 0; !s.inTitle {
			s.last = uint64(p.list.body)
		}
		s.begun = true
	}
	stem, known := uint32(0), true
	if s.rare > 0 {
		stem, known = s.bits.stem(s.rare)
	}
	s.last += uint64(gap) - 1
	if !ok || !known || int(stem) >= len(s.stems) || s.last > math.MaxUint32 {
		s.group, s.left = -1, 0
		return Standing{}, false, errShort
	}
	s.left--
	s.begun = true
	return Standing{uint32(s.last), stem}, true, nil
}

// skip leaves out so many words.
func (s *standings) skip(n uint64) bool {
	for n > 0 {
		w, used := s.bits.peek(), uint(0)
		for n > 0 { // as many as a word of bits has whole
			zeros := uint(bits.TrailingZeros64(w))
			size := zeros + 1 + s.rice
			other := zeros == 0 && w>>1&(1<<s.rice-1) == 0 // text begins, which is no word
			w >>= size & 63
			if s.rare > 0 && !other {
				more := uint(bits.TrailingZeros64(w)) + 1
				w >>= more & 63
				size += more
				zeros = max(zeros, more-1)
			}
			if used+size > peeked || zeros >= mostZeros {
				break
			}
			if used += size; !other {
				n--
			}
		}
		if s.bits.at += used; used > 0 {
			continue
		}
		gap, ok := s.bits.gap(s.rice)
		if ok && gap > 0 {
			if s.rare > 0 {
				_, ok = s.bits.stem(s.rare)
			}
			n--
		}
		if !ok {
			return false
		}
	}
	return true
}

// bitReader reads codes from the lowest bit of the first byte on.
type bitReader struct {
	b  []byte
	at uint // bit
}

// peek returns the next bits, as many as peeked and more, zeros behind the last.
func (r *bitReader) peek() uint64 {
	at := r.at >> 3
	if at+8 <= uint(len(r.b)) {
		return binary.LittleEndian.Uint64(r.b[at:]) >> (r.at & 7)
	}
	var last [8]byte
	copy(last[:], r.b[min(at, uint(len(r.b))):])
	return binary.LittleEndian.Uint64(last[:]) >> (r.at & 7)
}

// gap reads a gap of a Rice code. What it reads behind the end has no bit that ends the zeros.
func (r *bitReader) gap(rice uint) (gap uint32, ok bool) {
	w := r.peek()
	zeros := uint(bits.TrailingZeros64(w))
	if zeros < mostZeros {
		r.at += zeros + 1 + rice
		return uint32(uint64(zeros)<<rice | w>>(zeros+1)&(1<<rice-1)), true
	}
	if zeros > mostZeros {
		return 0, false
	}
	r.at += mostZeros + 1
	gap = uint32(r.peek())
	r.at += 32
	return gap, true
}

// stem reads the place of a stem, which takes so many bits where it is rare.
func (r *bitReader) stem(rare uint) (stem uint32, ok bool) {
	w := r.peek()
	zeros := uint(bits.TrailingZeros64(w))
	if zeros < mostZeros {
		r.at += zeros + 1
		return uint32(zeros), true
	}
	if zeros > mostZeros {
		return 0, false
	}
	r.at += mostZeros + 1 + rare
	return uint32(w >> (mostZeros + 1) & (1<<rare - 1)), true
}

// bitWriter appends codes that a bitReader reads.
type bitWriter struct {
	dst  []byte
	acc  uint64
	held uint
}

// put appends n bits, at most 57.
func (w *bitWriter) put(value uint64, n uint) {
	w.acc |= value << w.held
	if w.held += n; w.held >= 64 {
		w.dst = binary.LittleEndian.AppendUint64(w.dst, w.acc)
		w.held -= 64
		w.acc = value >> (n - w.held)
	}
}

// end fills the last byte.
func (w *bitWriter) end() {
	for w.acc != 0 || w.held > 0 {
		w.dst = append(w.dst, byte(w.acc))
		w.acc >>= 8
		w.held -= min(w.held, 8)
	}
}

func (w *bitWriter) gap(gap uint32, rice uint) {
	zeros := uint(gap >> rice)
	if zeros >= mostZeros {
		w.put(1<<mostZeros, mostZeros+1)
		w.put(uint64(gap), 32)
		return
	}
	w.put((uint64(gap)&(1<<rice-1)<<1|1)<<zeros, zeros+1+rice)
}

func (w *bitWriter) stem(stem uint32, rare uint) {
	if stem < mostZeros {
		w.put(1<<stem, uint(stem)+1)
		return
	}
	w.put((uint64(stem)<<1|1)<<mostZeros, mostZeros+1+rare)
}

const (
	peeked       = 57
	standingDocs = 64 // documents of a group; skipDocs is a multiple
	mostZeros    = 20 // of a code, before the bit that ends them
	mostRice     = 31
)

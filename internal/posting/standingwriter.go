package posting

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// standingWriter makes of the positions of a family's terms where the words of its root
// stand, document by document.
type standingWriter struct {
	next   []uint32 // by document: where its next one goes
	places []uint64 // of all documents: position, and number of the stem
	firsts []uint32 // of each stem: its first term
	counts []uint32 // how often it stands anywhere
	order  []uint32 // stems, the most frequent first
	rank   []uint32 // of each in that
	gaps   []gap    // of a group
	sum    uint64   // of these
	out    bitWriter
}

// gap is what lies before a word, and the place of its stem; 0 and none where the other text begins.
type gap struct{ gap, stem uint32 }

const noStem = math.MaxUint32

// appendStandings appends where the words of the family at hand stand, whose documents are
// in rootDocs and rootTF. Positions that were read from a segment may be anything.
func (x *leveled) appendStandings(dst []byte) ([]byte, error) {
	s := &x.standing
	if err := x.gather(); err != nil {
		return dst, err
	}
	dst = appendUvarint(dst, uint64(len(s.firsts)))
	if len(s.firsts) > 1 {
		for _, stem := range s.order {
			dst = appendUvarint(dst, uint64(s.firsts[stem]))
		}
	}
	starts := len(dst)
	dst = append(dst, make([]byte, 4*((len(x.rootDocs)-1)/standingDocs))...)
	begin, rare := len(dst), uint(bits.Len(uint(len(s.firsts)-1)))
	s.out.dst = dst
	from := uint32(0)
	for first := 0; first < len(x.rootDocs); first += standingDocs {
		if first > 0 {
			size := len(s.out.dst) - begin
			if uint64(size) > math.MaxUint32 {
				return dst, fmt.Errorf("%d bytes of positions are too many for a list", size)
			}
			binary.LittleEndian.PutUint32(s.out.dst[starts+4*(first/standingDocs-1):], uint32(size))
		}
		s.gaps, s.sum = s.gaps[:0], 0
		for _, d := range x.rootDocs[first:min(len(x.rootDocs), first+standingDocs)] {
			places := s.places[from:s.next[d]]
			from = s.next[d]
			if len(places) > 1 {
				slices.Sort(places)
			}
			s.addGaps(places, uint64(x.Body))
		}
		rice := riceOf(s.sum, len(s.gaps))
		s.out.dst = append(s.out.dst, byte(rice))
		for _, g := range s.gaps {
			s.out.gap(g.gap, rice)
			if rare > 0 && g.stem != noStem {
				s.out.stem(g.stem, rare)
			}
		}
		s.out.end()
	}
	dst, s.out.dst = s.out.dst, nil
	return dst, nil
}

// gather reads the positions of the family into places, and counts its stems.
func (x *leveled) gather() error {
	s := &x.standing
	total := uint64(0)
	for _, n := range x.all.freqs {
		total += uint64(n)
	}
	if total > min(uint64(len(x.all.positions)), math.MaxUint32) { // each takes a byte
		return errShort
	}
	s.places = grow(s.places[:0], int(total))[:total]
	at := uint32(0)
	for _, d := range x.rootDocs {
		s.next[d] = at
		at += x.rootTF[d]
	}
	s.firsts, s.counts = s.firsts[:0], s.counts[:0]
	positions := 0
	for k := range x.keys {
		key := &x.keys[k]
		if key.begins != sameStem {
			s.firsts, s.counts = append(s.firsts, uint32(k)), append(s.counts, 0)
		}
		stem := len(s.firsts) - 1
		raw := x.all.positions[positions:key.positions]
		positions = key.positions
		for i := x.from(k); i < key.docs; i++ {
			d, n := x.all.docs[i], x.all.freqs[i]
			place, position, other := s.next[d], uint64(0), uint64(x.Body)
			for range n {
				step, size := uint64(0), 1
				if len(raw) > 0 && raw[0] < 0x80 {
					step = uint64(raw[0])
				} else if step, size = binary.Uvarint(raw); size <= 0 || step > math.MaxUint32 {
					return errShort
				}
				raw = raw[size:]
				step ^= other
				other = 0
				if position += step; position >= math.MaxUint32 {
					return errShort
				}
				s.places[place] = position<<32 | uint64(stem)
				place++
			}
			s.next[d] = place
			s.counts[stem] += n
		}
	}
	s.order, s.rank = s.order[:0], s.rank[:0]
	for stem := range s.firsts {
		s.order, s.rank = append(s.order, uint32(stem)), append(s.rank, 0)
	}
	slices.SortStableFunc(s.order, func(a, b uint32) int { return cmp.Compare(s.counts[b], s.counts[a]) })
	for rank, stem := range s.order {
		s.rank[stem] = uint32(rank)
	}
	return nil
}

// addGaps adds the gaps of a document, whose second text begins at body.
func (s *standingWriter) addGaps(places []uint64, body uint64) {
	last := body
	inTitle := len(places) > 0 && places[0]>>32 < body
	if inTitle {
		last = 0
		s.gaps = append(s.gaps, gap{0, noStem})
	}
	for _, p := range places {
		at := p >> 32
		if inTitle && at >= body {
			inTitle, last = false, body
			s.gaps = append(s.gaps, gap{0, noStem})
		}
		s.gaps = append(s.gaps, gap{uint32(at - last + 1), s.rank[uint32(p)]})
		s.sum += at - last + 1
		last = at
	}
}

// riceOf is how many lower bits of a gap are written as they are, so that all of them take little: of gaps that
// lie as words do by chance, the logarithm of two thirds of their mean.
func riceOf(sum uint64, gaps int) uint {
	return uint(max(bits.Len64(sum*2/3/uint64(gaps)), 1) - 1)
}

package rank

import (
	"encoding/binary"
	"math/bits"
)

// part is what a word has in the block at hand.
type part struct {
	block
	list   *list
	factor uint32
	most   uint32 // it can add
}

// bounds are those of the postings of its window from its own on.
func (p *part) bounds(base uint32) []uint8 {
	return p.list.bounds[p.list.windows[base>>windowBits].first+p.begin():]
}

// lanes are sums for the blocks of a window, four to a machine word: those of
// blocks 0, 2, 4, 6 in the first word, 1, 3, 5, 7 in the second, and so on.
type lanes [perWindow / 4]uint64

const (
	everyLane = 0x0001000100010001
	highBits  = 0x8000800080008000 // no sum has them
	lowBytes  = 0x00ff00ff00ff00ff // every other byte
)

// addBounds adds the list's bounds for all blocks to sums.
func (l *list) addBounds(sums []lanes, factor uint64) {
	if l.dense {
		for w := range sums {
			four, tops := &sums[w], l.tops[w*perWindow:(w+1)*perWindow]
			for i := 0; i < len(four); i += 2 {
				eight := binary.LittleEndian.Uint64(tops[4*i:])
				four[i] += eight & lowBytes * factor
				four[i+1] += eight >> 8 & lowBytes * factor
			}
		}
		return
	}
	l.each(func(base, n uint32) bool {
		w, b := base>>windowBits, base>>blockBits&(perWindow-1)
		sums[w][b>>3<<1|b&1] += factor * uint64(l.tops[n]) << (b >> 1 & 3 * 16)
		return true
	})
}

// greatest is the greatest of the sums.
func (sums *lanes) greatest() uint16 {
	a := sums[0]
	for _, b := range sums[1:] {
		notLess := ((a | highBits) - b) & highBits // in the lanes where a >= b
		keep := notLess - notLess>>15
		a = a&keep | b&^keep
	}
	return max(uint16(a), uint16(a>>16), uint16(a>>32), uint16(a>>48))
}

// window meets the documents of a window that may be among the hits.
func (sc *scratch) window(s *Snapshot, seg, w int, sums *lanes) {
	p := &sc.pruner
	for i, four := range sums {
		shortfall := (coarse + 1 - uint64(p.leastCoarse)) * everyLane
		for enough := (four + shortfall) & highBits; enough != 0; enough &= enough - 1 {
			lane := bits.TrailingZeros64(enough) >> 4
			if uint32(four>>(16*lane)&0xffff) < p.leastCoarse {
				continue // no longer enough
			}
			sc.block(s, seg, uint32(w<<windowBits+(i>>1<<3|lane<<1|i&1)<<blockBits))
		}
	}
}

// block meets the documents of a block that may be among the hits. A word
// without which the others are not enough must be in the document: in most
// blocks that leaves none, and no posting is read.
func (sc *scratch) block(s *Snapshot, seg int, base uint32) {
	p := &sc.pruner
	p.parts = p.parts[:0]
	total := uint32(0)
	factors := p.factors[seg*len(sc.words):]
	for i, w := range sc.words {
		l := w.lists[seg].list
		if len(l.windows) == 0 {
			continue
		}
		if n, ok := l.at(base); ok && l.tops[n] > 0 {
			most := factors[i].fine * uint32(l.tops[n])
			total += most
			p.parts = append(p.parts, part{l.blocks[n], l, factors[i].fine, most})
		}
	}
	docs, any := sc.passing(s, seg, base), uint32(0)
	for i := range p.parts {
		part := &p.parts[i]
		any |= part.docs()
		if total-part.most < p.least {
			docs &= part.docs()
		}
	}
	if docs &= any; bits.OnesCount32(docs) > few {
		sc.sum(s, seg, base, docs)
		return
	}
	for ; docs != 0; docs &= docs - 1 {
		local := docs & -docs
		sum := uint32(0)
		for i := range p.parts {
			if part := &p.parts[i]; part.docs()&local != 0 {
				sum += part.factor * uint32(part.bounds(base)[bits.OnesCount32(part.docs()&(local-1))])
			}
		}
		if sum >= p.least {
			sc.meet(s, seg, base|uint32(bits.TrailingZeros32(local)), sum)
		}
	}
}

// few is how many documents of a block are summed up one by one.
const few = 3

// sum is block for many documents: word by word.
func (sc *scratch) sum(s *Snapshot, seg int, base, docs uint32) {
	p := &sc.pruner
	var sums [blockSize]uint32
	for i := range p.parts {
		part := &p.parts[i]
		bounds := part.bounds(base)
		for n, held := 0, part.docs(); held != 0; held &= held - 1 {
			sums[bits.TrailingZeros32(held)&(blockSize-1)] += part.factor * uint32(bounds[n])
			n++
		}
	}
	for ; docs != 0; docs &= docs - 1 {
		local := uint32(bits.TrailingZeros32(docs))
		if sum := sums[local&(blockSize-1)]; sum >= p.least {
			sc.meet(s, seg, base|local, sum)
		}
	}
}

// score adds up what the words add for a document, in their order.
func (sc *scratch) score(seg int, doc uint32) float64 {
	total := 0.0
	if len(sc.stored) > 0 {
		chains := sc.skipper.chains[seg]
		for len(chains) > 0 {
			n := sameWord(chains)
			total += sc.adds(seg, doc, anywhere, chains[:n])
			chains = chains[n:]
		}
		return total
	}
	for i, w := range sc.words {
		l := &w.lists[seg]
		if j := l.find(doc); j >= 0 {
			total += float64(sc.boosts[i] * l.score(j, doc))
		}
	}
	return total
}

package rank

import (
	"encoding/binary"
	"math/bits"
)

// head is a word in the window at hand.
type head struct {
	list *list
	window
	factor uint32
}

// lanes are sums for the blocks of a window, four to a machine word: those of
// blocks 0, 2, 4, 6 in the first word, 1, 3, 5, 7 in the second, and so on.
type lanes [perWindow / 4]uint64

// lowBytes picks every other byte of a machine word.
const lowBytes = 0x00ff00ff00ff00ff

// window meets the documents of a window that may be among the hits.
func (sc *scratch) window(s *Snapshot, seg, w int) {
	p := &sc.pruner
	factors := p.factors[seg*len(sc.words):]
	var sums lanes
	for i, word := range sc.words {
		sums.add(word.lists[seg].list, w, uint64(factors[i].coarse))
	}
	p.heads = p.heads[:0]
	for i, four := range &sums {
		for b := i>>1<<3 | i&1; four != 0; b += 2 {
			if uint32(four&0xffff) >= p.leastCoarse {
				if len(p.heads) == 0 {
					p.gather(sc, seg, w)
				}
				sc.block(s, seg, uint32(w<<windowBits+b<<blockBits))
			}
			four >>= 16
		}
	}
}

// add adds the list's bounds for the blocks of a window.
func (sums *lanes) add(l *list, w int, factor uint64) {
	if l.dense != nil {
		bounds := l.dense[w*perWindow : (w+1)*perWindow]
		for i := 0; i < len(sums); i += 2 {
			eight := binary.LittleEndian.Uint64(bounds[4*i:])
			sums[i] += eight & lowBytes * factor
			sums[i+1] += eight >> 8 & lowBytes * factor
		}
		return
	}
	if len(l.windows) == 0 {
		return
	}
	win := &l.windows[w]
	n := win.block
	for set := win.blocks; set != 0; set &= set - 1 {
		b := bits.TrailingZeros32(set)
		sums[b>>3<<1|b&1] += factor * uint64(l.blocks[n].bound()) << (b >> 1 & 3 * 16)
		n++
	}
}

// gather finds the words that have postings in the window.
func (p *pruner) gather(sc *scratch, seg, w int) {
	for i, word := range sc.words {
		l := word.lists[seg].list
		if len(l.windows) > 0 && l.windows[w].blocks != 0 {
			p.heads = append(p.heads, head{l, l.windows[w], p.factors[seg*len(sc.words)+i].fine})
		}
	}
}

// block adds up the bounds of the documents in a block and meets those that
// have enough.
func (sc *scratch) block(s *Snapshot, seg int, base uint32) {
	p := &sc.pruner
	if len(sc.allowed) > 0 && sc.allowed[seg][base>>6]>>(base&63)&(1<<blockSize-1) == 0 {
		return
	}
	bit := uint32(1) << (base >> blockBits & (perWindow - 1))
	var sums [blockSize]uint32
	for i := range p.heads {
		h := &p.heads[i]
		if h.blocks&bit == 0 {
			continue
		}
		b := h.list.blocks[h.block+uint32(bits.OnesCount32(h.blocks&(bit-1)))]
		for _, d := range h.list.docs[h.first+b.begin() : h.first+b.end()] {
			sums[d.local()&(blockSize-1)] += h.factor * d.bound()
		}
	}
	for local, sum := range &sums {
		if sum >= p.least {
			if doc := base + uint32(local); sc.passes(s, seg, doc) {
				sc.meet(s, seg, doc, sum)
			}
		}
	}
}

// score adds up what the words add for a document, in their order.
func (sc *scratch) score(seg int, doc uint32) float64 {
	total := 0.0
	for i, w := range sc.words {
		l := &w.lists[seg]
		if j := l.find(doc); j >= 0 {
			total += float64(sc.boosts[i] * l.score(j, doc))
		}
	}
	return total
}

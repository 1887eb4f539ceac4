package rank

import (
	"math"
	"math/bits"
	"slices"

	"github.com/fihris-search/fihris/internal/blockmax"
)

// unit meets the documents of a window that may be among the hits. Of each chain the
// lists are left out that are not needed to find these: first that of the root, then that
// of the stem, then all, and first where it saves most for what it costs.
func (sc *scratch) unit(s *Snapshot, number uint32) {
	k := &sc.skipper
	seg := len(k.bases) - 1
	for k.bases[seg] > int(number) {
		seg--
	}
	w := int(number) - k.bases[seg]
	chains := k.chains[seg]
	k.turn()
	base, total := float32(0), float32(0)
	for _, c := range chains {
		c.enter(w)
		total += c.bounds[Title]
	}
	var allowed []uint64
	if g := &s.segs[seg]; len(sc.allowed) > 0 {
		allowed = windowOf(sc.allowed[seg], w)
	} else if g.deleted != nil {
		allowed = windowOf(g.deleted, w)
	}
	k.found = k.found[:0]
	if sc.looksUp {
		for _, c := range chains {
			c.level = 0
			clear(c.has[:])
		}
		for i, set := range allowed {
			for ; set != 0; set &= set - 1 {
				k.found = append(k.found, possible{uint32(i<<6 + bits.TrailingZeros64(set)), total})
			}
		}
	} else {
		base = k.leave(chains)
		clear(k.touched)
		for _, c := range chains {
			if c.level > 0 {
				k.read(c, w, total-c.bounds[Title])
			}
		}
		live := len(sc.allowed) == 0
		for i, set := range k.touched {
			for left := set; left != 0; left &= left - 1 {
				at := uint32(i<<6 + bits.TrailingZeros64(left))
				bound := base + k.acc[at]
				k.acc[at] = 0
				if bound >= k.need && (allowed == nil || i < len(allowed) && (allowed[i]>>(at&63)&1 == 1) != live) {
					k.found = append(k.found, possible{at, bound})
				}
			}
		}
	}
	if len(k.found) > 0 {
		sc.ask(chains, w)
		sc.meetAll(s, seg, w)
	}
}

// windowOf cuts a window out of a set.
func windowOf(set []uint64, w int) []uint64 {
	return set[w*windowSet : min(len(set), (w+1)*windowSet)]
}

// leave finds the depths that are read, and returns the bound of a document that is in
// no list read.
func (k *skipper) leave(chains []*chain) (base float32) {
	for {
		var best *chain
		least, gain := float32(0), float32(math.MaxFloat32)
		for _, c := range chains {
			if c.level == 0 {
				continue
			}
			more := c.bounds[4-c.level] - c.bounds[3-c.level]
			if more > 0 && base+more >= k.need {
				continue
			}
			if g := more / float32(c.size(c.level)-c.size(c.level-1)+1); g < gain {
				best, gain, least = c, g, more
			}
		}
		if best == nil {
			return base
		}
		base += least
		best.level--
	}
}

// read notes the documents of a chain's lists in a window.
func (k *skipper) read(c *chain, w int, others float32) {
	clear(c.has[:])
	less := c.bounds[3-c.level]
	if c.memory != nil {
		k.markMemory(c, w, true, less)
	} else {
		for level := c.level; level > 0; level-- { // what the deeper list says holds
			if o := c.at(level); o != nil && !(o.shared && level > 1) {
				k.mark(o, w, others, &c.has, less)
			}
		}
	}
	for i, set := range c.has {
		k.touched[i] |= set
	}
}

// ask looks the possible documents up in the lists that were not read, those first that
// can add most.
func (sc *scratch) ask(chains []*chain, w int) {
	k := &sc.skipper
	k.sorted = append(k.sorted[:0], chains...)
	slices.SortFunc(k.sorted, func(a, b *chain) int {
		switch {
		case a.bounds[Title] > b.bounds[Title]:
			return -1
		case a.bounds[Title] < b.bounds[Title]:
			return 1
		}
		return 0
	})
	for _, c := range k.sorted {
		if len(k.found) == 0 {
			return
		}
		if c.bounds[Title] == 0 {
			clear(c.has[:])
			continue
		}
		if c.memory != nil {
			if c.level == 0 {
				clear(c.has[:])
				k.look(c, w, 1, 3, c.bounds[3], 0)
			}
			continue
		}
		if c.level == 0 {
			clear(c.has[:])
		}
		if c.level < 2 {
			k.look(c, w, c.level+1, 2, c.bounds[3-c.level], c.bounds[1])
		}
		if c.level < 3 && c.bounds[1] > 0 {
			k.look(c, w, 3, 3, c.bounds[1], 0)
		}
	}
}

// look looks the possible documents up in the lists of some levels, and puts what they
// add there in the place of the bound was; less, where they are in none. It reads the
// lists where that is cheaper.
func (k *skipper) look(c *chain, w, from, to int, was, less float32) {
	size := 0
	for level := from; level <= to; level++ {
		size += c.size(level)
	}
	bulk := size < perLookUp*len(k.found)
	if bulk {
		clear(k.fresh)
		fresh := (*[windowSet]uint64)(k.fresh)
		if c.memory != nil {
			k.markMemory(c, w, false, 0)
			copy(k.fresh, c.has[:])
			clear(c.has[:])
		} else {
			for level := to; level >= from; level-- {
				if o := c.at(level); o != nil && !(o.shared && level > from) {
					k.note(o, w, fresh)
				}
			}
		}
	}
	base := uint32(w << blockmax.WindowBits)
	kept := k.found[:0]
	for _, f := range k.found {
		if c.has[f.at>>6]>>(f.at&63)&1 == 1 {
			kept = append(kept, f)
			continue
		}
		now := float32(0)
		if bulk {
			if k.fresh[f.at>>6]>>(f.at&63)&1 == 1 {
				now = k.now[f.at]
			}
		} else {
			now = c.boundOf(base+f.at, from, to)
		}
		if now > 0 {
			c.has[f.at>>6] |= 1 << (f.at & 63)
			f.bound += now - was
		} else {
			f.bound += less - was
		}
		if f.bound >= k.need {
			kept = append(kept, f)
		}
	}
	k.found = kept
}

// meetAll scores the documents that are left, those of the greatest bounds first: they
// raise what the others need.
func (sc *scratch) meetAll(s *Snapshot, seg, w int) {
	k := &sc.skipper
	cut := k.greatest(sc.collector.k)
	base := uint32(w << blockmax.WindowBits)
	for pass := range 2 {
		for _, f := range k.found {
			if (f.bound >= cut) != (pass == 0) || f.bound < k.need {
				continue
			}
			doc := base + f.at
			if uint64(doc) >= uint64(s.segs[seg].docs) {
				continue // of a damaged list
			}
			score := sc.total(seg, doc, f.at)
			if score > 0 && sc.collector.offer(s.segs[seg].base+uint64(doc), score) {
				sc.raise()
			}
		}
	}
}

// greatest is the n-th greatest bound of the possible documents.
func (k *skipper) greatest(n int) float32 {
	if len(k.found) <= n {
		return 0
	}
	top := k.top[:0]
	for _, f := range k.found {
		switch {
		case len(top) < n:
			top = append(top, f.bound)
			for i := len(top) - 1; i > 0 && top[(i-1)/2] > top[i]; i = (i - 1) / 2 {
				top[i], top[(i-1)/2] = top[(i-1)/2], top[i]
			}
		case f.bound > top[0]:
			top[0] = f.bound
			for i := 0; ; {
				child := 2*i + 1
				if child >= len(top) {
					break
				}
				if child+1 < len(top) && top[child+1] < top[child] {
					child++
				}
				if top[i] <= top[child] {
					break
				}
				top[i], top[child] = top[child], top[i]
				i = child
			}
		}
	}
	k.top = top
	return top[0]
}

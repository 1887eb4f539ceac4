package rank

import (
	"math/bits"

	"github.com/fihris-search/fihris/internal/blockmax"
)

// at is the list of a level: 3 for that of the root, 2 of the stem, 1 of the form.
func (c *chain) at(level int) *source {
	if level == 0 {
		return nil
	}
	return c.sources[Depth(3-level)]
}

// size is about how many postings are in a window of the list of a level, or if it
// has none of the next deeper one.
func (c *chain) size(level int) int {
	if c.memory != nil {
		if level == 3 {
			return len(c.memory.bounds) / max(1, len(c.memory.windows)*windowSize/blockmax.WindowSize)
		}
		return 0
	}
	if o := c.at(level); o != nil {
		return o.Count / len(o.win)
	}
	return 0
}

// bounded makes the bounds of the windows of a list that has not stored them.
func (o *source) bounded(windows int) {
	if o.win = o.Windows(); len(o.win) == windows {
		return
	}
	if cap(o.room) < windows {
		o.room = make([]byte, windows)
	}
	o.win = o.room[:windows]
	clear(o.win)
	for b := 0; b < o.Blocks(); b++ {
		docs := o.Docs(b)
		shares, most := o.Shares(b), int(o.Most(b))
		for i, d := range docs {
			share := 15
			if i>>1 < len(shares) {
				share = int(shares[i>>1] >> (i & 1 * 4) & 15)
			}
			w := &o.win[d>>blockmax.WindowBits]
			*w = max(*w, byte((most*share+14)/15))
		}
	}
}

// addWindows adds the chain's bounds of windows to sums, and returns the greatest.
func (c *chain) addWindows(sums []float32) (most float32) {
	if c.memory != nil {
		return c.addMemory(sums)
	}
	for _, o := range c.sources[:Title] {
		if o != nil {
			o.bounded(len(sums))
		}
	}
	r, s, f := c.sources[Root], c.sources[Stem], c.sources[Form]
	if r != nil && s != nil && f != nil {
		rw, sw, fw := r.win[:len(sums)], s.win[:len(sums)], f.win[:len(sums)]
		for w := range sums {
			b := max(r.scale*float32(rw[w]), s.scale*float32(sw[w]), f.scale*float32(fw[w]))
			sums[w] += b
			most = max(most, b)
		}
		return most
	}
	for w := range sums {
		b := float32(0)
		for _, o := range c.sources[:Title] {
			if o != nil {
				b = max(b, o.scale*float32(o.win[w]))
			}
		}
		sums[w] += b
		most = max(most, b)
	}
	return most
}

// perWindows is the number of windows of a list in memory in a window here.
const perWindows = blockmax.WindowSize / windowSize

// addMemory is addWindows of a list in memory.
func (c *chain) addMemory(sums []float32) (most float32) {
	for w := range sums {
		b := c.scale * float32(c.memory.most(w))
		sums[w] += b
		most = max(most, b)
	}
	return most
}

// most is the greatest bound of a window of a list in memory.
func (l *list) most(w int) (most uint8) {
	for n := w * perWindows; n < min(len(l.windows), (w+1)*perWindows); n++ {
		for set := l.windows[n].blocks; set != 0; set &= set - 1 {
			at, _ := l.at(uint32(n<<windowBits + bits.TrailingZeros32(set)<<blockBits))
			most = max(most, l.tops[at])
		}
	}
	return most
}

// enter finds the bounds of the chain in a window.
func (c *chain) enter(w int) {
	if c.memory != nil {
		b := c.scale * float32(c.memory.most(w))
		c.bounds, c.level = [4]float32{0, b, b, b}, 0
		if b > 0 {
			c.level = 3
		}
		return
	}
	c.level = 0
	for d, o := range c.sources[:Title] {
		c.bounds[d+1] = c.bounds[d]
		if o != nil {
			o.forget()
		}
		if o == nil || o.win[w] == 0 {
			continue
		}
		c.bounds[d+1] = max(c.bounds[d], o.scale*float32(o.win[w]))
		c.level = max(c.level, 3-d)
	}
}

// steps are the bounds that four bits stand for in a block.
func (o *source) steps(block int) (values [16]float32) {
	step := o.scale * float32(o.Most(block)) / 15
	for i := range values {
		values[i] = step * float32(i)
	}
	return values
}

// mark adds the bounds of a list in a window to the sums of its documents: each in the
// place of what the chain has added before, or else of less, which the sum of all
// has. Blocks are left out that can hold no hit, whatever the other chains add.
func (k *skipper) mark(o *source, w int, others float32, has *[windowSet]uint64, less float32) {
	base := uint32(w << blockmax.WindowBits)
	end := uint64(base) + blockmax.WindowSize
	acc, now := (*[blockmax.WindowSize]float32)(k.acc), (*[blockmax.WindowSize]float32)(k.now)
	b := o.Seek(base)
	places, place := k.remember(o, b)
	o.whole = true
	for ; b < o.Blocks() && o.First(b) < end; b, place = b+1, place+blockmax.BlockSize {
		if others+o.scale*float32(o.Most(b)) < k.need {
			o.whole = false
			continue
		}
		docs := o.Docs(b)
		shares, values := o.Shares(b), o.steps(b)
		if len(docs) == 1 && o.Count == 1 {
			shares = whole[:]
		}
		for i := before(docs, base); i < len(docs); i++ {
			at := docs[i] - base
			if at >= blockmax.WindowSize {
				return
			}
			v := values[shares[i>>1]>>(i&1*4)&15]
			was := less
			if set := &has[at>>6]; *set>>(at&63)&1 == 1 {
				was = now[at]
			} else {
				*set |= 1 << (at & 63)
			}
			now[at] = v
			acc[at] += v - was
			places[at] = place + uint32(i)
		}
	}
}

// forget begins another window.
func (o *source) forget() { o.first, o.whole = -1, false }

// turn begins another window: memory for places is free again.
func (k *skipper) turn() {
	k.used = 0
	if k.stamp++; k.stamp >= 1<<16 {
		for _, places := range k.places {
			clear(places)
		}
		k.stamp = 1
	}
}

// remember returns the memory for the places of a list in the window at hand, and that of
// the first document of a block, the first that is read in the window.
func (k *skipper) remember(o *source, block int) (places *[blockmax.WindowSize]uint32, place uint32) {
	if o.first < 0 {
		if k.used == len(k.places) {
			k.places = append(k.places, make([]uint32, blockmax.WindowSize))
		}
		o.places, o.stamp, o.first = k.places[k.used], k.stamp, block
		k.used++
	}
	return (*[blockmax.WindowSize]uint32)(o.places), o.stamp<<16 | uint32((block-o.first)*blockmax.BlockSize)
}

// anywhere is the place in the window at hand of a document that may be in another.
const anywhere = ^uint32(0)

// find is Find, for a document of the window at hand, or anywhere.
func (o *source) find(doc, at uint32) (blockmax.Place, bool) {
	if o.first >= 0 && at != anywhere {
		if p := o.places[at]; p>>16 == o.stamp {
			p &= 1<<16 - 1
			return blockmax.Place{Block: o.first + int(p/blockmax.BlockSize), At: int(p % blockmax.BlockSize)}, true
		}
		if o.whole {
			return blockmax.Place{}, false
		}
	}
	return o.Find(doc)
}

// whole is the bound of the document of a list of one.
var whole = [1]byte{15}

// before counts the documents before the first of a window.
func before(docs []uint32, base uint32) int {
	if len(docs) == 0 || docs[0] >= base {
		return 0
	}
	lo, hi := 0, len(docs)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); docs[mid] < base {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// note writes down the bounds of all documents of a list in a window.
func (k *skipper) note(o *source, w int, has *[windowSet]uint64) {
	base := uint32(w << blockmax.WindowBits)
	end := uint64(base) + blockmax.WindowSize
	now := (*[blockmax.WindowSize]float32)(k.now)
	b := o.Seek(base)
	places, place := k.remember(o, b)
	o.whole = true
	for ; b < o.Blocks() && o.First(b) < end; b, place = b+1, place+blockmax.BlockSize {
		docs := o.Docs(b)
		shares, values := o.Shares(b), o.steps(b)
		if len(docs) == 1 && o.Count == 1 {
			shares = whole[:]
		}
		for i := before(docs, base); i < len(docs); i++ {
			at := docs[i] - base
			if at >= blockmax.WindowSize {
				return
			}
			now[at] = values[shares[i>>1]>>(i&1*4)&15]
			has[at>>6] |= 1 << (at & 63)
			places[at] = place + uint32(i)
		}
	}
}

// markMemory marks the documents of a list in memory; with add it adds their bounds.
func (k *skipper) markMemory(c *chain, w int, add bool, less float32) {
	l := c.memory
	for n := w * perWindows; n < min(len(l.windows), (w+1)*perWindows); n++ {
		posting := l.windows[n].first
		for set := l.windows[n].blocks; set != 0; set &= set - 1 {
			first := uint32(n<<windowBits + bits.TrailingZeros32(set)<<blockBits)
			block, _ := l.at(first)
			for docs := l.blocks[block].docs(); docs != 0; docs &= docs - 1 {
				at := (first + uint32(bits.TrailingZeros32(docs))) & (blockmax.WindowSize - 1)
				v := c.scale * float32(l.bounds[posting])
				posting++
				c.has[at>>6] |= 1 << (at & 63)
				k.now[at] = v
				if add {
					k.acc[at] += v - less
				}
			}
		}
	}
}

// boundOf is the bound of a document by the lists of some levels; 0 if it is in none.
func (c *chain) boundOf(doc uint32, from, to int) (bound float32) {
	if c.memory != nil {
		if j := c.memory.find(doc); j >= 0 {
			return c.scale * float32(c.memory.bounds[j])
		}
		return 0
	}
	for level := to; level >= from; level-- {
		o := c.at(level)
		if o == nil || o.shared && level > from {
			continue // the deeper list is this one
		}
		at, ok := o.Find(doc)
		if !ok {
			break // nor is it in a deeper one
		}
		bound = o.scale * float32(o.Most(at.Block)) / 15 * float32(o.Share(at)) * roundedUp
	}
	return bound
}

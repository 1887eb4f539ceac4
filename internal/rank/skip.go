package rank

import (
	"context"
	"math"
	"math/bits"
	"slices"

	"github.com/fihris-search/fihris/internal/blockmax"
)

// skipper is the working memory of a search in lists where they lie. It adds up
// bounds in float32, whose errors margin makes up for.
type skipper struct {
	chains [][]*chain // by segment
	bases  []int      // the first window of each segment among all
	sums   []float32  // by window: what a document in it can reach
	order  []uint32   // windows by descending sums, roughly
	starts [buckets + 1]uint32

	need   float32 // bounds below cannot belong to a hit
	margin float64

	// of the window at hand
	acc     []float32 // by document: what the chains read add beyond what base has of them
	now     []float32 // by document: bounds of one chain
	touched []uint64
	fresh   []uint64
	sorted  []*chain
	found   []possible
	top     []float32
	tf      [MaxParts]uint32
}

// possible is a document of the window at hand and the bound of its score.
type possible struct {
	at    uint32
	bound float32
}

const (
	windowSet = blockmax.WindowSize / 64
	firstBest = 4 // windows that are visited by their sums, before the others in the order of memory
	perLookUp = 8 // postings that are read in the time of looking one up
)

// skip finds the best documents, some of whose words are lists where they lie.
func (sc *scratch) skip(ctx context.Context, s *Snapshot) error {
	k := &sc.skipper
	if k.acc == nil {
		k.acc, k.now = make([]float32, blockmax.WindowSize), make([]float32, blockmax.WindowSize)
		k.touched, k.fresh = make([]uint64, windowSet), make([]uint64, windowSet)
	}
	clear(k.acc) // a search that was given up may have left something
	sc.gather(s)
	if !k.promise(sc, s) {
		return sc.damaged()
	}
	sc.raise()
	for _, w := range k.order[:min(len(k.order), firstBest)] {
		if k.sums[w] >= k.need {
			sc.unit(s, w)
		}
		k.sums[w] = 0
	}
	for w, sum := range k.sums {
		if w&63 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if sum > 0 && sum >= k.need {
			sc.unit(s, uint32(w))
		}
	}
	return sc.damaged()
}

// damaged returns what was wrong with a list.
func (sc *scratch) damaged() error {
	for _, chains := range sc.skipper.chains {
		if err := failed(chains); err != nil {
			return err
		}
	}
	return nil
}

// gather lists the chains of each segment, in the order of the words.
func (sc *scratch) gather(s *Snapshot) {
	k := &sc.skipper
	for len(k.chains) < len(s.segs) {
		k.chains = append(k.chains, nil)
	}
	k.chains = k.chains[:len(s.segs)]
	for i := range s.segs {
		all := k.chains[i][:0]
		for j, at := range sc.place {
			if at >= 0 {
				all = append(all, sc.stored[at].chains[i]...)
				continue
			}
			l := &sc.words[j].lists[i]
			if len(l.bounds) == 0 {
				continue
			}
			c := sc.arena.chain()
			c.word, c.boost, c.memory = j, sc.boosts[j], l
			c.scale = float32(sc.boosts[j] * l.step * roundedUp)
			all = append(all, c)
		}
		k.chains[i] = all
	}
}

// promise finds for every window what a document in it can reach, and puts them
// in order; false where none can be a hit.
func (k *skipper) promise(sc *scratch, s *Snapshot) bool {
	k.bases = k.bases[:0]
	n := 0
	for i := range s.segs {
		k.bases = append(k.bases, n)
		n += blockmax.Windows(s.segs[i].docs)
	}
	if cap(k.sums) < n {
		k.sums, k.order = make([]float32, n), make([]uint32, n)
	}
	k.sums = k.sums[:n]
	clear(k.sums)
	most, terms := 0.0, 1
	for i := range s.segs {
		g := &s.segs[i]
		sums := k.sums[k.bases[i]:][:blockmax.Windows(g.docs)]
		all := 0.0
		for _, c := range k.chains[i] {
			all += float64(c.addWindows(sums))
		}
		most = max(most, all)
		terms = max(terms, len(k.chains[i]))
		if len(sc.allowed) > 0 {
			forbid(sums, sc.allowed[i])
		}
	}
	// No document has more than 16 additions a chain, each of which is off by at
	// most a 2^-24th of a number that is at most twice the sum of all bounds.
	k.margin = most * float64(terms) * 16 * 2 / (1 << 24)
	greatest := float32(0)
	for _, sum := range k.sums {
		greatest = max(greatest, sum)
	}
	if !(greatest > 0) {
		return false
	}
	k.sort(greatest)
	return true
}

// sort orders the windows that may have hits.
func (k *skipper) sort(greatest float32) {
	clear(k.starts[:])
	class := func(sum float32) int { return buckets - 1 - int(min(max(sum/greatest, 0), 1)*(buckets-1)) }
	some := uint32(0)
	for _, sum := range k.sums {
		if sum > 0 {
			k.starts[class(sum)+1]++
			some++
		}
	}
	for i := range buckets {
		k.starts[i+1] += k.starts[i]
	}
	k.order = k.order[:some]
	for w, sum := range k.sums {
		if sum > 0 {
			b := &k.starts[class(sum)]
			k.order[*b] = uint32(w)
			*b++
		}
	}
}

// forbid leaves nothing to the windows that have no allowed document.
func forbid(sums []float32, allowed []uint64) {
	for w := range sums {
		some := uint64(0)
		for _, set := range allowed[w*windowSet : min(len(allowed), (w+1)*windowSet)] {
			some |= set
		}
		if some == 0 {
			sums[w] = 0
		}
	}
}

// raise sets what a document's bound must reach by the hits found so far.
func (sc *scratch) raise() {
	k := &sc.skipper
	k.need = float32(max(0, sc.collector.threshold()*(1-1e-6)-k.margin))
}

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

// total is the score of a document of the window at hand: what its words add, in their
// order.
func (sc *scratch) total(seg int, doc, at uint32) float64 {
	total := 0.0
	for chains := sc.skipper.chains[seg]; len(chains) > 0; {
		n := sameWord(chains)
		for _, c := range chains[:n] {
			if c.holds(at) {
				total += sc.adds(seg, doc, chains[:n])
				break
			}
		}
		chains = chains[n:]
	}
	return total
}

// sameWord counts the chains at the beginning that are of one word.
func sameWord(chains []*chain) int {
	n := 1
	for n < len(chains) && chains[n].word == chains[0].word {
		n++
	}
	return n
}

func (c *chain) holds(at uint32) bool { return c.has[at>>6]>>(at&63)&1 == 1 }

// adds is what a word adds to the score of a document, by its chains.
func (sc *scratch) adds(seg int, doc uint32, chains []*chain) float64 {
	word := chains[0].word
	if l := chains[0].memory; l != nil {
		if j := l.find(doc); j >= 0 {
			return float64(sc.boosts[word] * l.score(j, doc))
		}
		return 0
	}
	w := &sc.stored[sc.place[word]]
	tf := &sc.skipper.tf
	clear(tf[:len(w.formulas)])
	for _, c := range chains {
		for _, o := range c.sources {
			if o == nil {
				continue
			}
			at, ok := o.Find(doc)
			if !ok {
				continue
			}
			n := o.Freq(at)
			for set := o.parts; set != 0; set &= set - 1 {
				tf[bits.TrailingZeros(set)] += n
			}
		}
	}
	sum := 0.0
	for p := range w.formulas {
		if n := tf[p]; n > 0 {
			f := w.formulas[p]
			f.lengths = w.lengths[seg][p]
			sum += f.score(doc, n)
		}
	}
	return float64(sc.boosts[word] * sum)
}

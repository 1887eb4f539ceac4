package rank

import (
	"context"

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

	places [][]uint32 // of the lists that are read in a window: see source
	used   int        // of these
	stamp  uint32     // of the window: what places have of others is older
}

// mostPlaces bounds the memory for places that is kept from one search to the next: 8 KB each.
const mostPlaces = 1 << 8

// release lets go of what few searches need.
func (k *skipper) release() {
	if len(k.places) > mostPlaces {
		clear(k.places[mostPlaces:])
		k.places = k.places[:mostPlaces]
	}
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

package rank

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/fihris-search/fihris/internal/blockmax"
)

// Lister is a Segment whose lists can be searched where they lie.
type Lister interface {
	Segment
	// Lists appends the lists that the terms of a word's parts have in the segment.
	// It returns false if the word had better be read whole, by Postings.
	Lists(parts []Part, dst []Source) (_ []Source, ok bool, err error)
}

// Source is a list of a word.
type Source struct {
	List  blockmax.List
	Parts uint // the parts of which it is a term: a set of bits, 1 for the first

	// Sources of one chain lie in one another, each in those of lesser depth. There is
	// one of each depth at most; that of the title lies in that of Stem.
	Chain int
	Depth Depth

	// Weight is what its term counted for when the bounds of the chain were made: those of
	// a list hold for what it and those that it lies in add together, and the title.
	Weight float64
}

// Depth is the place of a source in its chain.
type Depth int

// The depths, the longest list first.
const (
	Root Depth = iota
	Stem
	Form
	Title
	depths
)

// source is a list that is searched in.
type source struct {
	blockmax.Reader
	parts  uint
	weight float64
	scale  float32 // what a step of a bound of a window or a block is worth
	win    []byte  // bounds of the windows, in steps
	room   []byte  // memory for win
	shared bool    // the deeper list is the same

	// in the window at hand
	places []uint32 // by document: the stamp, and where the list has it; see skipper
	stamp  uint32   // tells places of this window from those of others
	first  int      // the block from which places count
	whole  bool     // every document that the list has there has its place
}

// chain is what a word has in a segment: lists that lie in one another, or one list in
// memory.
type chain struct {
	word    int
	sources [depths]*source // nil where there is none
	memory  *scored         // instead of them
	scale   float32         // of its bounds
	boost   float64

	// in the window at hand
	bounds [Title + 1]float32 // of a document of none of its lists, of Root, of Stem, of Form
	level  int                // how many depths are read, from the deepest on
	has    [blockmax.WindowSize / 64]uint64
}

// stored is a word whose lists are searched where they lie.
type stored struct {
	word     *Word
	formulas []formula
	df       [MaxParts]uint64
	chains   [][]*chain // by segment
	lengths  [][MaxParts][]uint32
}

// arena has the chains and sources of a search.
type arena struct {
	chains  []*chain
	sources []*source
	usedC   int
	usedS   int
	listed  []Source
	set     []uint64
}

// mostKept bounds the sources that are kept from one search to the next: a kilobyte each.
const mostKept = 1 << 11

func (a *arena) chain() *chain {
	if a.usedC == len(a.chains) {
		a.chains = append(a.chains, &chain{})
	}
	c := a.chains[a.usedC]
	a.usedC++
	c.sources, c.memory, c.scale = [depths]*source{}, nil, 0
	return c
}

func (a *arena) source() *source {
	if a.usedS == len(a.sources) {
		a.sources = append(a.sources, &source{})
	}
	s := a.sources[a.usedS]
	a.usedS++
	return s
}

// release lets go of what the lists lie in.
func (a *arena) release() {
	for _, s := range a.sources[:a.usedS] {
		s.Reset(blockmax.List{})
		s.win = nil
	}
	for _, c := range a.chains[:a.usedC] {
		c.memory = nil
	}
	clear(a.listed)
	if len(a.sources) > mostKept {
		a.chains, a.sources = nil, nil
	}
	a.usedC, a.usedS = 0, 0
}

// open finds the lists of a word in all segments. It is not ok where it is to be read
// whole.
func (sc *scratch) open(s *Snapshot, w *Word, number int, dst *stored) (ok bool, err error) {
	dst.word, dst.df = w, [MaxParts]uint64{}
	dst.formulas = dst.formulas[:0]
	if cap(dst.chains) < len(s.segs) {
		dst.chains = make([][]*chain, len(s.segs))
	}
	dst.chains = dst.chains[:len(s.segs)]
	a := &sc.arena
	for i := range s.segs {
		l, is := s.segs[i].Segment.(Lister)
		if !is {
			return false, nil
		}
		if a.listed, ok, err = l.Lists(w.Parts, a.listed[:0]); err != nil || !ok {
			return false, err
		}
		dst.chains[i] = a.group(dst.chains[i][:0], number, w.boost())
	}
	for p := range w.Parts {
		if dst.df[p], err = sc.holders(s, dst, p); err != nil {
			return false, err
		}
		dst.df[p] = s.holders(&w.Parts[p], dst.df[p])
		average, err := s.average(w.Parts[p].Field)
		if err != nil {
			return false, err
		}
		dst.formulas = append(dst.formulas, newFormula(w.Parts[p].Weight, IDF(dst.df[p], s.total()), average))
	}
	dst.lengths = slices.Grow(dst.lengths[:0], len(s.segs))[:len(s.segs)]
	for i := range s.segs {
		for p := range w.Parts {
			f, err := s.segs[i].lengths(w.Parts[p].Field)
			if err != nil {
				return false, err
			}
			dst.lengths[i][p] = f.lengths
		}
		if err := dst.weigh(s, i); err != nil {
			return false, err
		}
	}
	return true, nil
}

// group makes chains of the lists of a segment.
func (a *arena) group(dst []*chain, word int, boost float64) []*chain {
	number := -1
	var c *chain
	for i := range a.listed {
		l := &a.listed[i]
		if c == nil || l.Chain != number {
			c, number = a.chain(), l.Chain
			c.word, c.boost = word, boost
			dst = append(dst, c)
		}
		o := a.source()
		o.Reset(l.List)
		o.parts, o.weight, o.shared, o.win, o.first = l.Parts, l.Weight, false, nil, -1
		c.sources[l.Depth] = o
	}
	for _, c := range dst {
		for d := Root; d < Form; d++ {
			o := c.sources[d]
			for deeper := d + 1; o != nil && deeper <= Form; deeper++ {
				if n := c.sources[deeper]; n != nil {
					o.shared = o.Same(&n.List)
					break
				}
			}
		}
	}
	return dst
}

// holders counts the live documents that hold a part.
func (sc *scratch) holders(s *Snapshot, w *stored, part int) (n uint64, err error) {
	key := ""
	for i := range s.segs {
		var only *source
		several := false
		for _, c := range w.chains[i] {
			for _, o := range c.sources {
				if o != nil && o.parts>>part&1 == 1 {
					several = several || only != nil
					only = o
				}
			}
		}
		switch {
		case only == nil:
		case !several && s.segs[i].dead == 0:
			n += uint64(only.Count)
		default:
			if key == "" {
				one := Word{Parts: w.word.Parts[part : part+1]}
				key = string(one.appendKey(nil))
				if n, ok := s.counted(key); ok {
					return n, nil
				}
			}
			set := sc.bits(&s.segs[i], w.chains[i], func(_ *chain, o *source) bool { return o.parts>>part&1 == 1 })
			n += uint64(members(set))
		}
		if err := failed(w.chains[i]); err != nil {
			return 0, err
		}
	}
	if key != "" {
		s.count(key, n)
	}
	return n, nil
}

// bits is the set of the live documents of some of the lists, valid until the next.
func (sc *scratch) bits(g *segment, chains []*chain, wanted func(*chain, *source) bool) []uint64 {
	n := setSize(g.docs)
	if cap(sc.arena.set) < n {
		sc.arena.set = make([]uint64, n)
	}
	set := sc.arena.set[:n]
	clear(set)
	for _, c := range chains {
		for _, o := range c.sources {
			if o != nil && wanted(c, o) {
				o.Union(set)
			}
		}
	}
	for i, w := range g.deleted {
		set[i] &^= w
	}
	return set
}

// failed returns what was wrong with a list of the chains.
func failed(chains []*chain) error {
	for _, c := range chains {
		for _, o := range c.sources {
			if o != nil && o.Err() != nil {
				return fmt.Errorf("postings of a word: %w", o.Err())
			}
		}
	}
	return nil
}

// widest is the list that has all documents of the chain, but for a title's of its own.
func (c *chain) widest() *source {
	for _, o := range c.sources {
		if o != nil {
			return o
		}
	}
	return nil
}

// weigh finds what the bounds of the word's lists in a segment are worth.
func (w *stored) weigh(s *Snapshot, seg int) error {
	g := &s.segs[seg]
	for _, c := range w.chains[seg] {
		growth, most := 0.0, 0.0
		include := func(d Depth) error {
			o := c.sources[d]
			if o == nil {
				return nil
			}
			now := 0.0
			for set := o.parts; set != 0; set &= set - 1 {
				p := bits.TrailingZeros(set)
				of, err := g.lengths(w.word.Parts[p].Field)
				if err != nil {
					return err
				}
				// Longer averages let every document gain, at most by as much.
				then := newFormula(0, 0, float64(of.total)/float64(g.docs))
				longer := 1.0
				if f := &w.formulas[p]; f.norm1 < then.norm1 && f.norm1 > 0 {
					longer = then.norm1 / f.norm1
				}
				now += w.formulas[p].factor * longer
				most += w.formulas[p].factor
			}
			growth = max(growth, now/blockmax.Factor(o.weight, uint64(o.Count), uint64(g.docs)))
			return nil
		}
		for d := Root; d <= Form; d++ {
			if d == Stem {
				if err := include(Title); err != nil { // whose documents are among those of Stem
					return err
				}
			}
			if err := include(d); err != nil {
				return err
			}
			if o := c.sources[d]; o != nil {
				value := float64(o.Top) * growth
				if o.Count == 1 {
					value = most
				}
				o.scale = float32(c.boost * value * roundedUp / wholeStep)
			}
		}
	}
	return nil
}

const (
	wholeStep = 255      // steps of the greatest bound of a list
	roundedUp = 1 + 1e-6 // for float32 rounds to the nearest
)

// release lets go of what the word's lists lie in.
func (w *stored) release() {
	w.word = nil
	clear(w.lengths)
	clear(w.formulas)
}

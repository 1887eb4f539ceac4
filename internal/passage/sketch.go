package passage

import (
	"math/bits"

	"github.com/cespare/xxhash/v2"

	"github.com/fihris-search/fihris/internal/analysis"
)

// Sketch is a short likeness of what a [Fingerprint] compares, which an index keeps of each article: of nearly all
// pairs it tells that they are no copies, and no text is read. Each bit is on which side of a random plane the set of
// the shingles lies (M. Charikar 2002), so the bits in which two differ estimate the angle between the sets. The zero
// Sketch is that of a text that is a copy of nothing.
type Sketch [sketchParts]uint32

const (
	sketchParts = 6
	sketchBits  = 32 * sketchParts
	sketchWords = sketchBits / 64

	// Two sets of a resemblance of sameText have a cosine of 2/3 at least, and agree in 73 of 100 bits: in fewer of
	// sketchBits than these with a probability of 3 in 10,000. Two that have nothing in common agree in so many with
	// one of 4 in 10,000.
	leastAlike = 120
)

// Sketcher makes sketches. It keeps scratch space; use one a goroutine.
type Sketcher struct {
	met []uint64 // shingles, by their last bits, or the next place that is free; 0 is none
}

// Sketch takes the tokens of title and body as one text, of which units count, as for [NewFingerprint].
func (s *Sketcher) Sketch(tokens []analysis.Token) Sketch {
	size := 1 << bits.Len(uint(2*len(tokens)))
	if len(s.met) < size {
		s.met = make([]uint64, size)
	}
	met := s.met[:size]
	clear(met)
	var sum planes
	var before, last, only uint64 // the two words before; what a shorter text is
	words := 0
	for i := range tokens {
		if !tokens[i].IsUnit() {
			continue
		}
		word := xxhash.Sum64String(tokens[i].Exact)
		only = mixed(only ^ word)
		if words++; words >= shingleWords {
			if h := mixed(mixed(mixed(before)^last) ^ word); isNew(met, h) {
				sum.add(h)
			}
		}
		before, last = last, word
	}
	if 0 < words && words < shingleWords {
		sum.add(only)
	}
	return sum.sides()
}

// isNew says whether a shingle is not among those that were met, and puts it there.
func isNew(met []uint64, h uint64) bool {
	h = max(h, 1)
	at := int(h) & (len(met) - 1)
	for ; met[at] != 0; at = (at + 1) & (len(met) - 1) {
		if met[at] == h {
			return false
		}
	}
	met[at] = h
	return true
}

// mixed makes of a number one of which each bit depends on all of its bits (the finalizer of SplitMix64).
func mixed(x uint64) uint64 {
	x += 0x9E3779B97F4A7C15
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// planes counts, for each plane, the shingles that lie on one side of it.
type planes struct {
	all   int
	few   [sketchBits / 8]uint64 // of the last ones, eight counts in each, a byte for each
	count [sketchBits]uint32     // of those before
}

// spread are the bits of a byte, each as a byte.
var spread = func() (all [256]uint64) {
	for i := range all {
		for k := range 8 {
			all[i] |= uint64(i>>k&1) << (8 * k)
		}
	}
	return all
}()

func (p *planes) add(h uint64) {
	for w := range sketchWords {
		few := (*[8]uint64)(p.few[8*w:])
		for k := range few {
			few[k] += spread[uint8(h>>(8*k))]
		}
		h = mixed(h)
	}
	if p.all++; p.all%255 == 0 { // a byte holds no more
		p.flush()
	}
}

func (p *planes) flush() {
	for i, few := range p.few {
		for k := range 8 {
			p.count[8*i+k] += uint32(uint8(few >> (8 * k)))
		}
	}
	clear(p.few[:])
}

// sides says on which side of each plane most of them lie.
func (p *planes) sides() (s Sketch) {
	p.flush()
	for i, n := range p.count {
		if 2*int(n) > p.all {
			s[i/32] |= 1 << (i % 32)
		}
	}
	return s
}

// MayBeCopy says whether two texts can be copies of each other. Where it does not say so, they are none.
func (s Sketch) MayBeCopy(o Sketch) bool {
	if s == (Sketch{}) || o == (Sketch{}) {
		return false
	}
	differ := 0
	for i := range s {
		differ += bits.OnesCount32(s[i] ^ o[i])
	}
	return sketchBits-differ >= leastAlike
}

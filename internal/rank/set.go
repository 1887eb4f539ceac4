package rank

import (
	"math/bits"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// set is an immutable set of documents of a segment: bits where they are many,
// a sorted list where they are few.
type set struct {
	bits  []uint64
	docs  []uint32
	count int
}

// newSet returns an empty set with room for so many of n documents.
func newSet(n, count int) *set {
	if count*32 < n {
		return &set{docs: make([]uint32, 0, count)}
	}
	return &set{bits: make([]uint64, setSize(n))}
}

// add adds a document beyond those that are there, while the set is made.
func (s *set) add(doc uint32) {
	s.count++
	if s.bits == nil {
		s.docs = append(s.docs, doc)
		return
	}
	s.bits[doc>>6] |= 1 << (doc & 63)
}

// members is about how many bytes the set takes.
func (s *set) size() int64 {
	if s == nil {
		return 0
	}
	return int64(8*cap(s.bits)+4*cap(s.docs)) + 56
}

// union adds the set to a bit set.
func (s *set) union(acc []uint64) {
	for i, w := range s.bits {
		acc[i] |= w
	}
	for _, d := range s.docs {
		acc[d>>6] |= 1 << (d & 63)
	}
}

// retain keeps of sorted documents those that are in the set.
func (s *set) retain(docs []uint32) []uint32 {
	kept, rest := docs[:0], s.docs
	for _, d := range docs {
		if s.bits != nil {
			if s.bits[d>>6]>>(d&63)&1 == 1 {
				kept = append(kept, d)
			}
			continue
		}
		if len(rest) > 16*len(docs) {
			i, _ := slices.BinarySearch(rest, d)
			rest = rest[i:]
		}
		for len(rest) > 0 && rest[0] < d {
			rest = rest[1:]
		}
		if len(rest) > 0 && rest[0] == d {
			kept = append(kept, d)
		}
	}
	return kept
}

// mask leaves in a bit set what is in another, too.
func mask(acc, other []uint64) {
	for i, w := range other[:len(acc)] {
		acc[i] &= w
	}
}

// members counts the members of a bit set.
func members(acc []uint64) (n int) {
	for _, w := range acc {
		n += bits.OnesCount64(w)
	}
	return n
}

// bitmap makes a bitmap of the set.
func (s *set) bitmap() *roaring.Bitmap {
	if s.bits != nil {
		return roaring.FromDense(s.bits, true)
	}
	return roaring.BitmapOf(s.docs...)
}

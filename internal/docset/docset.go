// Package docset has sets of the documents of an index at one moment.
//
// An index is a list of segments, each of which numbers its documents from 0;
// so a set is a list of bitmaps, one a segment, in the order of the segments.
// Sets of different moments must not meet.
//
// A set is never changed once it was returned: every operation gives a new one,
// whose bitmaps may be shared with those it was made of.
package docset

import (
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// Set is a set of documents: a bitmap for each segment, none of them nil. The
// nil Set stands for "no condition", which is every document: see Both.
type Set []*roaring.Bitmap

// Empty returns the set of no documents of an index of so many segments.
func Empty(segments int) Set {
	out := make(Set, segments)
	for i := range out {
		out[i] = roaring.New()
	}
	return out
}

// And returns the documents that are in both sets.
func (a Set) And(b Set) Set { return a.combine(b, roaring.And) }

// Or returns the documents that are in either set.
func (a Set) Or(b Set) Set { return Union(len(a), a, b) }

// Union returns the documents of an index of so many segments that are in any of the sets. It makes no bitmap where
// only one has any.
func Union(segments int, sets ...Set) Set {
	out := make(Set, segments)
	var some []*roaring.Bitmap
	for i := range out {
		some = some[:0]
		for _, s := range sets {
			if !s[i].IsEmpty() {
				some = append(some, s[i])
			}
		}
		switch len(some) {
		case 0:
			out[i] = roaring.New()
		case 1:
			out[i] = some[0]
		default:
			out[i] = roaring.FastOr(some...)
		}
	}
	return out
}

// Not returns the documents of a that are not in b.
func (a Set) Not(b Set) Set { return a.combine(b, roaring.AndNot) }

func (a Set) combine(b Set, op func(x, y *roaring.Bitmap) *roaring.Bitmap) Set {
	out := make(Set, len(a))
	for i := range a {
		out[i] = op(a[i], b[i])
	}
	return out
}

// Both returns the documents that meet two conditions, where nil is a
// condition that every document meets.
func Both(a, b Set) Set {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return a.And(b)
}

// Count returns how many documents are in the set.
func (a Set) Count() uint64 {
	n := uint64(0)
	for _, b := range a {
		n += b.GetCardinality()
	}
	return n
}

// Overlap returns how many documents are in both sets, without making a set.
func (a Set) Overlap(b Set) uint64 {
	n := uint64(0)
	for i := range a {
		n += a[i].AndCardinality(b[i])
	}
	return n
}

// Either returns how many documents are in one of two sets, without making a set.
func (a Set) Either(b Set) uint64 {
	n := uint64(0)
	for i := range a {
		n += a[i].OrCardinality(b[i])
	}
	return n
}

// Each visits the documents of one segment in ascending order.
func Each(b *roaring.Bitmap, visit func(doc uint32)) {
	Blocks(b, func(docs []uint32) {
		for _, d := range docs {
			visit(d)
		}
	})
}

// blocks is memory for reading a bitmap.
type blocks struct {
	it   roaring.ManyIntIterator
	docs [256]uint32
}

var pool = sync.Pool{New: func() any { return &blocks{} }}

// Blocks visits the documents of one segment in ascending order, many at a time. They are valid
// during the visit.
func Blocks(b *roaring.Bitmap, visit func(docs []uint32)) {
	r := pool.Get().(*blocks)
	r.it.Initialize(b)
	for n := r.it.NextMany(r.docs[:]); n > 0; n = r.it.NextMany(r.docs[:]) {
		visit(r.docs[:n])
	}
	r.it = roaring.ManyIntIterator{} // it has the bitmap
	pool.Put(r)
}

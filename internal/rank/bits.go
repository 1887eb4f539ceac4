package rank

import (
	"math/bits"

	"github.com/RoaringBitmap/roaring/v2"
)

// setSize is the number of words of a bit set of n bits.
func setSize(n int) int { return (n + 63) / 64 }

// dense turns a bitmap into a bit set of n bits; nil where it is empty.
// Bits beyond n are dropped.
func dense(bm *roaring.Bitmap, n int) []uint64 {
	if bm == nil || bm.IsEmpty() {
		return nil
	}
	return fill(make([]uint64, setSize(n)), bm, n)
}

// fill writes a bitmap into a zeroed bit set of n bits.
func fill(set []uint64, bm *roaring.Bitmap, n int) []uint64 {
	if bm.IsEmpty() {
		return set
	}
	if int64(bm.Maximum()) < int64(n) {
		bm.WriteDenseTo(set)
		return set
	}
	for it := bm.Iterator(); it.HasNext(); {
		doc := it.Next()
		if uint64(doc) >= uint64(n) {
			break
		}
		set[doc>>6] |= 1 << (doc & 63)
	}
	return set
}

// forEach calls f with every member of a bit set, ascending.
func forEach(set []uint64, f func(doc uint32)) {
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			f(uint32(i<<6 + bits.TrailingZeros64(w)))
		}
	}
}

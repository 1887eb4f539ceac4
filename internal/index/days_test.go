package index

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/stretchr/testify/assert"
)

// Days that are counted in a row are those that are counted one by one; where there are more days
// than documents they are not.
func TestDaysInARow(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for _, from := range []int64{-40 * 86400, 0, 1_600_000_000} {
		o, want, in := &ordered{}, map[int64]uint64{}, roaring.New()
		for doc := range uint32(900) {
			key := from + r.Int64N(60*86400)
			if doc%10 == 0 {
				key = noDate
			} else {
				o.keys = append(o.keys, key)
			}
			o.least = append(o.least, key)
			if doc%3 > 0 {
				in.Add(doc)
				if key != noDate {
					want[floorDay(key)]++
				}
			}
		}
		slices.Sort(o.keys)
		got := map[int64]uint64{floorDay(from): 3, 1 << 40: 7} // what other segments have is added to
		want[floorDay(from)] += 3
		want[1<<40] = 7
		assert.True(t, o.countDays(in, got))
		assert.Equal(t, want, got)
		assert.False(t, o.countDays(roaring.BitmapOf(1, 2, 4), got))
		assert.Equal(t, want, got)
	}
	none := map[int64]uint64{}
	assert.True(t, (&ordered{least: []int64{noDate}}).countDays(roaring.BitmapOf(0), none))
	assert.Empty(t, none)
}

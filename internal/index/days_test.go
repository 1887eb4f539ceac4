package index

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is counted in a row of days, of several segments, is what is counted article by article, whatever the period.
func TestDaysInARow(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for _, from := range []int64{-40 * 86400, 0, 1_600_000_000} {
		for _, layout := range []string{yearLayout, monthLayout, time.DateOnly} {
			want, got := map[string]uint64{}, map[string]uint64{}
			var all []*ordered
			var sets []*roaring.Bitmap
			for range 3 {
				o, in := &ordered{}, roaring.New()
				for doc := range uint32(300) {
					key := from + r.Int64N(900*86400)
					if doc%10 == 0 {
						key = noDate
					} else {
						o.keys = append(o.keys, key)
					}
					o.least = append(o.least, key)
					if doc%3 > 0 {
						in.Add(doc)
						if key != noDate {
							want[time.Unix(key, 0).UTC().Format(layout)]++
						}
					}
				}
				slices.Sort(o.keys)
				all, sets = append(all, o), append(sets, in)
			}
			row := newDayRow(all)
			require.NotNil(t, row)
			for i, o := range all {
				row.add(o, sets[i])
			}
			row.periods(layout, func(day int64, n uint64) {
				name := time.Unix(day*86400, 0).UTC().Format(layout)
				assert.NotContains(t, got, name)
				got[name] = n
			})
			assert.Equal(t, want, got)
		}
	}
	none := newDayRow([]*ordered{{least: []int64{noDate}}})
	none.add(&ordered{least: []int64{noDate}}, roaring.BitmapOf(0))
	none.periods(yearLayout, func(int64, uint64) { assert.Fail(t, "nothing has a date") })
	assert.Nil(t, newDayRow([]*ordered{{keys: []int64{-62_000_000_000, 0}}}), "of too many days there is none")
}

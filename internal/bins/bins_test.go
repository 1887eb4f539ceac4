package bins_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/bins"
)

// Every day is in exactly one bin of each size, bins touch, and what they hold is what there was.
func TestBins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom(bins.Sizes()).Draw(t, "size")
		days := rapid.SliceOfNDistinct(rapid.IntRange(-40000, 40000), 1, 50, rapid.ID).Draw(t, "days")
		var values []fihris.FacetValue
		var total uint64
		for i, d := range days {
			day := time.Date(1990, 1, 1+d, 0, 0, 0, 0, time.UTC)
			values = append(values, fihris.FacetValue{Value: day.Format(time.DateOnly), Count: uint64(i + 1)})
			total += uint64(i + 1)
		}
		all := bins.Fold(values, size)
		var sum uint64
		names := map[string]bool{}
		for i, b := range all {
			sum += b.Count
			assert.True(t, b.From.Before(b.To))
			assert.False(t, names[b.Value], b.Value)
			names[b.Value] = true
			assert.Equal(t, b.From, size.Start(b.From))
			assert.Equal(t, b.From, size.Start(b.To.Add(-time.Second)))
			assert.NotEqual(t, b.From, size.Start(b.To))
			if i > 0 {
				assert.False(t, b.From.Before(all[i-1].To))
			}
		}
		assert.Equal(t, total, sum)
	})
}

func TestNames(t *testing.T) {
	of := func(size fihris.Period, value string) bins.Bin {
		all := bins.Fold([]fihris.FacetValue{{Value: value, Count: 3}, {Value: "", Count: 9}}, size)
		require.Len(t, all, 1)
		return all[0]
	}
	assert.Equal(t, "2020-W53", of(fihris.PerWeek, "2021-01-03").Value)
	assert.Equal(t, time.Monday, of(fihris.PerWeek, "2021-01-03").From.Weekday())
	assert.Equal(t, "2021-W01", of(fihris.PerWeek, "2021-01-04").Value)
	assert.Equal(t, "2020-2024", of(fihris.PerFiveYears, "2024").Value)
	assert.Equal(t, "2024-02", of(fihris.PerMonth, "2024-02").Value)
	assert.Equal(t, "1948", of(fihris.PerYear, "1948").Value)
	assert.Equal(t, "2024-02-29", of(fihris.PerDay, "2024-02-29").Value)
}

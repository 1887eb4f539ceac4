package rank

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The memory for places serves one window after the other: what another has left there is of no
// document of the window at hand, however many windows there were, and lists of one window have each
// its own.
func TestPlacesAreOfTheWindowAtHand(t *testing.T) {
	k := &skipper{stamp: 1<<16 - 5}
	a, b := &source{}, &source{}
	for window := range 12 {
		k.turn()
		for i, o := range []*source{a, b} {
			o.forget()
			places, first := k.remember(o, window)
			for _, p := range places {
				assert.False(t, p>>16 == o.stamp, "window %d, list %d", window, i)
			}
			for at := range places {
				places[at] = first + uint32(at)
			}
			again, later := k.remember(o, window+1)
			assert.Same(t, &places[0], &again[0])
			assert.Greater(t, later, first)
		}
		assert.NotSame(t, &a.places[0], &b.places[0])
	}
	assert.Len(t, k.places, 2)
	for range 2 * mostPlaces {
		k.remember(&source{Reader: a.Reader, first: -1}, 0)
	}
	k.release()
	assert.Len(t, k.places, mostPlaces)
}

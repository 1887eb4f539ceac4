package analysis

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The shares are those of the counts: that of the commonest word, and of all
// words together.
func TestFrequency(t *testing.T) {
	counts := sourceCounts(t)
	sum := 0.0
	for _, n := range counts {
		sum += n
	}
	assert.InDelta(t, lexiconTokens, sum, 1)
	assert.InEpsilon(t, counts["من"]/sum, Frequency("من"), .05)
	assert.Equal(t, Frequency("إلى"), Frequency("الي"), "spellings of one key")
	assert.Zero(t, Frequency("زخظذضغ"))
	assert.Zero(t, Frequency(""))
}

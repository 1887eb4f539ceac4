package spell

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each line of the table says where the word is said; no counterpart is a word of
// the table itself, and each word has one.
func TestDialectTable(t *testing.T) {
	lines := 0
	for line := range strings.Lines(dialectsText) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		lines++
		require.Greater(t, len(f), 4, line)
		assert.Equal(t, f[1], Counterpart(f[0]), line)
		assert.Empty(t, Counterpart(f[1]), line)
		number(t, f[2])
		number(t, f[3])
	}
	assert.Len(t, counterparts, lines, "a word stands there twice")
	assert.Empty(t, Counterpart("عربية"), "a car, or an Arab")
}

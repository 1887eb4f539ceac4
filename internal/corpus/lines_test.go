package corpus

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What follows the value of a line is lost with it, and told; but a comma.
func TestLinesOfMoreThanOneValue(t *testing.T) {
	for more, want := range map[string]int{"": 1, ",": 1, " , ": 1, " 5": 0, `"نص"`: 0, ` {"body":"ب"}`: 0, "]": 0} {
		dir := write(t, map[string]string{"n.jsonl": `{"body":"أ"}` + more + "\n" + `{"body":"ج"}`})
		articles, skipped := read(t, open(t, Options{}, dir), dir)
		assert.Len(t, articles, want+1, more)
		if want == 0 {
			require.Len(t, skipped, 1, more)
			assert.Contains(t, skipped[0], "n.jsonl:1: broken JSON: at byte 13 of the line: more follows the value", more)
		}
	}
}

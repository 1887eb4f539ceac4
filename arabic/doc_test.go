package arabic_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/arabic"
)

// The examples of the package documentation are the specification: they hold.
func TestDocumentation(t *testing.T) {
	source, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	seen := map[string]int{}
	for n, line := range strings.Split(string(source), "\n") {
		example, ok := strings.CutPrefix(line, "//\t")
		if !ok {
			continue
		}
		kind, text, ok := strings.Cut(example, "\t")
		require.True(t, ok, "doc.go:%d: no tab", n+1)
		checkExample(t, n+1, kind, text)
		seen[kind]++
	}
	for _, kind := range []string{"exact", "tokens", "stem", "root", "meet", "apart", "stop", "content"} {
		assert.Positive(t, seen[kind], kind)
	}
}

func checkExample(t *testing.T, line int, kind, text string) {
	t.Helper()
	input, want, _ := strings.Cut(text, " = ")
	switch kind {
	case "exact":
		assert.Equal(t, want, arabic.Normalize(input), "doc.go:%d", line)
	case "tokens":
		var got []string
		for _, token := range arabic.Analyze(input) {
			got = append(got, token.Exact)
		}
		assert.Equal(t, want, strings.Join(got, " | "), "doc.go:%d", line)
	case "stem", "root":
		for _, w := range strings.Fields(input) {
			got := arabic.Stem(w)
			if kind == "root" {
				got = arabic.Root(w)
			}
			assert.Equal(t, want, got, "doc.go:%d: %s of %s", line, kind, w)
		}
	case "meet", "apart":
		words := strings.Split(text, ", ")
		for _, w := range words[1:] {
			assert.Equal(t, kind == "meet", arabic.Stem(words[0]) == arabic.Stem(w), "doc.go:%d: %s, %s: %s, %s", line, words[0], w, arabic.Stem(words[0]), arabic.Stem(w))
		}
	case "stop", "content":
		for _, w := range strings.Fields(text) {
			assert.Equal(t, kind == "stop", arabic.IsStopWord(w), "doc.go:%d: %s", line, w)
		}
	default:
		assert.Fail(t, "unknown example", "doc.go:%d: %s", line, kind)
	}
}

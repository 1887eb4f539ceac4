package analysis

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// explain.txt: a word, a tab, the reasons of its exact form with "; " between.
func TestExplainExact(t *testing.T) {
	for _, c := range readCases(t, "explain.txt") {
		assert.Equal(t, c.want, strings.Join(Default().Explain(c.input).ExactWhy, "; "), "explain.txt:%d: %q", c.line, c.input)
	}
}

// Whoever asks why gets an answer: a word that changed has a reason for it, and
// every word one for its stem and root.
func TestEverythingIsExplained(t *testing.T) {
	a := Default()
	for _, name := range []string{"tokens.txt", "normalize.txt"} {
		for _, c := range readCases(t, name) {
			for _, e := range a.ExplainText(c.input) {
				text := c.input[e.Start:e.End]
				if text != e.Exact {
					assert.NotEmpty(t, e.ExactWhy, "%s: %q -> %q", name, text, e.Exact)
				}
				assert.NotEmpty(t, e.StemWhy, "%s: %q", name, text)
				if !e.Stop {
					assert.NotEmpty(t, e.RootWhy, "%s: %q", name, text)
				}
			}
		}
	}
}

func TestExplainOfNothing(t *testing.T) {
	require.Empty(t, Default().ExplainText("؟ ."))
	require.Equal(t, Explanation{}, Default().Explain(""))
}

func TestExplainSaysWhatMadeTheStem(t *testing.T) {
	all := func(word string) string {
		e := Default().Explain(word)
		return strings.Join(e.StemWhy, "\n")
	}
	assert.Contains(t, all("مدارس"), "family")
	assert.Contains(t, all("الوزير"), "article")
	assert.Contains(t, all("running"), "Snowball")
	assert.Contains(t, all("2020"), "number")
	assert.Contains(t, all("example.com"), "host")
	assert.Contains(t, all("Москва"), "another script")
	assert.Contains(t, all("من"), "stop word")
}

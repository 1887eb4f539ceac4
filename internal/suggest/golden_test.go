package suggest

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/testdata"
)

var update = flag.Bool("update", false, "write the answers in testdata/*.golden anew")

// bundled is an index of the bundled articles.
var bundled = sync.OnceValue(func() *texts {
	var all []text
	for _, a := range testdata.Articles() {
		all = append(all, text{a.Title, a.Body})
	}
	return index(all)
})

// golden asks the questions of a file, which stand before the first tab of its
// lines, and compares the answers with those behind it.
func golden(t *testing.T, name string, answer func(question string) []string) {
	t.Helper()
	b, err := os.ReadFile(name)
	require.NoError(t, err)
	var out strings.Builder
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSuffix(line, "\n")
		if question, want, _ := strings.Cut(line, "\t"); line != "" && line[0] != '#' {
			got := strings.Join(answer(question), "\t")
			if !*update {
				assert.Equal(t, want, got, "%s: %s", name, question)
			}
			line = strings.TrimSuffix(question+"\t"+got, "\t")
		}
		out.WriteString(line + "\n")
	}
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(out.String()), 0o644))
	}
}

func TestGoldenSuggestions(t *testing.T) {
	src := bundled()
	g := New(analysis.Default(), nil)
	golden(t, "testdata/suggested.golden", func(q string) (out []string) {
		got, err := g.Suggest(Sets(src), src.request(t, q))
		require.NoError(t, err)
		for _, s := range got {
			out = append(out, s.Query, s.Kind, fmt.Sprint(s.Total))
		}
		return out
	})
}

func TestGoldenCompletions(t *testing.T) {
	src := bundled()
	g := New(analysis.Default(), nil)
	golden(t, "testdata/completed.golden", func(text string) (out []string) {
		got, err := g.Complete(Sets(src), text, 6)
		require.NoError(t, err)
		for i, c := range got {
			assert.False(t, c.Kind == Word && i > 0 && got[i-1].Kind == Title, "titles come last")
			assert.Positive(t, c.Articles, "%s: %s", text, c.Text)
			out = append(out, fmt.Sprint(c.Text, " ", c.Articles))
		}
		return out
	})
}

package analysis

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// conflation is a line of testdata/conflate.txt, whose head explains the form.
type conflation struct {
	line  int
	level string // stem or root
	meet  bool
	words []string
}

func readConflations(t *testing.T) []conflation {
	t.Helper()
	f, err := os.Open("testdata/conflate.txt")
	require.NoError(t, err)
	defer f.Close()
	var lines []conflation
	scan := bufio.NewScanner(f)
	for n := 1; scan.Scan(); n++ {
		text, _, _ := strings.Cut(scan.Text(), "#")
		fields := strings.Fields(text)
		if len(fields) == 0 {
			continue
		}
		require.GreaterOrEqual(t, len(fields), 4, "line %d: level, sign and two words", n)
		require.Contains(t, []string{"stem", "root"}, fields[0], "line %d: level", n)
		require.Contains(t, []string{"+", "-"}, fields[1], "line %d: sign", n)
		c := conflation{n, fields[0], fields[1] == "+", fields[2:]}
		if !c.meet {
			require.Len(t, c.words, 2, "line %d: words are kept apart in pairs", n)
		}
		lines = append(lines, c)
	}
	require.NoError(t, scan.Err())
	return lines
}

// term is the stem or the root of a word of conflate.txt, "" for a stop word.
func (c *conflation) term(a *Analyzer, word string) string {
	var terms []string
	for _, tok := range a.AppendUnits(nil, strings.ReplaceAll(word, "_", " ")) {
		if c.level == "root" {
			terms = append(terms, tok.Root)
		} else {
			terms = append(terms, tok.Stem)
		}
	}
	return strings.Join(terms, " ")
}

// check returns what is wrong with the line, "" if nothing.
func (c *conflation) check(a *Analyzer) string {
	first := c.term(a, c.words[0])
	var wrong []string
	for _, w := range c.words[1:] {
		got := c.term(a, w)
		if c.meet != (got == first && got != "") {
			wrong = append(wrong, fmt.Sprintf("%s = %q", w, got))
		}
	}
	if len(wrong) == 0 {
		return ""
	}
	sign := "must not meet"
	if c.meet {
		sign = "must meet"
	}
	return fmt.Sprintf("line %d: %s %s: %s = %q; %s", c.line, c.level, sign, c.words[0], first, strings.Join(wrong, ", "))
}

func TestConflation(t *testing.T) {
	a := Default()
	for _, c := range readConflations(t) {
		if wrong := c.check(a); wrong != "" {
			t.Error(wrong)
		}
	}
}

// TestConflationIsBroad keeps the list from shrinking, and from saying
// something twice or the contrary of itself.
func TestConflationIsBroad(t *testing.T) {
	var meet, apart int
	together := map[string]bool{}
	lines := readConflations(t)
	for _, c := range lines {
		if !c.meet {
			apart++
			continue
		}
		meet++
		for i, w := range c.words {
			for _, v := range c.words[:i] {
				assert.NotEqual(t, v, w, "line %d: a word twice", c.line)
				together[c.level+" "+v+" "+w], together[c.level+" "+w+" "+v] = true, true
			}
		}
	}
	for _, c := range lines {
		if !c.meet {
			assert.False(t, together[c.level+" "+c.words[0]+" "+c.words[1]], "line %d: another line joins them", c.line)
		}
	}
	assert.GreaterOrEqual(t, meet, 600, "groups that must meet")
	assert.GreaterOrEqual(t, apart, 300, "pairs that must not meet")
}

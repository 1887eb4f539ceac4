package analysis

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// frequent is how often both forms of a pair must have been counted.
const frequent = 60

// invariance is a property that the stems of the whole vocabulary should have:
// a form and the word that it comes from have one stem.
type invariance struct {
	name string
	form func(word string) string // "" where the word has no such form
}

var invariances = []invariance{
	{"ال", func(w string) string { return sAl + w }},
	{"و", func(w string) string { return sWaw + w }},
	{"ب", func(w string) string { return sBeh + w }},
	{"ل", func(w string) string {
		if strings.HasPrefix(w, sAl) {
			return "" // written with two lams
		}
		return sLam + w
	}},
	{"ات", func(w string) string {
		x, ok := strings.CutSuffix(w, sMarb)
		if !ok || len(x) < three {
			return ""
		}
		return x + sAt
	}},
}

// exceptions reads testdata/invariance.txt: the property, the form, the word, and
// after the sign of a comment the reason. A reason alone, at the head of a
// section, holds for all below it.
func exceptions(t *testing.T) map[string]string {
	t.Helper()
	why, reason := map[string]string{}, ""
	for _, line := range readLines(t, "testdata/invariance.txt") {
		if r, ok := strings.CutPrefix(line, "## "); ok {
			reason = r
			continue
		}
		pair, _, _ := strings.Cut(line, "#")
		f := strings.Fields(pair)
		if len(f) == 0 {
			continue
		}
		require.Len(t, f, 3, line)
		require.NotEmpty(t, reason, "%s: no reason", line)
		why[strings.Join(f, " ")] = reason
	}
	return why
}

// TestOneWordOneStem: whatever stands around a word, its stem is the same, over
// all pairs of the vocabulary that are frequent; but for those that
// testdata/invariance.txt lists with a reason. A pair that holds is taken from
// the list, so that it only shrinks; -update writes the list anew, what is new
// under the head of what no one looked at.
func TestOneWordOneStem(t *testing.T) {
	s := builtinStemmer(t)
	counts, err := spellKeys(sourceCounts(t))
	require.NoError(t, err)
	why, broken := exceptions(t), map[string]bool{}
	for _, p := range invariances {
		pairs := 0
		for _, w := range slices.Sorted(maps.Keys(counts)) {
			form := p.form(w)
			if counts[w] < frequent || counts[form] < frequent || !isLetters(w) || len(w) < four || isStop(w) || isStop(form) {
				continue
			}
			pairs++
			if a, b := s.stem(form), s.stem(w); a != b {
				name := fmt.Sprintf("%s %s %s", p.name, form, w)
				broken[name] = true
				if !*update {
					assert.Contains(t, why, name, "stems %s, %s", a, b)
				}
			}
		}
		t.Logf("%s: %d pairs", p.name, pairs)
		assert.Greater(t, pairs, 400, p.name)
	}
	if *update {
		writeExceptions(t, broken, why)
		return
	}
	for name := range why {
		assert.True(t, broken[name], "%s holds now: take it from the list", name)
	}
}

func isStop(w string) bool {
	_, ok := Default().stops[w]
	return ok
}

func readLines(t *testing.T, path string) []string {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return strings.Split(strings.TrimRight(string(b), "\n"), "\n")
}

// notLookedAt is the reason of a pair that -update added.
const notLookedAt = "not looked at yet"

// writeExceptions writes the list anew: the pairs that still differ, each under
// its old reason.
func writeExceptions(t *testing.T, broken map[string]bool, why map[string]string) {
	t.Helper()
	by := map[string][]string{}
	for name := range broken {
		reason := why[name]
		if reason == "" {
			reason = notLookedAt
		}
		by[reason] = append(by[reason], name)
	}
	var b strings.Builder
	for _, line := range readLines(t, "testdata/invariance.txt") {
		if !strings.HasPrefix(line, "# ") {
			break
		}
		b.WriteString(line + "\n")
	}
	for _, reason := range slices.Sorted(maps.Keys(by)) {
		fmt.Fprintf(&b, "\n## %s\n", reason)
		for _, name := range slices.Sorted(slices.Values(by[reason])) {
			b.WriteString(name + "\n")
		}
	}
	require.NoError(t, os.WriteFile("testdata/invariance.txt", []byte(b.String()), 0o644))
}

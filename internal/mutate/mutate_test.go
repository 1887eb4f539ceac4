package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const fixture, endless = "internal/mutate/testdata/fixture", "internal/mutate/testdata/endless"

// unnoticed is the line of the fixture with a mutant that nobody can notice.
const unnoticed = fixture + "/fixture.go\tLargest\t< -> <=\tif a < b {"

// mutateIt runs the command on a package and returns the lines that it writes.
func mutateIt(t *testing.T, dir string, args ...string) []string {
	t.Helper()
	known := filepath.Join(t.TempDir(), "equivalent.tsv")
	require.NoError(t, os.WriteFile(known, []byte("# a comment\n\n"+unnoticed+"\tequal numbers are one number\n"+
		fixture+"/fixture.go\tGone\tnever\tif gone {\tit was here once\n"), 0o644))
	var out strings.Builder
	args = append([]string{"-n", "100", "-timeout", "10m", "-equivalent", known}, args...) // no fixture is slow, but machines are
	require.NoError(t, run(t.Context(), append(args, "./"+dir), &out))
	return strings.Split(strings.TrimSpace(out.String()), "\n")
}

// with returns the lines that begin with an outcome.
func with(lines []string, o outcome) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return !strings.HasPrefix(l, string(o)) })
}

func TestMutants(t *testing.T) {
	lines := mutateIt(t, fixture)
	assert.Contains(t, lines[0], "no longer in the code", "Gone")
	assert.Contains(t, lines[0], "\tGone\t")
	for _, l := range with(lines, survived) {
		assert.Contains(t, l, " Loose [", "the others are held by the tests of the fixture")
	}
	assert.Len(t, with(lines, survived), 6, "two borders, never, always, two returns: %v", lines)
	require.Len(t, with(lines, equivalent), 1)
	assert.Contains(t, with(lines, equivalent)[0], "Largest [< -> <=]")
	require.Len(t, with(lines, uncompiled), 1)
	assert.Contains(t, with(lines, uncompiled)[0], "Sum [+ -> -#3]")
	assert.NotEmpty(t, with(lines, killed))
	assert.Empty(t, with(lines, timedOut))
	fields := strings.Fields(lines[len(lines)-1])
	assert.Equal(t, []string{fixture, "16", "15", "8", "0", "6", "1", "57", "%"}, fields)

	before := filepath.Join(t.TempDir(), "before.txt")
	require.NoError(t, os.WriteFile(before, []byte(strings.Join(lines, "\n")), 0o644))
	again := mutateIt(t, fixture, "-again", before)
	assert.Equal(t, with(lines, survived), with(again, survived))
	assert.Empty(t, with(again, killed))
}

// A mutant that runs on for ever is as good as killed, and is killed.
func TestEndlessMutants(t *testing.T) {
	lines := mutateIt(t, endless, "-timeout", "500ms")
	assert.Empty(t, with(lines, survived))
	assert.NotEmpty(t, with(lines, timedOut))
}

func TestFewMutants(t *testing.T) {
	lines := mutateIt(t, fixture, "-n", "1", "-short")
	fields := strings.Fields(lines[len(lines)-1])
	assert.Equal(t, "1", fields[2])
}

// The choice stays the same where the code does: a line more above it, or an
// edit in another function, changes nothing.
func TestChoiceFollowsTheCode(t *testing.T) {
	name := filepath.Join("testdata", "fixture", "fixture.go")
	source, err := os.ReadFile(name)
	require.NoError(t, err)
	choice := func(source string, seed uint64) []string {
		sites, err := sitesOf("f.go", []byte(source))
		require.NoError(t, err)
		var keys []string
		for _, s := range shuffle(sites, seed) {
			if s.fn != "Loose" {
				keys = append(keys, s.key())
			}
		}
		return keys
	}
	was := choice(string(source), 7)
	moved := strings.Replace(string(source), "func Between", "var moved = 1\n\nfunc Between", 1)
	edited := strings.Replace(moved, "n > 10", "n > 10 && n < 99 || n == 1", 1)
	require.NotEqual(t, moved, edited)
	assert.Equal(t, was, choice(moved, 7))
	assert.Equal(t, was, choice(edited, 7))
	assert.NotEqual(t, choice(moved, 7), choice(moved, 8))
}

// Every function has its turn before any has its second one.
func TestChoiceIsSpread(t *testing.T) {
	sites, err := findSites("../..", fixture)
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, s := range shuffle(sites, 1)[:4] {
		seen[s.fn] = true
	}
	assert.Len(t, seen, 4)
}

func TestKinds(t *testing.T) {
	sites, err := sitesOf("f.go", []byte(`package f
func (s *set[T]) add(n int) (ok bool) {
	if n < 1 || s == nil {
		return false
	}
	for s.more() {
		n += 2
		s.drop()
	}
	return true
}`))
	require.NoError(t, err)
	var kinds []string
	for _, s := range sites {
		assert.Equal(t, "set.add", s.fn)
		kinds = append(kinds, s.kind)
	}
	assert.Equal(t, []string{
		"never", "always", "< -> <=", "1 -> 2", "|| -> &&", "== -> !=", "return false -> true",
		"never", "dropped", "+= -> -=", "2 -> 3", "dropped", "return true -> false",
	}, kinds)
}

// Places of one line that are alike are told apart by their numbers.
func TestNumbers(t *testing.T) {
	sites, err := sitesOf("f.go", []byte("package f\nfunc f(a, b, c int) int { return a + b - c + a }\nfunc g(a, b int) int { return a + b }"))
	require.NoError(t, err)
	var keys []string
	for _, s := range sites {
		keys = append(keys, s.fn+" "+s.kind)
	}
	assert.Equal(t, []string{"f + -> -", "f - -> +", "f + -> -#2", "g + -> -"}, keys)
}

func TestErrors(t *testing.T) {
	for _, args := range [][]string{{}, {"-n", "0", fixture}, {"-equivalent", "none.tsv", fixture}, {"-again", "none.txt", fixture}, {"internal/none"}, {"-tests", "internal/mutate/testdata", fixture}} {
		assert.Error(t, run(t.Context(), args, &strings.Builder{}), "%v", args)
	}
	broken := filepath.Join(t.TempDir(), "broken.tsv")
	require.NoError(t, os.WriteFile(broken, []byte("# fine\na.go\tf\tnever\tif x {\t \n"), 0o644))
	_, err := readEquivalent(broken)
	assert.ErrorContains(t, err, "broken.tsv:2: ", "without a reason")
}

// The file of this module is in order; whether its lines are still in the code
// is said when a package is mutated.
func TestEquivalentFile(t *testing.T) {
	_, err := readEquivalent("equivalent.tsv")
	assert.NoError(t, err)
}

// A line of the list is a mutant and the reason why no test can notice it.
func TestReasonsAreRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "equivalent.tsv")
	require.NoError(t, os.WriteFile(file, []byte("# a remark\n\na/b.go\tf\t< -> <=\tx < 1\tx is never 1\n"), 0o600))
	known, err := readEquivalent(file)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"a/b.go\tf\t< -> <=\tx < 1": "x is never 1"}, known)
}

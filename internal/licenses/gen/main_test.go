package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/licenses"
)

const root = "../../.."

// Every module that fihris is linked with has its licence in the text, that of
// the version linked, and no other is there.
func TestEveryModuleHasItsLicence(t *testing.T) {
	touch(t)
	var have []string
	for _, name := range regexp.MustCompile(`(?m)^Module (.+)$`).FindAllStringSubmatch(licenses.Text(), -1) {
		have = append(have, name[1])
	}
	modules := map[string]*module{}
	for _, target := range targets {
		require.NoError(t, linked(root, target, modules))
	}
	var want []string
	for _, m := range modules {
		want = append(want, m.String())
	}
	slices.Sort(want)
	slices.Sort(have)
	assert.Equal(t, want, have, "make it anew: go generate ./internal/licenses")
}

// touch looks at all folders of sources, so that the answer of this test is not
// taken from the cache when an import has changed: the cache does not see what
// the go command reads.
func touch(t *testing.T) {
	require.NoError(t, filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && file != root) {
			return fs.SkipDir
		}
		return err
	}))
}

func TestTheTextHasFihrisAndGo(t *testing.T) {
	for _, part := range []string{rule + "\nFihris\n", "\nThe Go standard library and runtime\n", "Copyright 2009 The Go Authors"} {
		assert.True(t, strings.Contains(licenses.Text(), part), part) // Contains would print it all
	}
}

// write writes files below a folder.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
}

func TestCollection(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"a/LICENSE": "\nfree\r\n", "a/code.go": "package a", "a/license_test.go": "package a",
		"a/in/side/NOTICE.md": "thanks", "a/in/deep/PATENTS": "none", "a/in/COPYING": "and so on",
		"a/other/LICENSE": "of nothing that is linked", "a/licenses/none.txt": "a folder by that name",
		"b/LICENSE": "free", "c/Licence.txt": "mine", "c/COPYING": "too", "d/README": "none",
	})
	at := func(names ...string) string { return filepath.Join(append([]string{dir}, names...)...) }

	c := collection{holders: map[string][]string{}}
	require.NoError(t, c.add("c 1", at("c"), nil))
	require.NoError(t, c.add("b 1", at("b"), nil))
	require.NoError(t, c.add("b 2", at("b"), map[string]bool{at("b"): true}))
	require.NoError(t, c.add("a 1", at("a"), map[string]bool{at("a", "in", "side"): true, at("a", "in", "deep"): true, at("a"): true}))
	_, got, _ := strings.Cut(c.String(), "\n\n")
	assert.Equal(t, rule+"\nc 1\n"+rule+"\n\nCOPYING:\n\ntoo\n\nLicence.txt:\n\nmine\n"+
		"\n"+rule+"\nb 1\nb 2\n"+rule+"\n\nLICENSE:\n\nfree\n"+
		"\n"+rule+"\na 1\n"+rule+"\n\nLICENSE:\n\nfree\n\nin/COPYING:\n\nand so on\n\nin/deep/PATENTS:\n\nnone\n\nin/side/NOTICE.md:\n\nthanks\n", got)

	assert.ErrorContains(t, c.add("d 1", at("d"), nil), "d 1: no licence in ")
	assert.ErrorIs(t, c.add("e 1", at("e"), nil), fs.ErrNotExist)

	if err := os.Symlink(at("gone"), at("d", "LICENSE")); err == nil { // not everywhere may links be made
		assert.ErrorIs(t, c.add("d 1", at("d"), nil), fs.ErrNotExist, "a licence that cannot be read is not left out")
	}
}

// TestMain lets the tests run the command: this program is it where a test says so.
func TestMain(m *testing.M) {
	if os.Getenv("GEN_TEST_MAIN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program is a module like Fihris, in small: it is linked with modules that lie
// beside it, one of them on Windows only.
var program = map[string]string{
	"LICENSE": "of the program",
	"go.mod": "module example.com/program\n\ngo 1.26\n\nrequire (\n\texample.com/a v1.2.3\n\texample.com/b v0.1.0\n)\n\n" +
		"replace (\n\texample.com/a => ./a\n\texample.com/b => ./b\n)\n",
	"cmd/fihris/main.go":         "package main\n\nimport (\n\t_ \"example.com/a/one\"\n\t_ \"example.com/a/two\"\n)\n\nfunc main() {}\n",
	"cmd/fihris/main_windows.go": "package main\n\nimport _ \"example.com/b\"\n",
	"internal/licenses/old.txt":  "",
	"a/go.mod":                   "module example.com/a\n", "a/LICENSE": "of a",
	"a/one/one.go": "package one\n", "a/one/NOTICE": "of one",
	"a/two/two.go": "package two\n", "a/two/NOTICE": "of two",
	"b/go.mod": "module example.com/b\n", "b/b.go": "package b\n", "b/LICENSE": "of b",
}

// gen runs the command where go generate would, and returns what it complains of.
func gen(t *testing.T, dir string) (complaint string, err error) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self)
	cmd.Dir = filepath.Join(dir, "internal", "licenses")
	cmd.Env = append(os.Environ(), "GEN_TEST_MAIN=1")
	var said strings.Builder
	cmd.Stderr = &said
	err = cmd.Run()
	return said.String(), err
}

func TestCommand(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, program)
	said, err := gen(t, dir)
	if strings.Contains(said, "The Go standard library and runtime: no licence") {
		t.Skip("Go came without its licence:", said)
	}
	require.NoError(t, err, said)
	assert.Empty(t, said)
	made := filepath.Join(dir, "internal", "licenses", "third_party.txt")
	text, err := os.ReadFile(made)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(text), "The licences of Fihris and of what its program is linked with."))
	for _, part := range []string{
		rule + "\nFihris\n" + rule + "\n\nLICENSE:\n\nof the program\n",
		rule + "\nThe Go standard library and runtime\n" + rule,
		rule + "\nModule example.com/a v1.2.3\n" + rule + "\n\nLICENSE:\n\nof a\n\none/NOTICE:\n\nof one\n\ntwo/NOTICE:\n\nof two\n",
		rule + "\nModule example.com/b v0.1.0\n" + rule + "\n\nLICENSE:\n\nof b\n",
	} {
		assert.Contains(t, string(text), part)
	}
	info, err := os.Stat(made)
	require.NoError(t, err)
	assert.Zero(t, info.Mode()&0o111, "a text is no program")

	for fault, spoil := range map[string]func(dir string) error{
		"Fihris: no licence in ":               func(dir string) error { return os.Remove(filepath.Join(dir, "LICENSE")) },
		"Module example.com/b v0.1.0: no lice": func(dir string) error { return os.Remove(filepath.Join(dir, "b", "LICENSE")) },
		"go list for linux/amd64: ":            func(dir string) error { return os.RemoveAll(filepath.Join(dir, "cmd")) },
		"third_party.txt: ": func(dir string) error {
			return os.Mkdir(filepath.Join(dir, "internal", "licenses", "third_party.txt"), 0o755)
		},
	} {
		dir := t.TempDir()
		write(t, dir, program)
		require.NoError(t, spoil(dir))
		said, err := gen(t, dir)
		var exit *exec.ExitError
		if assert.ErrorAs(t, err, &exit, fault) {
			assert.Equal(t, 1, exit.ExitCode(), fault)
		}
		assert.True(t, strings.HasPrefix(said, "gen: "), said)
		assert.Contains(t, said, fault)
	}
}

package main

import (
	"io/fs"
	"os"
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

func TestCollection(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a/LICENSE": "\nfree\r\n", "a/code.go": "package a", "a/license_test.go": "package a",
		"a/in/side/NOTICE.md": "thanks", "a/other/LICENSE": "of nothing that is linked",
		"b/LICENSE": "free", "c/Licence.txt": "mine", "c/COPYING": "too", "d/README": "none",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	at := func(names ...string) string { return filepath.Join(append([]string{dir}, names...)...) }

	c := collection{holders: map[string][]string{}}
	require.NoError(t, c.add("c 1", at("c"), nil))
	require.NoError(t, c.add("b 1", at("b"), nil))
	require.NoError(t, c.add("b 2", at("b"), map[string]bool{at("b"): true}))
	require.NoError(t, c.add("a 1", at("a"), map[string]bool{at("a", "in", "side"): true}))
	_, got, _ := strings.Cut(c.String(), "\n\n")
	assert.Equal(t, rule+"\nc 1\n"+rule+"\n\nCOPYING:\n\ntoo\n\nLicence.txt:\n\nmine\n"+
		"\n"+rule+"\nb 1\nb 2\n"+rule+"\n\nLICENSE:\n\nfree\n"+
		"\n"+rule+"\na 1\n"+rule+"\n\nLICENSE:\n\nfree\n\nin/side/NOTICE.md:\n\nthanks\n", got)

	assert.ErrorContains(t, c.add("d 1", at("d"), nil), "d 1: no licence in ")
	assert.ErrorIs(t, c.add("e 1", at("e"), nil), fs.ErrNotExist)
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestChanges(t *testing.T) {
	old := map[string]string{"a": "1", "b": "1", "c": "2", "d": "3", "gone": "3"}
	now := map[string]string{"a": "1", "b": "4", "c": "1", "d": "3"}
	counts := map[string]int{"a": 10, "b": 7, "c": 3}
	joined, parted := changes(old, now, counts), changes(now, old, counts)
	assert.Equal(t, []change{{[]side{{[]string{"a"}, 10}, {[]string{"c"}, 3}}, 3}}, joined)
	assert.Equal(t, []change{{[]side{{[]string{"a"}, 10}, {[]string{"b"}, 7}}, 7}}, parted)
	var out strings.Builder
	show(&out, "joined", joined)
	assert.Equal(t, "joined: 1 groups, 3 tokens\n       3 a | c\n", out.String())
}

func TestRun(t *testing.T) {
	t.Chdir("../..")
	var out strings.Builder
	require.NoError(t, run([]string{"testdata/terms.golden", "testdata/terms.golden"}, &out))
	assert.Equal(t, "joined: 0 groups, 0 tokens\nparted: 0 groups, 0 tokens\n", out.String())
	broken := filepath.Join(t.TempDir(), "broken.golden")
	require.NoError(t, os.WriteFile(broken, []byte("version: 1\nword\n"), 0o600))
	assert.ErrorContains(t, run([]string{broken, "testdata/terms.golden"}, &out), "line 2")
	assert.ErrorContains(t, run(nil, &out), "two golden files")
}

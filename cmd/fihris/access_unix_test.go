//go:build !windows

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Who is kept out is told by what, whose it is, and what lets him in.
func TestAllowance(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "store"), 0o750))
	file := filepath.Join(dir, "store", "manifest")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	denied := func(path string) error {
		return &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission}
	}
	me := userName(uint32(os.Geteuid()))

	got := allowance(denied(file), dir, false)
	assert.Contains(t, got, file+" is of "+me+", group ")
	assert.Contains(t, got, ", -rw-------, and you are "+me)
	assert.Contains(t, got, me+" runs: chmod -R g+rX "+dir)

	got = allowance(denied(filepath.Join(dir, "store", "new.tmp")), dir, true)
	assert.Contains(t, got, filepath.Join(dir, "store")+" is of ", "where nothing may be made")
	assert.Contains(t, got, "drwxr-x---")
	assert.Contains(t, got, "sudo -u "+me+" fihris")

	got = allowance(denied(filepath.Dir(dir)), dir, false)
	assert.Contains(t, got, "chmod g+x "+filepath.Dir(dir), "a folder before the index")
	assert.Equal(t, "see who may read and write there: ls -ld "+dir, allowance(fs.ErrPermission, dir, false))
}

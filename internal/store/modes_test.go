//go:build !windows

package store

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// modes are the permissions of all that is in a folder, by kind.
func modes(t *testing.T, dir string) map[fs.FileMode]int {
	out := map[fs.FileMode]int{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		require.NoError(t, err)
		fi, err := e.Info()
		require.NoError(t, err)
		out[fi.Mode()]++
		return nil
	}))
	return out
}

// An index has the permissions that the umask leaves, and keeps them whatever the
// umask of who writes later; a copy has those of the index, less the umask.
func TestModes(t *testing.T) {
	old := syscall.Umask(0o022)
	defer syscall.Umask(old)
	for _, c := range []struct{ umask, folder, file int }{{0o022, 0o755, 0o644}, {0o027, 0o750, 0o640}, {0o077, 0o700, 0o600}, {0o002, 0o775, 0o664}} {
		syscall.Umask(c.umask)
		dir := filepath.Join(t.TempDir(), "a", "ix")
		s, err := Create(dir, made, Options{})
		require.NoError(t, err)
		write(t, s, "one", "a", "b")
		require.NoError(t, s.Close())
		want := map[fs.FileMode]int{fs.ModeDir | fs.FileMode(c.folder): 2, fs.FileMode(c.file): 4}
		assert.Equal(t, want, modes(t, dir), "umask %03o", c.umask)

		syscall.Umask(0o022)
		s, err = Open(dir, made, Options{})
		require.NoError(t, err)
		write(t, s, "two", "b", "c")
		require.NoError(t, s.SetBase("/base"))
		require.NoError(t, s.Optimize(context.Background()))
		assert.Equal(t, want, modes(t, dir), "written under another umask")
		dest := filepath.Join(t.TempDir(), "copy")
		require.NoError(t, s.Backup(context.Background(), dest))
		mask := fs.FileMode(0o022)
		assert.Equal(t, map[fs.FileMode]int{fs.ModeDir | fs.FileMode(c.folder)&^mask: 2, fs.FileMode(c.file) &^ mask: 4}, modes(t, dest))
		require.NoError(t, s.Close())

		assert.Empty(t, Strangers(dir))
		require.NoError(t, os.Chmod(filepath.Join(dir, segmentFolder, manifestFile), 0o400))
		require.Len(t, Strangers(dir), 1)
		assert.Contains(t, Strangers(dir)[0], "other permissions")
	}
}

// What root writes into an index of another belongs to that other.
func TestOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root may give files away")
	}
	dir := filepath.Join(t.TempDir(), "ix")
	s, err := Create(dir, made, Options{})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.NoError(t, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		require.NoError(t, err)
		return os.Chown(path, 1234, 4321)
	}))
	s, err = Open(dir, made, Options{})
	require.NoError(t, err)
	write(t, s, "one", "a", "b")
	require.NoError(t, s.Close())
	entries, err := os.ReadDir(filepath.Join(dir, segmentFolder))
	require.NoError(t, err)
	require.Len(t, entries, 3)
	for _, e := range entries {
		fi, err := e.Info()
		require.NoError(t, err)
		assert.Equal(t, owned{1234, 4321}, owner(fi), e.Name())
	}
	assert.Empty(t, Strangers(dir))
	require.NoError(t, os.Chown(filepath.Join(dir, metaFile), 0, 0))
	require.Len(t, Strangers(dir), 1)
	assert.Contains(t, Strangers(dir)[0], "belong to others")
}

//go:build linux

package corpus

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A folder that cannot be entered is an error where it was named, and a
// reported skip within another.
func TestFolderThatCannotBeRead(t *testing.T) {
	if os.Getuid() == 0 {
		beNobody(t)
	}
	dir := write(t, map[string]string{"a.txt": "نص", "closed/b.txt": "نص"})
	closed := filepath.Join(dir, "closed")
	require.NoError(t, os.Chmod(closed, 0))
	t.Cleanup(func() { _ = os.Chmod(closed, 0o755) })

	articles, skipped := read(t, open(t, Options{}, dir), dir)
	assert.Len(t, articles, 1)
	assert.Equal(t, []string{"closed: permission denied"}, skipped)

	_, err := Open([]string{closed}, nil, Options{})
	require.ErrorIs(t, err, fs.ErrPermission)
	assert.Contains(t, err.Error(), closed)
}

// beNobody takes the rights of root over files away from this thread:
// permissions bind others only.
func beNobody(t *testing.T) {
	runtime.LockOSThread()
	require.NoError(t, syscall.Setfsuid(65534))
	t.Cleanup(func() { _ = syscall.Setfsuid(0); runtime.UnlockOSThread() })
}

// A named pipe within a folder could be waited for forever: it is told. One
// that is named is read like standard input.
func TestNamedPipe(t *testing.T) {
	dir := write(t, map[string]string{"a.txt": "نص"})
	pipe := filepath.Join(dir, "pipe")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	articles, skipped := read(t, open(t, Options{}, dir), dir)
	assert.Len(t, articles, 1)
	assert.Equal(t, []string{"pipe: a named pipe, not read within a folder"}, skipped)

	go func() { _ = os.WriteFile(pipe, []byte("خبر من أنبوب"), 0o600) }()
	articles, skipped = read(t, open(t, Options{}, pipe), dir)
	assert.Empty(t, skipped)
	require.Len(t, articles, 1)
	assert.Equal(t, "خبر من أنبوب", articles[0].Body)
	assert.Regexp(t, "^stdin#[0-9a-f]{12}$", articles[0].ID)
}

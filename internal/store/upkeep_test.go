package store

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The folder that names are relative to is remembered, and no file is written
// where there is no folder.
func TestBase(t *testing.T) {
	t.Chdir(t.TempDir())
	memory, err := Memory(Options{})
	require.NoError(t, err)
	require.NoError(t, memory.SetBase("/in/memory"))
	assert.Equal(t, "/in/memory", memory.Base())
	require.NoError(t, memory.Close())
	assert.NoFileExists(t, metaFile)

	s, dir := create(t)
	assert.Empty(t, s.Base())
	require.NoError(t, s.SetBase("/archive"))
	require.NoError(t, s.Close())
	s, err = Open(dir, made, Options{ReadOnly: true})
	require.NoError(t, err)
	assert.Equal(t, "/archive", s.Base())
	require.ErrorIs(t, s.SetBase("/other"), ErrReadOnly)
	assert.Equal(t, "/archive", s.Base())
	require.NoError(t, s.Close())

	// where it cannot be written it stays what it was
	s, err = Open(dir, made, Options{})
	require.NoError(t, err)
	require.NoError(t, os.RemoveAll(dir))
	require.Error(t, s.SetBase("/lost"))
	assert.Equal(t, "/archive", s.Base())
	require.NoError(t, s.Close())
}

func TestCreateInAnEmptyFolder(t *testing.T) {
	dir := t.TempDir()
	s, err := Create(dir, made, Options{})
	require.NoError(t, err)
	write(t, s, "one", "a")
	assert.Len(t, now(t, s), 1)
	require.NoError(t, s.Close())

	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, []byte("a letter"), 0o600))
	_, err = Create(file, made, Options{})
	require.Error(t, err)
	_, err = Create(filepath.Join(file, "ix"), made, Options{})
	require.Error(t, err)
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "a letter", string(b))
}

func TestSizeIsThatOfTheFiles(t *testing.T) {
	s, dir := create(t)
	write(t, s, "one", "a", "b")
	require.NoError(t, s.Close())
	s, err := Open(dir, made, Options{ReadOnly: true})
	require.NoError(t, err)
	var sum int64
	for _, pattern := range []string{"*", filepath.Join(segmentFolder, "*")} {
		files, err := fs.Glob(os.DirFS(dir), pattern)
		require.NoError(t, err)
		for _, name := range files {
			fi, err := os.Stat(filepath.Join(dir, name))
			require.NoError(t, err)
			if !fi.IsDir() {
				sum += fi.Size()
			}
		}
	}
	size, err := s.Size()
	require.NoError(t, err)
	assert.Equal(t, sum, size)
	require.NoError(t, os.RemoveAll(dir))
	size, err = s.Size()
	require.NoError(t, err, "what is gone takes nothing")
	assert.Zero(t, size)
	require.NoError(t, s.Close())
}

func TestClosed(t *testing.T) {
	s, _ := create(t)
	write(t, s, "one", "a")
	require.NoError(t, s.Close())
	_, err := s.Snapshot()
	require.ErrorIs(t, err, ErrClosed)
}

// A snapshot holds its segments until its last reference is closed, also those
// that a merge has replaced.
func TestReferences(t *testing.T) {
	s, dir := create(t)
	write(t, s, "one", "a")
	write(t, s, "two", "b")
	require.NoError(t, s.Close())
	s, err := Open(dir, made, Options{})
	require.NoError(t, err)
	snap, err := s.Snapshot()
	require.NoError(t, err)
	snap.AddRef()
	write(t, s, "three", "c")
	require.NoError(t, s.Optimize(context.Background()))
	require.NoError(t, s.Delete([]string{"a"}))
	require.NoError(t, snap.Close())
	assert.Equal(t, map[string]string{"a": "one a", "b": "two b"}, contents(t, snap))
	require.NoError(t, snap.Close())
	assert.Equal(t, map[string]string{"b": "two b", "c": "three c"}, now(t, s))
	require.NoError(t, s.Close())
}

// A file is mapped as long as any refer to it, and leaves the disk with the last
// reference once no state has it.
func TestFileIsUnmapped(t *testing.T) {
	s, dir := create(t)
	write(t, s, "one", "a")
	snap, err := s.Snapshot()
	require.NoError(t, err)
	path := filepath.Join(dir, segmentFolder, segs(t, dir)[0])
	write(t, s, "two", "a")
	assert.FileExists(t, path, "a snapshot has it")
	assert.Equal(t, map[string]string{"a": "one a"}, contents(t, snap))
	require.NoError(t, snap.Close())
	assert.NoFileExists(t, path)
	assert.Nil(t, snap.of.parts[0].mapped)
	require.NoError(t, s.Close())
}

func TestLockTimeout(t *testing.T) {
	assert.Equal(t, 3*time.Second, Options{}.lockTimeout())
	assert.Equal(t, time.Millisecond, Options{LockTimeout: time.Millisecond}.lockTimeout())
}

// What no manifest names is left by who only reads, and by who finds damage.
// A file that has the name of the next segment is left alone: where the folder could
// not be read when the index was opened, it may be a segment of it.
func TestNoSegmentIsOverwritten(t *testing.T) {
	s, dir := create(t)
	write(t, s, "one", "a")
	stray := filepath.Join(dir, segmentFolder, segmentName(s.names.Load()+1))
	require.NoError(t, os.WriteFile(stray, []byte("somebody's"), 0o600))
	write(t, s, "two", "b")
	b, err := os.ReadFile(stray)
	require.NoError(t, err)
	assert.Equal(t, "somebody's", string(b))
	require.NoError(t, s.Close())
	m, err := readManifest(filepath.Join(dir, segmentFolder))
	require.NoError(t, err)
	last, _ := segmentNumber(m.Segments[len(m.Segments)-1].Name)
	assert.GreaterOrEqual(t, sweep(filepath.Join(dir, "no such folder"), m), last)
}

func TestSweep(t *testing.T) {
	s, dir := create(t)
	write(t, s, "one", "a")
	require.NoError(t, s.Close())
	folder := filepath.Join(dir, segmentFolder)
	left := []string{"00000000ffff.seg", "manifest.123.tmp"}
	for _, name := range left {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte("dead"), 0o600))
	}
	s, err := Open(dir, made, Options{ReadOnly: true})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	m, err := os.ReadFile(filepath.Join(folder, manifestFile))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, manifestFile), m[1:], 0o600))
	require.ErrorIs(t, openAndClose(dir), ErrCorrupt)
	for _, name := range left {
		assert.FileExists(t, filepath.Join(folder, name))
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, manifestFile), m, 0o600))
	s, err = Open(dir, made, Options{})
	require.NoError(t, err)
	for _, name := range left {
		assert.NoFileExists(t, filepath.Join(folder, name))
	}
	write(t, s, "two", "b")
	assert.Contains(t, segs(t, dir), "000000010000.seg", "no name is given twice")
	require.NoError(t, s.Close())
}

// A file that cannot be written whole is not there.
func TestFilesAreWholeOrNotThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "1.seg")
	odd := errors.New("the disk is full")
	half := func(w io.Writer) error {
		_, err := w.Write([]byte("half"))
		return errors.Join(err, odd)
	}
	whole := func(w io.Writer) error { _, err := w.Write([]byte("whole")); return err }
	require.ErrorIs(t, createSynced(path, half, nil), odd)
	assert.NoFileExists(t, path)
	require.ErrorIs(t, createSynced(path, whole, func(*os.File) error { return odd }), odd)
	assert.NoFileExists(t, path)
	size := int64(0)
	require.NoError(t, createSynced(path, whole, func(f *os.File) error {
		fi, err := f.Stat()
		size = fi.Size()
		return err
	}))
	assert.EqualValues(t, len("whole"), size)
	require.ErrorIs(t, createSynced(path, half, nil), fs.ErrExist)
}

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
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/fihris-search/fihris/internal/posting"
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

// A file is mapped as long as any refer to it.
func TestFileIsUnmapped(t *testing.T) {
	var b posting.Builder
	b.Reset()
	b.Add("a", []byte("one"))
	data, err := b.Segment()
	require.NoError(t, err)
	whole, err := posting.Open(data)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "1.zap")
	require.NoError(t, (&memorySegment{stored{whole}}).Persist(path))
	opened, err := plugin{}.Open(path)
	require.NoError(t, err)
	file := opened.(*fileSegment)
	file.AddRef()
	require.NoError(t, file.Close())
	text, err := file.postings().Stored(0)
	require.NoError(t, err)
	assert.Equal(t, "one", string(text))
	require.NoError(t, file.Close())
	assert.Nil(t, file.mapped)
}

// What bleve refuses is damage, unless another process is in the way or the
// files are not ours to open.
func TestNamesOfErrors(t *testing.T) {
	assert.Equal(t, ErrLocked, openError(bolterrors.ErrTimeout))
	assert.NotErrorIs(t, openError(fs.ErrPermission), ErrCorrupt)
	assert.ErrorIs(t, openError(fs.ErrPermission), fs.ErrPermission)
	odd := errors.New("odd")
	assert.ErrorIs(t, openError(odd), ErrCorrupt)
	assert.ErrorIs(t, openError(odd), odd)
}

func TestLockTimeout(t *testing.T) {
	assert.Equal(t, 3*time.Second, Options{}.lockTimeout())
	assert.Equal(t, time.Millisecond, Options{LockTimeout: time.Millisecond}.lockTimeout())
}

// All files of segments are listed, those that no state needs as well.
func TestSegmentFiles(t *testing.T) {
	s, dir := create(t)
	write(t, s, "one", "a")
	require.NoError(t, s.Close())
	s, err := Open(dir, made, Options{ReadOnly: true})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, segmentFolder, "00000000ffff.zap"), []byte("dead"), 0o600))
	assert.Contains(t, s.segmentFiles(), "00000000ffff.zap")
	assert.ElementsMatch(t, zaps(t, dir), s.segmentFiles())
	require.NoError(t, s.Close())
	assert.Contains(t, zaps(t, dir), "00000000ffff.zap", "who only reads removes nothing")
}

// A file that cannot be written whole is not there.
func TestFilesAreWholeOrNotThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "1.zap")
	odd := errors.New("the disk is full")
	_, err := createSynced(path, func(w io.Writer) error {
		_, err := w.Write([]byte("half"))
		return errors.Join(err, odd)
	})
	require.ErrorIs(t, err, odd)
	assert.NoFileExists(t, path)
	size, err := createSynced(path, func(w io.Writer) error { _, err := w.Write([]byte("whole")); return err })
	require.NoError(t, err)
	assert.EqualValues(t, len("whole"), size)
}

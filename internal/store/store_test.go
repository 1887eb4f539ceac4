package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/posting"
)

var ctx = context.Background()

var made = Meta{Format: 7, Layout: 9, Analyzer: 8, Words: "w"}

// create makes a store in a folder whose name means something to patterns.
func create(t *testing.T) (*Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "[ix]")
	s, err := Create(dir, made, Options{})
	require.NoError(t, err)
	return s, dir
}

// write adds documents that store a text under each of the IDs.
func write(t *testing.T, s *Store, text string, ids ...string) {
	t.Helper()
	var b posting.Builder
	b.Reset()
	for _, id := range ids {
		require.NoError(t, b.Add(ctx, id, []byte(text+" "+id)))
	}
	defer s.Claim(ids)()
	require.NoError(t, s.Write(&b, ids))
}

// contents reads what a snapshot stores, by ID.
func contents(t *testing.T, snap Snapshot) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, seg := range snap.Segments() {
		live := uint64(0)
		for d := range seg.Docs {
			if seg.Deleted != nil && seg.Deleted.Contains(uint32(d)) {
				continue
			}
			live++
			text, err := seg.Postings.Stored(ctx, uint32(d))
			require.NoError(t, err)
			id := string(seg.Postings.ID(uint32(d)))
			require.NotContains(t, out, id, "an ID is there once")
			out[id] = string(text)
		}
		assert.Equal(t, seg.Live, live)
	}
	return out
}

// now reads what the store holds.
func now(t *testing.T, s *Store) map[string]string {
	t.Helper()
	snap, err := s.Snapshot()
	require.NoError(t, err)
	defer func() { require.NoError(t, snap.Close()) }()
	return contents(t, snap)
}

func TestWriteReplaceDelete(t *testing.T) {
	memory, err := Memory(Options{})
	require.NoError(t, err)
	inFolder, _ := create(t)
	for _, s := range []*Store{memory, inFolder} {
		write(t, s, "one", "a", "b", "c")
		before, err := s.Snapshot()
		require.NoError(t, err)
		same, err := s.Snapshot()
		require.NoError(t, err)
		assert.Equal(t, before, same, "nothing was written between them")
		require.NoError(t, same.Close())
		write(t, s, "two", "b", "d")
		require.NoError(t, s.Delete([]string{"a", "of no document"}))
		assert.Equal(t, map[string]string{"b": "two b", "c": "one c", "d": "two d"}, now(t, s))
		assert.Equal(t, map[string]string{"a": "one a", "b": "one b", "c": "one c"}, contents(t, before), "a snapshot stays as it was")
		require.NoError(t, before.Close())
		require.NoError(t, s.Close())
	}
}

func TestOpenAgain(t *testing.T) {
	s, dir := create(t)
	write(t, s, "one", "a", "b")
	size, err := s.Size()
	require.NoError(t, err)
	assert.Positive(t, size)

	_, err = Open(dir, made, Options{LockTimeout: time.Millisecond})
	require.ErrorIs(t, err, ErrLocked)
	require.NoError(t, s.Close())

	for _, other := range []Meta{
		{Format: 6, Layout: 9, Analyzer: 8, Words: "w"}, {Format: 7, Analyzer: 8, Words: "w"},
		{Format: 7, Layout: 9, Analyzer: 9, Words: "w"}, {Format: 7, Layout: 9, Analyzer: 8},
	} {
		_, err = Open(dir, other, Options{})
		require.ErrorIs(t, err, ErrOtherMeta, "%v", other)
		assert.Equal(t, other.Words != made.Words, errors.Is(err, ErrOtherWords))
		assert.Equal(t, other.Words == made.Words, strings.Contains(err.Error(), "fihris rebuild"), "%v", err)
	}
	_, err = Create(dir, made, Options{})
	require.ErrorIs(t, err, ErrExists)

	s, err = Open(dir, made, Options{ReadOnly: true})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"a": "one a", "b": "one b"}, now(t, s))
	require.ErrorIs(t, s.Delete([]string{"a"}), ErrReadOnly)
	require.ErrorIs(t, s.Optimize(context.Background()), ErrReadOnly)
	require.NoError(t, s.Close())
}

func TestNoIndexThere(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(filepath.Join(dir, "none"), made, Options{})
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = Open(dir, made, Options{})
	require.ErrorIs(t, err, ErrNotIndex)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "letter.txt"), nil, 0o600))
	_, err = Create(dir, made, Options{})
	require.ErrorIs(t, err, ErrExists)
	require.NoError(t, os.WriteFile(filepath.Join(dir, metaFile), []byte("{"), 0o600))
	_, err = Open(dir, made, Options{})
	require.ErrorIs(t, err, ErrCorrupt)
	_, err = Create(filepath.Join(dir, "new"), made, Options{ReadOnly: true})
	require.ErrorIs(t, err, ErrReadOnly)
}

// Writers of one ID take turns, others run side by side.
func TestClaim(t *testing.T) {
	s, err := Memory(Options{})
	require.NoError(t, err)
	release := s.Claim([]string{"a", "b"})
	s.Claim([]string{"c"})() // does not wait
	var second atomic.Bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer s.Claim([]string{"b", "c"})()
		second.Store(true)
	}()
	time.Sleep(20 * time.Millisecond)
	assert.False(t, second.Load(), "b is held")
	release()
	<-done
	assert.True(t, second.Load())
	assert.Empty(t, s.claims.held)
	require.NoError(t, s.Close())
}

// What a merge has replaced does not stay on the disk.
func TestCloseLeavesLiveSegmentsOnly(t *testing.T) {
	s, dir := create(t)
	for round := range 6 {
		write(t, s, "text", fmt.Sprint(round, " a"), fmt.Sprint(round, " b"))
	}
	require.NoError(t, s.Optimize(context.Background()))
	before := now(t, s)
	require.NoError(t, os.WriteFile(filepath.Join(dir, segmentFolder, "00000000ffff.seg"), []byte("dead"), 0o600))
	require.NoError(t, s.Close())

	m, err := readManifest(filepath.Join(dir, segmentFolder))
	require.NoError(t, err)
	require.Len(t, m.Segments, 1, "Optimize merged")
	assert.Contains(t, segs(t, dir), "00000000ffff.seg", "of another process, for all we know")
	require.NoError(t, Check(context.Background(), dir, Options{}))

	s, err = Open(dir, made, Options{})
	require.NoError(t, err)
	assert.Equal(t, before, now(t, s))
	assert.Equal(t, []string{m.Segments[0].Name}, segs(t, dir), "the next writer sweeps")
	require.NoError(t, s.Close())
}

// segs lists the segment files of an index.
func segs(t *testing.T, dir string) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir[:len(dir)-len("[ix]")], "?ix?", segmentFolder, "*.seg"))
	require.NoError(t, err)
	for _, f := range files {
		names = append(names, filepath.Base(f))
	}
	return names
}

func TestBackup(t *testing.T) {
	s, dir := create(t)
	write(t, s, "one", "a")
	copied := filepath.Join(filepath.Dir(dir), "copy")
	require.NoError(t, s.Backup(context.Background(), copied))
	require.ErrorIs(t, s.Backup(context.Background(), copied), ErrExists)
	write(t, s, "two", "a", "b")
	require.NoError(t, s.Close())
	c, err := Open(copied, made, Options{})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"a": "one a"}, now(t, c))
	require.NoError(t, c.Close())

	memory, err := Memory(Options{})
	require.NoError(t, err)
	require.Error(t, memory.Backup(context.Background(), filepath.Join(t.TempDir(), "copy")))
	require.NoError(t, memory.Close())
}

// TestDamage damages the files of an index in turn: each time the index is
// refused, the file named.
func TestDamage(t *testing.T) {
	s, dir := create(t)
	write(t, s, "one", "a", "b")
	require.NoError(t, s.Close())
	names := segs(t, dir)
	require.NotEmpty(t, names)
	segment := filepath.Join(dir, segmentFolder, names[0])
	root := filepath.Join(dir, segmentFolder, manifestFile)
	for what, damage := range map[string]struct {
		file string
		do   func(whole []byte) []byte
	}{
		"flipped bit":    {segment, func(b []byte) []byte { b[len(b)/2] ^= 4; return b }},
		"flipped sum":    {segment, func(b []byte) []byte { b[len(b)-1] ^= 4; return b }},
		"cut":            {segment, func(b []byte) []byte { return b[:len(b)-1] }},
		"of three bytes": {segment, func(b []byte) []byte { return b[:3] }},
		"missing":        {segment, nil},
		"manifest cut":   {root, func(b []byte) []byte { return b[:len(b)-1] }},
		"one bit of it":  {root, func(b []byte) []byte { b[len(b)/2] ^= 1; return b }},
		"empty":          {root, func([]byte) []byte { return nil }},
		"of zeros":       {root, func(b []byte) []byte { clear(b); return b }},
		"manifest gone":  {root, nil},
	} {
		t.Run(what, func(t *testing.T) {
			whole, err := os.ReadFile(damage.file)
			require.NoError(t, err)
			if damage.do == nil {
				require.NoError(t, os.Remove(damage.file))
			} else {
				require.NoError(t, os.WriteFile(damage.file, damage.do(append([]byte(nil), whole...)), 0o600))
			}
			for _, err := range []error{Check(context.Background(), dir, Options{}), openAndClose(dir)} {
				require.ErrorIs(t, err, ErrCorrupt)
				assert.Contains(t, err.Error(), filepath.Base(damage.file))
			}
			require.NoError(t, os.WriteFile(damage.file, whole, 0o600))
			require.NoError(t, Check(context.Background(), dir, Options{}))
			require.NoError(t, openAndClose(dir))
		})
	}
}

func openAndClose(dir string) error {
	s, err := Open(dir, made, Options{})
	if err != nil {
		return err
	}
	return s.Close()
}

// Only who opens quickly leaves out what has the size, the time and the checksum
// that it was written with.
func TestQuick(t *testing.T) {
	s, dir := create(t)
	write(t, s, "one", "a", "b")
	require.NoError(t, s.Close())
	segment := filepath.Join(dir, segmentFolder, segs(t, dir)[0])
	fi, err := os.Stat(segment)
	require.NoError(t, err)
	flip := func(at int, when time.Time) {
		whole, err := os.ReadFile(segment)
		require.NoError(t, err)
		whole[at] ^= 1
		require.NoError(t, os.WriteFile(segment, whole, 0o600))
		require.NoError(t, os.Chtimes(segment, when, when))
	}
	quick := func() error {
		s, err := Open(dir, made, Options{ReadOnly: true, Quick: true})
		if err != nil {
			return err
		}
		return s.Close()
	}
	size := int(fi.Size())
	flip(size-25, fi.ModTime()) // in its directory
	require.ErrorIs(t, openAndClose(dir), ErrCorrupt)
	require.ErrorIs(t, Check(context.Background(), dir, Options{}), ErrCorrupt)
	_, err = Open(dir, made, Options{ReadOnly: true})
	require.ErrorIs(t, err, ErrCorrupt)
	flip(size-25, fi.ModTime())
	flip(10, fi.ModTime())
	require.NoError(t, quick(), "size, time and checksum are those that were written")
	flip(10, fi.ModTime())
	require.NoError(t, quick())
	flip(size-1, fi.ModTime())
	require.ErrorIs(t, quick(), ErrCorrupt, "another checksum")
	flip(size-1, fi.ModTime())
	flip(10, fi.ModTime().Add(time.Second))
	require.ErrorIs(t, quick(), ErrCorrupt, "another time")
}

func TestOptimizeInterrupted(t *testing.T) {
	s, _ := create(t)
	write(t, s, "one", "a")
	write(t, s, "two", "b")
	done, cancel := context.WithCancel(ctx)
	cancel()
	require.ErrorIs(t, s.Optimize(done), context.Canceled)
	write(t, s, "three", "c") // once the merge has let go
	assert.Len(t, now(t, s), 3)
	require.NoError(t, s.Close())
}

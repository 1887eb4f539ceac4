package store

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/posting"
)

// logged makes a store that was left by a killed process: a segment, and a journal of so many
// frames of two changes each.
func logged(t *testing.T, frames int) (dir string, ops []Op) {
	t.Helper()
	s, dir := create(t)
	write(t, s, "one", "a", "b", "c")
	for n := range frames {
		more := []Op{{ID: fmt.Sprint("n", n), Data: fmt.Appendf(nil, "text %d", n)}, {ID: "a"}}
		last, err := s.Log(more)
		require.NoError(t, err)
		require.EqualValues(t, 2*(n+1), last)
		ops = append(ops, more...)
	}
	return killed(t, s, dir), ops
}

// killed copies what a process would leave that is killed now, and ends it.
func killed(t *testing.T, s *Store, dir string) (copied string) {
	t.Helper()
	copied = filepath.Join(t.TempDir(), "ix")
	require.NoError(t, os.CopyFS(copied, os.DirFS(dir)))
	require.NoError(t, s.Close())
	return copied
}

func journals(t *testing.T, dir string) (paths []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, segmentFolder))
	require.NoError(t, err)
	for _, e := range entries {
		if _, ok := journalNumber(e.Name()); ok {
			paths = append(paths, filepath.Join(dir, segmentFolder, e.Name()))
		}
	}
	return paths
}

// reopened opens a store and returns what waits there.
func reopened(t *testing.T, dir string, opts Options) ([]Op, uint64) {
	t.Helper()
	s, err := Open(dir, made, opts)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	return s.Waiting()
}

// What was logged waits for whoever opens the store next, until it was written or saved.
func TestJournalWaits(t *testing.T) {
	dir, ops := logged(t, 3)
	for _, opts := range []Options{{ReadOnly: true}, {}, {ReadOnly: true, Quick: true}} {
		got, last := reopened(t, dir, opts)
		assert.Equal(t, ops, got)
		assert.EqualValues(t, 6, last)
	}
	s, err := Open(dir, made, Options{})
	require.NoError(t, err)
	_, last := s.Waiting()
	var b posting.Builder
	b.Reset()
	require.NoError(t, b.Add(ctx, "n0", []byte("text 0")))
	require.NoError(t, s.Stage(&b, []string{"a", "n0"}, 2))
	assert.Equal(t, map[string]string{"b": "one b", "c": "one c", "n0": "text 0"}, now(t, s))
	require.NoError(t, s.Save())
	more, err := s.Log([]Op{{ID: "z", Data: []byte("z")}})
	require.NoError(t, err)
	assert.Equal(t, last+1, more, "numbers go on")
	left := killed(t, s, dir)
	got, last := reopened(t, left, Options{})
	assert.Equal(t, append(ops[2:len(ops):len(ops)], Op{ID: "z", Data: []byte("z")}), got, "what is in segments does not wait, what comes in two files does")
	assert.EqualValues(t, 7, last)

	s, err = Open(left, made, Options{})
	require.NoError(t, err)
	_, last = s.Waiting()
	b.Reset()
	require.NoError(t, b.Add(ctx, "z", []byte("z")))
	require.NoError(t, s.Stage(&b, []string{"z"}, last))
	require.NoError(t, s.Save())
	assert.Empty(t, journals(t, left), "all of it is in segments")
	changes, size := s.Unsaved()
	assert.Zero(t, changes)
	assert.Zero(t, size)
	require.NoError(t, s.Close())
	got, _ = reopened(t, left, Options{})
	assert.Empty(t, got)
}

// A merge, a batch and a copy beside what waits leave it where it is, and what is only shown goes along.
func TestJournalBesideCommits(t *testing.T) {
	s, dir := create(t)
	write(t, s, "one", "a", "b")
	last, err := s.Log([]Op{{ID: "shown", Data: []byte("text")}, {ID: "a"}})
	require.NoError(t, err)
	var b posting.Builder
	b.Reset()
	require.NoError(t, b.Add(ctx, "shown", []byte("text")))
	require.NoError(t, s.Stage(&b, []string{"shown", "a"}, last))
	_, err = s.Log([]Op{{ID: "b"}, {ID: "waits", Data: []byte("text")}})
	require.NoError(t, err)
	write(t, s, "two", "c")
	require.NoError(t, s.Delete([]string{"of nobody"}))
	want := map[string]string{"b": "one b", "c": "two c", "shown": "text"}
	assert.Equal(t, want, now(t, s))
	copied := filepath.Join(t.TempDir(), "copy")
	require.NoError(t, s.Backup(context.Background(), copied))
	left := killed(t, s, dir)
	for i, dir := range []string{left, copied} {
		s, err = Open(dir, made, Options{})
		require.NoError(t, err)
		assert.Equal(t, want, now(t, s))
		ops, _ := s.Waiting()
		assert.Len(t, ops, []int{2, 0}[i])
		require.NoError(t, s.Optimize(context.Background()))
		require.NoError(t, s.Close())
	}
	ops, _ := reopened(t, left, Options{})
	assert.Len(t, ops, 2, "a merge does not take what is not shown")
}

// A segment of which what is shown leaves nothing stays in the manifest, and on the disk.
func TestNothingLeftOfASegment(t *testing.T) {
	s, dir := create(t)
	write(t, s, "one", "a")
	last, err := s.Log([]Op{{ID: "a"}})
	require.NoError(t, err)
	var none posting.Builder
	none.Reset()
	require.NoError(t, s.Stage(&none, []string{"a"}, last))
	assert.Empty(t, now(t, s))
	left := killed(t, s, dir)
	ops, _ := reopened(t, left, Options{})
	assert.Len(t, ops, 1)
	s, err = Open(left, made, Options{})
	require.NoError(t, err)
	_, last = s.Waiting()
	require.NoError(t, s.Stage(&none, []string{"a"}, last))
	require.NoError(t, s.Optimize(context.Background()))
	assert.Empty(t, segs(t, left))
	require.NoError(t, s.Close())
	require.NoError(t, openAndClose(left))
}

// withoutWitness takes away what lock says of the journal, as a cut of power may.
func withoutWitness(t *testing.T, dir string) {
	t.Helper()
	require.NoError(t, os.Truncate(filepath.Join(dir, segmentFolder, lockFile), witnessSize))
}

// A last frame that is not whole is left out where nobody was told of it; where somebody was, or where another comes
// behind it, it is damage.
func TestTornJournal(t *testing.T) {
	dir, ops := logged(t, 3)
	path := journals(t, dir)[0]
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	lock, err := os.ReadFile(filepath.Join(dir, segmentFolder, lockFile))
	require.NoError(t, err)
	starts := []int{headSize}
	for at := headSize; ; {
		f, _, ok := frameAt(whole, at)
		if !ok {
			break
		}
		at = f.end
		starts = append(starts, at)
	}
	require.Len(t, starts, 4)
	assert.Len(t, bytes.TrimLeft(whole[starts[3]:], "\x00"), 0, "zeros, which the next frames are written over")
	assert.Greater(t, len(whole), starts[3])
	whole = whole[:starts[3]]
	restore := func() {
		require.NoError(t, os.WriteFile(path, whole, 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(dir, segmentFolder, lockFile), lock, 0o600))
	}
	for cut := range len(whole) {
		restore()
		require.NoError(t, os.Truncate(path, int64(cut)))
		err := openAndClose(dir)
		require.ErrorIs(t, err, ErrCorrupt, "cut to %d bytes", cut)
		require.ErrorContains(t, err, "was acknowledged")
		require.ErrorIs(t, Check(context.Background(), dir, Options{}), ErrCorrupt)
		withoutWitness(t, dir)
		frames := 0
		for frames < 3 && starts[frames+1] <= cut {
			frames++
		}
		got, last := reopened(t, dir, Options{})
		require.Equal(t, ops[:2*frames], append([]Op{}, got...), "cut to %d bytes", cut)
		require.EqualValues(t, 2*frames, last)
	}
	for at := headSize; at < len(whole); at++ {
		restore()
		bad := bytes.Clone(whole)
		bad[at] ^= 4
		require.NoError(t, os.WriteFile(path, bad, 0o600))
		require.ErrorIs(t, openAndClose(dir), ErrCorrupt)
		withoutWitness(t, dir)
		if at >= starts[2] {
			got, _ := reopened(t, dir, Options{ReadOnly: true})
			require.Equal(t, ops[:4], got, "nobody can tell it from one that was never acknowledged")
			continue
		}
		err := openAndClose(dir)
		require.ErrorIs(t, err, ErrCorrupt, "byte %d", at)
		require.ErrorContains(t, err, filepath.Join(segmentFolder, filepath.Base(path)))
		require.ErrorContains(t, err, "changes lost: 2")
		a, err := OpenArchive(context.Background(), dir, Options{})
		require.NoError(t, err)
		require.EqualValues(t, 2, a.Lost)
		require.Len(t, a.Notes, 1)
		ids := []string{}
		for d := range a.Documents(ctx) {
			ids = append(ids, d.ID)
		}
		want := []string{"b", "c", "n0", "n2"}
		if at < starts[1] {
			want[2] = "n1"
		}
		require.Equal(t, want, ids, "what is whole is there")
		require.NoError(t, a.Close())
	}
	restore()
	require.NoError(t, openAndClose(dir))
}

// Of the write that begins a file the power may leave a part and zeros, or all but what lay in one sector: it was
// never acknowledged.
func TestTornBeginningOfAJournal(t *testing.T) {
	dir, ops := logged(t, 1)
	path := journals(t, dir)[0]
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	withoutWitness(t, dir)
	for _, sector := range []int{len(whole), headSize + frameSize} {
		for at := range len(whole) {
			bad := bytes.Clone(whole)
			clear(bad[at:min(at+sector, len(bad))])
			if bytes.Equal(bad, whole) {
				continue
			}
			require.NoError(t, os.WriteFile(path, bad, 0o600))
			got, _ := reopened(t, dir, Options{ReadOnly: true})
			require.Empty(t, got, "zeros from byte %d on", at)
		}
	}
	require.NoError(t, os.WriteFile(path, whole, 0o600))
	got, _ := reopened(t, dir, Options{ReadOnly: true})
	require.Equal(t, ops[:2], got)
}

// The head of a file says which it is, of which index.
func TestJournalsOfOthers(t *testing.T) {
	dir, _ := logged(t, 2)
	other, _ := logged(t, 2)
	for _, damage := range []func(path string) error{
		os.Remove,
		func(path string) error { return os.Rename(path, filepath.Join(filepath.Dir(path), journalName(9))) },
		func(path string) error { return os.Truncate(path, 0) },
		func(path string) error { return os.WriteFile(path, []byte("{}"), 0o600) },
		func(path string) error { return os.Rename(journals(t, other)[0], path) },
	} {
		now := filepath.Join(t.TempDir(), "ix")
		require.NoError(t, os.CopyFS(now, os.DirFS(dir)))
		require.NoError(t, damage(journals(t, now)[0]))
		require.ErrorIs(t, openAndClose(now), ErrCorrupt)
		_, err := Open(now, made, Options{ReadOnly: true, Quick: true})
		require.ErrorIs(t, err, ErrCorrupt)
	}
	// A manifest that was lost takes nothing of the journal with it.
	require.NoError(t, os.Remove(filepath.Join(dir, segmentFolder, manifestFile)))
	a, err := OpenArchive(context.Background(), dir, Options{})
	require.NoError(t, err)
	defer a.Close()
	got := map[string]string{}
	for d := range a.Documents(ctx) {
		require.NoError(t, d.Err)
		got[d.ID] = string(d.Data)
	}
	assert.Equal(t, map[string]string{"b": "one b", "c": "one c", "n0": "text 0", "n1": "text 1"}, got)
}

// Reading whatever bytes a journal has ends, without a panic, and gives only what was written.
func FuzzJournal(f *testing.F) {
	mark := journalMark{ID: 7, File: 1}
	whole := appendHead(nil, 7, 1, 1)
	for n := range uint64(4) {
		whole, _ = appendFrame(whole, 2*n+1, []Op{{ID: fmt.Sprint(n), Data: []byte("text")}, {ID: "gone"}})
	}
	f.Add(whole)
	r := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		b := bytes.Clone(whole)
		for range 1 + r.IntN(3) {
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		}
		f.Add(b[:r.IntN(len(b)+1)])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		read := journalRead{}
		read.read(mark, 1, b)
		assert.LessOrEqual(t, uint64(len(read.ops)), read.last)
		for _, o := range read.ops {
			assert.LessOrEqual(t, len(o.ID)+len(o.Data), len(b))
		}
		if read.lost > 0 {
			assert.Error(t, read.err())
		}
	})
}

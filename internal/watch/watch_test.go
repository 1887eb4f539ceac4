package watch_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/watch"
)

const settle = 50 * time.Millisecond

// rings tells whether something rings within a second after it was done.
func rings(t *testing.T, w *watch.Watcher, do func()) bool {
	t.Helper()
	do()
	began := time.Now()
	require.NoError(t, w.Wait(context.Background(), settle, time.Second))
	return time.Since(began) < time.Second
}

// Whatever changes in a folder rings; what is beside it, or hidden, does not.
func TestWhatRings(t *testing.T) {
	top := t.TempDir()
	dir, sub := filepath.Join(top, "dir"), filepath.Join(top, "dir", "sub")
	require.NoError(t, os.MkdirAll(sub, 0o777))
	w, err := watch.New()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, w.Close()) })
	fresh, failed, err := w.Watch([]string{dir, sub}, []string{dir})
	require.NoError(t, err)
	assert.Equal(t, 3, fresh, "the folder around the one that was named, too")
	assert.Zero(t, failed)
	write := func(name string) func() {
		return func() { require.NoError(t, os.WriteFile(name, []byte("نص"), 0o666)) }
	}
	a := filepath.Join(dir, "a.txt")
	assert.True(t, rings(t, w, write(a)), "a new file")
	assert.True(t, rings(t, w, write(a)), "one that is written")
	assert.True(t, rings(t, w, func() { require.NoError(t, os.Rename(a, filepath.Join(sub, "b.txt"))) }), "one that is moved")
	assert.True(t, rings(t, w, func() { require.NoError(t, os.Remove(filepath.Join(sub, "b.txt"))) }), "one that is removed")
	assert.True(t, rings(t, w, func() { require.NoError(t, os.Mkdir(filepath.Join(sub, "new"), 0o777)) }), "a folder")
	assert.False(t, rings(t, w, write(filepath.Join(dir, ".a.txt.swp"))), "a hidden file")
	assert.False(t, rings(t, w, write(filepath.Join(top, "beside.txt"))), "what is beside what was named")
	assert.False(t, rings(t, w, func() {}), "nothing")
	fresh, _, err = w.Watch([]string{dir, sub, filepath.Join(sub, "new"), filepath.Join(top, "gone")}, []string{dir})
	require.NoError(t, err)
	assert.Equal(t, 1, fresh)
	assert.True(t, rings(t, w, write(filepath.Join(sub, "new", "c.txt"))))
	assert.True(t, rings(t, w, func() { require.NoError(t, os.Rename(sub, filepath.Join(top, "away"))) }), "a folder that leaves")
	_, _, err = w.Watch([]string{dir}, []string{dir})
	require.NoError(t, err)
	assert.False(t, rings(t, w, write(filepath.Join(top, "away", "d.txt"))), "what left")
	assert.True(t, rings(t, w, func() { require.NoError(t, os.Rename(dir, filepath.Join(top, "other"))) }), "the folder itself")
	_, _, err = w.Watch(nil, []string{dir})
	require.NoError(t, err)
	assert.True(t, rings(t, w, func() { require.NoError(t, os.Rename(filepath.Join(top, "other"), dir)) }), "comes back")
}

// A folder that another takes the place of is watched by its new name, with what is in it, and so is the other.
func TestFoldersThatChangePlaces(t *testing.T) {
	top := t.TempDir()
	a, b := filepath.Join(top, "a"), filepath.Join(top, "b")
	in := func(dir string) string { return filepath.Join(dir, "in", "deep") }
	require.NoError(t, os.MkdirAll(in(a), 0o777))
	w, err := watch.New()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, w.Close()) })
	look := func(folders ...string) int {
		fresh, failed, err := w.Watch(folders, nil)
		require.NoError(t, err)
		require.Zero(t, failed)
		return fresh
	}
	folders := func(dir string) []string { return []string{dir, filepath.Dir(in(dir)), in(dir)} }
	assert.Equal(t, 3, look(folders(a)...))
	require.NoError(t, os.Rename(a, b))
	require.NoError(t, os.MkdirAll(in(a), 0o777))
	both := append(folders(a), folders(b)...)
	assert.Equal(t, 6, look(both...))
	assert.Zero(t, look(both...), "all are known now")
	require.NoError(t, w.Wait(context.Background(), settle, time.Second)) // what has rung until now
	for _, dir := range both {
		assert.True(t, rings(t, w, func() { require.NoError(t, os.WriteFile(filepath.Join(dir, "a.txt"), []byte("نص"), 0o666)) }), dir)
	}
}

// Of two names of a folder each is known, and the one rings when the other is no longer wanted.
func TestTwoNamesOfAFolder(t *testing.T) {
	top := t.TempDir()
	dir, link := filepath.Join(top, "dir"), filepath.Join(top, "link")
	require.NoError(t, os.Mkdir(dir, 0o777))
	if err := os.Symlink(dir, link); err != nil {
		t.Skip("this system makes no symbolic link: ", err)
	}
	w, err := watch.New()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, w.Close()) })
	for _, wanted := range [][]string{{dir, link}, {link}, {dir, link}, {dir}} {
		_, _, err = w.Watch(wanted, nil)
		require.NoError(t, err)
		fresh, _, err := w.Watch(wanted, nil)
		require.NoError(t, err)
		assert.Zero(t, fresh, wanted)
		assert.True(t, rings(t, w, func() { require.NoError(t, os.WriteFile(filepath.Join(dir, "a.txt"), []byte("نص"), 0o666)) }), wanted)
	}
}

// It waits for the end of the changes, but not for ever.
func TestSettles(t *testing.T) {
	dir := t.TempDir()
	w, err := watch.New()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, w.Close()) })
	_, _, err = w.Watch([]string{dir}, nil)
	require.NoError(t, err)
	busy, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	go func() {
		for busy.Err() == nil {
			_ = os.WriteFile(filepath.Join(dir, "log"), []byte("نص"), 0o666)
			time.Sleep(time.Millisecond)
		}
	}()
	require.NoError(t, w.Wait(context.Background(), 200*time.Millisecond, 0))
	assert.NoError(t, busy.Err(), "it would have waited until the changes end")
	stop()
	ended, end := context.WithCancel(context.Background())
	time.AfterFunc(settle, end)
	for err == nil {
		err = w.Wait(ended, settle, 0)
	}
	assert.ErrorIs(t, err, context.Canceled)
}

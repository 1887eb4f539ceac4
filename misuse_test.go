package fihris_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// What programs do with an index that nobody meant them to do.

func onDisk(t *testing.T, articles ...fihris.Article) (*fihris.Index, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "ix")
	ix, err := fihris.Create(dir, nil)
	require.NoError(t, err)
	require.NoError(t, ix.Add(ctx, articles...))
	return ix, dir
}

// A panic of the sequence that Add reads is the caller's; the index goes on, with
// what was written before or without it, and can be closed.
func TestPanicInASequence(t *testing.T) {
	ix, dir := onDisk(t, article("a", "قطار"))
	for range 3 {
		assert.PanicsWithValue(t, "mine", func() {
			_, _ = ix.AddAll(ctx, func(yield func(fihris.Article, error) bool) {
				for i := range 10_000 { // two batches and more
					if !yield(article(fmt.Sprint(i), "بحر"), nil) {
						return
					}
				}
				panic("mine")
			})
		})
		require.NoError(t, ix.Add(ctx, article("b", "سفينة")))
		require.NoError(t, ix.Remove(ctx, "b"))
	}
	done := make(chan error, 1)
	go func() {
		defer func() { done <- errors.New("ended") }()
		_, _ = ix.AddAll(ctx, func(func(fihris.Article, error) bool) { runtime.Goexit() })
	}()
	require.ErrorContains(t, <-done, "ended")
	require.NoError(t, ix.Close())
	require.NoError(t, fihris.Check(ctx, dir, nil))
}

// A sequence that calls the index which reads it gets its answers.
func TestSequenceThatCallsTheIndex(t *testing.T) {
	ix, _ := onDisk(t, article("a", "قطار"))
	defer func() { require.NoError(t, ix.Close()) }()
	n, err := ix.AddAll(ctx, func(yield func(fihris.Article, error) bool) {
		for i := range 5000 {
			if i%1000 == 0 {
				_, err := ix.Article(ctx, "a")
				assert.NoError(t, err)
				assert.NoError(t, ix.Add(ctx, article(fmt.Sprint("inner", i), "بحر")))
			}
			if !yield(article(fmt.Sprint(i), "سفينة"), nil) {
				return
			}
		}
	})
	require.NoError(t, err)
	assert.Equal(t, fihris.Changes{Added: 5000}, n)
	st, err := ix.Stats(ctx)
	require.NoError(t, err)
	assert.Equal(t, uint64(5006), st.Articles)
}

// Whoever calls while an index is closed, and after it, is told so or answered.
func TestCloseAmidCalls(t *testing.T) {
	for range 10 {
		ix, dir := onDisk(t, bundled()...)
		var wait sync.WaitGroup
		for i, call := range []func() error{
			func() error {
				_, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("الوزير"), Suggest: true})
				return err
			},
			func() error { _, err := ix.Complete(ctx, "ال", 5); return err },
			func() error { return ix.Add(ctx, article("new", "قطار")) },
			func() error { return ix.Optimize(ctx) },
			func() error {
				return ix.Backup(ctx, filepath.Join(dir, "..", fmt.Sprint("copy", time.Now().UnixNano())))
			},
			func() error { _, err := ix.Stats(ctx); return err },
		} {
			wait.Go(func() {
				for n := 0; ; n++ {
					if err := call(); err != nil {
						assert.ErrorIs(t, err, fihris.ErrClosed, "call %d", i)
						return
					}
				}
			})
		}
		time.Sleep(5 * time.Millisecond)
		errs := make(chan error, 3)
		for range 3 {
			go func() { errs <- ix.Close() }()
		}
		closed := 0
		for range 3 {
			if err := <-errs; err == nil {
				closed++
			} else {
				assert.ErrorIs(t, err, fihris.ErrClosed)
			}
		}
		assert.Equal(t, 1, closed, "closed once")
		wait.Wait()
		require.NoError(t, fihris.Check(ctx, dir, nil))
	}
}

// An index may lie behind a symbolic link, also a relative one, and is copied from
// there; a copy is never made inside of it by that way.
func TestLinkedFolder(t *testing.T) {
	ix, dir := onDisk(t, article("a", "قطار"))
	require.NoError(t, ix.Close())
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	ix, err := fihris.Open(link, nil)
	require.NoError(t, err)
	require.NoError(t, ix.Add(ctx, article("b", "قطار")))
	require.Error(t, ix.Backup(ctx, filepath.Join(link, "copy")), "inside of it")
	require.Error(t, ix.Backup(ctx, filepath.Join(link, "store", "copy")+"/"), "inside of it")
	dest := filepath.Join(t.TempDir(), "made", "copy") + "/"
	require.NoError(t, ix.Backup(ctx, dest), "a folder that has to be made, with a slash behind it")
	require.NoError(t, ix.Close())
	require.NoError(t, fihris.Check(ctx, dest, nil))
	require.NoError(t, fihris.Check(ctx, dir, nil))
	_, err = os.Lstat(link)
	require.NoError(t, err)
}

// Times of files say nothing: a clock that goes backwards loses no change.
func TestClockGoesBackwards(t *testing.T) {
	ix, dir := onDisk(t, article("a", "قطار"))
	require.NoError(t, ix.Close())
	past := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	require.NoError(t, filepath.Walk(dir, func(path string, fi os.FileInfo, err error) error {
		if err == nil && !fi.IsDir() {
			err = os.Chtimes(path, past, past)
		}
		return err
	}))
	for _, opts := range []*fihris.Options{nil, {ReadOnly: true, Quick: true}, {ReadOnly: true}} {
		ix, err := fihris.Open(dir, opts)
		require.NoError(t, err)
		_, err = ix.Article(ctx, "a")
		require.NoError(t, err)
		require.NoError(t, ix.Close())
	}
}

// A context that is done before the call does nothing, whatever the call.
func TestCallsWithADoneContext(t *testing.T) {
	ix, dir := onDisk(t, article("a", "قطار"))
	defer func() { require.NoError(t, ix.Close()) }()
	done, cancel := context.WithCancel(ctx)
	cancel()
	dest := filepath.Join(t.TempDir(), "copy")
	read := 0
	for name, call := range map[string]func() error{
		"add": func() error {
			_, err := ix.AddAll(done, func(yield func(fihris.Article, error) bool) { read++; yield(article("b", "قطار"), nil) })
			return err
		},
		"remove":   func() error { return ix.Remove(done, "a") },
		"optimize": func() error { return ix.Optimize(done) },
		"backup":   func() error { return ix.Backup(done, dest) },
		"base":     func() error { return ix.SetBase(done, dir) },
		"search":   func() error { _, err := ix.Search(done, fihris.Request{Query: fihris.All()}); return err },
		"article":  func() error { _, err := ix.Article(done, "a"); return err },
		"terms":    func() error { _, err := ix.Terms(done, "", 1); return err },
		"complete": func() error { _, err := ix.Complete(done, "ق", 1); return err },
		"like":     func() error { _, err := ix.Like(done, "قطار"); return err },
		"similar":  func() error { _, err := ix.Similar(done, "a", fihris.Request{}); return err },
		"stats":    func() error { _, err := ix.Stats(done); return err },
		"check":    func() error { return fihris.Check(done, dir, nil) },
	} {
		require.ErrorIs(t, call(), context.Canceled, name)
	}
	assert.Zero(t, read)
	assert.NoFileExists(t, dest)
	_, err := ix.Article(ctx, "a")
	require.NoError(t, err)
	_, err = ix.Article(ctx, "b")
	require.ErrorIs(t, err, fihris.ErrNotFound)
}

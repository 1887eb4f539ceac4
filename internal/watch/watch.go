// Package watch rings when something may have changed in folders. It says
// neither what nor where: who hears it looks for himself, and so a queue of
// events that overflows, a move, an editor that writes another file and renames
// it, are all the same.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// ErrLimit says that the system watches no more folders for us.
var ErrLimit = errors.New("the system watches no more folders")

// Next is what helps against ErrLimit, beside looking from time to time.
const Next = "on Linux: sysctl fs.inotify.max_user_watches=1000000 (and fs.inotify.max_user_instances=1024)"

// Watcher watches folders, each by itself: not what is in folders in them.
type Watcher struct {
	system *fsnotify.Watcher // nil where the system gives none
	rung   chan struct{}
	known  map[string]fs.FileInfo // what is watched by a name; of Watch alone

	mu     sync.Mutex
	wanted map[string]bool // folders of which everything rings
	named  map[string]bool // files and folders that ring by themselves
}

// New returns a watcher of nothing. After ErrLimit it can be used, and hears nothing.
func New() (*Watcher, error) {
	w := &Watcher{rung: make(chan struct{}, 1), known: map[string]fs.FileInfo{}}
	system, err := fsnotify.NewWatcher()
	if err != nil {
		return w, limit(err)
	}
	w.system = system
	go w.listen()
	return w, nil
}

// listen rings for every event but those of hidden files, until the watcher is closed.
func (w *Watcher) listen() {
	for {
		select {
		case e, ok := <-w.system.Events:
			if !ok {
				return
			}
			if !w.concerns(e.Name) {
				continue
			}
		case _, ok := <-w.system.Errors: // such as events that were lost
			if !ok {
				return
			}
		}
		select {
		case w.rung <- struct{}{}:
		default: // it has rung already
		}
	}
}

// concerns tells what may matter: not what an editor hides while it writes, nor
// what is beside a file or folder that was named.
func (w *Watcher) concerns(path string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.named[path] || w.wanted[path] {
		return true
	}
	return w.wanted[filepath.Dir(path)] && !strings.HasPrefix(filepath.Base(path), ".")
}

// Watch watches these folders and no others, and whether the files and folders
// that are named come and go. It returns how many it did not watch
// before: what changed in these until now has rung for nobody. A folder that is
// gone is passed over. Of others that cannot be watched it returns how many there are, and why.
//
// The system watches a folder, not its name, and tells the name that it had: so of each that is known it is seen
// whether the name is still that of the same folder. One that moved within a folder that moved is told by nobody.
func (w *Watcher) Watch(folders, named []string) (fresh, failed int, err error) {
	if w.system == nil {
		return 0, len(folders), ErrLimit
	}
	wanted, all := make(map[string]bool, len(folders)), map[string]bool{}
	for _, f := range folders {
		wanted[f], all[f] = true, true
	}
	those := make(map[string]bool, len(named))
	for _, n := range named {
		those[n], all[filepath.Dir(n)] = true, true
	}
	w.mu.Lock()
	w.wanted, w.named = wanted, those
	w.mu.Unlock()
	heard := map[string]bool{}
	for _, f := range w.system.WatchList() { // less those that the system dropped, for they went
		heard[f] = true
	}
	for f, was := range w.known {
		if now, err := os.Stat(f); !all[f] || err != nil || !os.SameFile(was, now) {
			_ = w.system.Remove(f) // it may be gone
			delete(w.known, f)
			delete(heard, f)
		}
	}
	for f := range all {
		if w.hears(f, heard) {
			continue
		}
		switch e := w.add(f); {
		case e == nil:
			fresh++
		case errors.Is(e, fs.ErrNotExist):
		default:
			failed, err = failed+1, limit(e)
		}
	}
	return fresh, failed, err
}

// hears says whether a folder is watched, be it by another of its names: the system knows each folder once.
func (w *Watcher) hears(folder string, heard map[string]bool) bool {
	info, ok := w.known[folder]
	if !ok || heard[folder] {
		return ok
	}
	for other, i := range w.known {
		if heard[other] && os.SameFile(info, i) {
			return true
		}
	}
	return false
}

// add watches a folder. Where another one takes its name in this moment, it is not known, and asked for again.
func (w *Watcher) add(folder string) error {
	before, err := os.Stat(folder)
	if err == nil {
		err = w.system.Add(folder)
	}
	if err != nil {
		return err
	}
	if after, err := os.Stat(folder); err != nil || !os.SameFile(before, after) {
		_ = w.system.Remove(folder)
		return nil
	}
	w.known[folder] = before
	return nil
}

// limit tells errors of a limit from others.
func limit(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		return fmt.Errorf("%w: %w", ErrLimit, err)
	}
	return err
}

// longest is how many settling times Wait waits for an end of changes.
const longest = 10

// Wait returns when something has changed and then nothing more for the settling time
// (or, where changes do not end, after ten of them), when another time, if it
// is not 0, has passed, or when ctx is done, with its error.
func (w *Watcher) Wait(ctx context.Context, settle, atMost time.Duration) error {
	var late <-chan time.Time
	if atMost > 0 {
		t := time.NewTimer(atMost)
		defer t.Stop()
		late = t.C
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-late:
		return nil
	case <-w.rung:
	}
	end := time.NewTimer(longest * settle)
	defer end.Stop()
	for {
		quiet := time.NewTimer(settle)
		select {
		case <-ctx.Done():
			quiet.Stop()
			return ctx.Err()
		case <-quiet.C:
			return nil
		case <-end.C:
			quiet.Stop()
			return nil
		case <-w.rung:
			quiet.Stop()
		}
	}
}

// Close ends the watching.
func (w *Watcher) Close() error {
	if w.system == nil {
		return nil
	}
	return w.system.Close()
}

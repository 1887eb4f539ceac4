package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Renewal is an index that is made anew beside the one that is there, in the same
// folder: its segments are files that no manifest names until Publish names them,
// in one step, by the same renaming as every change. Killed before it, the old
// index is there and the next writer, or the next renewal, removes the files; killed
// after it, the new one is, and the next writer removes the old files.
type Renewal struct {
	*Store
	Old *Archive // what is there; not to be closed by the caller
}

// Renew begins to make the index in dir anew, as meta says. What is there is
// locked against all that write, and is only read. Close without Publish leaves it
// as it was. It ends early, with its error, when ctx does.
func Renew(ctx context.Context, dir string, meta Meta, opts Options) (*Renewal, error) {
	if opts.ReadOnly {
		return nil, ErrReadOnly
	}
	folder := filepath.Join(dir, segmentFolder)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		_, err := readMeta(dir) // which says what there is instead
		return nil, errors.Join(err, fmt.Errorf("%w: %s is missing", ErrCorrupt, segmentFolder))
	}
	l, err := lockFolder(ctx, folder, opts)
	if err != nil {
		return nil, err
	}
	old, err := OpenArchive(ctx, dir, opts)
	if err != nil {
		return nil, errors.Join(err, l.close())
	}
	last, err := old.sweep(folder)
	if err != nil {
		return nil, errors.Join(err, old.Close(), l.close())
	}
	meta.Base = old.Meta.Base
	s := &Store{dir: dir, meta: meta, opts: opts, lock: l, unpublished: true}
	s.names.Store(last)
	s.manifest = manifest{Meta: meta, Sequence: max(old.sequence, readWitness(filepath.Join(folder, lockFile)))}
	s.manifest.Journal = newJournal()
	s.manifest.Journal.File, s.manifest.Journal.Applied = max(old.journal.next, 1), max(old.journal.last, readChangeWitness(filepath.Join(folder, lockFile)))
	s.root = newState(nil, s.manifest.Journal.Applied)
	s.journal.resume(s.manifest.Journal, &journalRead{})
	s.start()
	return &Renewal{s, old}, nil
}

// sweep removes what a renewal that was killed has left, if it is known what
// belongs to the index, and returns the greatest number of a segment.
func (a *Archive) sweep(folder string) (last uint64, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return 0, err
	}
	named := map[string]bool{}
	for _, name := range a.names {
		named[name] = true
	}
	for _, e := range entries {
		n, isSegment := segmentNumber(e.Name())
		if isSegment {
			last = max(last, n)
		}
		if a.Whole && (isSegment && !named[e.Name()] || isTemporary(e.Name(), manifestFile)) {
			_ = os.Remove(filepath.Join(folder, e.Name()))
		}
	}
	return last, nil
}

// Publish verifies what was written and puts it in the place of what was there.
// After an error that is there still, unless the store says that nobody can tell.
func (r *Renewal) Publish(ctx context.Context) error {
	s := r.Store
	// No merge may run: it would publish before the old files are let go.
	s.merges.turn <- struct{}{}
	defer func() { <-s.merges.turn }()
	s.committing.Lock()
	defer s.committing.Unlock()
	folder := filepath.Join(s.dir, segmentFolder)
	m := s.manifest
	m.Sequence++
	if err := m.verify(ctx, folder); err != nil {
		return fmt.Errorf("what was written is not what was to be written: %w", err)
	}
	s.unpublished = false
	if err := s.writeManifest(m); err != nil {
		s.unpublished = s.usable() == nil // else nobody can tell
		return err
	}
	if err := writeMeta(s.dir, m.Meta); err != nil {
		return err
	}
	err := r.Old.Close() // before its files go: a file that is open stays on some systems
	sweep(folder, m)
	return err
}

// Close ends the renewal; what was not published is removed.
func (r *Renewal) Close() error {
	s := r.Store
	s.merges.stop()
	if s.unpublished {
		s.mu.Lock()
		for _, p := range s.root.parts {
			p.dead.Store(true)
		}
		s.mu.Unlock()
	}
	return errors.Join(r.Old.Close(), s.Close())
}

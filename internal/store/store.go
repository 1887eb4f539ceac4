// Package store keeps the segments of an index: in a folder or in memory,
// durable, verified, merged while they are read.
//
// What is in a segment is told by package posting; here is which segments make
// the index and which of their documents are deleted. One file says that, the
// manifest (manifest.go), and nothing else does: what it does not name is not
// there. A change is a new segment and then a new manifest, each durable before
// the next step is taken, so that a process that is killed leaves the state
// before or the state after, never anything between.
//
//	s, err := store.Create(dir, meta, store.Options{})
//	release := s.Claim(ids)        // two writers of one ID take turns
//	err = s.Write(builder, ids)    // durable when it returns
//	release()
//	n, err := s.Log(ops)           // durable, too, and cheap
//	err = s.Stage(builder, ids, n) // seen from now on; in a file with the next Write or Save
//	snap, err := s.Snapshot()      // the index at one moment
//	for _, seg := range snap.Segments() { … }
//	err = snap.Close()
//
// A Store is safe for concurrent use; but the caller sees to it that nothing
// runs when Close is called.
package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// The errors a caller can tell apart.
var (
	ErrClosed    = errors.New("index is closed")
	ErrLocked    = errors.New("in use by another process")
	ErrReadOnly  = errors.New("opened read-only")
	ErrCorrupt   = errors.New("index is damaged")
	ErrNotIndex  = errors.New("not an index")
	ErrExists    = error(exists{})
	ErrOtherMeta = errors.New("built with another analyzer or word list")
)

// exists is fs.ErrExist in our words: programs ask for either.
type exists struct{}

func (exists) Error() string        { return "exists already" }
func (exists) Is(target error) bool { return target == fs.ErrExist }

// ErrOtherFields is an ErrOtherMeta: of the fields of one's own only.
var ErrOtherFields = fmt.Errorf("%w", ErrOtherMeta)

// ErrOtherWords is an ErrOtherMeta: of the word lists only.
var ErrOtherWords = fmt.Errorf("%w", ErrOtherMeta)

// Options of a store; the zero value holds the defaults.
type Options struct {
	ReadOnly    bool
	LockTimeout time.Duration // how long to wait for another process; 0 means 3 seconds
	Note        string        // what other processes are told of this one that want to write meanwhile

	// Quick does not read again what has the size and the time that it had when
	// it was written: for a process that opens, asks once and ends. Only for
	// reading: who writes or serves for long verifies all.
	Quick bool
}

const defaultLockTimeout = 3 * time.Second

func (o Options) lockTimeout() time.Duration {
	if o.LockTimeout > 0 {
		return o.LockTimeout
	}
	return defaultLockTimeout
}

// Store is where the segments of an index are kept.
type Store struct {
	dir  string // empty in memory
	opts Options
	lock *lock // of the folder; nil in memory

	committing sync.Mutex // held while one state follows another
	manifest   manifest   // of the newest state; guarded by committing

	names   atomic.Uint64 // the greatest number of a segment's file
	journal journal
	waiting []Op          // that the journal held at opening, until they are asked for
	saved   atomic.Uint64 // the number of the last change that the manifest holds

	unpublished bool // its manifest is kept back: see Renewal; guarded by committing

	mu     sync.Mutex
	meta   Meta
	root   *state // the newest state; nil once closed
	ids    uint64 // segments that this process has seen
	broken error  // why nothing may be read or written any more; nil for nothing

	claims claims
	merges merges
}

// Create makes an empty store in dir, which must not exist or be empty, but for
// what a Create that was killed has left.
func Create(dir string, meta Meta, opts Options) (*Store, error) {
	if opts.ReadOnly {
		return nil, ErrReadOnly
	}
	if err := isFree(dir); err != nil {
		return nil, err
	}
	folder := filepath.Join(dir, segmentFolder)
	if err := os.MkdirAll(folder, folderMode); err != nil {
		return nil, err
	}
	l, err := lockFolder(context.Background(), folder, opts)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, meta: meta, opts: opts, lock: l, root: newState(nil, 0)}
	if err = isFree(dir); err == nil { // another may have made one while we waited
		first := manifest{Meta: meta, Sequence: 1, Journal: newJournal()}
		s.journal.resume(first.Journal, &journalRead{})
		err = s.writeManifest(first)
	}
	// fihris.json comes last: a folder that has it has a store.
	for _, d := range []string{filepath.Dir(dir), dir} {
		if err == nil {
			err = syncDir(d)
		}
	}
	if err == nil {
		err = writeMeta(dir, meta)
	}
	if err != nil {
		return nil, errors.Join(err, l.close())
	}
	s.start()
	return s, nil
}

// isFree says whether an index may be made in dir.
func isFree(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := os.Lstat(filepath.Join(dir, metaFile)); err == nil {
		return fmt.Errorf("an index %w there", ErrExists)
	}
	for _, e := range entries {
		if e.Name() != segmentFolder && !isTemporary(e.Name(), metaFile) {
			return fmt.Errorf("the folder %w and is not empty", ErrExists)
		}
	}
	// Left of a Create that was killed: it has written no segment.
	inside, err := os.ReadDir(filepath.Join(dir, segmentFolder))
	if err != nil {
		return ignoreMissing(err)
	}
	for _, e := range inside {
		if e.Name() != manifestFile && e.Name() != lockFile && !isTemporary(e.Name(), manifestFile) {
			return fmt.Errorf("the folder %w and is not empty", ErrExists)
		}
	}
	if m, err := readManifest(filepath.Join(dir, segmentFolder)); err == nil && m.changed(filepath.Join(dir, segmentFolder)) {
		return fmt.Errorf("an index without its %s %w there", metaFile, ErrExists)
	}
	return nil
}

// Open opens the store in dir, after looking whether its files are whole. One
// that was made otherwise than meta says is refused with ErrOtherMeta.
func Open(dir string, meta Meta, opts Options) (*Store, error) {
	return OpenContext(context.Background(), dir, meta, opts)
}

// OpenContext is Open, which ends early, with its error, when ctx does.
func OpenContext(ctx context.Context, dir string, meta Meta, opts Options) (*Store, error) {
	made, err := readMeta(dir)
	if err == nil {
		err = made.Check(meta)
	}
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(dir, segmentFolder)
	if old, err := isOfBleve(folder); err != nil || old {
		if err == nil {
			err = fmt.Errorf("%w: format %d as it was before its release: %s", ErrOtherMeta, meta.Format, wayOut)
		}
		return nil, err
	}
	s := &Store{dir: dir, opts: opts}
	if !opts.ReadOnly {
		if s.lock, err = lockFolder(ctx, folder, opts); err != nil {
			return nil, err
		}
	}
	// Who has the lock meets nobody who changes anything.
	err = beside(folder, opts, func(m manifest) error { return s.take(ctx, m, meta) })
	if err == nil && !opts.ReadOnly {
		if err = s.tidy(); err != nil {
			err = errors.Join(err, s.root.release())
		}
	}
	if err != nil {
		if s.lock != nil {
			err = errors.Join(err, s.lock.close())
		}
		return nil, err
	}
	s.start()
	return s, nil
}

// take opens what a manifest names. Nothing is changed unless all of it is whole.
func (s *Store) take(ctx context.Context, m manifest, meta Meta) error {
	if err := m.Meta.Check(meta); err != nil {
		return err
	}
	parts, err := s.openParts(ctx, filepath.Join(s.dir, segmentFolder), m)
	if damage := m.read.err(); damage != nil && err == nil {
		_ = newState(parts, 0).release()
		return damage
	} else if err != nil {
		return errors.Join(err, damage)
	}
	s.manifest, s.meta, s.root = m, m.Meta, newState(parts, m.Journal.Applied)
	s.journal.resume(m.Journal, &m.read)
	s.waiting = m.read.ops
	s.manifest.read = journalRead{}
	s.saved.Store(m.Journal.Applied)
	return nil
}

// tidy removes what killed processes have left.
func (s *Store) tidy() error {
	s.names.Store(sweep(filepath.Join(s.dir, segmentFolder), s.manifest))
	return mendMeta(s.dir, s.meta)
}

// Memory makes an empty store that lives in memory.
func Memory(opts Options) (*Store, error) {
	s := &Store{opts: opts, root: newState(nil, 0)}
	s.start()
	return s, nil
}

// Durable says whether the store is in a folder, and not in memory.
func (s *Store) Durable() bool { return s.dir != "" }

// Close releases the files. Snapshots must have been closed.
func (s *Store) Close() error {
	s.merges.stop()
	s.mu.Lock()
	root := s.root
	s.root = nil
	s.mu.Unlock()
	var err error
	if root != nil {
		err = root.release()
	}
	err = errors.Join(err, s.journal.close())
	if s.lock != nil {
		err = errors.Join(err, s.lock.close())
	}
	return err
}

// usable says why the store cannot be used, or nil.
func (s *Store) usable() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.root == nil {
		return ErrClosed
	}
	return s.broken
}

// breakOff ends the use of a store whose files are not what they should be, or
// of which nobody can tell what is on the disk: whatever is asked from now on
// gets that error. Opening it again verifies all.
func (s *Store) breakOff(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken == nil {
		s.broken = err
	}
}

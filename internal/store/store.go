// Package store keeps the segments of an index: in a folder or in memory,
// durable, verified before they are opened, merged while they are read.
//
// It is the only package that knows the index of bleve, scorch, which decides
// about batches, snapshots, deletions, merges and durability. What is in a
// segment is ours (package posting) and is read past bleve: plugin.go hands our
// segments to it. What bleve does not do is done here: it verifies no checksum,
// falls back to an older state where a segment cannot be read and deletes every
// segment where root.bolt is missing, so check.go looks at the folder first.
//
//	s, err := store.Create(dir, meta, store.Options{})
//	release := s.Claim(ids)        // two writers of one ID take turns
//	err = s.Write(builder, ids)    // durable when it returns
//	release()
//	snap, err := s.Snapshot()      // the index at one moment
//	for _, seg := range snap.Segments() { … }
//	err = snap.Close()
//
// A Store is safe for concurrent use; but the caller sees to it that nothing
// runs when Close is called.
package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/fihris-search/fihris/internal/posting"
)

// The errors a caller can tell apart.
var (
	ErrClosed    = errors.New("index is closed")
	ErrLocked    = errors.New("in use by another process")
	ErrReadOnly  = errors.New("opened read-only")
	ErrCorrupt   = errors.New("index is damaged")
	ErrNotIndex  = errors.New("not an index")
	ErrExists    = errors.New("exists already")
	ErrOtherMeta = errors.New("built with another analyzer or word list")
)

// Options of a store; the zero value holds the defaults.
type Options struct {
	ReadOnly    bool
	LockTimeout time.Duration // how long to wait for another process; 0 means 3 seconds
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
	dir    string // empty in memory
	opts   Options
	scorch *scorch.Scorch
	queue  *bleveindex.AnalysisQueue

	metaLock sync.Mutex
	meta     Meta

	claims  claims
	writing sync.RWMutex // held for writing by Optimize, for reading by batches
}

// Create makes an empty store in dir, which must not exist or be empty.
func Create(dir string, meta Meta, opts Options) (*Store, error) {
	if opts.ReadOnly {
		return nil, ErrReadOnly
	}
	entries, err := os.ReadDir(dir)
	switch {
	case err == nil && len(entries) > 0:
		if _, err := readMeta(dir); err == nil {
			return nil, fmt.Errorf("an index %w there", ErrExists)
		}
		return nil, fmt.Errorf("the folder %w and is not empty", ErrExists)
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	s, err := open(dir, meta, opts)
	if err != nil {
		return nil, err
	}
	// fihris.json comes last: a folder that has it has a store.
	if err := writeMeta(dir, meta); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Open opens the store in dir, after looking whether its files are whole. One
// that was made otherwise than meta says is refused with ErrOtherMeta.
func Open(dir string, meta Meta, opts Options) (*Store, error) {
	m, err := readMeta(dir)
	if err != nil {
		return nil, err
	}
	if err := m.check(meta); err != nil {
		return nil, err
	}
	if err := verify(filepath.Join(dir, segmentFolder), opts.lockTimeout(), false); err != nil {
		return nil, err
	}
	return open(dir, m, opts)
}

// Memory makes an empty store that lives in memory.
func Memory(opts Options) (*Store, error) { return open("", Meta{}, opts) }

// open starts bleve on the folder of dir, or in memory if dir is empty.
func open(dir string, meta Meta, opts Options) (*Store, error) {
	config := map[string]any{
		"path":         "",
		"read_only":    opts.ReadOnly,
		"bolt_timeout": opts.lockTimeout().String(),

		"forceSegmentType":    segmentType,
		"forceSegmentVersion": posting.Version,
	}
	if dir != "" {
		config["path"] = filepath.Join(dir, segmentFolder)
	}
	queue := bleveindex.NewAnalysisQueue(1) // our documents need no analysis by bleve
	engine, err := scorch.NewScorch(scorch.Name, config, queue)
	if err != nil {
		queue.Close()
		return nil, err
	}
	if err := engine.Open(); err != nil {
		queue.Close()
		return nil, openError(err)
	}
	return &Store{dir: dir, meta: meta, opts: opts, scorch: engine.(*scorch.Scorch), queue: queue}, nil
}

// openError gives an error of bleve's a name of ours.
func openError(err error) error {
	if isTimeout(err) {
		return ErrLocked
	}
	if errors.Is(err, os.ErrPermission) {
		return err // nothing is damaged: it is not ours to write
	}
	return fmt.Errorf("%w: %w", ErrCorrupt, err)
}

// Close releases the files. Snapshots must have been closed.
func (s *Store) Close() error {
	files := s.segmentFiles()
	err := s.scorch.Close()
	s.queue.Close()
	if err == nil && s.dir != "" && !s.opts.ReadOnly {
		s.stampSegments(files)
	}
	return err
}

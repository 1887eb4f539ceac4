package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/rank"
)

// Words are words of the user.
type Words = analysis.Words

// Options of an index; the zero value holds the defaults.
type Options struct {
	ReadOnly    bool
	LockTimeout time.Duration // how long to wait for another process; 0 means 3 seconds
	BatchSize   int           // articles written at once; 0 means 4000
	CacheBytes  int64         // memory for decoded postings; 0 means half of the index's size, 256 MiB to 1 GiB
	Words       analysis.Words
}

const (
	defaultLockTimeout = 3 * time.Second
	defaultBatchSize   = 4000
	leastCacheBytes    = 256 << 20
	mostCacheBytes     = 1 << 30
)

// Index is a full-text index. It is safe for concurrent use.
type Index struct {
	path     string // empty in memory
	opts     Options
	analyzer *analysis.Analyzer
	scorch   *scorch.Scorch
	queue    *bleveindex.AnalysisQueue
	engine   *rank.Engine

	mu     sync.RWMutex // held for writing by Close only
	closed bool
	lock   keyLocks // orders writes to one ID

	writing sync.RWMutex // held for writing by Optimize, for reading by batches

	views views

	writtenForms writtenForms
}

// Create makes an empty index in dir, which must not exist or be empty.
func Create(dir string, opts Options) (*Index, error) {
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
	analyzer, err := newAnalyzer(opts.Words)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	ix, err := open(dir, opts, analyzer)
	if err != nil {
		return nil, err
	}
	// fihris.json comes last: a folder that has it has a store.
	if err := writeMeta(dir, newMeta(opts.Words)); err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	return ix, nil
}

// Open opens the index in dir, after looking whether its files are whole.
func Open(dir string, opts Options) (*Index, error) {
	m, err := readMeta(dir)
	if err != nil {
		return nil, err
	}
	if err := m.check(newMeta(opts.Words)); err != nil {
		return nil, err
	}
	analyzer, err := newAnalyzer(opts.Words)
	if err != nil {
		return nil, err
	}
	if err := verify(filepath.Join(dir, storeName), opts.lockTimeout(), false); err != nil {
		return nil, err
	}
	return open(dir, opts, analyzer)
}

// NewMemory makes an empty index that lives in memory.
func NewMemory(opts Options) (*Index, error) {
	analyzer, err := newAnalyzer(opts.Words)
	if err != nil {
		return nil, err
	}
	return open("", opts, analyzer)
}

func newAnalyzer(w analysis.Words) (*analysis.Analyzer, error) {
	if hashWords(w) == "" {
		return analysis.Default(), nil
	}
	return analysis.New(w)
}

func (o Options) lockTimeout() time.Duration {
	if o.LockTimeout > 0 {
		return o.LockTimeout
	}
	return defaultLockTimeout
}

// open starts the engine on the store of dir, or in memory if dir is empty.
func open(dir string, opts Options, analyzer *analysis.Analyzer) (*Index, error) {
	config := map[string]any{
		"path":         "",
		"read_only":    opts.ReadOnly,
		"bolt_timeout": opts.lockTimeout().String(),

		"forceSegmentType":    segmentType,
		"forceSegmentVersion": posting.Version,
	}
	if dir != "" {
		config["path"] = filepath.Join(dir, storeName)
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
	ix := &Index{path: dir, opts: opts, analyzer: analyzer, scorch: engine.(*scorch.Scorch), queue: queue}
	ix.engine = rank.New(ix.cacheBytes())
	return ix, nil
}

// cacheBytes is the memory for postings in use: what was asked for, or half of
// what the index takes on disk within bounds. Over 442,500 articles with 256 MiB
// queries of nine words took 47 ms at the median: their lists pushed each other
// out and were decoded again for every query.
func (ix *Index) cacheBytes() int64 {
	if ix.opts.CacheBytes > 0 {
		return ix.opts.CacheBytes
	}
	size, err := ix.bytes()
	if err != nil {
		size = 0 // the share is a guess anyway
	}
	return min(max(size/2, leastCacheBytes), mostCacheBytes)
}

// openError gives an error of bleve's store a name of ours.
func openError(err error) error {
	if isTimeout(err) {
		return ErrLocked
	}
	if errors.Is(err, os.ErrPermission) {
		return err // nothing is damaged: it is not ours to write
	}
	return fmt.Errorf("%w: %w", ErrCorrupt, err)
}

// Close waits for running calls and releases the files. Further calls return
// ErrClosed.
func (ix *Index) Close() error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.closed {
		return ErrClosed
	}
	ix.closed = true
	err := ix.views.close()
	files := ix.segmentFiles()
	err = errors.Join(err, ix.scorch.Close())
	ix.queue.Close()
	if err == nil && ix.path != "" && !ix.opts.ReadOnly {
		ix.stampSegments(files)
	}
	return err
}

// enter holds the index open for one call; leave lets go.
func (ix *Index) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ix.mu.RLock()
	if ix.closed {
		ix.mu.RUnlock()
		return ErrClosed
	}
	return nil
}

func (ix *Index) leave() { ix.mu.RUnlock() }

package index

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/store"
	"github.com/fihris-search/fihris/internal/suggest"
)

// FormatVersion counts the changes of the folder's layout: fields, stored
// form, files. An index of another version is refused.
const FormatVersion = 3

// layoutVersion counts the changes of the segments since the last release, within
// one format: indexes made in between are refused, too.
const layoutVersion = 5

// AnalyzerVersion is that of the analysis: an index of another version is refused.
const AnalyzerVersion = analysis.Version

// Words are words of the user.
type Words = analysis.Words

// Options of an index; the zero value holds the defaults.
type Options struct {
	ReadOnly    bool
	LockTimeout time.Duration // how long to wait for another process; 0 means 3 seconds
	BatchSize   int           // articles written at once; 0 means 4000
	Note        string        // see store.Options
	Quick       bool          // see store.Options
	CacheBytes  int64         // memory for decoded postings; 0 means half of the index's size, 256 MiB to 1 GiB
	SearchBytes int64         // memory that one search may need for itself; 0 means 128 MB
	Words       analysis.Words
}

const (
	defaultBatchSize = 4000
	leastCacheBytes  = 256 << 20
	mostCacheBytes   = 1 << 30
)

// Index is a full-text index. It is safe for concurrent use.
type Index struct {
	opts     Options
	analyzer *analysis.Analyzer
	store    *store.Store
	engine   *rank.Engine

	mu     sync.RWMutex // held for writing by Close only
	closed bool

	views views
	queue queue // of small changes

	damage atomic.Pointer[error] // the first that a call has met

	suggester *suggest.Suggester
}

// Create makes an empty index in dir, which must not exist or be empty.
func Create(dir string, opts Options) (*Index, error) {
	return open(opts, func(m store.Meta, o store.Options) (*store.Store, error) { return store.Create(dir, m, o) })
}

// Open opens the index in dir, after looking whether its files are whole.
func Open(dir string, opts Options) (*Index, error) {
	return open(opts, func(m store.Meta, o store.Options) (*store.Store, error) { return store.Open(dir, m, o) })
}

// NewMemory makes an empty index that lives in memory.
func NewMemory(opts Options) (*Index, error) {
	return open(opts, func(_ store.Meta, o store.Options) (*store.Store, error) { return store.Memory(o) })
}

// open makes an index on a store, which is opened once the analyzer is there.
func open(opts Options, openStore func(store.Meta, store.Options) (*store.Store, error)) (*Index, error) {
	words := hashWords(opts.Words)
	analyzer := analysis.Default()
	if words != "" {
		var err error
		if analyzer, err = analysis.New(opts.Words); err != nil {
			return nil, err
		}
	}
	s, err := openStore(currentMeta(words), store.Options{ReadOnly: opts.ReadOnly, LockTimeout: opts.LockTimeout, Note: opts.Note, Quick: opts.Quick})
	if err != nil {
		return nil, err
	}
	return &Index{opts: opts, analyzer: analyzer, store: s, engine: rank.New(cacheBytes(opts, s)), suggester: suggest.New(analyzer)}, nil
}

// currentMeta says what this program makes, with the word lists of a hash.
func currentMeta(words string) store.Meta {
	return store.Meta{Format: FormatVersion, Layout: layoutVersion, Analyzer: analysis.Version, Words: words}
}

// hashWords is empty for no words, so that such an index stays what it is.
func hashWords(w analysis.Words) string {
	if len(w.Families)+len(w.Protected)+len(w.StopWords) == 0 {
		return ""
	}
	b, _ := json.Marshal(w) // a struct of strings cannot fail
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// cacheBytes is the memory for postings in use: what was asked for, or half of
// what the index takes on disk within bounds. Over 442,500 articles with 256 MiB
// queries of nine words took 47 ms at the median: their lists pushed each other
// out and were decoded again for every query.
func cacheBytes(opts Options, s *store.Store) int64 {
	if opts.CacheBytes > 0 {
		return opts.CacheBytes
	}
	size, err := s.Size()
	if err != nil {
		size = 0 // the share is a guess anyway
	}
	return min(max(size/2, leastCacheBytes), mostCacheBytes)
}

// Optimize merges the index into one segment: searches become faster, and what
// was removed leaves the disk. It can be interrupted through ctx; writers wait meanwhile.
func (ix *Index) Optimize(ctx context.Context) (err error) {
	leave, err := ix.enter(ctx)
	if err != nil {
		return err
	}
	defer leave(&err)
	return ix.store.Optimize(ctx)
}

// Backup copies the index as it is now to a new folder dest, while it can be
// searched and written. The copy appears whole or not at all.
func (ix *Index) Backup(ctx context.Context, dest string) (err error) {
	leave, err := ix.enter(ctx)
	if err != nil {
		return err
	}
	defer leave(&err)
	return ix.store.Backup(ctx, dest)
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
	return errors.Join(ix.views.close(), ix.store.Close())
}

// enter holds the index open for one call. The deferred leave lets go; a panic
// that reading has caused, and a fault of a file that was cut short under us,
// it makes the error of the call: they end neither the process nor, by a lock
// that nobody lets go, all that come after.
func (ix *Index) enter(ctx context.Context) (leave func(*error), err error) {
	if err := ix.stayOpen(ctx); err != nil {
		return nil, err
	}
	restore := store.Faults()
	return func(err *error) {
		if r := recover(); r != nil {
			*err = store.Panicked(r)
		}
		restore()
		ix.mu.RUnlock()
		ix.note(*err)
	}, nil
}

// stayOpen keeps Close away until ix.mu is unlocked for reading.
func (ix *Index) stayOpen(ctx context.Context) error {
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

// note remembers the first damage that a call has met.
func (ix *Index) note(err error) {
	if errors.Is(err, ErrCorrupt) {
		ix.damage.CompareAndSwap(nil, &err)
	}
}

// Damage is the first damage that a call has met since the index was opened, or
// nil. Calls that do not touch what is damaged still answer.
func (ix *Index) Damage() error {
	if err := ix.damage.Load(); err != nil {
		return *err
	}
	return nil
}

package index

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/meaning"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/store"
	"github.com/fihris-search/fihris/internal/suggest"
)

// FormatVersion counts the changes of the folder's layout: fields, stored
// form, files. An index of another version is refused.
const FormatVersion = 3

// layoutVersion counts the changes of the segments, and of the terms in them, since
// the last release, within one format: indexes made in between are refused, too.
const layoutVersion = 15

// AnalyzerVersion is that of the analysis: an index of another version is refused.
const AnalyzerVersion = analysis.Version

// Words are words of the user.
type Words = analysis.Words

// Options of an index; the zero value holds the defaults.
type Options struct {
	ReadOnly      bool
	LockTimeout   time.Duration // how long to wait for another process; 0 means 3 seconds
	BatchSize     int           // articles written at once; 0 means 4000
	Note          string        // see store.Options
	Quick         bool          // see store.Options
	CacheBytes    int64         // memory for decoded postings; 0 means an eighth of the index's size, 64 to 512 MiB
	SearchBytes   int64         // memory that one search may need for itself; 0 means 128 MB
	SpellingBytes int64         // memory for what the analyzer remembers of spellings; 0 leaves it as it is, see Analyzer.KeepAtMost
	Words         analysis.Words
	Fields        []Field // of one's own; where an index is there already, nil stands for those that it has

	Embedder  meaning.Embedder // nil for none
	EmbedWait time.Duration    // how long a search waits for it; 0 means 2 seconds
}

const (
	defaultBatchSize = 4000
	leastCacheBytes  = 64 << 20
	mostCacheBytes   = 512 << 20
)

// Index is a full-text index. It is safe for concurrent use.
type Index struct {
	opts     Options
	analyzer *analysis.Analyzer
	own      *own
	store    *store.Store
	engine   *rank.Engine

	mu     sync.RWMutex // held for writing by Close only
	closed bool

	asked   asked // the embedder
	views   views
	queue   queue   // of small changes
	pending pending // of these, that wait in the journal
	direct  bool    // small changes are written as large ones are

	damage atomic.Pointer[error] // the first that a call has met

	suggester *suggest.Suggester
}

// Create makes an empty index in dir, which must not exist or be empty.
func Create(dir string, opts Options) (*Index, error) {
	return open(opts, opts.Fields, func(m store.Meta, o store.Options) (*store.Store, error) { return store.Create(dir, m, o) })
}

// Open opens the index in dir, after looking whether its files are whole.
func Open(dir string, opts Options) (*Index, error) {
	return OpenContext(context.Background(), dir, opts)
}

// OpenContext is Open, which ends early, with its error, when ctx does.
func OpenContext(ctx context.Context, dir string, opts Options) (*Index, error) {
	fields, err := fieldsOf(dir, opts)
	if err != nil {
		return nil, err
	}
	return open(opts, fields, func(m store.Meta, o store.Options) (*store.Store, error) { return store.OpenContext(ctx, dir, m, o) })
}

// NewMemory makes an empty index that lives in memory. One that is only read would
// stay empty for ever.
func NewMemory(opts Options) (*Index, error) {
	if opts.ReadOnly {
		return nil, ErrReadOnly
	}
	return open(opts, opts.Fields, func(_ store.Meta, o store.Options) (*store.Store, error) { return store.Memory(o) })
}

// open makes an index on a store, which is opened once the analyzer is there.
func open(opts Options, fields []Field, openStore func(store.Meta, store.Options) (*store.Store, error)) (*Index, error) {
	fields, err := completeFields(fields)
	if err != nil {
		return nil, err
	}
	words := hashWords(opts.Words)
	analyzer := analysis.Default()
	if words != "" {
		if analyzer, err = analysis.New(opts.Words); err != nil {
			return nil, err
		}
	}
	if opts.SpellingBytes > 0 {
		analyzer.KeepAtMost(opts.SpellingBytes)
	}
	s, err := openStore(currentMeta(words, formatFields(fields)), store.Options{ReadOnly: opts.ReadOnly, LockTimeout: opts.LockTimeout, Note: opts.Note, Quick: opts.Quick})
	if err != nil {
		return nil, err
	}
	o := newOwn(fields)
	ix := &Index{opts: opts, analyzer: analyzer, own: o, store: s, engine: rank.New(cacheBytes(opts, s)), suggester: suggest.New(analyzer, o.names)}
	if err := ix.recall(context.Background()); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return ix, nil
}

// fieldsOf are the fields of one's own that are asked for, or else those that the index
// in dir was made with.
func fieldsOf(dir string, opts Options) ([]Field, error) {
	if opts.Fields != nil {
		return opts.Fields, nil
	}
	made, err := store.Made(dir)
	if err != nil || made.Format != FormatVersion || made.Layout != layoutVersion {
		return nil, nil // opening it says why
	}
	return parseFields(made.Fields)
}

// Fields are the fields of one's own of the index, in the order of their names.
func (ix *Index) Fields() []Field {
	if ix == nil { // as of an index that was never opened
		return nil
	}
	return slices.Clone(ix.own.fields)
}

// Own are the fields of one's own that a query can name.
func (ix *Index) Own() query.Own {
	if ix == nil { // as of an index that was never opened
		return nil
	}
	return ix.own.names
}

// currentMeta says what this program makes, with the word lists of a hash and with
// fields of one's own.
func currentMeta(words, fields string) store.Meta {
	return store.Meta{Format: FormatVersion, Layout: layoutVersion, Analyzer: analysis.Version, Words: words, Fields: fields}
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

// cacheBytes is the memory for postings that were read whole: what was asked for, or an
// eighth of what the index takes on disk within bounds, for most can be searched where they lie.
func cacheBytes(opts Options, s *store.Store) int64 {
	if opts.CacheBytes > 0 {
		return opts.CacheBytes
	}
	size, err := s.Size()
	if err != nil {
		size = 0 // the share is a guess anyway
	}
	return min(max(size/8, leastCacheBytes), mostCacheBytes)
}

// Optimize merges the index into one segment: searches become faster, and what
// was removed leaves the disk. It can be interrupted through ctx; writers wait meanwhile.
func (ix *Index) Optimize(ctx context.Context) (err error) {
	leave, err := ix.enter(ctx)
	if err != nil {
		return err
	}
	defer leave(&err)
	if err := ix.catchUp(ctx); err != nil {
		return err
	}
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
	if err := ix.catchUp(ctx); err != nil {
		return err
	}
	return ix.store.Backup(ctx, dest)
}

// Close waits for running calls, puts what waits into segments and releases the files. Further
// calls return ErrClosed.
func (ix *Index) Close() error {
	if ix == nil {
		return ErrClosed
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.closed {
		return ErrClosed
	}
	ix.closed = true
	var err error
	if ix.store.Durable() && !ix.opts.ReadOnly {
		if err = ix.apply(true); err != nil {
			err = fmt.Errorf("what was written last stays in the journal, and is put into the index after it is opened again: %w", err)
		}
	}
	return errors.Join(err, ix.views.close(), ix.store.Close())
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

// stayOpen keeps Close away until ix.mu is unlocked for reading. An index that was
// never opened is as one that was closed.
func (ix *Index) stayOpen(ctx context.Context) error {
	if ix == nil {
		return ErrClosed
	}
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
	if ix == nil {
		return ErrClosed
	}
	if err := ix.damage.Load(); err != nil {
		return *err
	}
	return nil
}

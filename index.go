package fihris

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/fihris-search/fihris/internal/index"
)

// Index is a full-text index of articles, in a folder or in memory. [Create], [Open]
// and [NewMemory] make one; all methods of any other return ErrClosed.
//
// It is safe for concurrent use: any number of goroutines may search, read, add and
// remove at once. Searches wait neither for writers nor for each other, and answer
// from the index as it was when they began; what was added or removed is seen by
// every call that begins after that one has returned. Writers wait for each other, and for
// an Optimize that is running; Close waits for all calls. A call ends soon after its context is done, with the error of it.
//
// A sequence that an Index yields ([Index.All], [Index.Matching]), and one that it reads
// ([Index.AddAll]), may call it, and takes as long as it likes; what is said to be
// visited ([Index.Files], [Index.FileIDs]) must not.
type Index struct {
	ix   *index.Index
	path string
}

// name is what messages call the index.
func (ix *Index) name() string {
	if ix.path == "" {
		return "an index that was never opened"
	}
	return ix.path
}

// Options for [Create], [Open] and [NewMemory]; nil and zero fields stand for the defaults.
type Options struct {
	ReadOnly    bool          // refuse changes; takes no lock: beside a process that writes, it is the index as it was when it was opened
	LockTimeout time.Duration // how long to wait for another process to let go; default 3 seconds
	Note        string        // what others are told (Holder.Note) that find the index held by this process, such as the address of its server; only for writing
	BatchSize   int           // articles written at once; default 4000
	Quick       bool          // do not read files again that have the size, time and checksum they were written with: for a program that opens, asks once and ends; only with ReadOnly
	CacheBytes  int64         // memory for the postings of phrases, prefixes and fuzzy words, which are kept; default an eighth of what the index takes on disk, 64 to 512 MiB
	SearchBytes int64         // memory that one search may need beside that, its hits with their texts among it: beyond it is ErrTooMuch; default 128 MiB
	// SpellingBytes is memory for what the analyzer remembers of words that it has met, which all indexes of the
	// process share that have no Words: the last that is opened with a number settles it; default 104 MB, and less is slower for texts.
	SpellingBytes int64
	Words         Words   // words of your own
	Fields        []Field // fields of your own; an index can be opened without them, or with those that it was created with

	// Embedder makes vectors of texts, with which articles are found by their meaning: package
	// embed asks a server for them. [Index.Embed] makes those of the articles, a search that of its query. nil,
	// the default, asks nobody, and searches by words only.
	Embedder  Embedder
	EmbedWait time.Duration // how long a search waits for it before it goes on by words only; default 2 seconds
}

// Words are families, names and stop words of the user. An index can be opened
// only with the words it was created with.
type Words struct {
	Families  []string // words that find each other, one family a line: "representative: member member …"; _ joins the words of a member
	Protected []string // words that are left whole: names
	StopWords []string // further words without content
}

func (o *Options) internal() index.Options {
	if o == nil {
		return index.Options{}
	}
	fields := make([]index.Field, len(o.Fields))
	for i, f := range o.Fields {
		fields[i] = f.internal()
	}
	if o.Fields == nil {
		fields = nil
	}
	return index.Options{
		Fields:   fields,
		ReadOnly: o.ReadOnly, LockTimeout: o.LockTimeout, Note: o.Note, BatchSize: o.BatchSize, Quick: o.Quick, CacheBytes: o.CacheBytes,
		SearchBytes: o.SearchBytes, SpellingBytes: o.SpellingBytes,
		Words:    index.Words(o.Words),
		Embedder: o.Embedder, EmbedWait: o.EmbedWait,
	}
}

// Create makes an empty index in the folder path, which must not exist or be
// empty; otherwise the error is ErrExists.
func Create(path string, opts *Options) (*Index, error) {
	ix, err := index.Create(path, opts.internal())
	if err != nil {
		return nil, wrap("create "+path, err)
	}
	return &Index{ix, path}, nil
}

// Open opens the index in the folder path. All its bytes are verified first (but
// see [Options.Quick]): a damaged index is ErrCorrupt, never an empty one. Other errors are fs.ErrNotExist,
// ErrNoIndex, ErrLocked and ErrAnalyzerChanged.
func Open(path string, opts *Options) (*Index, error) {
	return OpenContext(context.Background(), path, opts)
}

// OpenContext is [Open], which ends early, with the error of ctx, when ctx is done: a large
// index takes its time to be verified (85,000 articles 0.1 s of CPU), and who writes waits for
// others (Options.LockTimeout).
func OpenContext(ctx context.Context, path string, opts *Options) (*Index, error) {
	ix, err := index.OpenContext(ctx, path, opts.internal())
	if err != nil {
		return nil, wrap("open "+path, err)
	}
	return &Index{ix, path}, nil
}

// NewMemory makes an empty index in memory; it is gone when it is closed. Of opts
// LockTimeout, Note and Quick mean nothing here, and ReadOnly is ErrReadOnly.
func NewMemory(opts *Options) (*Index, error) {
	ix, err := index.NewMemory(opts.internal())
	if err != nil {
		return nil, wrap("create an index in memory", err)
	}
	return &Index{ix, "memory"}, nil
}

// Add adds articles, replacing those of the same ID that differ, and returns when they are
// durable. Refused articles come back as joined [AddError]s; the others are in.
//
// Any other error, also that of ctx, says that not all are in: many articles are written in batches
// ([Options].BatchSize), each of which is in whole or not at all. What is in stays, and is
// durable. Adding all again is always right: only what is missing is written then.
//
// Up to 64 articles in one call, of 256 KB of text together, go to a journal: one wait for the disk, which all share that add
// or remove at the same time. They are put into the index proper with what else was written within a second, or
// when somebody reads, and are there after any crash. More in one call are a batch of their own.
//
// So an article costs the less, the more of them come together: of 3,000 with 130 words each, on two cores, one took
// 0.5 ms of CPU and 2.1 ms of time by itself, 0.3 and 0.7 from eight goroutines, 0.1 and 0.2 in one call of all.
func (ix *Index) Add(ctx context.Context, articles ...Article) error {
	_, err := ix.AddAll(ctx, func(yield func(Article, error) bool) {
		for _, a := range articles {
			if !yield(a, nil) {
				return
			}
		}
	})
	return err
}

// Changes counts what articles did to an index. Articles of one ID that are
// written together are one change, that of the last of them: where it is no
// other than what is there already, all of them are unchanged.
type Changes struct {
	Added     int `json:"added"`     // no article had the ID
	Changed   int `json:"changed"`   // took the place of another article
	Unchanged int `json:"unchanged"` // equal to what is there, File included: not written again
}

// Total counts the articles that were taken.
func (c Changes) Total() int { return c.Added + c.Changed + c.Unchanged }

// AddAll adds the articles of a sequence and says what became of those that are
// durable. An article that is there already, equal to the last byte, costs
// neither analysis nor a write. Errors of the sequence stop
// nothing: they are joined with those of refused articles. When ctx is done,
// what was written stays.
func (ix *Index) AddAll(ctx context.Context, seq iter.Seq2[Article, error]) (Changes, error) {
	var faults []error
	docs := func(yield func(index.Document) bool) {
		for a, err := range seq {
			if err != nil {
				faults = append(faults, err)
				continue
			}
			if !yield(index.Document(a)) {
				return
			}
		}
	}
	changes, refused, err := ix.ix.Add(ctx, docs)
	return Changes(changes), errors.Join(joinRefused("add to "+ix.name(), err, refused), errors.Join(faults...))
}

// Remove removes articles. IDs that are not there are reported as joined
// ErrNotFound; the others are removed.
func (ix *Index) Remove(ctx context.Context, ids ...string) error {
	missing, err := ix.ix.Remove(ctx, ids...)
	refused := make([]index.Refused, len(missing))
	for i, id := range missing {
		refused[i] = index.Refused{ID: id, Err: ErrNotFound}
	}
	return joinRefused("remove from "+ix.name(), err, refused)
}

// RemoveWhere removes the articles that hold every word of a query (those that
// [Results].Total counts), and says how many they were. It is one change: all of them
// are gone and that is durable, or none is. Words are taken as they are typed, as in
// [Request].Literal, and where no article holds all of them none is removed. An article that is replaced
// meanwhile by one that does not match stays. The zero Query removes nothing, [All] everything.
func (ix *Index) RemoveWhere(ctx context.Context, q Query) (removed int, err error) {
	if q, err = q.ready(ix.ix.Own()); err != nil {
		return 0, wrap("remove from "+ix.name(), err)
	}
	removed, err = ix.ix.RemoveWhere(ctx, q.tree())
	return removed, wrap("remove from "+ix.name(), err)
}

// Has says whether there is an article of an ID, without reading it.
func (ix *Index) Has(ctx context.Context, id string) (bool, error) {
	there, err := ix.ix.Has(ctx, id)
	return there, wrap("read article "+id, err)
}

// Article returns the article of an ID, or ErrNotFound.
func (ix *Index) Article(ctx context.Context, id string) (Article, error) {
	d, err := ix.ix.Article(ctx, id)
	if err != nil {
		return Article{}, wrap("read article "+id, err)
	}
	return Article(d), nil
}

// defaultLimit is how many hits a request gives that does not say; maxHits is
// more than any index has, and leaves room to add, also in 32 bits.
const (
	defaultLimit = 10
	maxHits      = 1 << 29
)

// Base returns the folder that the names of files ([Article.File], and the IDs
// that are made of them) are relative to, as SetBase was given it. It is empty
// where none was: an index does not need one, a loader of files does.
func (ix *Index) Base() string { return ix.ix.Base() }

// SetBase makes the index remember the folder that the names of files are
// relative to, so that a file has the same name from wherever it is loaded.
// Articles that are there already keep theirs.
func (ix *Index) SetBase(ctx context.Context, folder string) error {
	return wrap("set the base of "+ix.name(), ix.ix.SetBase(ctx, folder))
}

// Stats describes an index.
type Stats struct {
	Articles        uint64    `json:"articles"`
	Tokens          uint64    `json:"words"`           // words of all articles, titles included
	Bytes           int64     `json:"bytes"`           // on disk; 0 in memory
	Segments        int       `json:"segments"`        // parts of the index; Optimize makes it one
	Oldest          time.Time `json:"oldest,omitzero"` // publication; zero if no date is known
	Newest          time.Time `json:"newest,omitzero"`
	AnalyzerVersion int       `json:"analyzer_version"`
	FormatVersion   int       `json:"format_version"`
	Fields          []string  `json:"fields,omitempty"` // of one's own, as ParseField reads them; nil for none
}

// Stats counts what the index holds.
func (ix *Index) Stats(ctx context.Context) (Stats, error) {
	st, err := ix.ix.Stats(ctx)
	return Stats(st), wrap("read "+ix.name(), err)
}

// Optimize merges the index into one part: searches become faster, and removed
// articles leave the disk. It can be interrupted through ctx at any time.
func (ix *Index) Optimize(ctx context.Context) error {
	return wrap("optimize "+ix.name(), ix.ix.Optimize(ctx))
}

// Backup copies the index as it is now to the new folder dest, while it is in
// use. The copy appears whole or not at all.
func (ix *Index) Backup(ctx context.Context, dest string) error {
	return wrap("back up "+ix.name()+" to "+dest, ix.ix.Backup(ctx, dest))
}

// Close waits for running calls and releases the files. Later calls return
// ErrClosed. What was added one by one and is only in the journal yet it puts into the index proper; where that
// fails, as on a full disk, the error says so, and nothing is lost: whoever opens the index next finds all of it.
func (ix *Index) Close() error { return wrap("close "+ix.name(), ix.ix.Close()) }

package fihris

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/fihris-search/fihris/internal/index"
)

// Index is a full-text index of articles, in a folder or in memory. It is safe
// for concurrent use; what was added is found as soon as the call returns.
type Index struct {
	ix   *index.Index
	path string
}

// Options for [Create] and [Open]; nil and zero fields stand for the defaults.
type Options struct {
	ReadOnly    bool          // refuse changes; takes no lock: beside a process that writes, it is the index as it was when it was opened
	LockTimeout time.Duration // how long to wait for another process to let go; default 3 seconds
	Note        string        // what others are told (Holder.Note) that find the index held by this process, such as the address of its server; only for writing
	BatchSize   int           // articles written at once; default 4000
	Quick       bool          // do not read files again that have the size, time and checksum they were written with: for a program that opens, asks once and ends; only with ReadOnly
	CacheBytes  int64         // memory for postings in use; default half of what the index takes on disk, 256 MiB to 1 GiB
	SearchBytes int64         // memory that one search may need beside that, its hits with their texts among it: beyond it is ErrTooMuch; default 128 MiB
	Words       Words         // words of your own
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
	return index.Options{
		ReadOnly: o.ReadOnly, LockTimeout: o.LockTimeout, Note: o.Note, BatchSize: o.BatchSize, Quick: o.Quick, CacheBytes: o.CacheBytes,
		SearchBytes: o.SearchBytes,
		Words:       index.Words(o.Words),
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
	ix, err := index.Open(path, opts.internal())
	if err != nil {
		return nil, wrap("open "+path, err)
	}
	return &Index{ix, path}, nil
}

// NewMemory makes an empty index in memory; it is gone when it is closed.
func NewMemory() (*Index, error) {
	ix, err := index.NewMemory(index.Options{})
	if err != nil {
		return nil, wrap("create an index in memory", err)
	}
	return &Index{ix, "memory"}, nil
}

// Add adds articles, replacing those of the same ID that differ, and returns when they are
// durable. Refused articles come back as joined [AddError]s; the others are in.
//
// A batch has its price, about 4 ms of CPU and four waits for the disk, beside 0.3 ms
// for each article. Small changes of callers that write at the same time are therefore written as one
// batch: an article that is added alone costs 0.8 ms where 16 goroutines add and 0.5 where 64 do. They wait
// for each other, up to 50 ms; who adds alone waits for nobody. [Index.Remove] is written with them.
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
	Added     int // no article had the ID
	Changed   int // took the place of another article
	Unchanged int // equal to what is there, File included: not written again
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
	return Changes(changes), errors.Join(joinRefused("add to "+ix.path, err, refused), errors.Join(faults...))
}

// Remove removes articles. IDs that are not there are reported as joined
// ErrNotFound; the others are removed.
func (ix *Index) Remove(ctx context.Context, ids ...string) error {
	missing, err := ix.ix.Remove(ctx, ids...)
	refused := make([]index.Refused, len(missing))
	for i, id := range missing {
		refused[i] = index.Refused{ID: id, Err: ErrNotFound}
	}
	return joinRefused("remove from "+ix.path, err, refused)
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
	return wrap("set the base of "+ix.path, ix.ix.SetBase(ctx, folder))
}

// Search answers a request.
func (ix *Index) Search(ctx context.Context, req Request) (*Results, error) {
	began := time.Now()
	if req.Query.limit != nil {
		return nil, wrap("search "+ix.path, req.Query.limit)
	}
	limit := req.Limit
	switch {
	case limit == 0:
		limit = defaultLimit
	case limit < 0:
		limit = 0
	}
	in := index.Request{
		Query: req.Query.tree(), Filter: index.Filter(req.Filter), Order: index.Order(req.Order), After: string(req.After),
		Offset: min(max(req.Offset, 0), maxHits), Limit: min(limit, maxHits), IDsOnly: req.IDsOnly, WholeText: req.WholeText, Explain: req.Explain, NoTotals: req.NoTotals, Group: req.Group, Refine: !req.FirstStage,
		Suggest: req.Suggest, Text: req.Query.text, Literal: req.Literal || req.Query.strict,
	}
	for _, f := range req.Facets {
		in.Facets = append(in.Facets, index.Facet{Field: string(f.Field), Limit: f.Limit})
	}
	res, err := ix.ix.Search(ctx, in)
	if err != nil {
		return nil, wrap("search "+ix.path, err)
	}
	out := &Results{Total: res.Total, TotalAny: res.TotalAny, Relaxed: res.Relaxed, Next: Cursor(res.Next)}
	if len(res.Hits) > 0 {
		out.Hits = make([]Hit, 0, len(res.Hits))
	}
	for i := range res.Hits {
		out.Hits = append(out.Hits, newHit(&res.Hits[i]))
	}
	for i, values := range res.Facets {
		counts := FacetCounts{Field: req.Facets[i].Field}
		for _, v := range values {
			counts.Values = append(counts.Values, FacetValue(v))
		}
		out.Facets = append(out.Facets, counts)
	}
	for _, s := range res.Suggestions {
		out.Suggestions = append(out.Suggestions, Suggestion(s))
	}
	if req.Query.pasted != "" {
		out.ReadAs = append(out.ReadAs, ReadAs{req.Query.pasted, req.Query.text, ReadEncoded})
	}
	for _, r := range res.ReadAs {
		out.ReadAs = append(out.ReadAs, ReadAs(r))
	}
	if res.Instead != nil {
		out.Instead = (*Suggestion)(res.Instead)
	}
	out.Zero = newZeroHits(res.Zero)
	out.Took = time.Since(began)
	return out, nil
}

func newHit(h *index.Hit) Hit {
	out := Hit{Article: Article(h.Document), Score: h.Score, Title: newSnippet(h.Title)}
	for _, c := range h.Copies {
		out.Copies = append(out.Copies, Article(c))
	}
	for _, p := range h.Snippets {
		out.Snippets = append(out.Snippets, newSnippet(p))
	}
	if h.Why != nil {
		out.Why = &Explanation{}
		for _, m := range h.Why {
			out.Why.Terms = append(out.Why.Terms, TermMatch(m))
		}
	}
	return out
}

func newSnippet(spans []index.Span) Snippet {
	out := make(Snippet, len(spans))
	for i, s := range spans {
		out[i] = Span(s)
	}
	return out
}

// Stats describes an index.
type Stats struct {
	Articles        uint64
	Bytes           int64 // on disk; 0 in memory
	Segments        int   // parts of the index; Optimize makes it one
	AnalyzerVersion int
	FormatVersion   int
	Tokens          uint64    // words of all articles, titles included
	Oldest, Newest  time.Time // publication; zero if no date is known
}

// Stats counts what the index holds.
func (ix *Index) Stats(ctx context.Context) (Stats, error) {
	st, err := ix.ix.Stats(ctx)
	return Stats(st), wrap("read "+ix.path, err)
}

// Term is an entry of the dictionary of an index, with the number of articles
// that hold it; articles removed since the last merge count still.
type Term struct {
	Text     string // normalized, as it is indexed at the exact level: not as people write it
	Articles uint64
}

// Terms looks into the dictionary of the index: the n most frequent terms that
// begin with a prefix, also behind the article and proclitics that the prefix
// lacks; of all terms for no prefix. For what a reader may go on to type, as people write it, there is
// [Index.Complete].
func (ix *Index) Terms(ctx context.Context, prefix string, n int) ([]Term, error) {
	terms, err := ix.ix.Terms(ctx, prefix, n)
	out := slices.Grow([]Term(nil), len(terms))
	for _, t := range terms {
		out = append(out, Term(t))
	}
	return out, wrap("read "+ix.path, err)
}

// FileSum is what an index holds of one file: the articles whose
// [Article.File] it is.
type FileSum struct {
	File     string
	Articles int
	Sum      uint64 // of checksums of the articles: it is another as soon as one of them is
}

// Files visits the files that the articles of the index were read from, in the
// order of their names: all for "", else the file of a name and those that lie
// in it, as in a folder or an archive. An error of visit ends it; visit must not
// call the index.
func (ix *Index) Files(ctx context.Context, in string, visit func(FileSum) error) error {
	return wrap("read "+ix.path, ix.ix.Files(ctx, in, func(f index.FileSum) error { return visit(FileSum(f)) }))
}

// FileIDs visits the IDs of the articles that were read from a file, or from
// those that lie in it; for "" those of all files. An error of visit ends it;
// visit must not call the index.
func (ix *Index) FileIDs(ctx context.Context, in string, visit func(file, id string) error) error {
	return wrap("read "+ix.path, ix.ix.FileIDs(ctx, in, visit))
}

// Optimize merges the index into one part: searches become faster, and removed
// articles leave the disk. It can be interrupted through ctx at any time.
func (ix *Index) Optimize(ctx context.Context) error {
	return wrap("optimize "+ix.path, ix.ix.Optimize(ctx))
}

// Backup copies the index as it is now to the new folder dest, while it is in
// use. The copy appears whole or not at all.
func (ix *Index) Backup(ctx context.Context, dest string) error {
	return wrap("back up "+ix.path+" to "+dest, ix.ix.Backup(ctx, dest))
}

// Close waits for running calls and releases the files. Later calls return
// ErrClosed.
func (ix *Index) Close() error { return wrap("close "+ix.path, ix.ix.Close()) }

// Damage is the first damage that a call has met since the index was opened, or
// nil: a file that was cut short, bytes that are not those that were written. Calls that
// do not touch what is damaged still answer; open the index again to have all of it verified.
func (ix *Index) Damage() error { return wrap("read "+ix.path, ix.ix.Damage()) }

// Check looks whether the index in the folder path is whole: every byte of its
// files, then, unless opts say Quick, that each article agrees with its checksum and that
// its postings are those of its text, which takes as long as indexing it. It
// returns ErrCorrupt, saying what is damaged, or nil. opts must have the words that the
// index was made with.
func Check(ctx context.Context, path string, opts *Options) error {
	return wrap("check "+path, index.Check(ctx, path, opts.internal()))
}

// Strangers says which files of the index in the folder path have another owner, or
// other permissions, than its folder has, and how to mend it; nothing where all agree.
// New files get those of the folder, as far as the process may give them: who
// writes tells his user what it could not.
func Strangers(path string) []string { return index.Strangers(path) }

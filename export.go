package fihris

import (
	"context"
	"errors"
	"iter"

	"github.com/fihris-search/fihris/internal/index"
)

// All yields every article of the index as it is when the sequence is first
// asked, in the order of their IDs, one at a time: no more than one is held, and
// the index can be searched and written meanwhile. An article that is damaged comes with
// its ID and an error, and the sequence goes on; it ends with an error when ctx is done or the
// index is closed.
func (ix *Index) All(ctx context.Context) iter.Seq2[Article, error] {
	return articles(ix.name(), ix.ix.All(ctx))
}

// Matching yields the articles that a request counts ([Results].Total), as All does.
// Of the request it takes Query, Filter and Literal.
func (ix *Index) Matching(ctx context.Context, req Request) iter.Seq2[Article, error] {
	return matching(ctx, ix.ix, ix.name(), req)
}

func matching(ctx context.Context, e index.Engine, name string, req Request) iter.Seq2[Article, error] {
	q, err := req.Query.ready(e.Own())
	if err != nil {
		return func(yield func(Article, error) bool) { yield(Article{}, wrap("search "+name, err)) }
	}
	return articles(name, e.Matching(ctx, index.Request{
		Query: q.tree(), Filter: req.Filter.internal(), Literal: req.Literal || q.strict,
	}))
}

func articles(name string, docs iter.Seq2[index.Document, error]) iter.Seq2[Article, error] {
	return func(yield func(Article, error) bool) {
		for d, err := range docs {
			if !yield(Article(d), wrap("read "+name, err)) {
				return
			}
		}
	}
}

// Archive is what an index has stored, read without searching it: of any format
// and analyzer version that ever was, with any word lists, also where its postings
// are damaged.
type Archive struct {
	a    *index.Archive
	path string
}

// OpenArchive opens what the index in the folder path has stored. It takes no
// lock: beside a process that writes it is the state of the last change. Damage
// is no error, see [Archive.Damage], unless nothing at all can be read. When ctx is
// done it ends with its error, also while it looks whether what it opens is whole.
func OpenArchive(ctx context.Context, path string, opts *Options) (*Archive, error) {
	a, err := index.OpenArchive(ctx, path, opts.internal().LockTimeout)
	if err != nil {
		return nil, wrap("open "+path, err)
	}
	return &Archive{a, path}, nil
}

// Articles yields the articles in the order of their IDs, one at a time. One
// whose text is not what was stored comes with its ID, as far as that can be read, and an
// ErrCorrupt, and the sequence goes on; any other error ends it.
func (a *Archive) Articles(ctx context.Context) iter.Seq2[Article, error] {
	return func(yield func(Article, error) bool) {
		for d, err := range a.a.Documents(ctx) {
			if !yield(Article(d), wrap("read "+a.path, err)) {
				return
			}
		}
	}
}

// Count is how many articles there should be, and whether that is known: it is
// not where the list of what was removed is lost.
func (a *Archive) Count() (n uint64, known bool) { return a.a.Live, a.a.Whole }

// Unreadable counts the articles of files that are missing or cannot be read at
// all, which Articles does not yield.
func (a *Archive) Unreadable() uint64 { return a.a.Lost }

// Base is [Index.Base].
func (a *Archive) Base() string { return a.a.Meta.Base }

// Fields is [Index.Fields]: empty, too, where what the index says of itself is lost.
func (a *Archive) Fields() []Field { return newFields(a.a.Fields()) }

// Versions are those of the format and the analyzer that made the index, zero
// where nothing says; current says whether this program makes the same.
func (a *Archive) Versions() (format, analyzer int, current bool) {
	return a.a.Meta.Format, a.a.Meta.Analyzer, a.a.IsCurrent()
}

// Damage joins what is damaged or missing of the files; nil for nothing. The
// articles that Articles yields without an error are whole nevertheless.
func (a *Archive) Damage() error { return wrap("read "+a.path, errors.Join(a.a.Notes...)) }

// Doubts says what is not certain of the articles that Articles has yielded.
func (a *Archive) Doubts() []string { return a.a.Doubts() }

// Close lets the files go.
func (a *Archive) Close() error { return wrap("close "+a.path, a.a.Close()) }

// RebuildOptions are those of [Rebuild].
type RebuildOptions struct {
	Options
	NewWords  bool                   // take Words, whatever words the index was created with
	NewFields bool                   // take Fields, whatever fields of its own the index was created with
	Progress  func(done, all uint64) // told of articles that were taken over
}

// Rebuilt is what [Rebuild] has done.
type Rebuilt struct {
	Articles                uint64
	OldFormat, OldAnalyzer  int
	FormatVersion, Analyzer int
}

// Rebuild makes the index in the folder path anew of the articles that it has
// stored, as this version of the program makes it, and puts it in the place of the old one in one
// step. Stopped or killed at any moment, the folder holds the old index or the new one. It
// needs room for both, and nobody else can write meanwhile; who reads goes on.
//
// It is ErrAnalyzerChanged where Words are not those that the index was created with, unless
// NewWords, or Fields are given that are not, unless NewFields; ErrCorrupt where articles would be lost. Nor is it done
// where an article has a value that is not of the kind of a field.
func Rebuild(ctx context.Context, path string, opts *RebuildOptions) (Rebuilt, error) {
	if opts == nil {
		opts = &RebuildOptions{}
	}
	r, err := index.Rebuild(ctx, path, opts.internal(), index.RebuildChanges{Words: opts.NewWords, Fields: opts.NewFields}, opts.Progress)
	if err != nil {
		return Rebuilt{}, wrap("rebuild "+path, err)
	}
	return Rebuilt{r.Documents, r.Old.Format, r.Old.Analyzer, index.FormatVersion, index.AnalyzerVersion}, nil
}

package fihris

import (
	"context"
	"iter"
)

// Searcher answers queries: an *Index, a server elsewhere, another engine. The page and the
// interface for programs (package web) need nothing more; package searchertest says what they rely on.
//
// What some searchers can do besides is in interfaces of one purpose each: [Completer],
// [Suggester], [Relater], [Copier], [Lister], [Describer], [DamageReporter], [Declarer], [Dater], [Studier]. An *Index is all of them. Who uses a Searcher
// asks for one by a type assertion and, where it is not there, does not offer
// what it is for: the page then has no completions in its box, or no similar articles below one.
//
// All methods are safe for concurrent use, and end soon after their context is done, with its error.
type Searcher interface {
	// Search answers a request: with ErrTooMuch where it asks for more than the
	// searcher does for one, and with ErrBadCursor where After is none of its own.
	Search(ctx context.Context, req Request) (*Results, error)
	// Article returns the article of an ID, or ErrNotFound.
	Article(ctx context.Context, id string) (Article, error)
}

// Completer is a [Searcher] that knows what a reader may go on to type.
type Completer interface {
	Complete(ctx context.Context, text string, n int) ([]Completion, error) // see [Index.Complete]
}

// Suggester is a [Searcher] that fills in what [Request].Suggest asks for. One that is none answers such a
// request with ErrBadRequest.
type Suggester interface{ Suggests() }

// Suggests marks an Index as a [Suggester].
func (ix *Index) Suggests() {}

// Relater is a [Searcher] that finds articles like one of its own.
type Relater interface {
	Similar(ctx context.Context, id string, req Request) (*Results, error) // see [Index.Similar]
}

// Copier is a [Searcher] that knows near-duplicates.
type Copier interface {
	Copies(ctx context.Context, id string) ([]Article, error) // see [Index.Copies]
}

// Dater is a [Searcher] that reads the dates in texts.
type Dater interface {
	Mentions(ctx context.Context, a Article) ([]Mention, error) // see [Index.Mentions]
}

// Studier is a [Searcher] that counts words in texts.
type Studier interface {
	Count(ctx context.Context, s Study) (Occurrences, error)                             // see [Index.Count]
	Concordance(ctx context.Context, req ConcordanceRequest) iter.Seq2[Line, error]      // see [Index.Concordance]
	Collocations(ctx context.Context, req CollocationRequest) (Collocations, error)      // see [Index.Collocations]
	Trend(ctx context.Context, req TrendRequest) (Trend, error)                          // see [Index.Trend]
	Keywords(ctx context.Context, req KeywordsRequest) (Keywords, error)                 // see [Index.Keywords]
	NGrams(ctx context.Context, req NGramsRequest) (grams []NGram, total int, err error) // see [Index.NGrams]
}

// Lister is a [Searcher] that gives out whole articles, one after the other.
type Lister interface {
	All(ctx context.Context) iter.Seq2[Article, error]                   // see [Index.All]
	Matching(ctx context.Context, req Request) iter.Seq2[Article, error] // see [Index.Matching]
}

// Describer is a [Searcher] that says what it holds.
type Describer interface {
	Stats(ctx context.Context) (Stats, error) // see [Index.Stats]
}

// DamageReporter is a [Searcher] that says what is broken about it.
type DamageReporter interface {
	Damage() error // see [Index.Damage]
}

// Declarer is a [Searcher] with fields of one's own, which are the same as long as it is there.
type Declarer interface {
	Fields() []Field                     // see [Index.Fields]
	ParseStrict(s string) (Query, error) // see [Index.ParseStrict]
}

// An index is all of them.
var _ interface {
	Searcher
	Completer
	Suggester
	Relater
	Copier
	Lister
	Describer
	DamageReporter
	Declarer
	Dater
	Studier
} = (*Index)(nil)

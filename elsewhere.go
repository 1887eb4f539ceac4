package fihris

import (
	"context"
	"iter"

	"github.com/fihris-search/fihris/internal/index"
)

// Elsewhere is a [Searcher] whose articles another engine holds: what it is asked and what it
// answers is as with an [Index]. Package opensearch has one; programs do not make any.
type Elsewhere struct {
	e    index.Engine
	name string
}

// NewElsewhere is for packages of this module: e has the articles, and messages call it by the name.
func NewElsewhere(e index.Engine, name string) *Elsewhere { return &Elsewhere{e, name} }

// Search answers a request, as [Index.Search] does.
func (x *Elsewhere) Search(ctx context.Context, req Request) (*Results, error) {
	return search(ctx, x.e, x.name, req)
}

// Suggests marks it as a [Suggester].
func (x *Elsewhere) Suggests() {}

// Article returns the article of an ID, or ErrNotFound.
func (x *Elsewhere) Article(ctx context.Context, id string) (Article, error) {
	d, err := x.e.Article(ctx, id)
	if err != nil {
		return Article{}, wrap("read article "+id, err)
	}
	return Article(d), nil
}

// Similar finds articles like the article of an ID, as [Index.Similar] does.
func (x *Elsewhere) Similar(ctx context.Context, id string, req Request) (*Results, error) {
	return similar(ctx, x.e, x.name, id, req)
}

// Complete completes the last word of what is typed so far, as [Index.Complete] does.
func (x *Elsewhere) Complete(ctx context.Context, text string, n int) ([]Completion, error) {
	return complete(ctx, x.e, x.name, text, n)
}

// All yields every article as it was when the sequence is first asked, in the order of their IDs.
func (x *Elsewhere) All(ctx context.Context) iter.Seq2[Article, error] {
	return articles(x.name, x.e.All(ctx))
}

// Matching yields the articles that a request counts, as [Index.Matching] does.
func (x *Elsewhere) Matching(ctx context.Context, req Request) iter.Seq2[Article, error] {
	return matching(ctx, x.e, x.name, req)
}

// Stats counts what there is.
func (x *Elsewhere) Stats(ctx context.Context) (Stats, error) {
	st, err := x.e.Stats(ctx)
	return Stats(st), wrap("read "+x.name, err)
}

// Fields lists the fields of one's own.
func (x *Elsewhere) Fields() []Field { return newFields(x.e.Fields()) }

// ParseStrict is [ParseStrict] of a query that may name the fields of one's own.
func (x *Elsewhere) ParseStrict(s string) (Query, error) { return parseStrict(x.e.Own(), s) }

var _ interface {
	Searcher
	Completer
	Suggester
	Relater
	Lister
	Describer
	Declarer
} = (*Elsewhere)(nil)

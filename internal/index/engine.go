package index

import (
	"context"
	"iter"

	"github.com/fihris-search/fihris/internal/query"
)

// Engine is what answers about a collection of documents: an *Index, or what has them elsewhere.
type Engine interface {
	Search(ctx context.Context, req Request) (*Results, error)
	Article(ctx context.Context, id string) (Document, error)
	Complete(ctx context.Context, text string, n int) ([]Completion, error)
	Like(ctx context.Context, text string, known uint64) (query.Node, error)
	All(ctx context.Context) iter.Seq2[Document, error]
	Matching(ctx context.Context, req Request) iter.Seq2[Document, error]
	Stats(ctx context.Context) (Stats, error)
	Own() query.Own
	Fields() []Field
}

var _ Engine = (*Index)(nil)

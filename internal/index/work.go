package index

import (
	"context"
	"fmt"

	"github.com/fihris-search/fihris/internal/rank"
)

// The limits of the work of one search, beside those of a query
// (query/limits.go) and of what a word may stand for (expand.go): what goes beyond is
// ErrTooMuch, and says so, rather than slow or large or another search.
const (
	maxPhraseWords     = 256
	defaultSearchBytes = 128 << 20 // of memory that a search needs for itself, caches not counted
)

// work is what one search may still do.
type work struct {
	ctx   context.Context
	bytes int64 // in use
	most  int64 // that may be
}

func newWork(ctx context.Context, opts *Options) *work {
	most := opts.SearchBytes
	if most <= 0 {
		most = defaultSearchBytes
	}
	return &work{ctx: ctx, most: most}
}

// take counts memory that the search needs from now on.
func (w *work) take(bytes int) error {
	if err := w.has(bytes); err != nil {
		return err
	}
	w.bytes += int64(bytes)
	return nil
}

// has says whether there is room for memory that the search needs for a moment.
func (w *work) has(bytes int) error {
	if w.bytes+int64(bytes) > w.most {
		return fmt.Errorf("%w: over %d MB of memory; ask for fewer hits or facets at once, for fewer or rarer words, or allow more", ErrTooMuch, w.most>>20)
	}
	return w.ctx.Err()
}

// give counts memory that it needs no more: all but so much.
func (w *work) give(bytes int64) { w.bytes = bytes }

// tooMuch gives a limit of package rank the name that callers know.
func tooMuch(err *rank.LimitError) error { return fmt.Errorf("%w: %w", ErrTooMuch, err) }

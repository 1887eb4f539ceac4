package index

import (
	"context"
	"fmt"

	"github.com/fihris-search/fihris/internal/rank"
)

// The limits of the work of one search, beside those of a query (query/limits.go):
// what goes beyond is ErrTooMuch, and says so, rather than slow or large.
const (
	maxPhraseWords  = 256
	maxFuzzyLetters = 64
	maxSearchBytes  = 128 << 20 // of memory that a search needs for itself, caches not counted
)

// work is what one search may still do.
type work struct {
	ctx   context.Context
	bytes int64 // in use
}

// take counts memory that the search needs.
func (w *work) take(bytes int) error {
	w.bytes += int64(bytes)
	if w.bytes > maxSearchBytes {
		return fmt.Errorf("%w: over %d MB of memory; ask for fewer or rarer words", ErrTooMuch, maxSearchBytes>>20)
	}
	return w.ctx.Err()
}

// give counts memory that it needs no more.
func (w *work) give(bytes int64) { w.bytes = bytes }

// tooMuch gives a limit of package rank the name that callers know.
func tooMuch(err *rank.LimitError) error { return fmt.Errorf("%w: %w", ErrTooMuch, err) }

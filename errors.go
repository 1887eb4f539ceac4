package fihris

import (
	"context"
	"errors"
	"fmt"

	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/query"
)

// The errors worth telling apart. ErrExists is an [io/fs.ErrExist] too, and ErrNotFound an
// [io/fs.ErrNotExist], as is the error of an index whose folder is not there.
var (
	ErrNotFound        = index.ErrNotFound        // no article has this ID
	ErrNoID            = index.ErrNoID            // an article must have an ID
	ErrClosed          = index.ErrClosed          // the index was closed, or never opened: an Index comes from Create, Open or NewMemory
	ErrLocked          = index.ErrLocked          // another process has the index open
	ErrReadOnly        = index.ErrReadOnly        // the index was opened read-only
	ErrAnalyzerChanged = index.ErrAnalyzerChanged // the index must be made anew: other analyzer, format or word lists; see Rebuild
	ErrOtherWords      = index.ErrOtherWords      // an ErrAnalyzerChanged: other word lists
	ErrOtherFields     = index.ErrOtherFields     // an ErrAnalyzerChanged: other fields of one's own
	ErrCorrupt         = index.ErrCorrupt         // files of the index are damaged or missing
	ErrNoIndex         = index.ErrNotIndex        // the folder is no index
	ErrExists          = index.ErrExists          // there is something already where a new index should be
	ErrTooMuch         = index.ErrTooMuch         // a search asks for more words, forms or memory than it may have
	ErrBadRequest      = index.ErrRequest         // a request or a query asks for what there is not: a field, an order, a weight out of bounds
	ErrBadCursor       = index.ErrCursor          // Request.After does not belong to this search
	ErrNothingToCount  = index.ErrNothingToCount  // a Study of a query without words that stand in texts: a filter, a byline
)

// LockedError is the ErrLocked of [Open] and [Create], and says in Holders []Holder which processes
// have the index open, as far as the system tells.
type LockedError = index.LockedError

// Holder is a process that has an index open: its PID int, its Command, its Host where that is another,
// and the Note that it opened the index with ([Options]), all as far as the system tells.
type Holder = index.Holder

// SyntaxError says where a query cannot be understood, in Offset int, a number of bytes from its start,
// and why, in Msg string. [ParseStrict] returns it, and [ParseQuery] of a query that is larger than one can be.
type SyntaxError = query.SyntaxError

// AddError says why an article was refused: it has no ID, or text that is not UTF-8, or more of
// it than fits. All others of the call are in, unless another error is joined with it.
type AddError struct {
	ID  string // as given; may be empty
	Err error
}

// Error returns the ID and the reason.
func (e *AddError) Error() string { return fmt.Sprintf("article %q: %v", e.ID, e.Err) }

// Unwrap returns the reason.
func (e *AddError) Unwrap() error { return e.Err }

// wrap says what failed, in the one place where "fihris:" is put before it.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("fihris: %s: %w", doing, ended(err))
}

// ended is the error of a context where err is one: what was at hand when the time was
// over tells nobody anything.
func ended(err error) error {
	for e := err; e != nil; e = errors.Unwrap(e) {
		if e == context.Canceled || e == context.DeadlineExceeded {
			return e
		}
	}
	return err
}

// joinRefused joins an error with those of refused articles.
func joinRefused(doing string, err error, refused []index.Refused) error {
	errs := make([]error, 0, len(refused)+1)
	if err != nil {
		errs = append(errs, wrap(doing, err))
	}
	for _, r := range refused {
		errs = append(errs, wrap(doing, &AddError{r.ID, r.Err}))
	}
	return errors.Join(errs...)
}

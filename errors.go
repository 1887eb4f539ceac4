package fihris

import (
	"errors"
	"fmt"

	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/query"
)

// The errors worth telling apart.
var (
	ErrNotFound        = index.ErrNotFound        // no article has this ID
	ErrNoID            = index.ErrNoID            // an article must have an ID
	ErrClosed          = index.ErrClosed          // the index was closed
	ErrLocked          = index.ErrLocked          // another process has the index open
	ErrReadOnly        = index.ErrReadOnly        // the index was opened read-only
	ErrAnalyzerChanged = index.ErrAnalyzerChanged // the index must be made anew: other analyzer, format or word lists; see Rebuild
	ErrOtherWords      = index.ErrOtherWords      // an ErrAnalyzerChanged: other word lists
	ErrCorrupt         = index.ErrCorrupt         // files of the index are damaged or missing
	ErrNoIndex         = index.ErrNotIndex        // the folder is no index
	ErrExists          = index.ErrExists          // there is something already where a new index should be
	ErrTooMuch         = index.ErrTooMuch         // a search asks for more words, forms or memory than it may have
	ErrBadCursor       = index.ErrCursor          // Request.After does not belong to this search
)

// LockedError is the ErrLocked of [Open] and [Create], and says which processes have the
// index open, as far as the system tells.
type LockedError = index.LockedError

// Holder is a process that has an index open.
type Holder = index.Holder

// SyntaxError says where a query cannot be understood; only [ParseStrict]
// returns it.
type SyntaxError = query.SyntaxError

// AddError says why an article was refused; all others of the call are in.
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
	return fmt.Errorf("fihris: %s: %w", doing, err)
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

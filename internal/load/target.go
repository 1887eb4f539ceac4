// Package load brings articles of files into an index, in batches, each durable
// before the next but one is begun. Where they go is a [Target].
package load

import (
	"context"
	"errors"

	"github.com/fihris-search/fihris"
)

// Target is where articles go: an index of this process, or one behind a
// server. It is used from several goroutines at once.
type Target interface {
	// Add puts a batch of articles in, and says what became of them once they
	// are durable. Refused articles come back as joined [*fihris.AddError]s; the
	// others are in. After any other error the batch may be in or not.
	Add(ctx context.Context, batch []fihris.Article) (fihris.Changes, error)
	// Remove takes articles out and says how many there were of them.
	Remove(ctx context.Context, ids []string) (int, error)
	// Article returns the article of an ID, or [fihris.ErrNotFound].
	Article(ctx context.Context, id string) (fihris.Article, error)
	// Base returns the folder that names of files are relative to, or "".
	Base() string
	// SetBase makes the target remember that folder.
	SetBase(ctx context.Context, folder string) error
}

// Holder is a target that says what it holds of files, so that what it has need
// not be read again, and what is gone can be removed.
type Holder interface {
	Target
	Files(ctx context.Context, in string, visit func(fihris.FileSum) error) error
	FileIDs(ctx context.Context, in string, visit func(file, id string) error) error
}

// Index is the target that an open index is.
type Index struct{ *fihris.Index }

// Add puts a batch of articles in.
func (ix Index) Add(ctx context.Context, batch []fihris.Article) (fihris.Changes, error) {
	return ix.AddAll(ctx, func(yield func(fihris.Article, error) bool) {
		for _, a := range batch {
			if !yield(a, nil) {
				return
			}
		}
	})
}

// Remove takes articles out.
func (ix Index) Remove(ctx context.Context, ids []string) (int, error) {
	return Removed(len(ids), ix.Index.Remove(ctx, ids...))
}

// Removed says how many of so many IDs were there, by the error of their removal; an ID
// that was not is none.
func Removed(n int, err error) (int, error) {
	removed := n
	err = eachError(err, func(err error) error {
		if errors.Is(err, fihris.ErrNotFound) {
			removed--
			return nil
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return removed, nil
}

// eachError passes the errors that are joined in one through a function, and
// joins what it returns.
func eachError(err error, do func(error) error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var left []error
		for _, err := range joined.Unwrap() {
			left = append(left, eachError(err, do))
		}
		return errors.Join(left...)
	}
	if err == nil {
		return nil
	}
	return do(err)
}

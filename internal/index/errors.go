package index

import (
	"errors"
	"io/fs"

	"github.com/fihris-search/fihris/internal/store"
)

// The errors a caller can tell apart; the root package exports them again.
var (
	ErrNotFound = error(notFound{})
	ErrNoID     = errors.New("article without an ID")
	ErrTooMuch  = errors.New("more than a search may take")
	ErrRequest  = errors.New("this cannot be done")
	ErrCursor   = errors.New("cursor does not belong to this search")

	ErrClosed          = store.ErrClosed
	ErrLocked          = store.ErrLocked
	ErrReadOnly        = store.ErrReadOnly
	ErrAnalyzerChanged = store.ErrOtherMeta
	ErrOtherWords      = store.ErrOtherWords
	ErrOtherFields     = store.ErrOtherFields
	ErrCorrupt         = store.ErrCorrupt
	ErrNotIndex        = store.ErrNotIndex
	ErrExists          = store.ErrExists
)

// notFound is fs.ErrNotExist in our words: programs ask for either.
type notFound struct{}

func (notFound) Error() string        { return "no such article" }
func (notFound) Is(target error) bool { return target == fs.ErrNotExist }

// LockedError says who has an index open.
type LockedError = store.LockedError

// Holder is a process that has an index open.
type Holder = store.Holder

// Strangers says which files of the index in dir others can read, or are owned by
// others, than its folder says: see store.Strangers.
func Strangers(dir string) []string { return store.Strangers(dir) }

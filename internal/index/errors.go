package index

import "errors"

// The errors a caller can tell apart; the root package exports them again.
var (
	ErrNotFound        = errors.New("no such article")
	ErrNoID            = errors.New("article without an ID")
	ErrClosed          = errors.New("index is closed")
	ErrLocked          = errors.New("in use by another process")
	ErrReadOnly        = errors.New("opened read-only")
	ErrAnalyzerChanged = errors.New("built with another analyzer or word list")
	ErrCorrupt         = errors.New("index is damaged")
	ErrNotIndex        = errors.New("not an index")
	ErrExists          = errors.New("exists already")
	ErrCursor          = errors.New("cursor does not belong to this search")
)

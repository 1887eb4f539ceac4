package query

import "fmt"

// SyntaxError says what ParseStrict found wrong and where.
type SyntaxError struct {
	Offset int    // in bytes from the beginning of the query
	Msg    string // lower case, without the place
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("query: %s at byte %d", e.Msg, e.Offset)
}

// The limits of a query. Beyond them ParseStrict reports an error; Parse takes
// a query that is too long as plain words up to the limit, overlooks brackets
// that are too deep, and drops what follows the last leaf allowed.
const (
	MaxLength = 1 << 16 // bytes
	MaxDepth  = 32      // brackets within brackets
	MaxLeaves = 1024    // words, phrases and filters
	MaxEdits  = 2       // of a fuzzy word
	MaxSlop   = 100     // of a phrase
	MaxBoost  = 1000    // weights lie between 1/MaxBoost and MaxBoost
)

// faults collects what is wrong with a query: lenient parsing goes on, strict
// parsing reports the first by place.
type faults struct{ first *SyntaxError }

func (f *faults) add(offset int, format string, args ...any) {
	if f.first == nil || offset < f.first.Offset {
		f.first = &SyntaxError{Offset: offset, Msg: fmt.Sprintf(format, args...)}
	}
}

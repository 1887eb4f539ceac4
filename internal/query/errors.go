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

// faults collects what is wrong with a query: lenient parsing goes on, strict
// parsing reports the first by place.
type faults struct{ first *SyntaxError }

func (f *faults) add(offset int, format string, args ...any) {
	if f.first == nil || offset < f.first.Offset {
		f.first = &SyntaxError{Offset: offset, Msg: fmt.Sprintf(format, args...)}
	}
}

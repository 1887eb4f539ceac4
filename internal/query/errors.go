package query

import "fmt"

// SyntaxError says what ParseStrict found wrong and where.
type SyntaxError struct {
	Offset int    // in bytes from the beginning of the query
	Msg    string // lower case, without the place
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("query: at byte %d: %s", e.Offset, e.Msg)
}

// faults collects what is wrong with a query: lenient parsing goes on, strict
// parsing reports the first by place.
type faults struct {
	first *SyntaxError
	limit *SyntaxError // the first that is about the size of the query
}

func (f *faults) add(offset int, format string, args ...any) {
	if f.first == nil || offset < f.first.Offset {
		f.first = &SyntaxError{Offset: offset, Msg: fmt.Sprintf(format, args...)}
	}
}

// exceed adds a fault that is about the size of the query.
func (f *faults) exceed(offset int, format string, most int) {
	f.add(offset, format, most)
	if f.limit == nil || offset < f.limit.Offset {
		f.limit = &SyntaxError{Offset: offset, Msg: fmt.Sprintf(format, most)}
	}
}

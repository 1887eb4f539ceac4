package answer

import (
	"errors"

	"github.com/go-json-experiment/json"

	"github.com/fihris-search/fihris"
)

// Written says what became of articles that were sent to a server. All that it
// counts as added, changed or unchanged is durable.
type Written struct {
	Added     int       `json:"added" doc:"No article had the ID."`
	Changed   int       `json:"changed" doc:"Took the place of another."`
	Unchanged int       `json:"unchanged" doc:"Equal to what is there."`
	Failed    int       `json:"failed" doc:"Were not taken."`
	Lines     int       `json:"lines,omitempty" doc:"Of a stream: how many of its lines, from the first on, are dealt with."`
	Problems  []Problem `json:"problems,omitempty" doc:"The first 1,000 that were not taken."`
	Error     *Error    `json:"error,omitempty" doc:"Why not all is in, as in Error."`
}

// Problem says why an article was not taken.
type Problem struct {
	Line   int    `json:"line"`
	ID     string `json:"id,omitempty" doc:"If it could be read."`
	Reason string `json:"reason"`
}

// Error says why there is no answer, or why it is not whole.
type Error struct {
	Code    string `json:"code" doc:"For programs: bad_parameter, bad_query, too_much, not_found, unauthorized, busy … It stays what it is; more may come."`
	Message string `json:"message" doc:"For people: what was wrong, and what to do."`
	Offset  *int   `json:"offset,omitempty" doc:"Of a query that cannot be understood, in bytes."`
}

// NewWritten is the answer for articles that were all taken.
func NewWritten(c fihris.Changes) Written {
	return Written{Added: c.Added, Changed: c.Changed, Unchanged: c.Unchanged}
}

// Add counts further articles.
func (w *Written) Add(c fihris.Changes) {
	w.Added += c.Added
	w.Changed += c.Changed
	w.Unchanged += c.Unchanged
}

// Removed says which articles were removed.
type Removed struct {
	Removed int      `json:"removed"`
	Missing []string `json:"missing"`
}

// ReadBase reads the folder that names of files are relative to: {"base":"…"}.
func ReadBase(b []byte) (string, error) {
	var s struct {
		Base *string `json:"base"`
	}
	if err := json.Unmarshal(b, &s, json.RejectUnknownMembers(true)); err != nil || s.Base == nil {
		return "", errors.New(`an object such as {"base":"/srv/news"} is wanted`)
	}
	return *s.Base, nil
}

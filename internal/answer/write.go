package answer

import (
	"errors"

	"github.com/go-json-experiment/json"

	"github.com/fihris-search/fihris"
)

// Written says what became of articles that were sent to a server. All that it
// counts as added, changed or unchanged is durable.
type Written struct {
	Added     int       `json:"added"`
	Changed   int       `json:"changed"`
	Unchanged int       `json:"unchanged"`
	Failed    int       `json:"failed"`             // articles that were not taken
	Lines     int       `json:"lines,omitempty"`    // of a stream, from its first on: what is counted here is of these
	Problems  []Problem `json:"problems,omitempty"` // the first of those that were not taken
	Error     *Error    `json:"error,omitempty"`    // why not all is in
}

// Problem says why an article was not taken.
type Problem struct {
	Line   int    `json:"line"`
	ID     string `json:"id,omitempty"` // if it could be read
	Reason string `json:"reason"`
}

// Error is what programs get instead of an answer, or beside one that is not
// whole.
type Error struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Offset  *int   `json:"offset,omitempty"` // of a query that cannot be understood, in bytes
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

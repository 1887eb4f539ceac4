package web

import (
	"context"
	"net/http"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// completer is a Searcher that also completes what is being typed, as an
// *fihris.Index does. Without it the box of the page offers nothing.
type completer interface {
	Complete(ctx context.Context, text string, n int) ([]fihris.Completion, error)
}

// completeParameters are the names that GET /v1/complete knows.
var completeParameters = []string{"q", "limit", "lang"}

const (
	defaultCompletions = 8
	maxCompletions     = 50
)

// apiComplete answers GET /v1/complete?q=.
func (srv *server) apiComplete(w http.ResponseWriter, r *http.Request) error {
	words, ok := srv.searcher.(completer)
	if !ok {
		return errNoPage
	}
	values, err := readValues(r)
	if err != nil {
		return err
	}
	if err := checkNames(values, completeParameters); err != nil {
		return err
	}
	text, err := checkText("q", values.Get("q"))
	if err != nil {
		return err
	}
	n := defaultCompletions
	if values.Get("limit") != "" {
		if n, err = readInt(values, "limit", 1, maxCompletions); err != nil {
			return err
		}
	}
	found, err := words.Complete(r.Context(), text, n)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, answer.NewComplete(found))
	return nil
}

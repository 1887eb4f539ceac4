package web

import (
	"net/http"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

const (
	defaultCompletions = 8
	maxCompletions     = 50
)

// apiComplete answers GET /v1/complete?q=.
func (srv *server) apiComplete(w http.ResponseWriter, r *http.Request) error {
	values, err := readValues(r)
	if err != nil {
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
	found, err := srv.searcher.(fihris.Completer).Complete(r.Context(), text, n)
	if err != nil {
		return err
	}
	a := answer.NewComplete(found)
	l := localeOf(r, english)
	for i := range a.Completions {
		c := &a.Completions[i]
		c.Spans = typedSpans(text, c.Text)
		if c.Counted, err = l.N("results.count", c.Articles); err != nil {
			return err
		}
	}
	writeKept(w, r, a, a)
	return nil
}

package index

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/fihris-search/fihris/internal/meaning"
	"github.com/fihris-search/fihris/internal/query"
)

// asked remembers what an embedder was asked, and that it does not answer.
type asked struct {
	mu    sync.Mutex
	known map[string][]int8
	until time.Time // not asked again before
	why   string
}

const (
	mostAsked        = 1024 // queries that are remembered
	defaultEmbedWait = 2 * time.Second
	embedRest        = 5 * time.Second // after it has failed, so that not every search waits for it
)

// meant asks the embedder what a request means; nil where it is not to be asked.
func (ix *Index) meant(ctx context.Context, req *Request) *nearby {
	if ix == nil {
		return nil // which the search says itself
	}
	e := ix.opts.Embedder
	if e == nil || req.NoMeaning || req.Limit <= 0 || req.Order != "" || !req.Refine {
		return nil
	}
	text, ok := meaningText(req.Query)
	if !ok {
		return nil
	}
	n := &nearby{model: e.Model()}
	n.of.Model = n.model
	n.vector, n.failure = ix.ask(ctx, e, text)
	n.of.Note = n.failure
	return n
}

// ask returns the vector of a query, or why there is none.
func (ix *Index) ask(ctx context.Context, e meaning.Embedder, text string) (vector []int8, failure string) {
	a := &ix.asked
	a.mu.Lock()
	vector, ok := a.known[text]
	rest, why := time.Until(a.until), a.why
	a.mu.Unlock()
	if ok {
		return vector, ""
	}
	if rest > 0 {
		return nil, why
	}
	wait := ix.opts.EmbedWait
	if wait <= 0 {
		wait = defaultEmbedWait
	}
	waiting, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	got, err := meaning.Ask(waiting, e, meaning.Query, []string{text})
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case err == nil:
		if a.known == nil || len(a.known) >= mostAsked {
			a.known = map[string][]int8{}
		}
		a.known[text], a.until = got[0], time.Time{}
		return got[0], ""
	case ctx.Err() != nil: // whoever asks has gone: that says nothing of the embedder
		return nil, ctx.Err().Error()
	case errors.Is(waiting.Err(), context.DeadlineExceeded):
		failure = fmt.Sprintf("the embedder did not answer within %v: found by words only", wait)
	default:
		failure = fmt.Sprintf("%v: found by words only", err)
	}
	a.until, a.why = time.Now().Add(embedRest), failure
	return nil, failure
}

// meaningText is what of a query has a meaning to look for: bare words side by side. A query that says
// more exactly what it wants is answered by words.
func meaningText(root query.Node) (string, bool) {
	var words []string
	bare := func(n query.Node) bool {
		w, ok := n.(*query.Word)
		if ok = ok && w.Form == query.Stem && w.Field == query.Text; ok {
			words = append(words, w.Text)
		}
		return ok
	}
	switch n := root.(type) {
	case *query.Word:
		return n.Text, bare(n)
	case *query.Group:
		for _, one := range n.Any {
			if !bare(one) {
				return "", false
			}
		}
		return strings.Join(words, " "), len(words) > 0
	}
	return "", false
}

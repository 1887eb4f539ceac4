package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/queue"
)

// problem is an error that its reader may see: a status, a code for programs
// and a message in the languages of the interface.
type problem struct {
	status int
	code   string
	key    string // of the message in the locales
	args   []any  // what the message inserts
	offset *int   // of a query: the place, in bytes
}

// Error gives the message in English.
func (p *problem) Error() string { return english.text(p.key, p.args...) }

// The problems that arise in this package and carry nothing.
var (
	errNoPage    = &problem{status: http.StatusNotFound, code: "not_found", key: "error.no_page"}
	errNoID      = &problem{status: http.StatusBadRequest, code: "bad_parameter", key: "error.no_id"}
	errNoQuery   = &problem{status: http.StatusBadRequest, code: "bad_parameter", key: "error.no_query", args: []any{strings.Join(filterParameters, ", ")}}
	errReadOnly  = &problem{status: http.StatusMethodNotAllowed, code: "read_only", key: "error.read_only"}
	errTooLarge  = &problem{status: http.StatusRequestEntityTooLarge, code: "too_large", key: "error.too_large"}
	errBusy      = &problem{status: http.StatusServiceUnavailable, code: "busy", key: "error.busy"}
	errDamaged   = &problem{status: http.StatusServiceUnavailable, code: "damaged", key: "error.damaged"}
	errReadToken = &problem{status: http.StatusUnauthorized, code: "unauthorized", key: "error.read_token"}
	errToken     = &problem{status: http.StatusUnauthorized, code: "unauthorized", key: "error.token"}
	errFull      = &problem{status: http.StatusInsufficientStorage, code: "full", key: "error.full"}
	errPanic     = &problem{status: http.StatusInternalServerError, code: "internal", key: "error.internal"}
)

// The problems of a body.
var (
	errMediaType   = &problem{status: http.StatusUnsupportedMediaType, code: "media_type", key: "error.media_type", args: []any{oneArticle[0], jsonLines[0]}}
	errArticleSize = &problem{status: http.StatusRequestEntityTooLarge, code: "too_large", key: "error.article_size", args: []any{strconv.Itoa(maxArticle >> 20)}}
	errSlow        = &problem{status: http.StatusRequestTimeout, code: "slow", key: "error.slow", args: []any{strconv.Itoa(int(silence.Seconds()))}}
	errCut         = &problem{status: http.StatusBadRequest, code: "cut", key: "error.cut"}
	errStopping    = &problem{status: http.StatusServiceUnavailable, code: "stopping", key: "error.stopping"}
)

// badParameter says which parameter cannot be understood and what would be.
func badParameter(key string, args ...any) *problem {
	return &problem{status: http.StatusBadRequest, code: "bad_parameter", key: key, args: args}
}

// problemOf maps every error to what the reader is told. What is not listed
// here is an internal error, whose details only the log gets to see.
func problemOf(err error) *problem {
	var p *problem
	var syntax *fihris.SyntaxError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &syntax):
		return &problem{status: http.StatusBadRequest, code: "bad_query", key: "error.query",
			args: []any{syntax.Offset, syntax.Msg}, offset: &syntax.Offset}
	case errors.Is(err, queue.ErrBusy):
		return errBusy
	case errors.Is(err, fihris.ErrNotFound):
		return &problem{status: http.StatusNotFound, code: "not_found", key: "error.no_article"}
	case errors.Is(err, fihris.ErrNoID):
		return errNoID
	case errors.Is(err, fihris.ErrBadCursor):
		return badParameter("error.cursor")
	case errors.Is(err, fihris.ErrNoArticles):
		return &problem{status: http.StatusBadRequest, code: "no_articles", key: "error.no_articles"}
	case errors.Is(err, fihris.ErrNothingToCount):
		return &problem{status: http.StatusBadRequest, code: "nothing_to_count", key: "error.nothing_to_count"}
	case errors.Is(err, fihris.ErrBadRequest):
		return &problem{status: http.StatusBadRequest, code: "bad_request", key: "error.request", args: []any{reason(err)}}
	case errors.Is(err, context.DeadlineExceeded):
		return &problem{status: http.StatusServiceUnavailable, code: "timeout", key: "error.timeout"}
	case errors.Is(err, fihris.ErrTooMuch):
		return &problem{status: http.StatusBadRequest, code: "too_much", key: "error.too_much"}
	case errors.Is(err, fihris.ErrCorrupt):
		return errDamaged
	case errors.Is(err, fihris.ErrReadOnly):
		return errReadOnly
	case errors.Is(err, syscall.ENOSPC):
		return errFull
	case errors.Is(err, fihris.ErrClosed):
		return &problem{status: http.StatusServiceUnavailable, code: "unavailable", key: "error.closed"}
	default:
		return errPanic
	}
}

// reason is what an error that is fihris.ErrBadRequest says of the request, isolated and shortened in its
// middle: what was given stands before what would be right.
func reason(err error) string {
	const most = 300 // letters, of either end
	text := err.Error()
	if _, behind, ok := strings.Cut(text, fihris.ErrBadRequest.Error()+": "); ok {
		text = behind
	}
	if letters := []rune(text); len(letters) > 2*most {
		text = string(letters[:most]) + ellipsis + string(letters[len(letters)-most:])
	}
	return firstStrongIsolate + text + popDirectionalIsolate
}

// fail answers with the problem of err: JSON below /v1/, else a page.
func (srv *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // nobody listens any more
	}
	if isAPI(r) {
		status, e := srv.told(w, r, err)
		writeProblem(w, answer.NewFailure(status, *e))
		return
	}
	p := srv.problem(w, r, err)
	if err := srv.pages.fail(w, r, p); err != nil {
		srv.log.Error("error page failed", "path", r.URL.Path, "error", err)
		http.Error(w, english.text(errPanic.key), http.StatusInternalServerError)
	}
}

// problem is the problem of err, told to the log if it is ours: that there are many
// who ask is no error, and in a flood the log would be one more.
func (srv *server) problem(w http.ResponseWriter, r *http.Request, err error) *problem {
	p := problemOf(err)
	callerOf(r).code = p.code
	if p.status >= http.StatusInternalServerError && !p.passing() {
		srv.log.Error("request failed", "id", callerOf(r).id, "path", clipped(r.URL.Path), "status", p.status, "code", p.code, "error", clipped(err.Error()))
	}
	if p.status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", strconv.Itoa(srv.retryAfter()))
	}
	return p
}

// passing says whether a problem passes by itself.
func (p *problem) passing() bool {
	return slices.Contains([]string{"busy", "timeout", "stopping", "unavailable"}, p.code)
}

// retryAfter is how many seconds one should wait who was sent away: the longer the
// more are waiting.
func (srv *server) retryAfter() int {
	const least, most = 2, 30
	if srv.turns == nil {
		return least
	}
	_, waiting := srv.turns.Load()
	return min(most, least+waiting/(8*srv.places))
}

// told is the problem of err as programs are told it, with its status.
func (srv *server) told(w http.ResponseWriter, r *http.Request, err error) (int, *answer.Error) {
	p := srv.problem(w, r, err)
	return p.status, &answer.Error{Code: p.code, Message: localeOf(r, english).text(p.key, p.args...), Offset: p.offset}
}

// isAPI tells programs from readers by the address.
func isAPI(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, prefixAPI) || r.URL.Path == pathHealth || r.URL.Path == pathReady || r.URL.Path == pathMCP
}

package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"net/http"
	"strings"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// Writer is what takes articles; an open [fihris.Index] is one. Changes of
// requests at the same time are written together by it.
type Writer interface {
	AddAll(ctx context.Context, articles iter.Seq2[fihris.Article, error]) (fihris.Changes, error)
	Remove(ctx context.Context, ids ...string) error
	Base() string
	SetBase(ctx context.Context, folder string) error
}

// Limits on what is written.
const (
	maxArticle  = 64 << 20 // bytes of one article as JSON, as the loader of files has it
	smallBody   = 1 << 20  // what many may send at the same time
	maxWrites   = 256      // requests with one article, or a few, at the same time
	maxStreams  = 4        // longer streams
	maxLarge    = 2        // articles beyond smallBody in memory
	maxProblems = 1000     // articles told one by one that were not taken
)

// The two forms of articles.
var (
	oneArticle = []string{"application/json"}
	jsonLines  = []string{"application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/json-lines"}
)

// writing holds what requests that write share.
type writing struct {
	to      Writer
	tokens  tokens
	writes  *turnstile
	streams *turnstile
	large   *turnstile
}

// mayWrite is an action of those who show a token.
func (srv *server) mayWrite(do action) http.Handler {
	return srv.plain(func(w http.ResponseWriter, r *http.Request) error {
		if !srv.writing.tokens.allow(r) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="fihris"`)
			return errToken
		}
		if d, ok := srv.searcher.(fihris.DamageReporter); ok && d.Damage() != nil {
			return errDamaged // what is written into a damaged index may be lost with it
		}
		return do(w, r)
	})
}

// post answers POST /v1/articles: one article, or a stream of them.
func (srv *server) post(w http.ResponseWriter, r *http.Request) error {
	kind, err := mediaType(r)
	if err != nil {
		return err
	}
	if kind == jsonLines[0] {
		return srv.stream(w, r)
	}
	return srv.one(w, r, "")
}

// put answers PUT /v1/articles/{id}.
func (srv *server) put(w http.ResponseWriter, r *http.Request) error {
	id, err := srv.articleID(r)
	if err != nil {
		return err
	}
	kind, err := mediaType(r)
	if err == nil && kind != oneArticle[0] {
		err = errMediaType
	}
	if err != nil {
		return err
	}
	return srv.one(w, r, id)
}

// mediaType reads what the body is. A form of another site can send none of these
// types without asking first.
func mediaType(r *http.Request) (string, error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := strings.ToLower(params["charset"])
	if err != nil || charset != "" && charset != "utf-8" && charset != "utf8" || r.Header.Get("Content-Encoding") != "" {
		return "", errMediaType
	}
	for _, kinds := range [][]string{oneArticle, jsonLines} {
		for _, k := range kinds {
			if k == kind {
				return kinds[0], nil
			}
		}
	}
	return "", errMediaType
}

// one writes the article in the body; id is that of the address, or empty.
func (srv *server) one(w http.ResponseWriter, r *http.Request, id string) error {
	if err := srv.writing.writes.enter(r.Context()); err != nil {
		return err
	}
	defer srv.writing.writes.leave()
	in := newPatient(w, r)
	body, large, err := srv.readBody(r.Context(), in)
	if large {
		defer srv.writing.large.leave()
	}
	if errors.Is(err, errArticleSize) {
		return srv.refuse(w, r, id, errArticleSize, errArticleSize.Error())
	}
	if err != nil {
		return err
	}
	in.done()
	a, err := answer.ReadArticle(body)
	if err != nil {
		return srv.refuse(w, r, id, notTaken(err), err.Error())
	}
	a.ID = srv.composed(r.Context(), a.ID)
	if id != "" {
		if a.ID != "" && a.ID != id {
			return &problem{status: http.StatusBadRequest, code: "bad_article", key: "error.other_id", args: []any{quoted(a.ID), quoted(id)}}
		}
		a.ID = id
	}
	changes, refused, err := srv.write(r.Context(), a)
	in.answer()
	switch {
	case err != nil:
		return err
	case len(refused) > 0:
		return srv.refuse(w, r, a.ID, notTaken(refused[0].Err), refused[0].Err.Error())
	}
	status := http.StatusOK
	if changes.Added > 0 {
		status = http.StatusCreated
	}
	writeJSON(w, status, answer.NewWritten(changes))
	return nil
}

// readBody reads a body that may be as long as an article; large says that it
// holds a place among those that are long.
func (srv *server) readBody(ctx context.Context, in io.Reader) (body []byte, large bool, err error) {
	body, err = io.ReadAll(io.LimitReader(in, smallBody))
	if err != nil || len(body) < smallBody {
		return body, false, err
	}
	if err := srv.writing.large.enter(ctx); err != nil {
		return nil, false, err
	}
	rest, err := io.ReadAll(io.LimitReader(in, maxArticle-smallBody+1))
	if err == nil && len(rest) > maxArticle-smallBody {
		err = errArticleSize
	}
	return append(body, rest...), true, err
}

// write writes articles and returns when they are durable. It goes on when the
// client is gone, who cannot know how far we were.
func (srv *server) write(ctx context.Context, articles ...fihris.Article) (fihris.Changes, []*fihris.AddError, error) {
	changes, err := srv.writing.to.AddAll(context.WithoutCancel(ctx), func(yield func(fihris.Article, error) bool) {
		for _, a := range articles {
			if !yield(a, nil) {
				return
			}
		}
	})
	refused, err := splitRefused(err)
	return changes, refused, err
}

// splitRefused takes the articles that were refused out of an error.
func splitRefused(err error) (refused []*fihris.AddError, left error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			r, l := splitRefused(err)
			refused, left = append(refused, r...), errors.Join(left, l)
		}
		return refused, left
	}
	var one *fihris.AddError
	if errors.As(err, &one) {
		return []*fihris.AddError{one}, nil
	}
	return nil, err
}

// notTaken says why an article is not taken.
func notTaken(err error) *problem {
	return &problem{status: http.StatusUnprocessableEntity, code: "bad_article", key: "error.article", args: []any{shortened(err.Error())}}
}

// refuse answers that an article is not taken, and why.
func (srv *server) refuse(w http.ResponseWriter, r *http.Request, id string, p *problem, reason string) error {
	sum := answer.Written{Failed: 1, Problems: []answer.Problem{{Line: 1, ID: shortened(id), Reason: shortened(reason)}}}
	var status int
	status, sum.Error = srv.told(w, r, p)
	writeJSON(w, status, sum)
	return nil
}

// shortened bounds a reason, which may quote what was sent.
func shortened(s string) string {
	const most = 300
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + ellipsis
	}
	return s
}

// remove answers DELETE /v1/articles/{id}.
func (srv *server) remove(w http.ResponseWriter, r *http.Request) error {
	id, err := srv.articleID(r)
	if err != nil {
		return err
	}
	if err := srv.writing.writes.enter(r.Context()); err != nil {
		return err
	}
	defer srv.writing.writes.leave()
	if err := srv.writing.to.Remove(context.WithoutCancel(r.Context()), id); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, answer.Removed{Removed: 1, Missing: []string{}})
	return nil
}

// baseBody is what GET and PUT /v1/base carry.
type baseBody struct {
	Base string `json:"base"`
}

// getBase answers GET /v1/base: the folder that names of files are relative to.
func (srv *server) getBase(w http.ResponseWriter, _ *http.Request) error {
	writeJSON(w, http.StatusOK, baseBody{srv.writing.to.Base()})
	return nil
}

// putBase answers PUT /v1/base.
func (srv *server) putBase(w http.ResponseWriter, r *http.Request) error {
	if kind, err := mediaType(r); err != nil || kind != oneArticle[0] {
		return errMediaType
	}
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	if err != nil {
		return errTooLarge
	}
	base, err := answer.ReadBase(b)
	if err != nil {
		return &problem{status: http.StatusBadRequest, code: "bad_parameter", key: "error.article", args: []any{shortened(err.Error())}}
	}
	if err := srv.writing.to.SetBase(context.WithoutCancel(r.Context()), base); err != nil {
		return fmt.Errorf("set the base: %w", err)
	}
	writeJSON(w, http.StatusOK, baseBody{base})
	return nil
}

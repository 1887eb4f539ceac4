package web

import (
	"context"
	"errors"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// turnstile lets only so many requests search at the same time, and makes the
// others wait a moment: a burst is served, a flood is told to come back.
type turnstile struct {
	slots chan struct{}
	wait  time.Duration
}

func newTurnstile(n int, wait time.Duration) *turnstile {
	return &turnstile{slots: make(chan struct{}, n), wait: wait}
}

// enter waits for a turn. It returns errBusy when none came in time, or the
// error of ctx. Who entered must leave.
func (t *turnstile) enter(ctx context.Context) error {
	select {
	case t.slots <- struct{}{}:
		return nil
	default:
	}
	timer := time.NewTimer(t.wait)
	defer timer.Stop()
	select {
	case t.slots <- struct{}{}:
		return nil
	case <-timer.C:
		return errBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *turnstile) leave() { <-t.slots }

// action answers a request or says why it cannot.
type action func(w http.ResponseWriter, r *http.Request) error

// plain is an action that needs no index.
func (srv *server) plain(do action) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := do(w, r); err != nil {
			srv.fail(w, r, err)
		}
	})
}

// timed is an action that has a deadline but need not queue: a check of health
// must not report that the readers are many.
func (srv *server) timed(do action) http.Handler {
	return srv.plain(func(w http.ResponseWriter, r *http.Request) error {
		ctx, cancel := context.WithTimeout(r.Context(), srv.timeout)
		defer cancel()
		return do(w, r.WithContext(ctx))
	})
}

// limited is an action that searches: it has a deadline and waits its turn.
func (srv *server) limited(do action) http.Handler {
	return srv.timed(func(w http.ResponseWriter, r *http.Request) error {
		if err := srv.turns.enter(r.Context()); err != nil {
			return err
		}
		defer srv.turns.leave()
		return do(w, r)
	})
}

// guard wraps the whole handler: security headers, methods, the size of a
// body, panics, and one line in the log for every request. The query is not
// logged: what people search for is nobody's business.
func (srv *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		rec := &recorder{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				srv.recovered(rec, r, p)
			}
			srv.log.Info("request", "method", r.Method, "path", r.URL.Path,
				"status", rec.status, "bytes", rec.bytes, "took", time.Since(began))
		}()
		secure(rec.Header())
		switch methods := srv.methods(r); {
		case !srv.hosts.allow(r):
			srv.fail(rec, r, &problem{status: http.StatusMisdirectedRequest, code: "host", key: "error.host", args: []any{quoted(hostName(r.Host))}})
		case !slices.Contains(methods, r.Method):
			allowed := strings.Join(methods, ", ")
			rec.Header().Set("Allow", allowed)
			if srv.writing == nil && isWritten(r) && !reads(r) {
				srv.fail(rec, r, errReadOnly)
			} else {
				srv.fail(rec, r, &problem{status: http.StatusMethodNotAllowed, code: "method_not_allowed", key: "error.method", args: []any{allowed}})
			}
		case !reads(r):
			next.ServeHTTP(rec, r) // which has limits of its own
		case r.ContentLength > maxBodyBytes:
			srv.fail(rec, r, errTooLarge)
		default:
			if r.Body != nil {
				r.Body = http.MaxBytesReader(rec, r.Body, maxBodyBytes)
			}
			next.ServeHTTP(rec, r)
		}
	})
}

// methods are those that an address takes.
func (srv *server) methods(r *http.Request) []string {
	read := []string{http.MethodGet, http.MethodHead}
	if srv.writing == nil || !isWritten(r) {
		return read
	}
	switch r.URL.EscapedPath() {
	case pathArticles:
		return append(read, http.MethodPost, http.MethodPut, http.MethodDelete)
	case pathBase:
		return append(read, http.MethodPut)
	}
	return append(read, http.MethodPut, http.MethodDelete)
}

// isWritten says whether an address is one of what can be changed.
func isWritten(r *http.Request) bool {
	path := r.URL.EscapedPath()
	return path == pathArticles || path == pathBase || strings.HasPrefix(path, prefixID)
}

func reads(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

// recovered turns a panic into a 500, if nothing was written yet, and tells
// the log where it arose.
func (srv *server) recovered(w *recorder, r *http.Request, p any) {
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p)
	}
	srv.log.Error("panic", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
	if w.status == 0 {
		srv.fail(w, r, errPanic)
	}
}

// secure sets what every answer carries: no script, style, font or frame but
// our own, no guessing of types, and no query leaking to the sites linked to.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; object-src 'none'; "+
		"form-action 'self'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
}

// recorder remembers the status and size of an answer.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader passes the status on and remembers the first.
func (rec *recorder) WriteHeader(status int) {
	if rec.status == 0 {
		rec.status = status
	}
	rec.ResponseWriter.WriteHeader(status)
}

// Write passes the bytes on and counts them.
func (rec *recorder) Write(b []byte) (int, error) {
	if rec.status == 0 {
		rec.status = http.StatusOK
	}
	n, err := rec.ResponseWriter.Write(b)
	rec.bytes += int64(n)
	return n, err
}

// Unwrap gives http.ResponseController the writer below.
func (rec *recorder) Unwrap() http.ResponseWriter { return rec.ResponseWriter }

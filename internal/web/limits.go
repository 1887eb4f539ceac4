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

// limited is an action that searches: it waits its turn, and has a deadline from then on.
func (srv *server) limited(do action) http.Handler {
	return srv.plain(func(w http.ResponseWriter, r *http.Request) error {
		who, began := callerOf(r), time.Now()
		leave, err := srv.turns.Enter(r.Context(), who.key(), heavy(r))
		who.waited = time.Since(began)
		if err != nil {
			return err
		}
		defer leave()
		ctx, cancel := context.WithTimeout(r.Context(), srv.timeout)
		defer cancel()
		return do(w, r.WithContext(ctx))
	})
}

// guard wraps the whole handler: security headers, names, tokens, methods, the size of a
// body, panics, and one line in the log for every request. The query is not
// logged unless slow ones are asked for: what people search for is nobody's business.
func (srv *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		rec := &recorder{ResponseWriter: w}
		who, r := srv.newCaller(r)
		defer func() {
			if p := recover(); p != nil {
				defer srv.finish(rec, r, who, began)
				srv.recovered(rec, r, p)
				return
			}
			srv.finish(rec, r, who, began)
		}()
		secure(rec.Header(), r)
		rec.Header().Set(headerID, who.id)
		cross := srv.origins.allow(rec.Header(), r)
		switch methods := srv.routes.methods(r); {
		case !srv.hosts.allow(r):
			srv.fail(rec, r, &problem{status: http.StatusMisdirectedRequest, code: "host", key: "error.host", args: []any{quoted(hostName(r.Host))}})
		case cross && asksFirst(r):
			preflight(rec, methods)
		case !slices.Contains(methods, r.Method):
			allowed := strings.Join(methods, ", ")
			rec.Header().Set("Allow", allowed)
			if srv.writing == nil && isWritten(r) && !reads(r) {
				srv.fail(rec, r, errReadOnly)
			} else {
				srv.fail(rec, r, &problem{status: http.StatusMethodNotAllowed, code: "method_not_allowed", key: "error.method", args: []any{allowed}})
			}
		case (reads(r) || r.URL.EscapedPath() == pathMCP) && !isOpen(r.URL.EscapedPath()) && !srv.mayRead(r):
			challenge(rec.Header(), !isAPI(r))
			srv.fail(rec, r, errReadToken)
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

// finish tells the log, and who counts, what became of a request.
func (srv *server) finish(rec *recorder, r *http.Request, who *caller, began time.Time) {
	took := time.Since(began)
	about := []any{"method", r.Method, "path", clipped(r.URL.Path), "status", rec.status, "bytes", rec.bytes, "took", took, "client", who.addr.String(), "id", who.id}
	if who.code != "" {
		about = append(about, "code", who.code)
	}
	srv.log.Info("request", about...)
	if srv.slow > 0 && took-who.waited >= srv.slow && reads(r) {
		srv.log.Warn("slow", "id", who.id, "path", clipped(r.URL.Path), "query", clipped(r.URL.Query().Get("q")), "took", took, "waited", who.waited)
	}
	if srv.observe != nil {
		srv.observe(Observation{
			Method: r.Method, Route: srv.routes.name(r), Status: rec.status, Code: who.code, Bytes: rec.bytes, Took: took, Waited: who.waited,
		})
	}
}

// isWritten says whether an address is one of what can be changed.
func isWritten(r *http.Request) bool {
	path := r.URL.EscapedPath()
	return path == pathArticles || path == pathBase || strings.HasPrefix(path, prefixID)
}

// recovered turns a panic into a 500, if nothing was written yet, and tells
// the log where it arose.
func (srv *server) recovered(w *recorder, r *http.Request, p any) {
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p)
	}
	srv.log.Error("panic", "id", callerOf(r).id, "path", clipped(r.URL.Path), "panic", p, "stack", string(debug.Stack()))
	if w.status == 0 {
		srv.fail(w, r, errPanic)
	}
}

// secure sets what every answer carries: no script, style, font or frame but
// our own, no guessing of types, and no query leaking to the sites linked to.
func secure(h http.Header, r *http.Request) {
	h.Set("Content-Security-Policy", "default-src 'self'; base-uri 'self'; object-src 'none'; "+
		"form-action 'self'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("X-Robots-Tag", "noindex, nofollow") // else a robot asks for every word that there is
	if r.TLS != nil {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
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

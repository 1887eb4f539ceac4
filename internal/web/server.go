// Package web serves an index over HTTP: a small JSON interface for programs
// and a page for readers, Arabic first, that needs no script.
//
// Who shows a token may change the index, if the server has a Writer; nobody
// else can. Every answer is rendered wholly before its
// first byte is written, so that a failure is always an honest status.
package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
)

// Options tune a handler. The zero value is fit for use.
type Options struct {
	Logger      *slog.Logger  // where requests and failures are told; nil tells nobody
	Timeout     time.Duration // the longest a request may search; 0 means 10 seconds
	Concurrency int           // searches at the same time; 0 means four for each processor
	QueueTime   time.Duration // how long a request waits for its turn before 503; 0 means 2 seconds
	Hosts       []string      // the names that requests may call the server by; none allows all
	Writer      Writer        // what articles are written to; nil takes none
	Tokens      []string      // what those show that write: without one nobody does
}

// The limits of one connection. Queries travel in the address: 4,000 Arabic
// letters are 24 kB there, which sets the size of the header.
const (
	headerTimeout   = 5 * time.Second
	readTimeout     = 15 * time.Second
	writeTimeout    = 60 * time.Second
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 15 * time.Second
	maxHeaderBytes  = 64 << 10
	maxBodyBytes    = 4 << 10
)

// server holds what all requests share. It is immutable after New.
type server struct {
	searcher fihris.Searcher
	log      *slog.Logger
	timeout  time.Duration
	turns    *turnstile
	pages    *pages
	assets   *assets
	hosts    hosts
	writing  *writing                // nil where nothing is written
	routes   map[string]http.Handler // exact paths
}

// The addresses. Articles are found below their prefix by the rest of the
// path as it stands in the address, because an ID may hold slashes.
const (
	pathHome     = "/"
	pathArticle  = "/article"
	pathHelp     = "/help"
	pathHealth   = "/healthz"
	pathReady    = "/readyz"
	pathSearch   = "/v1/search"
	pathArticles = "/v1/articles"
	pathSimilar  = "/v1/similar"
	pathComplete = "/v1/complete"
	pathBase     = "/v1/base"
	prefixID     = "/v1/articles/"
	prefixStatic = "/static/"
	prefixAPI    = "/v1/"
)

// New returns a handler that answers from s: the page at /, the reading view
// at /article, and the interface for programs below /v1/. It is safe for
// concurrent use and starts no goroutine.
func New(s fihris.Searcher, opts Options) http.Handler {
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.Timeout <= 0 {
		opts.Timeout = 10 * time.Second
	}
	if opts.Concurrency <= 0 {
		opts.Concurrency = 4 * runtime.GOMAXPROCS(0)
	}
	if opts.QueueTime <= 0 {
		opts.QueueTime = 2 * time.Second
	}
	files := loadAssets()
	_, completes := s.(completer)
	srv := &server{
		searcher: s,
		log:      opts.Logger,
		timeout:  opts.Timeout,
		turns:    newTurnstile(opts.Concurrency, opts.QueueTime),
		pages:    loadPages(files, completes),
		assets:   files,
		hosts:    newHosts(opts.Hosts),
	}
	if opts.Writer != nil {
		srv.writing = &writing{
			to: opts.Writer, tokens: newTokens(opts.Tokens),
			writes:  newTurnstile(maxWrites, opts.QueueTime),
			streams: newTurnstile(maxStreams, opts.QueueTime),
			large:   newTurnstile(maxLarge, opts.QueueTime),
		}
	}
	srv.routes = map[string]http.Handler{
		pathHome:     srv.limited(srv.home),
		pathArticle:  srv.limited(srv.article),
		pathHelp:     srv.plain(srv.help),
		pathHealth:   srv.timed(srv.health),
		pathReady:    srv.timed(srv.ready),
		pathSearch:   srv.limited(srv.apiSearch),
		pathArticles: srv.limited(srv.apiArticle),
		pathSimilar:  srv.limited(srv.apiSimilar),
		pathComplete: srv.limited(srv.apiComplete),
	}
	return srv.guard(http.HandlerFunc(srv.route))
}

// route finds the handler of a path. It reads the escaped path, never a
// cleaned one: http.ServeMux would turn the // of an ID into a redirect.
func (srv *server) route(w http.ResponseWriter, r *http.Request) {
	path := r.URL.EscapedPath()
	if srv.writing != nil && isWritten(r) && (!reads(r) || path == pathBase) {
		srv.mayWrite(srv.changing(r)).ServeHTTP(w, r)
		return
	}
	if h, ok := srv.routes[path]; ok {
		h.ServeHTTP(w, r)
		return
	}
	switch {
	case strings.HasPrefix(path, prefixID):
		srv.limited(srv.apiArticle).ServeHTTP(w, r)
	case strings.HasPrefix(path, prefixStatic):
		srv.plain(srv.assets.serve).ServeHTTP(w, r)
	default:
		srv.fail(w, r, errNoPage)
	}
}

// changing is the action of a request that changes something, or reads what
// only those may read who change it.
func (srv *server) changing(r *http.Request) action {
	switch base := r.URL.EscapedPath() == pathBase; {
	case base && reads(r):
		return srv.getBase
	case base:
		return srv.putBase
	case r.Method == http.MethodPost:
		return srv.post
	case r.Method == http.MethodPut:
		return srv.put
	}
	return srv.remove
}

// Serve answers requests on l with h until ctx is done, then lets the running
// ones finish. It always closes l. It returns nil after a shutdown that was asked
// for, and otherwise why it could not go on.
func Serve(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger) error {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &http.Server{
		Handler:           h,
		BaseContext:       func(net.Listener) context.Context { return withEnding(context.WithoutCancel(ctx), ctx) },
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	log.Info("serving", "addr", l.Addr().String())
	select {
	case err := <-done:
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	log.Info("shutting down", "wait", shutdownTimeout)
	// The context of the requests is not ctx: those under way may finish.
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	err := s.Shutdown(wait)
	if err != nil {
		_ = s.Close() // the patience is over; Shutdown's error says so
	}
	if served := <-done; err == nil && !errors.Is(served, http.ErrServerClosed) {
		err = served
	}
	if err != nil {
		return fmt.Errorf("shut down: %w", err)
	}
	return nil
}

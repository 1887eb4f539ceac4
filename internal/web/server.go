// Package web serves an index over HTTP: a small JSON interface for programs
// and a page for readers, Arabic first, that needs no script.
//
// Who shows a token may change the index, if the server has a Writer; nobody
// else can. Every answer is rendered wholly before its
// first byte is written, so that a failure is always an honest status.
package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
	"github.com/fihris-search/fihris/internal/alert"
	"github.com/fihris-search/fihris/internal/openapi"
	"github.com/fihris-search/fihris/internal/queue"
)

// Options tune a handler. The zero value is fit for use.
type Options struct {
	Logger      *slog.Logger      // where requests and failures are told; nil tells nobody
	Timeout     time.Duration     // the longest a request may search; 0 means 10 seconds
	Concurrency int               // searches at the same time; 0 means four for each processor
	QueueTime   time.Duration     // how long a request waits for its turn before 503; 0 means 10 seconds
	Prefix      string            // the path below which the site stands, such as /archive; empty for a host of its own
	Hosts       []string          // the names that requests may call the server by; none allows all
	Proxies     []netip.Prefix    // the proxies that are believed for whom they ask (X-Forwarded-For) and with which X-Request-ID
	Origins     []string          // the sites whose pages may ask (CORS), such as https://archive.example, or * for all
	ReadTokens  []string          // what those show that read; none lets everybody
	Writer      Writer            // what articles are written to; nil takes none
	Tokens      []string          // what those show that write: without one nobody does
	Analyzer    *arabic.Analyzer  // what /v1/analyze shows: that of the index; nil is the one without words of its own
	Slow        time.Duration     // searches that take longer are told to the log with their query; 0 tells none
	Alerts      string            // the folder of the index whose saved queries are offered as feeds to whoever may read; empty offers none
	Popular     bool              // the start page shows what several people have searched since the start
	MCP         http.Handler      // what /mcp answers to assistants; nil is no such address
	Metrics     http.Handler      // what /metrics answers; nil is no such address
	Observe     func(Observation) // is told of every request that was answered; nil is not
}

// Observation is a request that was answered, for who counts them.
type Observation struct {
	Method string
	Route  string // the path of the description, such as /v1/articles/{id}; "other" for addresses that there are not
	Status int    // 0 for a client that left before
	Code   string // of the problem, if there was one
	Bytes  int64  // of the answer, before it was compressed
	Took   time.Duration
	Waited time.Duration // of these, for its turn
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
	maxMessage      = 64 << 10 // of an assistant
)

// server holds what all requests share. It is immutable after New, but for what it remembers.
type server struct {
	searcher   fihris.Searcher
	own        own // of the searcher
	log        *slog.Logger
	timeout    time.Duration
	turns      *queue.Queue
	places     int // in it
	proxies    proxies
	origins    origins
	reading    tokens // empty where everybody reads
	slow       time.Duration
	observe    func(Observation)
	metrics    http.Handler
	mcp        http.Handler
	exports    *turnstile
	pages      *pages
	assets     *assets
	hosts      hosts
	alerts     alert.Reader // of no folder where none are offered
	popular    *popular     // nil where nothing is counted
	analyzer   *arabic.Analyzer
	writing    *writing // nil where nothing is written
	newestDate recent[time.Time]
	front      recent[*fihris.Results] // what the start page shows of all articles
	choosable  recent[*fihris.Results] // the sources and sections that the observatory lists
	routes     routes
	described  openapi.Interface // of what is for programs
	document   json.RawMessage   // the same in OpenAPI
}

// The addresses. Articles are found below their prefix by the rest of the
// path as it stands in the address, because an ID may hold slashes.
const (
	pathHome     = "/"
	pathArticle  = "/article"
	pathVersions = "/versions"
	pathCitation = "/citation"
	pathAdvanced = "/advanced"
	pathHelp     = "/help"
	pathValues   = "/values"
	pathSaved    = "/alerts"
	pathHealth   = "/healthz"
	pathReady    = "/readyz"
	pathSearch   = "/v1/search"
	pathArticles = "/v1/articles"
	pathSimilar  = "/v1/similar"
	pathComplete = "/v1/complete"
	pathBase     = "/v1/base"
	pathFiles    = "/v1/files"
	pathFileIDs  = "/v1/files/ids"
	prefixID     = "/v1/articles/"
	patternID    = prefixID + "{id}"
	pathSuggest  = "/v1/suggest"
	pathAnalyze  = "/v1/analyze"
	pathStats    = "/v1/stats"
	pathExport   = "/v1/export"
	pathOpenAPI  = "/v1/openapi.json"
	pathDocs     = "/v1/docs"
	pathHits     = "/v1/hits"
	pathAlerts   = "/v1/alerts"
	pathNews     = "/v1/news"
	pathTrend    = "/v1/trend"
	pathKeywords = "/v1/keywords"
	pathNGrams   = "/v1/ngrams"

	pathConcordance  = "/v1/concordance"
	pathCollocations = "/v1/collocations"

	pathObservatory = "/observatory"

	pathMatches  = "/v1/matches"
	pathDiff     = "/v1/difference"
	pathMetrics  = "/metrics"
	pathMCP      = "/mcp"
	prefixStatic = "/static/"
	prefixShort  = "/in/" // then what a page asks, in base64, and an address that says what it changes of that
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
		opts.QueueTime = 10 * time.Second
	}
	if opts.Analyzer == nil {
		opts.Analyzer = arabic.Default()
	}
	files := loadAssets()
	_, completes := s.(fihris.Completer)
	srv := &server{
		searcher: s,
		own:      ownOf(s),
		log:      opts.Logger,
		timeout:  opts.Timeout,
		turns:    queue.New(queue.For(opts.Concurrency, opts.QueueTime)),
		places:   opts.Concurrency,
		exports:  newTurnstile(maxExports, opts.QueueTime),
		pages:    loadPages(files, completes, cleanPrefix(opts.Prefix), ownOf(s)),
		assets:   files,
		hosts:    newHosts(opts.Hosts),
		analyzer: opts.Analyzer,
		proxies:  opts.Proxies, origins: opts.Origins, reading: newTokens(opts.ReadTokens),
		alerts: alert.Reader{Dir: opts.Alerts}, popular: newPopular(opts.Popular),
		slow: opts.Slow, observe: opts.Observe, metrics: opts.Metrics, mcp: opts.MCP,
	}
	if opts.Writer != nil {
		srv.writing = &writing{
			to: opts.Writer, tokens: newTokens(opts.Tokens),
			writes:  newTurnstile(maxWrites, opts.QueueTime),
			streams: newTurnstile(maxStreams, opts.QueueTime),
			large:   newTurnstile(maxLarge, opts.QueueTime),
		}
	}
	srv.pages.studies, srv.pages.alerts = srv.studies(), opts.Alerts != ""
	srv.routes = srv.newRoutes()
	srv.described = describe(srv.routes)
	srv.described.Prefix = srv.pages.prefix
	srv.document = openapi.Document(srv.described)
	return below(srv.pages.prefix, srv.guard(compressed(http.HandlerFunc(srv.route))))
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

// Package web is the search page and the HTTP interface of Fihris, to be put into a program
// of one's own: what "fihris serve" serves, as an [http.Handler] over any [fihris.Searcher].
//
//	ix, err := fihris.Open("news.idx", &fihris.Options{ReadOnly: true})
//	err = http.ListenAndServe("127.0.0.1:8080", web.New(ix, nil))
//
// The page, in Arabic and English, needs no JavaScript. The interface for programs lies below /v1/ and describes itself
// at /v1/openapi.json, for people at /v1/docs.
//
// Unstable: what is exported here, and the page, may change with every version until the
// page has its final form. Everything else that Fihris exports is versioned semantically.
package web

import (
	"context"
	"iter"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
	inside "github.com/fihris-search/fihris/internal/web"
)

// Options tune a handler; nil and zero fields stand for the defaults.
type Options struct {
	Logger      *slog.Logger      // where requests and failures are told; what was searched for only by Slow; nil tells nobody
	Timeout     time.Duration     // the longest that a request may search; default 10 seconds
	Concurrency int               // searches at the same time; default four for each processor
	QueueTime   time.Duration     // how long a request waits for its turn before it is refused; default 10 seconds
	Slow        time.Duration     // searches that take longer are told to Logger with their query; 0 tells none
	Prefix      string            // the path below which it all stands, such as /archive: of addresses, and of links; default the root of a host
	Hosts       []string          // the names that requests may call the server by, as it is safe where browsers reach it; none allows all
	Origins     []string          // the sites whose pages may ask (CORS), such as https://archive.example, or * for all; default none
	Proxies     []netip.Prefix    // the proxies that are believed for whom they ask (X-Forwarded-For)
	ReadTokens  []string          // one of these is shown by those who read; none lets everybody
	Writer      Writer            // what articles are written to; nil takes none
	Tokens      []string          // one of these is shown by those who write; without one nobody does
	Analyzer    *arabic.Analyzer  // what /v1/analyze shows: that of the index; nil is the one without words of its own
	Alerts      string            // the folder of the index whose saved queries (fihris alert) are offered as feeds to whoever may read; default none
	Popular     bool              // the start page shows what at least three callers have searched since New; counted in memory only
	MCP         http.Handler      // what /mcp answers to assistants; nil is no such address
	Metrics     http.Handler      // what /metrics answers; nil is no such address
	Observe     func(Observation) // is told of every request that was answered, by several goroutines at once; nil is not
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

// Writer is what takes articles; an open [*fihris.Index] is one. It is safe for
// concurrent use; what its methods have returned without an error is durable.
type Writer interface {
	AddAll(ctx context.Context, articles iter.Seq2[fihris.Article, error]) (fihris.Changes, error)
	Remove(ctx context.Context, ids ...string) error
	Base() string
	SetBase(ctx context.Context, folder string) error
}

// New returns a handler that answers from s: the page at /, an article at /article, the
// interface for programs below /v1/, /healthz and /readyz. It wants a host or a port for itself, or
// a path: see Options.Prefix. What s cannot do besides ([fihris.Completer] and others) is not offered. It is safe for
// concurrent use, starts no goroutine of its own, and uses s as long as requests come: close an index after the server.
func New(s fihris.Searcher, opts *Options) http.Handler {
	if opts == nil {
		opts = &Options{}
	}
	in := inside.Options{
		Logger: opts.Logger, Timeout: opts.Timeout, Concurrency: opts.Concurrency, QueueTime: opts.QueueTime, Slow: opts.Slow,
		Prefix: opts.Prefix, Hosts: opts.Hosts, Origins: opts.Origins, Proxies: opts.Proxies, ReadTokens: opts.ReadTokens,
		Writer: opts.Writer, Tokens: opts.Tokens, Analyzer: opts.Analyzer, Alerts: opts.Alerts, Popular: opts.Popular, MCP: opts.MCP, Metrics: opts.Metrics,
	}
	if opts.Observe != nil {
		in.Observe = func(o inside.Observation) { opts.Observe(Observation(o)) }
	}
	return inside.New(s, in)
}

// Serve answers requests on l with h until ctx is done, then lets the running ones finish: with time-outs
// against clients that take for ever, which [http.Serve] has not. It always closes
// l. It returns nil after ctx was done, and otherwise why it could not go on.
func Serve(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger) error {
	return inside.Serve(ctx, l, h, log)
}

package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
	"github.com/fihris-search/fihris/internal/mcp"
	"github.com/fihris-search/fihris/internal/metrics"
	"github.com/fihris-search/fihris/internal/web"
)

// defaultAddr is where serve listens unless told otherwise: for this machine only.
const defaultAddr = "127.0.0.1:8080"

func newServe(a *app) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve -i DIR",
		Short: "Serve the search page and a JSON interface over HTTP",
		Long: `Serves an index until interrupted: the page at /, and for programs
GET /v1/search?q=…, GET /v1/articles/ID and GET /healthz and /readyz. It tells what it does on
standard error, with --json as JSON.

With --token-file it takes articles, too, from those who show a token of that
file: POST /v1/articles, PUT and DELETE /v1/articles/ID, and
fihris index --server URL, fihris remove --server URL. The index is created if need be.

With --read-token-file only those may read who show a token of that file, or one for
writing: programs as "Authorization: Bearer TOKEN", people as the password that their
browser asks for.

Where only this machine can reach it, it answers to localhost, 127.0.0.1, [::1]
and to what --host names, so that no page of another site can read it through a
browser; elsewhere --host says which names it has.`,
		Example: `  fihris serve -i news.idx
  (umask 077; head -c 24 /dev/urandom | base64 > news.token)
  fihris serve -i news.idx --token-file news.token --host archive.example`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.needIndex(cmd); err != nil {
				return err
			}
			return a.serve(cmd, &f, func(address string) (opened, error) {
				if a.isCluster() {
					if f.tokenFile != "" {
						return a.createCluster(cmd.Context(), nil)
					}
					return a.openCluster(cmd.Context())
				}
				size := bytesBelow(a.index)
				cache := serverCache(f.cacheMB, size)
				limitServer(serverLimit(cache, size, f.tokenFile != ""))
				if f.tokenFile == "" {
					return a.open(cmd, fihris.Options{ReadOnly: true, CacheBytes: cache, SpellingBytes: spellingMemory})
				}
				return a.openOrCreate(cmd, fihris.Options{Note: address, CacheBytes: cache})
			})
		},
	}
	f.add(cmd)
	f.addOwn(cmd)
	a.embedder.add(cmd)
	return cmd
}

// analyzer is the analyzer of the index: it knows the words that were given.
func (a *app) analyzer() (*arabic.Analyzer, error) {
	words, err := a.words.read()
	if err != nil {
		return nil, err
	}
	if len(words.Families)+len(words.Protected)+len(words.StopWords) == 0 {
		return arabic.Default(), nil // which the index has, too: each remembers spellings of its own
	}
	return arabic.New(arabic.Words(words))
}

// serve answers requests until the context is done, from the index that open opens: it
// is told the address, which others are told who want to write into it meanwhile.
func (a *app) serve(cmd *cobra.Command, f *serveFlags, open func(address string) (opened, error)) (err error) {
	opts, err := f.options()
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", f.addr)
	if err != nil {
		return hint(err, "choose another address: --addr 127.0.0.1:0 takes a free port")
	}
	defer l.Close() // a second time, as a rule
	log := a.logger()
	var cert *certificate
	if f.certFile != "" || f.keyFile != "" {
		if cert, err = newCertificate(f.certFile, f.keyFile, log); err != nil {
			return err
		}
	}
	page := url.URL{Scheme: "http", Host: reachable(l.Addr()), Path: strings.TrimSuffix(opts.Prefix, "/") + "/"}
	if cert != nil {
		page.Scheme = "https"
		l = tls.NewListener(l, cert.config())
	}
	ix, err := open(strings.TrimSuffix(page.String(), "/"))
	if err != nil {
		return err
	}
	defer closing(ix, &err)
	if f.pprofAddr != "" {
		stop, err := profile(cmd.Context(), f.pprofAddr, log)
		if err != nil {
			return err
		}
		defer stop()
	}
	fmt.Fprintf(a.out, "open %s  (Ctrl-C ends)\n", page.String())
	if err := a.out.Flush(); err != nil {
		return err
	}
	counts := metrics.New(ix, thisVersion().Version)
	opts.Logger, opts.Hosts, opts.Observe, opts.Metrics = log, f.names(l.Addr()), counts.Observe, counts.Handler()
	if f.alerts {
		opts.Alerts = a.index
	}
	if f.mcp {
		opts.MCP = mcp.Handler(mcp.New(ix, thisVersion().Version))
	}
	if opts.Tokens != nil {
		opts.Writer = ix
		if ix, ok := ix.(*fihris.Index); ok && a.embedder.url != "" {
			filling, cancel := context.WithCancel(cmd.Context())
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				keepEmbedded(filling, ix, log, embedEvery)
			}()
			defer func() { cancel(); <-ended }()
		}
	}
	if opts.Analyzer, err = a.analyzer(); err != nil {
		return err
	}
	return web.Serve(cmd.Context(), l, web.New(ix, opts), opts.Logger)
}

// logger tells on standard error what a server does.
func (a *app) logger() *slog.Logger {
	if a.json {
		return slog.New(slog.NewJSONHandler(a.err, nil))
	}
	return slog.New(slog.NewTextHandler(a.err, nil))
}

// reachable is an address by which this machine reaches a server: that of all
// interfaces is none.
func reachable(addr net.Addr) string {
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("localhost", fmt.Sprint(tcp.Port))
	}
	return addr.String()
}

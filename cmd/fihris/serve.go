package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/web"
)

// defaultAddr is where serve listens unless told otherwise: for this machine only.
const defaultAddr = "127.0.0.1:8080"

// serveFlags are the flags of serve.
type serveFlags struct {
	addr, tokenFile string
	hosts           []string
}

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
			return a.serve(cmd, &f, func(address string) (*fihris.Index, error) {
				if f.tokenFile == "" {
					return a.openIndex(cmd, true)
				}
				return a.openOrCreate(cmd, address)
			})
		},
	}
	f.add(cmd)
	cmd.Flags().StringVar(&f.tokenFile, "token-file", "", "take articles from those who show a token of this file, one a line")
	return cmd
}

// add adds the flags that say where and how to listen.
func (f *serveFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.addr, "addr", defaultAddr, "host and port to listen on; port 0 takes any that is free")
	cmd.Flags().StringArrayVar(&f.hosts, "host", nil, "a name to answer to (may be repeated)")
}

// names are the names to answer to; none stands for all.
func (f *serveFlags) names(listening net.Addr) []string {
	if web.IsLoopback(listening) || len(f.hosts) > 0 {
		return append(append([]string(nil), f.hosts...), web.Loopback...)
	}
	return nil
}

// serve answers requests until the context is done, from the index that open opens: it
// is told the address, which others are told who want to write into it meanwhile.
func (a *app) serve(cmd *cobra.Command, f *serveFlags, open func(address string) (*fihris.Index, error)) (err error) {
	var tokens []string
	if f.tokenFile != "" {
		if tokens, err = readTokens(f.tokenFile); err != nil {
			return err
		}
	}
	l, err := net.Listen("tcp", f.addr)
	if err != nil {
		return hint(err, "choose another address: --addr 127.0.0.1:0 takes a free port")
	}
	defer l.Close() // a second time, as a rule
	page := url.URL{Scheme: "http", Host: reachable(l.Addr()), Path: "/"}
	ix, err := open(strings.TrimSuffix(page.String(), "/"))
	if err != nil {
		return err
	}
	defer closing(ix, &err)
	var handler slog.Handler = slog.NewTextHandler(a.err, nil)
	if a.json {
		handler = slog.NewJSONHandler(a.err, nil)
	}
	fmt.Fprintf(a.out, "open %s  (Ctrl-C ends)\n", page.String())
	if err := a.out.Flush(); err != nil {
		return err
	}
	opts := web.Options{Logger: slog.New(handler), Hosts: f.names(l.Addr())}
	if tokens != nil {
		opts.Writer, opts.Tokens = ix, tokens
	}
	return web.Serve(cmd.Context(), l, web.New(ix, opts), opts.Logger)
}

// reachable is an address by which this machine reaches a server: that of all
// interfaces is none.
func reachable(addr net.Addr) string {
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("localhost", fmt.Sprint(tcp.Port))
	}
	return addr.String()
}

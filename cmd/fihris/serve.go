package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/web"
)

// defaultAddr is where serve listens unless told otherwise: for this machine only.
const defaultAddr = "127.0.0.1:8080"

func newServe(a *app) *cobra.Command {
	var addr string
	cmd := &cobra.Command{
		Use:   "serve -i DIR",
		Short: "Serve the search page and a JSON interface over HTTP",
		Long: `Serves an index until interrupted: the page at /, and for programs
GET /v1/search?q=…, GET /v1/articles/ID and GET /healthz and /readyz. It tells what it does on
standard error, with --json as JSON.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			ix, err := a.openIndex(cmd, true)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			return a.serve(cmd, ix, addr)
		},
	}
	addAddr(cmd, &addr)
	return cmd
}

// addAddr adds --addr.
func addAddr(cmd *cobra.Command, addr *string) {
	cmd.Flags().StringVar(addr, "addr", defaultAddr, "host and port to listen on; port 0 takes any that is free")
}

// serve answers requests until the context is done.
func (a *app) serve(cmd *cobra.Command, s fihris.Searcher, addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return hint(err, "choose another address: --addr 127.0.0.1:0 takes a free port")
	}
	var handler slog.Handler = slog.NewTextHandler(a.err, nil)
	if a.json {
		handler = slog.NewJSONHandler(a.err, nil)
	}
	page := url.URL{Scheme: "http", Host: l.Addr().String(), Path: "/"}
	fmt.Fprintf(a.out, "open %s  (Ctrl-C ends)\n", page.String())
	if err := a.out.Flush(); err != nil {
		l.Close()
		return err
	}
	log := slog.New(handler)
	return web.Serve(cmd.Context(), l, web.New(s, web.Options{Logger: log}), log)
}

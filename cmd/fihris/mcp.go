package main

import (
	"context"
	"errors"
	"io"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris/internal/mcp"
)

func newMCP(a *app) *cobra.Command {
	f := serveFlags{mcp: true}
	cmd := &cobra.Command{
		Use:   "mcp -i DIR",
		Short: "Let assistants search, by the Model Context Protocol",
		Long: `Answers an assistant that has started it, over standard input and output, from an
index: it can search, read an article, find similar ones and count over time. It
changes nothing.

With --addr it answers over HTTP instead, at /mcp, as fihris serve --mcp does, and under
the same rules: names, tokens for reading, turns.`,
		Example: `  fihris mcp -i news.idx
  claude mcp add news -- fihris mcp -i /srv/news.idx
  fihris mcp -i news.idx --addr 127.0.0.1:8081      # http://127.0.0.1:8081/mcp`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.addr != "" {
				return a.serve(cmd, &f, func(string) (opened, error) { return a.openIndex(cmd, true) })
			}
			for _, name := range []string{"host", "read-token-file", "trusted-proxy"} {
				if cmd.Flags().Changed(name) {
					return usage(cmd, "--%s is for HTTP: say with --addr where to listen", name)
				}
			}
			return a.assist(cmd)
		},
	}
	cmd.Flags().StringVar(&f.addr, "addr", "", "answer over HTTP at this host and port; empty is standard input and output")
	cmd.Flags().StringArrayVar(&f.hosts, "host", nil, "a name to answer to over HTTP (may be repeated)")
	cmd.Flags().StringVar(&f.readTokenFile, "read-token-file", "", "over HTTP let only those read who show a token of this file, one a line")
	f.addProxies(cmd)
	a.embedder.add(cmd)
	return cmd
}

// assist answers over standard input and output until it ends, or the context is done.
func (a *app) assist(cmd *cobra.Command) (err error) {
	ix, err := a.openIndex(cmd, true)
	if err != nil {
		return err
	}
	defer closing(ix, &err)
	in, ok := a.in.(io.ReadCloser)
	if !ok {
		in = io.NopCloser(a.in)
	}
	err = mcp.New(ix, thisVersion().Version).Run(cmd.Context(), &sdk.IOTransport{Reader: in, Writer: flushing{a}})
	if errors.Is(err, context.Canceled) || errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// flushing writes messages as they come.
type flushing struct{ a *app }

func (f flushing) Write(b []byte) (int, error) {
	n, err := f.a.out.Write(b)
	if err == nil {
		err = f.a.out.Flush()
	}
	return n, err
}

// Close implements io.Closer; what is written is flushed already.
func (flushing) Close() error { return nil }

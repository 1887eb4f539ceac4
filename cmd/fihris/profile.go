package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"

	"github.com/fihris-search/fihris/internal/web"
)

// profile serves profiles of this process (net/http/pprof) at an address that only
// this machine can reach. It returns when it listens; stop ends it, and waits until it has ended.
func profile(ctx context.Context, addr string, log *slog.Logger) (stop func(), err error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, hint(fmt.Errorf("--pprof-addr: %w", err), "choose another address: --pprof-addr 127.0.0.1:0 takes a free port")
	}
	if !web.IsLoopback(l.Addr()) {
		l.Close()
		return nil, hint(fmt.Errorf("--pprof-addr %s: others could reach it", addr), "profiles tell what is searched: --pprof-addr 127.0.0.1:6060")
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	log.Info("profiles", "url", "http://"+l.Addr().String()+"/debug/pprof/")
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := web.Serve(ctx, l, web.OnlyLocal(mux), log); err != nil {
			log.Error("profiles ended", "error", err)
		}
	}()
	return func() { cancel(); <-ended }, nil
}

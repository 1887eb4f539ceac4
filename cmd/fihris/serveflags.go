package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris/internal/web"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	addr, prefix, pprofAddr  string
	tokenFile, readTokenFile string
	certFile, keyFile        string
	hosts, origins, proxies  []string
	slow, wait               time.Duration
	cacheMB                  uint
	mcp, alerts, popular     bool
}

// addOwn adds the flags that a demo does not have.
func (f *serveFlags) addOwn(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.tokenFile, "token-file", "", "take articles from those who show a token of this file, one a line")
	cmd.Flags().StringVar(&f.readTokenFile, "read-token-file", "", "let only those read who show a token of this file, one a line")
	cmd.Flags().StringVar(&f.prefix, "prefix", "", "the path below which the site stands behind a proxy, such as /archive")
	cmd.Flags().StringArrayVar(&f.origins, "cors-origin", nil, "let pages of this site ask, such as https://archive.example (may be repeated)")
	f.addProxies(cmd)
	cmd.Flags().DurationVar(&f.slow, "slow", 0, "log searches that take longer, with their query; 0 logs none")
	cmd.Flags().DurationVar(&f.wait, "wait", 10*time.Second, "how long a search waits for its turn, where many ask, before it is told to come back (503)")
	cmd.Flags().StringVar(&f.certFile, "tls-cert", "", "speak HTTPS with this certificate (PEM), which is read again when it is renewed")
	cmd.Flags().StringVar(&f.keyFile, "tls-key", "", "the key of the certificate (PEM)")
	cmd.Flags().StringVar(&f.pprofAddr, "pprof-addr", "", "serve profiles of the process at this address of the loopback, such as 127.0.0.1:6060")
	cmd.Flags().BoolVar(&f.alerts, "alerts", false, "offer the news of the saved queries (fihris alert) as RSS and Atom, to all who may read")
	cmd.Flags().BoolVar(&f.popular, "popular", false, "show on the start page what at least three people have searched since the start; counted in memory only")
	cmd.Flags().BoolVar(&f.mcp, "mcp", false, "answer assistants at /mcp (Model Context Protocol)")
	cmd.Flags().UintVar(&f.cacheMB, "cache-mb", 0, "memory for postings in use, in MB; 0 is an eighth of what the index takes on disk, 64 to 512")
}

// addProxies adds the flag that says who asks for others.
func (f *serveFlags) addProxies(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.proxies, "trusted-proxy", nil, "believe this proxy, an address or a network, for whom it asks (may be repeated)")
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

// options are those of the flags that need nothing but themselves.
func (f *serveFlags) options() (opts web.Options, err error) {
	if f.tokenFile != "" {
		if opts.Tokens, err = readTokens("--token-file", f.tokenFile); err != nil {
			return opts, err
		}
	}
	if f.readTokenFile != "" {
		if opts.ReadTokens, err = readTokens("--read-token-file", f.readTokenFile); err != nil {
			return opts, err
		}
	}
	for _, o := range f.origins {
		u, err := url.Parse(o)
		if o != "*" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path != "" || u.RawQuery != "") {
			return opts, hint(fmt.Errorf("--cors-origin %s: this is no site", o), "write it as browsers do, without a path: https://archive.example; or * for all")
		}
	}
	for _, p := range f.proxies {
		network, err := netip.ParsePrefix(p)
		if err != nil {
			addr, err := netip.ParseAddr(p)
			if err != nil {
				return opts, hint(fmt.Errorf("--trusted-proxy %s: this is neither an address nor a network", p), "write 10.0.0.1 or 10.0.0.0/8")
			}
			network = netip.PrefixFrom(addr, addr.BitLen())
		}
		opts.Proxies = append(opts.Proxies, network)
	}
	if f.slow < 0 {
		return opts, errors.New("--slow: a time such as 500ms is wanted")
	}
	if f.wait < 0 {
		return opts, errors.New("--wait: a time such as 10s is wanted")
	}
	if f.cacheMB > maxCacheMB {
		return opts, hint(fmt.Errorf("--cache-mb %d: no machine has as much", f.cacheMB), "it is in megabytes: 512 is half a gigabyte")
	}
	if f.prefix != "" && (!strings.HasPrefix(f.prefix, "/") || strings.ContainsAny(f.prefix, "?#")) {
		return opts, hint(fmt.Errorf("--prefix %s: this is no path", f.prefix), "write it as in an address: /archive")
	}
	opts.Origins, opts.Slow, opts.QueueTime, opts.Prefix, opts.Popular = f.origins, f.slow, f.wait, f.prefix, f.popular
	return opts, nil
}

package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// hosts are the names that a server answers to. A page of another site can make
// its own name point here (DNS rebinding) and then read and write as if it were
// ours; but the browser tells the name, and that is none of these.
type hosts []string

// Loopback are the names that everybody may use who can reach this machine only
// from itself.
var Loopback = []string{"localhost", "127.0.0.1", "::1"}

// IsLoopback says whether an address to listen on can be reached only from this
// machine.
func IsLoopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

func newHosts(names []string) hosts {
	var h hosts
	for _, n := range names {
		h = append(h, hostName(n))
	}
	return h
}

// allow says whether a request names us: no list allows every name. What names the very
// address that the connection came to is never another site.
func (h hosts) allow(r *http.Request) bool {
	if len(h) == 0 {
		return true
	}
	name := hostName(r.Host)
	if slices.Contains(h, name) {
		return true
	}
	addr, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	ip, err := netip.ParseAddr(name)
	return ok && err == nil && ip.Unmap() == addr.AddrPort().Addr().Unmap()
}

// hostName is the name in a Host without its port, brackets, and the dot at its
// end, in small letters.
func hostName(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// OnlyLocal answers those who can reach this machine only from itself and call it by a
// name of it: for what is not meant for others at all, such as profiles.
func OnlyLocal(h http.Handler) http.Handler {
	names := newHosts(Loopback)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !names.allow(r) {
			http.Error(w, "this address answers to localhost only", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}

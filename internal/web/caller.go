package web

import (
	"context"
	"crypto/rand"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"
)

// caller is who asks, and what became of it: for the log and the queue.
type caller struct {
	id     string     // of the request
	addr   netip.Addr // invalid where there is none, as in a test
	code   string     // of the problem; empty for none
	waited time.Duration
}

// headerID carries the ID of a request, which the log has too.
const headerID = "X-Request-ID"

type callerKey struct{}

// callerOf is who asks; a request that did not come through guard has nobody.
func callerOf(r *http.Request) *caller {
	if c, ok := r.Context().Value(callerKey{}).(*caller); ok {
		return c
	}
	return &caller{}
}

// newCaller reads who asks. Only of a proxy that we trust it is believed whom it speaks for,
// and which ID it has given: anybody can write these headers.
func (srv *server) newCaller(r *http.Request) (*caller, *http.Request) {
	c := &caller{}
	addr, err := netip.ParseAddrPort(r.RemoteAddr)
	if err == nil {
		c.addr = addr.Addr().Unmap()
	}
	if srv.proxies.trust(c.addr) {
		c.addr = srv.proxies.client(c.addr, r.Header.Values("X-Forwarded-For"))
		c.id = soundID(r.Header.Get(headerID))
	}
	if c.id == "" {
		c.id = rand.Text()[:16]
	}
	return c, r.WithContext(context.WithValue(r.Context(), callerKey{}, c))
}

// key is what the queue knows a client by: a whole network of IPv6, which is
// what one customer has.
func (c *caller) key() string {
	if c.addr.Is6() {
		p, err := c.addr.WithZone("").Prefix(64)
		if err == nil {
			return p.String()
		}
	}
	return c.addr.String()
}

// soundID is an ID that may be written into a log, or nothing.
func soundID(id string) string {
	if len(id) > 64 || strings.ContainsFunc(id, func(r rune) bool {
		return r != '-' && r != '_' && r != '.' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) {
		return ""
	}
	return id
}

// proxies are the networks of proxies that are trusted to say for whom they ask.
type proxies []netip.Prefix

func (p proxies) trust(a netip.Addr) bool {
	for _, network := range p {
		if network.Contains(a) {
			return true
		}
	}
	return false
}

// client is the last address of a chain of proxies that is none of them: what stands before it
// anybody can have written.
func (p proxies) client(direct netip.Addr, forwarded []string) netip.Addr {
	chain := strings.Split(strings.Join(forwarded, ","), ",")
	last := direct
	for i := len(chain) - 1; i >= 0; i-- {
		host := strings.TrimSpace(chain[i])
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		a, err := netip.ParseAddr(strings.Trim(host, "[]"))
		if err != nil {
			return last
		}
		if last = a.Unmap(); !p.trust(last) {
			return last
		}
	}
	return last
}

// mostLogged is how much of a path or a query a log has of each request.
const mostLogged = 200

// clipped is a text for the log, without its end where it is long.
func clipped(s string) string {
	if len(s) <= mostLogged {
		return s
	}
	cut := mostLogged
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + ellipsis
}

package web

import (
	"net/http"
	"net/url"
	"strings"
)

// cleanPrefix is a path below which the site stands, as links have it: /archive; empty for
// a host of its own.
func cleanPrefix(path string) string {
	path = strings.Trim(path, "/")
	if path == "" {
		return ""
	}
	return (&url.URL{Path: "/" + path}).EscapedPath()
}

// below takes the prefix off the paths that are asked for. What comes without it is answered, too: a proxy
// may have taken it off before.
func below(prefix string, next http.Handler) http.Handler {
	if prefix == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rest, ok := strings.CutPrefix(r.URL.EscapedPath(), prefix)
		switch {
		case ok && rest == "":
			to := prefix + "/"
			if r.URL.RawQuery != "" {
				to += "?" + r.URL.RawQuery
			}
			http.Redirect(w, r, to, http.StatusPermanentRedirect)
			return
		case ok && rest[0] == '/':
			path, err := url.PathUnescape(rest)
			if err != nil { // the whole path could be decoded, and so can its end
				path = rest
			}
			u := *r.URL
			u.Path, u.RawPath = path, rest
			inner := *r
			inner.URL = &u
			r = &inner
		}
		next.ServeHTTP(w, r)
	})
}

package web

import (
	"net/http"
	"slices"
	"strings"
)

// origins are the sites whose pages may ask us, from the browsers of their readers. None may
// unless it is named: what a browser can reach may be private.
type origins []string

// allow writes what a browser wants to know before it lets a page of another site see
// an answer; of a site that is not named it writes nothing. Cookies and passwords that the browser has
// are never asked for.
func (o origins) allow(h http.Header, r *http.Request) bool {
	if len(o) == 0 || !isAPI(r) {
		return false
	}
	h.Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	switch {
	case origin == "":
		return false
	case slices.Contains(o, "*"):
		origin = "*"
	case !slices.ContainsFunc(o, func(s string) bool { return strings.EqualFold(s, origin) }):
		return false
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", strings.Join([]string{headerID, "Retry-After", "ETag"}, ", "))
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	return true
}

// asksFirst says whether a request is that of a browser which asks whether it may
// send another.
func asksFirst(r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
}

// preflight answers such a request.
func preflight(w http.ResponseWriter, methods []string) {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", strings.Join(methods, ", "))
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
	h.Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
}

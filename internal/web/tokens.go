package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"
)

// tokens are hashes of what those show that may read or write. Any of them will do, so
// that one can be changed while both are valid.
type tokens [][sha256.Size]byte

func newTokens(list []string) tokens {
	var t tokens
	for _, s := range list {
		t = append(t, sha256.Sum256([]byte(s)))
	}
	return t
}

// has compares with every token. How long it takes tells nothing of them.
func (t tokens) has(token string) bool {
	sum := sha256.Sum256([]byte(token))
	found := 0
	for i := range t {
		found |= subtle.ConstantTimeCompare(sum[:], t[i][:])
	}
	return found == 1
}

// allow says whether a request shows a token, as "Authorization: Bearer TOKEN".
func (t tokens) allow(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && t.has(strings.TrimSpace(token))
}

// mayRead says whether a request shows a token for reading, where there are any; one
// for writing reads, too. A browser asks its user for a name and a password: the token is the
// password. To write, a browser's password will not do, which it sends
// along whatever site made the request.
func (srv *server) mayRead(r *http.Request) bool {
	if len(srv.reading) == 0 {
		return true
	}
	if srv.reading.allow(r) || srv.writing != nil && srv.writing.tokens.allow(r) {
		return true
	}
	_, password, ok := r.BasicAuth()
	return ok && srv.reading.has(password)
}

// isOpen says whether an address is for everybody: what asks whether the server is
// well has no token, and the files of the page say nothing of the articles.
func isOpen(path string) bool {
	return path == pathHealth || path == pathReady || strings.HasPrefix(path, prefixStatic)
}

// challenge says how to show a token.
func challenge(h http.Header, page bool) {
	h.Add("WWW-Authenticate", `Bearer realm="fihris"`)
	if page {
		h.Add("WWW-Authenticate", `Basic realm="fihris", charset="UTF-8"`)
	}
}

package web_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/web"
)

var everywhere = []string{
	"/", "/?q=%D8%B2%D8%B9%D9%86%D9%81%D8%A9", "/article?id=script", "/help", "/nothing",
	"/v1/search?q=a", "/v1/articles/script", "/v1/search", "/healthz", "/static/page.css",
}

func TestSecurityHeadersAreEverywhere(t *testing.T) {
	for _, address := range everywhere {
		h := get(handler(t), address).Header
		csp := h.Get("Content-Security-Policy")
		assert.Contains(t, csp, "default-src 'self'", address)
		assert.Contains(t, csp, "frame-ancestors 'none'", address)
		assert.NotContains(t, csp, "unsafe", address)
		assert.Equal(t, "nosniff", h.Get("X-Content-Type-Options"), address)
		assert.Equal(t, "same-origin", h.Get("Referrer-Policy"), address)
		assert.NotEmpty(t, h.Get("Content-Type"), address)
	}
}

func TestOnlyReading(t *testing.T) {
	for _, address := range everywhere {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions, "BREW"} {
			r := send(handler(t), method, address, strings.NewReader("x"))
			assert.Equal(t, http.StatusMethodNotAllowed, r.StatusCode, "%s %s", method, address)
			assert.Equal(t, "GET, HEAD", r.Header.Get("Allow"))
		}
		assert.Equal(t, get(handler(t), address).StatusCode, send(handler(t), http.MethodHead, address, nil).StatusCode, address)
	}
}

func TestBodyLimit(t *testing.T) {
	r := send(handler(t), http.MethodGet, "/v1/search?q=a", strings.NewReader(strings.Repeat("x", 1<<20)))
	assert.Equal(t, http.StatusRequestEntityTooLarge, r.StatusCode)
	assert.Equal(t, "too_large", decode[failure](t, r).Error.Code)
}

func TestTimeLimit(t *testing.T) {
	h := web.New(index(t), web.Options{Timeout: time.Nanosecond})
	r := get(h, "/v1/search?q=a")
	assert.Equal(t, http.StatusServiceUnavailable, r.StatusCode)
	assert.NotEmpty(t, r.Header.Get("Retry-After"))
	assert.Equal(t, "timeout", decode[failure](t, r).Error.Code)
	assert.Equal(t, http.StatusServiceUnavailable, get(h, "/?q=a").StatusCode)
}

func TestClosedIndex(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	require.NoError(t, ix.Close())
	h := web.New(ix, web.Options{})
	for _, address := range []string{"/v1/search?q=a", "/v1/articles/a", "/healthz"} {
		r := get(h, address)
		assert.Equal(t, http.StatusServiceUnavailable, r.StatusCode, address)
		assert.Equal(t, "unavailable", decode[failure](t, r).Error.Code, address)
	}
}

func TestEmptyIndex(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	h := web.New(ix, web.Options{})
	r := get(h, "/", "Accept-Language", "ar")
	assert.Equal(t, http.StatusOK, r.StatusCode)
	assert.Contains(t, read(t, r), "لا مقالات في الفهرس بعد")
	assert.Contains(t, read(t, get(h, "/?q=%D9%85%D8%AF%D8%B1%D8%B3%D8%A9", "Accept-Language", "ar")), "لم نجد ما يطابق")
}

// A panic is answered with 500, told to the log with its place, and the next
// request is served.
func TestPanicsAreContained(t *testing.T) {
	var log bytes.Buffer
	h := web.New(nil, web.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))}) // no searcher: every search panics
	for _, address := range []string{"/v1/search?q=a", "/?q=a"} {
		r := get(h, address)
		assert.Equal(t, http.StatusInternalServerError, r.StatusCode)
		body := read(t, r)
		assert.NotContains(t, body, "nil pointer")
		assert.NotContains(t, body, ".go:")
	}
	assert.Contains(t, log.String(), "nil pointer")
	assert.Contains(t, log.String(), "page.go")
	assert.Equal(t, http.StatusOK, get(h, "/help").StatusCode)
}

// gated delays the answers of a real index until its gate opens.
type gated struct {
	fihris.Searcher
	entered chan struct{}
	gate    chan struct{}
}

func (g gated) Search(ctx context.Context, req fihris.Request) (*fihris.Results, error) {
	g.entered <- struct{}{}
	<-g.gate
	return g.Searcher.Search(ctx, req)
}

func TestConcurrencyLimit(t *testing.T) {
	g := gated{index(t), make(chan struct{}, 9), make(chan struct{})}
	h := web.New(g, web.Options{Concurrency: 1, QueueTime: time.Millisecond})
	first := make(chan *http.Response)
	go func() { first <- get(h, "/v1/search?q=a") }()
	<-g.entered // the only place is taken

	r := get(h, "/v1/search?q=a")
	assert.Equal(t, http.StatusServiceUnavailable, r.StatusCode)
	assert.Equal(t, "2", r.Header.Get("Retry-After"))
	assert.Equal(t, "busy", decode[failure](t, r).Error.Code)
	assert.Equal(t, http.StatusServiceUnavailable, get(h, "/?q=a").StatusCode)
	assert.Equal(t, http.StatusOK, get(h, "/help").StatusCode, "what needs no search is served")

	close(g.gate)
	assert.Equal(t, http.StatusOK, (<-first).StatusCode)
	assert.Equal(t, http.StatusOK, get(h, "/v1/search?q=a").StatusCode, "the place is free again")
}

func TestBurstWaitsItsTurn(t *testing.T) {
	g := gated{index(t), make(chan struct{}, 9), make(chan struct{})}
	h := web.New(g, web.Options{Concurrency: 1, QueueTime: time.Minute})
	answers := make(chan int)
	for range 3 {
		go func() { answers <- get(h, "/v1/search?q=a").StatusCode }()
	}
	<-g.entered
	close(g.gate)
	for range 3 {
		assert.Equal(t, http.StatusOK, <-answers)
	}
}

// What people search for is not written to the log.
func TestLogHoldsNoQueries(t *testing.T) {
	var log bytes.Buffer
	h := web.New(index(t), web.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	get(h, query("/v1/search", "q", "secretword"))
	get(h, query("/", "q", "secretword", "from", "2021", "to", "never"))
	assert.Contains(t, log.String(), "path=/v1/search status=200")
	assert.Contains(t, log.String(), "status=400")
	assert.NotContains(t, log.String(), "secretword")
}

package metrics_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/metrics"
	"github.com/fihris-search/fihris/internal/web"
)

// scraped asks a server and then reads its counts.
func scraped(t *testing.T, ix metrics.Index, s fihris.Searcher, opts web.Options, ask ...string) string {
	t.Helper()
	m := metrics.New(ix, "1.2.3")
	opts.Observe, opts.Metrics = m.Observe, m.Handler()
	h := web.New(s, opts)
	for _, address := range ask {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, address, nil))
	}
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("BREW", "/", nil))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	require.Equal(t, http.StatusOK, w.Code)
	assert.Contains(t, w.Header().Get("Content-Type"), "text/plain")
	b, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	return string(b)
}

func TestMetrics(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(t.Context(), fihris.Article{ID: "1", Title: "وزير"}, fihris.Article{ID: "2"}))
	text := scraped(t, ix, ix, web.Options{}, "/v1/search?q=a", "/v1/search?q=b", "/v1/articles/nobody/there", "/v1/search", "/anything/at/all")
	for _, line := range []string{
		`fihris_requests_total{code="",method="GET",route="/v1/search",status="200"} 2`,
		`fihris_requests_total{code="bad_parameter",method="GET",route="/v1/search",status="400"} 1`,
		`fihris_requests_total{code="not_found",method="GET",route="/v1/articles/{id}",status="404"} 1`,
		`fihris_requests_total{code="not_found",method="GET",route="other",status="404"} 1`,
		`fihris_requests_total{code="method_not_allowed",method="other",route="/",status="405"} 1`,
		`fihris_request_seconds_count{route="/v1/search"} 3`,
		`fihris_index_articles 2`, `fihris_index_damaged 0`, `fihris_build_info{version="1.2.3"} 1`, `go_goroutines `, `fihris_wait_seconds_count `,
	} {
		assert.Contains(t, text, line)
	}
	assert.NotContains(t, text, "anything", "what anybody sends is no label")
}

// What we name is named as Prometheus wants it.
func TestNames(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	m := metrics.New(ix, "1")
	m.Observe(web.Observation{Route: "/", Method: "GET", Status: 200})
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	problems, err := promlint.New(w.Body).Lint()
	require.NoError(t, err)
	assert.Empty(t, problems)
}

// broken is an index that has met damage.
type broken struct{}

func (broken) Stats(context.Context) (fihris.Stats, error) {
	return fihris.Stats{}, fihris.ErrCorrupt
}
func (broken) Damage() error { return errors.New("a file was cut short") }

func TestDamage(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	text := scraped(t, broken{}, ix, web.Options{})
	assert.Contains(t, text, "fihris_index_damaged 1")
	assert.NotContains(t, text, "fihris_index_articles ")
}

// Counts are for those who may read.
func TestMetricsNeedAToken(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	m := metrics.New(ix, "1")
	h := web.New(ix, web.Options{ReadTokens: []string{"a token for reading"}, Metrics: m.Handler()})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	assert.Equal(t, http.StatusUnauthorized, w.Code)
	none := httptest.NewRecorder()
	web.New(ix, web.Options{}).ServeHTTP(none, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	assert.Equal(t, http.StatusNotFound, none.Code)
}

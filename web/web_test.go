package web_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
	inside "github.com/fihris-search/fihris/internal/web"
	"github.com/fihris-search/fihris/searchertest"
	"github.com/fihris-search/fihris/web"
)

func index(t *testing.T) *fihris.Index {
	t.Helper()
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, ix.Close()) })
	require.NoError(t, ix.Add(t.Context(), searchertest.Articles()...))
	return ix
}

func get(h http.Handler, target string) (int, string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	return w.Code, w.Body.String()
}

// bare hides what an index can do besides.
type bare struct{ fihris.Searcher }

// The page and the interface answer over an index; over a searcher that can do no more than it must
// they offer no more, and say so where they are asked.
func TestWhatASearcherCanDo(t *testing.T) {
	ix := index(t)
	for name, c := range map[string]struct {
		s    fihris.Searcher
		more int // status of what not all can do
	}{"index": {ix, http.StatusOK}, "bare": {bare{ix}, http.StatusNotFound}} {
		h := web.New(c.s, nil)
		for _, path := range []string{"/", "/?q=%D9%88%D8%B2%D9%8A%D8%B1", "/v1/search?q=%D9%88%D8%B2%D9%8A%D8%B1", "/article?id=rayhan-silos", "/v1/articles/rayhan-silos", "/healthz", "/readyz"} {
			status, body := get(h, path)
			assert.Equal(t, http.StatusOK, status, "%s: %s: %.200s", name, path, body)
		}
		for _, path := range []string{"/v1/complete?q=%D9%88%D8%B2", "/v1/similar?id=rayhan-silos", "/v1/stats", "/v1/export"} {
			status, body := get(h, path)
			assert.Equal(t, c.more, status, "%s: %s: %.200s", name, path, body)
			_, described := get(h, "/v1/openapi.json")
			assert.Equal(t, c.more == http.StatusOK, strings.Contains(described, `"`+strings.Split(path, "?")[0]+`"`), "%s: %s is described as it is", name, path)
		}
	}
}

// What the interface answers is what the library writes as JSON.
func TestResultsAreThoseOfTheLibrary(t *testing.T) {
	ix := index(t)
	_, body := get(web.New(ix, nil), "/v1/search?q=%D9%88%D8%B2%D9%8A%D8%B1&limit=3")
	var got fihris.Results
	require.NoError(t, json.Unmarshal([]byte(body), &got))
	q, err := fihris.ParseQuery("وزير")
	require.NoError(t, err)
	want, err := ix.Search(t.Context(), fihris.Request{Query: q, Limit: 3})
	require.NoError(t, err)
	assert.Equal(t, want.Total, got.Total)
	require.Len(t, got.Hits, 3)
	for i := range want.Hits {
		assert.Equal(t, want.Hits[i].Article.ID, got.Hits[i].Article.ID)
		assert.Equal(t, want.Hits[i].Snippets, got.Hits[i].Snippets)
	}
}

// Every option arrives: none of those that there are inside is missing here.
func TestOptions(t *testing.T) {
	var here, there []string
	for i := range reflect.TypeFor[web.Options]().NumField() {
		here = append(here, reflect.TypeFor[web.Options]().Field(i).Name)
	}
	for i := range reflect.TypeFor[inside.Options]().NumField() {
		there = append(there, reflect.TypeFor[inside.Options]().Field(i).Name)
	}
	assert.ElementsMatch(t, there, here)

	ix := index(t)
	h := web.New(ix, &web.Options{Hosts: []string{"archive.example"}, Writer: ix, Tokens: []string{"a-token-of-many-letters-1234567890"}, Analyzer: arabic.Default(), Timeout: time.Second})
	var seen []web.Observation
	observed := web.New(ix, &web.Options{ReadTokens: []string{"r"}, Metrics: http.NotFoundHandler(), Observe: func(o web.Observation) { seen = append(seen, o) }})
	status, _ := get(observed, "/v1/stats")
	assert.Equal(t, http.StatusUnauthorized, status)
	if assert.Len(t, seen, 1) {
		assert.Equal(t, "/v1/stats", seen[0].Route)
		assert.Equal(t, http.StatusUnauthorized, seen[0].Status)
	}
	status, _ = get(h, "http://other.example/")
	assert.Equal(t, http.StatusMisdirectedRequest, status)
	status, _ = get(h, "http://archive.example/")
	assert.Equal(t, http.StatusOK, status)
	put := func(token string) int {
		r := httptest.NewRequest(http.MethodPut, "http://archive.example/v1/articles/new", strings.NewReader(`{"title":"خبر"}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	assert.Equal(t, http.StatusUnauthorized, put("wrong"))
	assert.Equal(t, http.StatusCreated, put("a-token-of-many-letters-1234567890"))
	has, err := ix.Has(t.Context(), "new")
	require.NoError(t, err)
	assert.True(t, has)
}

// Serve answers until its context is done, and then returns nil.
func TestServe(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	h := web.New(index(t), nil)
	go func() { done <- web.Serve(ctx, l, h, nil) }()
	r, err := http.Get("http://" + l.Addr().String() + "/healthz")
	require.NoError(t, err)
	body, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	require.NoError(t, r.Body.Close())
	assert.Equal(t, http.StatusOK, r.StatusCode, "%s", body)
	cancel()
	assert.NoError(t, <-done)
}

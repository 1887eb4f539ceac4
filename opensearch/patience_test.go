package opensearch_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/opensearch"
)

// transport answers without a network, so that the time of waiting need not pass.
type transport func(r *http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A cluster that says that it cannot just now, or is silent, is asked for three minutes, however many of its nodes
// do not answer meanwhile; one of which no node answers is given up soon.
func TestPatience(t *testing.T) {
	const until = 45 * time.Second // a new manager is there
	for name, c := range map[string]struct {
		dead    []string // of three nodes
		back    time.Duration
		least   time.Duration // of waiting
		most    time.Duration
		silent  bool   // until then a node that is not dead answers nothing for two minutes
		full    bool   // until then the heaps of the nodes are full
		message string // of the error, none for an answer
	}{
		"at once":                    {most: time.Millisecond},
		"one node dead":              {dead: []string{"b"}, back: until, least: until, most: until + 10*time.Second},
		"two nodes dead":             {dead: []string{"a", "c"}, back: until, least: until, most: until + 10*time.Second},
		"never again":                {dead: []string{"b"}, back: time.Hour, least: 3 * time.Minute, most: 190 * time.Second, message: "so it is"},
		"silent for long":            {dead: []string{"b", "c"}, back: 2 * time.Minute, silent: true, least: 2 * time.Minute, most: 130 * time.Second},
		"silent for ever":            {dead: []string{"b", "c"}, back: time.Hour, silent: true, least: 3 * time.Minute, most: 7 * time.Minute, message: "timeout"},
		"heaps full for a while":     {back: 3 * time.Second, full: true, least: 3 * time.Second, most: 8 * time.Second},
		"heaps full for long":        {back: time.Hour, full: true, least: 20 * time.Second, most: 30 * time.Second, message: "Data too large"},
		"nobody answers":             {dead: []string{"a", "b", "c"}, least: 10 * time.Second, most: 15 * time.Second, message: "nobody listens"},
		"nobody answers for a while": {dead: []string{"a", "b", "c"}, back: 5 * time.Second, least: 5 * time.Second, most: 8 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				open, began := true, time.Now()
				nodes := transport(func(r *http.Request) (*http.Response, error) {
					w := httptest.NewRecorder()
					gone := time.Since(began) < c.back
					for _, host := range c.dead {
						if !open && r.URL.Host == host && (gone || c.back == 0) {
							return nil, errors.New("nobody listens")
						}
					}
					switch {
					case open:
						_, _ = fmt.Fprintf(w, `{"news":{"mappings":{"_meta":{"fihris":%s}}}}`, current())
					case gone && c.silent:
						time.Sleep(2 * time.Minute)
						return nil, os.ErrDeadlineExceeded
					case gone && c.full: // as three nodes of OpenSearch 3.9 said it
						w.WriteHeader(http.StatusInternalServerError)
						_, _ = w.WriteString(`{"error":{"type":"transport_exception","reason":"Fatal failure during search: [parent] Data too large, data for [<reduce_aggs>]"}}`)
					case gone:
						refuse(w, http.StatusServiceUnavailable, "cluster_manager_not_discovered_exception")
					default:
						_, _ = w.WriteString(`{"found":true,"_source":{"id":"a","article":"{\"id\":\"a\",\"title\":\"عنوان\"}"}}`)
					}
					res := w.Result()
					body, _ := io.ReadAll(res.Body)
					res.Body = io.NopCloser(bytes.NewReader(body))
					return res, nil
				})
				e, err := opensearch.Open(t.Context(), opensearch.Options{
					Addresses: []string{"http://a", "http://b", "http://c"}, Index: "news", HTTP: &http.Client{Transport: nodes},
				})
				require.NoError(t, err)
				open, began = false, time.Now()
				a, err := e.Article(t.Context(), "a")
				if took := time.Since(began); assert.GreaterOrEqual(t, took, c.least) {
					assert.LessOrEqual(t, took, c.most)
				}
				if c.message != "" {
					require.ErrorContains(t, err, c.message)
					return
				}
				require.NoError(t, err)
				assert.Equal(t, fihris.Article{ID: "a", Title: "عنوان"}, a)
			})
		})
	}
}

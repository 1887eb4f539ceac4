package opensearch_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/opensearch"
)

// answers is a cluster that answers as it is told, and what is asked when it is opened as it must.
func answers(t *testing.T, meta string, answer func(w http.ResponseWriter, r *http.Request, body string)) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch {
		case strings.HasSuffix(r.URL.Path, "/_mapping"):
			fmt.Fprintf(w, `{"news":{"mappings":{"_meta":{"fihris":%s}}}}`, meta)
		case strings.HasPrefix(r.URL.Path, "/_cluster/settings"):
			_, _ = io.WriteString(w, `{}`)
		default:
			answer(w, r, string(body))
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func current() string { return fmt.Sprintf(`{"format":2,"analyzer":%d}`, analysis.Version) }

func refuse(w http.ResponseWriter, status int, kind string) {
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"error":{"type":%q,"reason":"so it is"},"status":%d}`, kind, status)
}

func TestOtherIndexesAreRefused(t *testing.T) {
	for meta, want := range map[string]error{
		`{"format":2,"analyzer":1}`:                                             fihris.ErrAnalyzerChanged,
		fmt.Sprintf(`{"format":99,"analyzer":%d}`, analysis.Version):            fihris.ErrAnalyzerChanged,
		fmt.Sprintf(`{"format":2,"analyzer":%d,"words":"x"}`, analysis.Version): fihris.ErrOtherWords,
		`null`: fihris.ErrNoIndex,
	} {
		s := answers(t, meta, func(http.ResponseWriter, *http.Request, string) {})
		_, err := opensearch.Open(t.Context(), opensearch.Options{Addresses: []string{s.URL}, Index: "news"})
		assert.ErrorIs(t, err, want, meta)
	}
	for _, o := range []opensearch.Options{
		{}, {Addresses: []string{"localhost:9200"}, Index: "news"}, {Addresses: []string{"http://a:b@localhost"}, Index: "news"},
		{Addresses: []string{"http://localhost"}, Index: "News"}, {Addresses: []string{"http://localhost"}, Index: "news", Auth: opensearch.Auth{User: "a", Token: "b"}},
	} {
		_, err := opensearch.Open(t.Context(), o)
		assert.ErrorIs(t, err, fihris.ErrBadRequest, "%+v", o)
	}
}

// What passes is asked again, of another node too; what does not pass is told at once.
func TestWhatPassesIsAskedAgain(t *testing.T) {
	asked := atomic.Int32{}
	status, kind := atomic.Int32{}, atomic.Value{}
	kind.Store("some_exception")
	s := answers(t, current(), func(w http.ResponseWriter, r *http.Request, _ string) {
		if asked.Add(1) < 3 {
			refuse(w, int(status.Load()), kind.Load().(string))
			return
		}
		user, password, _ := r.BasicAuth()
		if user != "reader" || password != "secret" {
			refuse(w, http.StatusUnauthorized, "security_exception")
			return
		}
		_, _ = io.WriteString(w, `{"found":true,"_source":{"id":"a","article":"{\"id\":\"a\",\"title\":\"عنوان\"}","file":"x.txt"}}`)
	})
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	c, err := opensearch.Open(t.Context(), opensearch.Options{
		Addresses: []string{gone.URL, s.URL}, Index: "news", Auth: opensearch.Auth{User: "reader", Password: "secret"},
	})
	require.NoError(t, err)
	for _, passing := range []int{404, 429, 500, 502, 503, 504} {
		asked.Store(0)
		status.Store(int32(passing))
		switch kind.Store("some_exception"); passing { // another node was just lost
		case http.StatusInternalServerError:
			kind.Store("node_disconnected_exception")
		case http.StatusNotFound:
			kind.Store("search_context_missing_exception")
		}
		a, err := c.Article(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, fihris.Article{ID: "a", Title: "عنوان", File: "x.txt"}, a)
		assert.EqualValues(t, 3, asked.Load())
	}
	for _, lasting := range []int32{http.StatusBadRequest, http.StatusInternalServerError} {
		asked.Store(0)
		status.Store(lasting)
		_, err = c.Article(t.Context(), "a")
		refused := &opensearch.Error{}
		require.ErrorAs(t, err, &refused)
		assert.Equal(t, "some_exception", refused.Type)
		assert.EqualValues(t, 1, asked.Load())
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = c.Article(ctx, "a")
	assert.ErrorIs(t, err, context.Canceled)
}

// An answer of some shards is none.
func TestPartsOfAnAnswerAreNone(t *testing.T) {
	asked := atomic.Int32{}
	s := answers(t, current(), func(w http.ResponseWriter, r *http.Request, _ string) {
		if strings.HasSuffix(r.URL.Path, "/_search") && asked.Add(1) < 3 {
			_, _ = io.WriteString(w, `{"_shards":{"total":3,"failed":1,"failures":[{"reason":{"type":"node_left","reason":"gone"}}]},"hits":{"total":{"value":7}}}`)
			return
		}
		_, _ = io.WriteString(w, `{"hits":{"total":{"value":9}},"aggregations":{"text":{"value":90}},"_all":{"primaries":{"store":{"size_in_bytes":5}}}}`)
	})
	c, err := opensearch.Open(t.Context(), opensearch.Options{Addresses: []string{s.URL}, Index: "news"})
	require.NoError(t, err)
	st, err := c.Stats(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, 9, st.Articles)
	assert.EqualValues(t, 90, st.Tokens)
	assert.EqualValues(t, 5, st.Bytes)
	assert.EqualValues(t, 3, asked.Load())
}

// Of a bulk request, what the cluster has no room for is sent again, and only that; what it refuses is told.
func TestBulkTellsOfEach(t *testing.T) {
	full := atomic.Bool{}
	full.Store(true)
	var sent [][]string
	s := answers(t, current(), func(w http.ResponseWriter, r *http.Request, body string) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/_mget"):
			_, _ = io.WriteString(w, `{"docs":[{"found":false},{"found":false},{"found":false},{"found":true,"_source":{"id":"same","sum":"other"}},{"found":false}]}`)
		case strings.HasSuffix(r.URL.Path, "/_bulk"):
			var items []any
			var ids []string
			for line := range strings.Lines(body) {
				var doc struct {
					ID string `json:"id"`
				}
				require.NoError(t, json.Unmarshal([]byte(line), &doc))
				if doc.ID == "" {
					continue
				}
				ids = append(ids, doc.ID)
				item := map[string]any{"status": 201, "result": "created"}
				switch {
				case doc.ID == "full" && full.Swap(false):
					item = map[string]any{"status": 429, "error": map[string]any{"type": "rejected_execution_exception", "reason": "full"}}
				case doc.ID == "bad":
					item = map[string]any{"status": 400, "error": map[string]any{"type": "mapper_parsing_exception", "reason": "no"}}
				case doc.ID == "same", doc.ID == "full": // the latter by a request that was done all the same
					item = map[string]any{"status": 200, "result": "updated"}
				}
				items = append(items, map[string]any{"index": item})
			}
			sent = append(sent, ids)
			require.NoError(t, json.NewEncoder(w).Encode(map[string]any{"items": items}))
		default:
			_, _ = io.WriteString(w, `{}`)
		}
	})
	c, err := opensearch.Open(t.Context(), opensearch.Options{Addresses: []string{s.URL}, Index: "news"})
	require.NoError(t, err)
	var given []fihris.Article
	for _, id := range []string{"new", "full", "bad", "same", "", "same"} {
		given = append(given, fihris.Article{ID: id, Title: "عنوان"})
	}
	changes, err := c.AddAll(t.Context(), func(yield func(fihris.Article, error) bool) {
		for _, a := range given {
			if !yield(a, nil) {
				return
			}
		}
	})
	assert.Equal(t, fihris.Changes{Added: 2, Changed: 2}, changes)
	assert.Equal(t, [][]string{{"new", "full", "bad", "same"}, {"full"}}, sent)
	refused := map[string]bool{}
	for _, one := range err.(interface{ Unwrap() []error }).Unwrap() {
		var bad *fihris.AddError
		for _, e := range flat(one) {
			if errors.As(e, &bad) {
				refused[bad.ID] = true
			}
		}
	}
	assert.Equal(t, map[string]bool{"bad": true, "": true}, refused)
	assert.ErrorIs(t, err, fihris.ErrNoID)
}

// flat lists errors that are joined.
func flat(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var out []error
	for _, e := range joined.Unwrap() {
		out = append(out, flat(e)...)
	}
	return out
}

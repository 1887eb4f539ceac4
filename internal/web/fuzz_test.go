package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/web"
)

// Whatever an address says, the answer is whole, honest about its status and
// well-formed, and nothing of the address becomes markup.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{
		"", "q=زعنفة", "q=%D8%B2&limit=5", "q=a&limit=0&facet=year", "q=a;b", "q=%zz", "q=a&from=2020&to=2019",
		"q=<script>alert(1)</script>", "q=\"><script>", "source=<script>&section=x", "q=a&after=!!", "q=a&sort=newest&page=2",
		"id=script&q=زعنفة", "id=a%2Fb%2F..%2Fc", "q=" + "(((((((((((((((((", "q=√كتب -x +y \"z", "q=a&explain=1&lang=en", "q=*", "q=؟*~^2",
		"q=%00", "q=%FF", "from=2021-05&to=2021-05", "q=title:(a OR b) AND -c", "page=99999999999999999999",
	} {
		f.Add(seed)
	}
	h := handler(f)
	f.Fuzz(func(t *testing.T, raw string) {
		for _, path := range []string{"/v1/search", "/", "/article", "/v1/articles", "/v1/similar", "/v1/complete", "/v1/articles/" + url.PathEscape(raw)} {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			u, err := url.Parse(path)
			require.NoError(t, err)
			u.RawQuery = raw
			r.URL = u
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			body := w.Body.String()
			assert.Contains(t, []int{200, 400, 404}, w.Code, "%s?%s: %s", path, raw, body)
			assert.True(t, utf8.ValidString(body), "%s?%s", path, raw)
			if path == "/" || path == "/article" {
				assert.Equal(t, 1, scripts(body), "%s?%s", path, raw)
			} else {
				assert.True(t, json.Valid([]byte(body)), "%s?%s", path, raw)
			}
		}
	})
}

// Whatever a stream holds, its answer counts each line that is not empty once, and
// what it counts is there.
func FuzzStream(f *testing.F) {
	for _, seed := range []string{
		"", "\n", "{}", `{"id":"a"}`, "{\"id\":\"a\"}\n{\"id\":\"a\",\"title\":\"x\"}\r\n\n{\"id\":\"b\"", "\ufeff{\"id\":\"a\"}", "\xff\xfe{", "{\"id\":\"\\u0000\"}\n",
		`{"id":"a","extra":{"x":[1,{"y":null}]},"tags":["t"],"published":"2020-10-09"}`, "null\n[]\n7\n\"x\"", "{\"id\":\"a\"}{\"id\":\"b\"}\n", " \t\n{\"id\":\"\u0627\u0654\"}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		ix, err := fihris.NewMemory(nil)
		require.NoError(t, err)
		defer ix.Close()
		h := web.New(ix, web.Options{Writer: ix, Tokens: []string{token}})
		r := post(h, body, asLines...)
		assert.Contains(t, []int{http.StatusOK, http.StatusUnprocessableEntity}, r.StatusCode)
		got := decode[answer.Written](t, r)
		lines, empty := 0, 0
		for line := range strings.Lines(strings.TrimPrefix(body, "\ufeff")) {
			lines++
			if strings.TrimSpace(line) == "" {
				empty++
			}
		}
		if body == "\ufeff" {
			lines, empty = 1, 1
		}
		assert.Equal(t, lines, got.Lines)
		assert.Equal(t, lines-empty, got.Added+got.Changed+got.Unchanged+got.Failed)
		st, err := ix.Stats(t.Context())
		require.NoError(t, err)
		assert.EqualValues(t, got.Added, st.Articles)
	})
}

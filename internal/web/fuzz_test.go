package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

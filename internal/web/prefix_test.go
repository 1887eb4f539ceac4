package web_test

import (
	"html"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/web"
)

// addresses are those that a page names.
var addresses = regexp.MustCompile(`(?:href|src|action|data-[a-z]+)="(/[^"]*)"`)

// Below a prefix every address of every page begins with it and leads to a page, whether
// the proxy leaves the prefix or takes it off.
func TestPrefix(t *testing.T) {
	const prefix = "/مكتبة/archive"
	escaped := (&url.URL{Path: prefix}).EscapedPath()
	h := web.New(index(t), web.Options{Prefix: prefix + "/"})
	get := func(address string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, newRequest("GET", address))
		return w
	}
	seen := 0
	for _, page := range []string{"/", query("/", "q", "زعنفة"), query("/", "q", "زعنفق"), query("/article", "id", urlID, "q", "زعنفة"), "/help", "/v1/docs", "/nowhere", "/?from=x"} {
		for _, before := range []string{escaped, ""} {
			body := get(before + page).Body.String()
			found := addresses.FindAllStringSubmatch(body, -1)
			require.NotEmpty(t, found, page)
			for _, m := range found {
				to := html.UnescapeString(m[1])
				require.True(t, strings.HasPrefix(to, escaped+"/"), "%s: %s", page, to)
				if strings.Contains(to, "/nowhere") || strings.Contains(to, "from=x") || strings.HasSuffix(to, "/v1/complete") || strings.HasSuffix(to, "/article") { // what the script adds to
					continue
				}
				require.Equal(t, 200, get(to).Code, "%s: %s", page, to)
				seen++
			}
		}
	}
	assert.Greater(t, seen, 100)
	w := get(escaped + "?q=a")
	assert.Equal(t, 308, w.Code)
	assert.Equal(t, escaped+"/?q=a", w.Header().Get("Location"))
	assert.Equal(t, 404, get(escaped+"x/").Code, "another path that begins so")
	assert.Contains(t, get(escaped+"/v1/openapi.json").Body.String(), `"servers":[{"url":"`+escaped+`"}]`)
	assert.Equal(t, 200, get(escaped+"/v1/articles/"+url.PathEscape(urlID)).Code, "an ID with slashes")
}

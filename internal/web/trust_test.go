package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/web"
)

const readToken = "for those who only read it"

// Where there are tokens for reading, nothing that the index holds is told without one.
func TestWhoMayRead(t *testing.T) {
	ix := index(t)
	h := web.New(ix, web.Options{ReadTokens: []string{readToken, "another one for reading"}, Writer: ix, Tokens: []string{token}})
	for _, address := range []string{"/", "/?q=a", "/article?id=script", "/help", "/nothing", "/v1/search?q=a", "/v1/articles/script", "/v1/export", "/v1/stats", "/v1/docs", "/v1/openapi.json", "/v1/base"} {
		r := get(h, address)
		assert.Equal(t, http.StatusUnauthorized, r.StatusCode, address)
		assert.Equal(t, `Bearer realm="fihris"`, r.Header.Values("WWW-Authenticate")[0])
		assert.Equal(t, !strings.HasPrefix(address, "/v1/"), len(r.Header.Values("WWW-Authenticate")) == 2, "a browser asks its user, for pages only: %s", address)
		assert.NotContains(t, read(t, r), scriptTitle, address)
	}
	for _, address := range []string{"/healthz", "/readyz", "/static/page.css"} {
		assert.Equal(t, http.StatusOK, get(h, address).StatusCode, address)
	}
	for _, value := range []string{"Bearer " + readToken, "bearer another one for reading", "Bearer " + token} {
		assert.Equal(t, http.StatusOK, get(h, "/v1/articles/script", "Authorization", value).StatusCode, value)
	}
	for _, value := range []string{"", "Bearer", "Bearer wrong", readToken, "Basic " + readToken, "Bearer " + readToken + "x"} {
		assert.Equal(t, http.StatusUnauthorized, get(h, "/v1/articles/script", "Authorization", value).StatusCode, value)
	}
	r := httptest.NewRequest(http.MethodGet, "/article?id=script", nil)
	r.SetBasicAuth("anybody", readToken)
	assert.Equal(t, http.StatusOK, serve(h, r).StatusCode, "in a browser the token is the password")
	r = httptest.NewRequest(http.MethodGet, "/article?id=script", nil)
	r.SetBasicAuth(readToken, "")
	assert.Equal(t, http.StatusUnauthorized, serve(h, r).StatusCode)

	// Who reads does not write, and no password of a browser does.
	assert.Equal(t, http.StatusUnauthorized, post(h, `{"id":"a"}`, "Authorization", "Bearer "+readToken, "Content-Type", "application/json").StatusCode)
	r = httptest.NewRequest(http.MethodPost, "/v1/articles", strings.NewReader(`{"id":"a"}`))
	r.Header.Set("Content-Type", "application/json")
	r.SetBasicAuth("anybody", token)
	assert.Equal(t, http.StatusUnauthorized, serve(h, r).StatusCode)
}

// A page of another site sees an answer only where its site was named.
func TestCrossOrigin(t *testing.T) {
	preflight := func(h http.Handler, origin string) *http.Response {
		return send(h, http.MethodOptions, "/v1/articles", nil, "Origin", origin, "Access-Control-Request-Method", "POST")
	}
	closed := handler(t)
	assert.Empty(t, get(closed, "/v1/search?q=a", "Origin", "https://a.example").Header.Get("Access-Control-Allow-Origin"))
	assert.Equal(t, http.StatusMethodNotAllowed, preflight(closed, "https://a.example").StatusCode)

	ix := index(t)
	h := web.New(ix, web.Options{Origins: []string{"https://a.example"}, Writer: ix, Tokens: []string{token}})
	r := get(h, "/v1/search?q=a", "Origin", "https://a.example")
	assert.Equal(t, "https://a.example", r.Header.Get("Access-Control-Allow-Origin"))
	assert.Contains(t, r.Header.Values("Vary"), "Origin")
	assert.Empty(t, r.Header.Get("Access-Control-Allow-Credentials"))
	for _, origin := range []string{"https://b.example", "http://a.example", "https://a.example.evil", "null", ""} {
		assert.Empty(t, get(h, "/v1/search?q=a", "Origin", origin).Header.Get("Access-Control-Allow-Origin"), origin)
	}
	assert.Empty(t, get(h, "/?q=a", "Origin", "https://a.example").Header.Get("Access-Control-Allow-Origin"), "pages are for people")
	r = preflight(h, "https://a.example")
	assert.Equal(t, http.StatusNoContent, r.StatusCode)
	assert.Equal(t, "GET, HEAD, DELETE, POST, PUT", r.Header.Get("Access-Control-Allow-Methods"))
	assert.Equal(t, "Authorization, Content-Type", r.Header.Get("Access-Control-Allow-Headers"))
	assert.Equal(t, http.StatusMethodNotAllowed, preflight(h, "https://b.example").StatusCode)

	all := web.New(ix, web.Options{Origins: []string{"*"}})
	assert.Equal(t, "*", get(all, "/v1/search?q=a", "Origin", "https://b.example").Header.Get("Access-Control-Allow-Origin"))
}

// logged asks from an address and returns the log and the answer.
func logged(t *testing.T, opts web.Options, from string, header ...string) (string, *http.Response) {
	t.Helper()
	var log bytes.Buffer
	opts.Logger = slog.New(slog.NewTextHandler(&log, nil))
	r := httptest.NewRequest(http.MethodGet, "/v1/search?q=a", nil)
	r.RemoteAddr = from
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	resp := serve(web.New(index(t), opts), r)
	return log.String(), resp
}

// Who asks is in the log; what others say of themselves is believed of nobody but a
// proxy that is trusted.
func TestClientInTheLog(t *testing.T) {
	trusted := web.Options{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}}
	for _, c := range []struct {
		opts     web.Options
		from     string
		forwards []string
		client   string
	}{
		{web.Options{}, "192.0.2.7:1", nil, "192.0.2.7"},
		{web.Options{}, "10.0.0.1:1", []string{"198.51.100.9"}, "10.0.0.1"},
		{trusted, "10.0.0.1:1", []string{"198.51.100.9"}, "198.51.100.9"},
		{trusted, "10.0.0.1:1", []string{"1.2.3.4, 198.51.100.9", "10.9.9.9"}, "198.51.100.9"},
		{trusted, "192.0.2.7:1", []string{"198.51.100.9"}, "192.0.2.7"},
		{trusted, "10.0.0.1:1", []string{"198.51.100.9, <script>"}, "10.0.0.1"},
		{trusted, "[fd00::1]:1", []string{"[2001:db8::1]:4711"}, "2001:db8::1"},
		{trusted, "10.0.0.1:1", nil, "10.0.0.1"},
		{trusted, "[::ffff:10.0.0.1]:1", []string{"198.51.100.9:99"}, "198.51.100.9"},
	} {
		var header []string
		for _, f := range c.forwards {
			header = append(header, "X-Forwarded-For", f)
		}
		log, _ := logged(t, c.opts, c.from, header...)
		assert.Contains(t, log, "client="+c.client+" ", "%v", c)
	}
}

func TestRequestIDs(t *testing.T) {
	log, r := logged(t, web.Options{}, "192.0.2.7:1", "X-Request-ID", "theirs")
	id := r.Header.Get("X-Request-ID")
	assert.Regexp(t, `^[A-Z2-7]{16}$`, id)
	assert.Contains(t, log, "id="+id)
	_, other := logged(t, web.Options{}, "192.0.2.7:1")
	assert.NotEqual(t, id, other.Header.Get("X-Request-ID"))

	trusted := web.Options{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}
	_, r = logged(t, trusted, "10.0.0.1:1", "X-Request-ID", "abc-1.2_3")
	assert.Equal(t, "abc-1.2_3", r.Header.Get("X-Request-ID"))
	for _, bad := range []string{"a b", "a=b", "سلام", strings.Repeat("x", 65)} {
		_, r = logged(t, trusted, "10.0.0.1:1", "X-Request-ID", bad)
		assert.Regexp(t, `^[A-Z2-7]{16}$`, r.Header.Get("X-Request-ID"))
	}
}

// That there are many who ask is told by the status, and is no error of ours.
func TestABusyServerLogsNoErrors(t *testing.T) {
	var log bytes.Buffer
	g := gated{index(t), make(chan struct{}, 9), make(chan struct{})}
	h := web.New(g, web.Options{Concurrency: 1, QueueTime: time.Millisecond, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	first := make(chan *http.Response)
	go func() { first <- get(h, "/v1/search?q=a") }()
	<-g.entered
	assert.Equal(t, http.StatusServiceUnavailable, get(h, "/v1/search?q=a").StatusCode)
	close(g.gate)
	<-first
	assert.NotContains(t, log.String(), "level=ERROR")
	assert.Contains(t, log.String(), "status=503")
	assert.Contains(t, log.String(), "code=busy")
}

// Nothing that is sent comes back, or into the log, at any length.
func TestNothingLongIsEchoed(t *testing.T) {
	long := strings.Repeat("ط", 3000)
	var log bytes.Buffer
	h := web.New(index(t), web.Options{Logger: slog.New(slog.NewTextHandler(&log, nil)), Slow: 1})
	for _, address := range []string{
		"/" + long, "/v1/" + long, query("/v1/search", "q", "x", "sort", long), query("/v1/search", "q", "x", long, "1"),
		query("/v1/search", "q", "x", "facet", long), query("/v1/search", "q", "x", "from", long), query("/v1/articles", "id", long), query("/v1/suggest", "q", long),
		query("/", "q", "x", "from", long),
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		u, err := r.URL.Parse(address)
		require.NoError(t, err)
		r.URL = u
		body := read(t, serve(h, r))
		if !strings.HasPrefix(address, "/v1/suggest") && !strings.HasPrefix(address, "/?") {
			assert.NotContains(t, body, strings.Repeat("ط", 201), "%.40s", address)
		}
	}
	assert.NotContains(t, log.String(), strings.Repeat("ط", 201))
}

func TestSlowQueriesAreTold(t *testing.T) {
	var log bytes.Buffer
	h := web.New(index(t), web.Options{Logger: slog.New(slog.NewTextHandler(&log, nil)), Slow: time.Nanosecond})
	get(h, query("/v1/search", "q", "مصر"))
	assert.Contains(t, log.String(), "msg=slow")
	assert.Contains(t, log.String(), "query=مصر")
}

func TestAnswersAreCompressed(t *testing.T) {
	plain := read(t, get(handler(t), "/v1/search?q=%D8%B2%D8%B9%D9%86%D9%81%D8%A9"))
	for encoding, open := range map[string]func(io.Reader) (io.Reader, error){
		"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"zstd": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
	} {
		r := get(handler(t), "/v1/search?q=%D8%B2%D8%B9%D9%86%D9%81%D8%A9", "Accept-Encoding", encoding)
		assert.Equal(t, encoding, r.Header.Get("Content-Encoding"))
		assert.Contains(t, strings.Join(r.Header.Values("Vary"), ","), "Accept-Encoding")
		body, err := open(r.Body)
		require.NoError(t, err)
		b, err := io.ReadAll(body)
		require.NoError(t, err)
		assert.Len(t, string(b)[strings.Index(string(b), `"hits"`):], len(plain)-strings.Index(plain, `"hits"`))
	}
	assert.Empty(t, get(handler(t), "/healthz", "Accept-Encoding", "gzip").Header.Get("Content-Encoding"), "what is short is not worth it")
}

// Who has an answer is told whether it still holds.
func TestKeptAnswers(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(t.Context(), fihris.Article{ID: "1", Title: "وزير"}))
	h := web.New(ix, web.Options{})
	addresses := []string{query("/v1/search", "q", "وزير"), "/v1/articles/1", "/v1/articles?id=1", query("/v1/complete", "q", "وز"), "/v1/similar?id=1", "/v1/matches?id=1&q=x", "/v1/difference?id=1&with=1", "/v1/openapi.json"}
	described, known := described(t, h), 0
	for _, op := range operations(described) {
		if op.Responses.Status(http.StatusNotModified) == nil {
			continue
		}
		known++
		assert.NotNil(t, op.Parameters.GetByInAndName("header", "If-None-Match"), op.path)
		assert.NotNil(t, op.Responses.Status(http.StatusOK).Value.Headers["ETag"], op.path)
		assert.True(t, slices.ContainsFunc(addresses, func(a string) bool {
			a, _, _ = strings.Cut(a, "?")
			return a == strings.ReplaceAll(op.path, "{id}", "1")
		}), op.path)
	}
	assert.Equal(t, len(addresses)-1, known, "but for the description itself")
	for _, address := range addresses {
		r := get(h, address)
		tag := r.Header.Get("ETag")
		require.NotEmpty(t, tag, address)
		assert.Equal(t, "private, no-cache", r.Header.Get("Cache-Control"))
		for _, have := range []string{tag, `"x", ` + tag, "*"} {
			r = get(h, address, "If-None-Match", have)
			assert.Equal(t, http.StatusNotModified, r.StatusCode, address)
			assert.Empty(t, read(t, r))
		}
		assert.Equal(t, http.StatusOK, get(h, address, "If-None-Match", `"x"`).StatusCode)
	}
	old := get(h, query("/v1/search", "q", "وزير")).Header.Get("ETag")
	require.NoError(t, ix.Add(t.Context(), fihris.Article{ID: "2", Title: "وزيرة"}))
	assert.Equal(t, http.StatusOK, get(h, query("/v1/search", "q", "وزير"), "If-None-Match", old).StatusCode)
}

// slowSearcher takes its time for all but one word.
type slowSearcher struct {
	fihris.Searcher
	takes time.Duration
}

func (s slowSearcher) Search(ctx context.Context, req fihris.Request) (*fihris.Results, error) {
	if strings.Contains(req.Query.String(), "*") {
		select {
		case <-time.After(s.takes):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return s.Searcher.Search(ctx, req)
}

// 500 clients of heavy queries do not shut out one reader, from wherever they come.
func TestOneReaderBesideAFlood(t *testing.T) {
	h := web.New(slowSearcher{index(t), 200 * time.Millisecond}, web.Options{Concurrency: 4, QueueTime: 500 * time.Millisecond})
	ask := func(address, q string) int {
		r := httptest.NewRequest(http.MethodGet, query("/v1/search", "q", q, "suggest", "0"), nil)
		r.RemoteAddr = address
		return serve(h, r).StatusCode
	}
	for _, address := range []func(i int) string{
		func(int) string { return "192.0.2.1:1" },                                                            // all of one address, the reader too
		func(i int) string { return netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}).String() + ":1" }, // each of its own
	} {
		ctx, stop := context.WithCancel(t.Context())
		var flood sync.WaitGroup
		for i := range 500 {
			flood.Go(func() {
				for ctx.Err() == nil {
					ask(address(i), "وز*")
				}
			})
		}
		time.Sleep(100 * time.Millisecond)
		for range 20 {
			assert.Equal(t, http.StatusOK, ask("192.0.2.1:1", "وزير"))
		}
		stop()
		flood.Wait()
	}
}

func TestStrictTransport(t *testing.T) {
	s := httptest.NewTLSServer(handler(t))
	defer s.Close()
	r, err := s.Client().Get(s.URL + "/healthz")
	require.NoError(t, err)
	defer r.Body.Close()
	assert.Equal(t, "max-age=31536000", r.Header.Get("Strict-Transport-Security"))
	assert.Empty(t, get(handler(t), "/healthz").Header.Get("Strict-Transport-Security"))
	assert.Equal(t, "noindex, nofollow", r.Header.Get("X-Robots-Tag"))
}

// What is observed has the names of the description, never those that anybody sends.
func TestObservations(t *testing.T) {
	var all []web.Observation
	h := web.New(index(t), web.Options{Observe: func(o web.Observation) { all = append(all, o) }})
	for _, address := range []string{"/v1/articles/a/b/../c", "/v1/search?q=x&limit=x", "/static/page.css", "/v1/nothing/at/all", "/"} {
		get(h, address)
	}
	var routes, codes []string
	for _, o := range all {
		routes, codes = append(routes, o.Route), append(codes, o.Code)
		assert.Positive(t, o.Took)
		assert.Positive(t, o.Bytes)
	}
	assert.Equal(t, []string{"/v1/articles/{id}", "/v1/search", "/static/", "other", "/"}, routes)
	assert.Equal(t, []string{"", "bad_parameter", "", "not_found", ""}, codes)
}

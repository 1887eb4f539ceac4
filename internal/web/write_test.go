package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/web"
)

const token = "a token of a test, long enough"

// writable is a server that takes articles, of an empty index.
func writable(t *testing.T) (http.Handler, *fihris.Index) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, ix.Close()) })
	return web.New(ix, web.Options{Writer: ix, Tokens: []string{"another", token}}), ix
}

var (
	asJSON  = []string{"Authorization", "Bearer " + token, "Content-Type", "application/json"}
	asLines = []string{"Authorization", "Bearer " + token, "Content-Type", "application/x-ndjson"}
)

func written(t *testing.T, r *http.Response, status int) answer.Written {
	t.Helper()
	assert.Equal(t, status, r.StatusCode)
	return decode[answer.Written](t, r)
}

func put(h http.Handler, address, body string) *http.Response {
	return send(h, http.MethodPut, address, strings.NewReader(body), asJSON...)
}

func post(h http.Handler, body string, header ...string) *http.Response {
	return send(h, http.MethodPost, "/v1/articles", strings.NewReader(body), header...)
}

func TestWriteOne(t *testing.T) {
	h, ix := writable(t)
	const body = `{"id":"a/ب","title":"وزير","body":"نص","tags":["x"],"extra":{"n":1.10},"published":"2020-10-09T00:00:00Z","file":"f.txt"}`
	assert.Equal(t, answer.Written{Added: 1}, written(t, post(h, body, asJSON...), http.StatusCreated))
	assert.Equal(t, answer.Written{Unchanged: 1}, written(t, post(h, body, asJSON...), http.StatusOK))
	a, err := ix.Article(context.Background(), "a/ب")
	require.NoError(t, err)
	assert.Equal(t, fihris.Article{
		ID: "a/ب", Title: "وزير", Body: "نص", Tags: []string{"x"}, Extra: map[string]any{"n": json.Number("1.10")},
		Published: time.Date(2020, 10, 9, 0, 0, 0, 0, time.UTC), File: "f.txt",
	}, a)
	found := decode[answer.Search](t, get(h, query("/v1/search", "q", "الوزراء")))
	require.Len(t, found.Hits, 1, "who is told that it is in finds it")

	// who may write is told the file, nobody else
	assert.Equal(t, "f.txt", decode[answer.Article](t, get(h, "/v1/articles?id=a/%D8%A8", asJSON...)).File)
	assert.Empty(t, decode[answer.Article](t, get(h, "/v1/articles?id=a/%D8%A8")).File)

	assert.Equal(t, answer.Written{Changed: 1}, written(t, put(h, "/v1/articles/a/%D8%A8", `{"title":"سفير"}`), http.StatusOK))
	assert.Equal(t, answer.Written{Unchanged: 1}, written(t, put(h, "/v1/articles/a%2F%D8%A8", `{"id":"a/ب","title":"سفير"}`), http.StatusOK))
	assert.Equal(t, answer.Written{Added: 1}, written(t, put(h, "/v1/articles?id=..", `{}`), http.StatusCreated))

	gone := send(h, http.MethodDelete, "/v1/articles/a/%D8%A8", nil, asJSON...)
	assert.Equal(t, answer.Removed{Removed: 1, Missing: []string{}}, decode[answer.Removed](t, gone))
	assert.Equal(t, http.StatusNotFound, get(h, "/v1/articles/a/%D8%A8").StatusCode)
	r := send(h, http.MethodDelete, "/v1/articles/a/%D8%A8", nil, asJSON...)
	assert.Equal(t, http.StatusNotFound, r.StatusCode)
	assert.Equal(t, "not_found", decode[failure](t, r).Error.Code)
}

// A letter that is sent as two code points is the letter, but an ID that an
// article has is that.
func TestWrittenIDsAreComposed(t *testing.T) {
	h, ix := writable(t)
	const composed, decomposed = "\u0623", "\u0627\u0654"
	require.NotEqual(t, composed, decomposed)
	address := "/v1/articles/" + url.PathEscape(decomposed)
	written(t, put(h, address, `{"title":"واحد"}`), http.StatusCreated)
	_, err := ix.Article(context.Background(), composed)
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, get(h, address).StatusCode)
	written(t, post(h, `{"id":"`+decomposed+`","title":"واحد"}`, asJSON...), http.StatusOK)

	require.NoError(t, ix.Add(context.Background(), fihris.Article{ID: decomposed, Title: "آخر"}))
	written(t, put(h, address, `{"title":"ثالث"}`), http.StatusOK)
	a, err := ix.Article(context.Background(), composed)
	require.NoError(t, err)
	assert.Equal(t, "واحد", a.Title)
}

func TestWhoMayWrite(t *testing.T) {
	h, ix := writable(t)
	for _, header := range [][]string{nil, {"Authorization", "Bearer"}, {"Authorization", "Bearer wrong"}, {"Authorization", "Bearer " + token[1:]}, {"Authorization", "Basic " + token}, {"Authorization", token}, {"Cookie", "token=" + token}} {
		for _, r := range []*http.Response{
			post(h, `{"id":"a"}`, append(header, "Content-Type", "application/json")...),
			send(h, http.MethodPut, "/v1/articles/a", strings.NewReader("{}"), append(header, "Content-Type", "application/json")...),
			send(h, http.MethodDelete, "/v1/articles/a", nil, header...),
			get(h, "/v1/base", header...),
			get(h, "/v1/files", header...),
			get(h, "/v1/files/ids?in=f", header...),
			send(h, http.MethodPut, "/v1/base", strings.NewReader(`{"base":"/x"}`), header...),
		} {
			assert.Equal(t, http.StatusUnauthorized, r.StatusCode, "%v", header)
			assert.Equal(t, `Bearer realm="fihris"`, r.Header.Get("WWW-Authenticate"))
			assert.Equal(t, "unauthorized", decode[failure](t, r).Error.Code)
		}
	}
	written(t, post(h, `{"id":"a"}`, "Authorization", "bearer another", "Content-Type", "application/json"), http.StatusCreated)

	// without a writer nobody writes, and is told what would help
	r := post(handler(t), `{"id":"a"}`, asJSON...)
	assert.Equal(t, http.StatusMethodNotAllowed, r.StatusCode)
	assert.Equal(t, "GET, HEAD", r.Header.Get("Allow"))
	f := decode[failure](t, r)
	assert.Equal(t, "read_only", f.Error.Code)
	assert.Contains(t, f.Error.Message, "--token-file")
	// without tokens neither
	none := web.New(ix, web.Options{Writer: ix})
	assert.Equal(t, http.StatusUnauthorized, post(none, `{"id":"b"}`, asJSON...).StatusCode)
	assert.Equal(t, http.StatusUnauthorized, post(none, `{"id":"b"}`, "Authorization", "Bearer ", "Content-Type", "application/json").StatusCode)

	r = send(h, http.MethodPatch, "/v1/articles", strings.NewReader("{}"), asJSON...)
	assert.Equal(t, http.StatusMethodNotAllowed, r.StatusCode)
	assert.Equal(t, "GET, HEAD, DELETE, POST, PUT", r.Header.Get("Allow"))
	r = send(h, http.MethodPost, "/v1/articles/a", strings.NewReader("{}"), asJSON...)
	assert.Equal(t, "GET, HEAD, DELETE, PUT", r.Header.Get("Allow"))
	for _, address := range []string{"/", "/v1/search?q=a", "/article?id=a"} {
		assert.Equal(t, "GET, HEAD", send(h, http.MethodPost, address, nil, asJSON...).Header.Get("Allow"))
	}
}

func TestWhatIsNoArticle(t *testing.T) {
	h, ix := writable(t)
	for _, c := range []struct {
		body, kind, code string
		status           int
		says             string
	}{
		{`{"id":"a","titel":"x"}`, "application/json", "bad_article", 422, `there is no field "titel"`},
		{`{"id":"a"`, "application/json", "bad_article", 422, "broken JSON at byte"},
		{`{"title":"x"}`, "application/json", "bad_article", 422, "without an ID"},
		{``, "application/json", "bad_article", 422, "broken JSON"},
		{`{"id":"` + strings.Repeat("x", 3000) + `"}`, "application/json", "bad_article", 422, "at most 2048"},
		{`{"id":"a"}`, "", "media_type", 415, "application/x-ndjson"},
		{`{"id":"a"}`, "text/plain", "media_type", 415, ""},
		{`{"id":"a"}`, "application/x-www-form-urlencoded", "media_type", 415, ""},
		{`{"id":"a"}`, "application/json; charset=windows-1256", "media_type", 415, ""},
		{`{"id":"a","body":"` + strings.Repeat("x", 64<<20) + `"}`, "application/json", "too_large", 413, "64 MB"},
	} {
		r := post(h, c.body, "Authorization", "Bearer "+token, "Content-Type", c.kind)
		assert.Equal(t, c.status, r.StatusCode, "%.60s", c.body)
		if c.code == "media_type" {
			f := decode[failure](t, r)
			assert.Equal(t, c.code, f.Code)
			assert.Contains(t, f.Detail, c.says)
		} else {
			f := decode[answer.Written](t, r)
			require.NotNil(t, f.Error)
			assert.Equal(t, c.code, f.Error.Code, "%.60s", c.body)
			assert.Contains(t, f.Error.Message, c.says)
			require.Len(t, f.Problems, 1)
			assert.Contains(t, f.Problems[0].Reason, c.says)
			assert.Equal(t, 1, f.Failed)
		}
	}
	assert.Equal(t, http.StatusBadRequest, put(h, "/v1/articles/a", `{"id":"b"}`).StatusCode)
	assert.Equal(t, http.StatusBadRequest, put(h, "/v1/articles/", `{}`).StatusCode)
	assert.Equal(t, http.StatusBadRequest, put(h, "/v1/articles/a?dry_run=1", `{}`).StatusCode)
	assert.Equal(t, http.StatusBadRequest, send(h, http.MethodPost, "/v1/articles?id=a", strings.NewReader("{}"), asJSON...).StatusCode)
	assert.Equal(t, http.StatusUnsupportedMediaType, send(h, http.MethodPut, "/v1/articles/a", strings.NewReader("{}"), asLines...).StatusCode)
	assert.Equal(t, http.StatusUnsupportedMediaType, post(h, `{"id":"a"}`, append(asJSON, "Content-Encoding", "gzip")...).StatusCode)
	st, err := ix.Stats(context.Background())
	require.NoError(t, err)
	assert.Zero(t, st.Articles)

	// a long one is taken
	written(t, put(h, "/v1/articles/long", `{"body":"`+strings.Repeat("كلمة ", 1<<18)+`"}`), http.StatusCreated)
}

func TestWriteStream(t *testing.T) {
	h, ix := writable(t)
	lines := "\ufeff{\"id\":\"1\",\"title\":\"أول\"}\r\n\n" + `{"id":"2"` + "\n" + `{"id":"3","titel":""}` + "\n" +
		`{"id":"` + strings.Repeat("x", 3000) + `"}` + "\n" + `{"title":"بلا معرف"}` + "\n" + `{"id":"1","title":"ثان"}` + "\n" + `{"id":"4"}`
	got := written(t, post(h, lines, asLines...), http.StatusUnprocessableEntity)
	assert.Equal(t, "bad_article", got.Error.Code)
	assert.Equal(t, 2, got.Added)
	assert.Equal(t, 1, got.Changed)
	assert.Equal(t, 4, got.Failed)
	assert.Equal(t, 8, got.Lines)
	var at []int
	for _, p := range got.Problems {
		at = append(at, p.Line)
	}
	assert.ElementsMatch(t, []int{3, 4, 5, 6}, at)
	assert.Contains(t, got.Problems[0].Reason, "broken JSON")
	a, err := ix.Article(context.Background(), "1")
	require.NoError(t, err)
	assert.Equal(t, "ثان", a.Title, "of two the later stays")

	assert.Equal(t, answer.Written{}, written(t, post(h, "", asLines...), http.StatusOK))
	assert.Equal(t, answer.Written{Unchanged: 1, Lines: 1}, written(t, post(h, `{"id":"4"}`, asLines...), http.StatusOK))
	assert.Equal(t, answer.Written{Lines: 3}, written(t, post(h, "\n\n\n", asLines...), http.StatusOK))
}

// A stream may be of any length, and have long lines among the short; one that is
// too long is left out alone.
func TestLongStream(t *testing.T) {
	h, ix := writable(t)
	const n = 5000
	r, w := io.Pipe()
	go func() {
		for i := range n {
			fmt.Fprintf(w, `{"id":"%d","body":"خبر رقم %d"}`+"\n", i, i)
			switch i {
			case 1234:
				fmt.Fprintf(w, `{"id":"long","body":"%s"}`+"\n", strings.Repeat("كلمة ", 1<<19))
			case 2345:
				fmt.Fprintf(w, `{"id":"longer","body":"%s"}`+"\n", strings.Repeat("كلمة ", 8<<20))
			}
		}
		w.Close()
	}()
	got := written(t, send(h, http.MethodPost, "/v1/articles", r, asLines...), http.StatusUnprocessableEntity)
	assert.Equal(t, n+1, got.Added)
	assert.Equal(t, n+2, got.Lines)
	require.Len(t, got.Problems, 1)
	assert.Equal(t, 2348, got.Problems[0].Line)
	assert.Contains(t, got.Problems[0].Reason, "64 MB")
	st, err := ix.Stats(context.Background())
	require.NoError(t, err)
	assert.EqualValues(t, n+1, st.Articles)
}

func TestProblemsAreBounded(t *testing.T) {
	h, _ := writable(t)
	got := written(t, post(h, strings.Repeat("{\n", 10_000), asLines...), http.StatusUnprocessableEntity)
	assert.Equal(t, 10_000, got.Failed)
	assert.Len(t, got.Problems, 1000)
	assert.Equal(t, 10_000, got.Lines)
}

// failing is an index that fails after some batches.
type failing struct {
	*fihris.Index
	left atomic.Int32
	err  error
}

func (f *failing) AddAll(ctx context.Context, seq iter.Seq2[fihris.Article, error]) (fihris.Changes, error) {
	if f.left.Add(-1) < 0 {
		return fihris.Changes{}, fmt.Errorf("add: %w", f.err)
	}
	return f.Index.AddAll(ctx, seq)
}

func (f *failing) Remove(context.Context, ...string) error { return f.err }

// What could not be written is told with the status that it has, and what was
// written before is counted to the line.
func TestFailuresOfTheIndex(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		code   string
	}{
		{syscall.ENOSPC, http.StatusInsufficientStorage, "full"},
		{fihris.ErrCorrupt, http.StatusServiceUnavailable, "damaged"},
		{fihris.ErrClosed, http.StatusServiceUnavailable, "unavailable"},
		{fihris.ErrReadOnly, http.StatusMethodNotAllowed, "read_only"},
		{io.ErrNoProgress, http.StatusInternalServerError, "internal"},
	} {
		_, ix := writable(t)
		f := &failing{Index: ix, err: c.err}
		h := web.New(ix, web.Options{Writer: f, Tokens: []string{token}})
		for _, r := range []*http.Response{post(h, `{"id":"a"}`, asJSON...), put(h, "/v1/articles/a", `{}`), send(h, http.MethodDelete, "/v1/articles/a", nil, asJSON...)} {
			assert.Equal(t, c.status, r.StatusCode)
			assert.Equal(t, c.code, decode[failure](t, r).Error.Code)
		}
		f.left.Store(2)
		var lines bytes.Buffer
		for i := range 9000 {
			fmt.Fprintf(&lines, `{"id":"%d"}`+"\n", i)
		}
		got := written(t, post(h, lines.String(), asLines...), c.status)
		assert.Equal(t, c.code, got.Error.Code)
		assert.Equal(t, got.Added, got.Lines)
		st, err := ix.Stats(context.Background())
		require.NoError(t, err)
		assert.EqualValues(t, got.Added, st.Articles)
		assert.Positive(t, got.Added)
		assert.Less(t, got.Added, 9000)
	}
}

// rotten is an index that has met damage.
type rotten struct{ *fihris.Index }

func (rotten) Damage() error { return fihris.ErrCorrupt }

// Nothing is written into an index that is known to be damaged.
func TestNothingIsWrittenIntoDamage(t *testing.T) {
	_, ix := writable(t)
	h := web.New(rotten{ix}, web.Options{Writer: ix, Tokens: []string{token}})
	for _, r := range []*http.Response{post(h, `{"id":"a"}`, asJSON...), post(h, `{"id":"a"}`, asLines...), send(h, http.MethodDelete, "/v1/articles/a", nil, asJSON...)} {
		assert.Equal(t, http.StatusServiceUnavailable, r.StatusCode)
		assert.Equal(t, "damaged", decode[failure](t, r).Error.Code)
	}
	assert.Equal(t, http.StatusUnauthorized, post(h, `{"id":"a"}`).StatusCode)
}

func TestBaseOfNames(t *testing.T) {
	h, _ := writable(t)
	assert.JSONEq(t, `{"base":""}`, read(t, get(h, "/v1/base", asJSON...)))
	assert.JSONEq(t, `{"base":"/srv/أخبار"}`, read(t, put(h, "/v1/base", `{"base":"/srv/أخبار"}`)))
	assert.JSONEq(t, `{"base":"/srv/أخبار"}`, read(t, get(h, "/v1/base", asJSON...)))
	for _, body := range []string{"", "{}", `{"base":1}`, `{"bass":"x"}`, `{"base":"` + strings.Repeat("x", 9000) + `"}`} {
		assert.GreaterOrEqual(t, put(h, "/v1/base", body).StatusCode, 400, "%.20s", body)
	}
}

// What is held of files is told line by line, with their number behind them.
func TestFilesOfTheIndex(t *testing.T) {
	h, ix := writable(t)
	none := get(h, "/v1/files", asJSON...)
	assert.Empty(t, read(t, none))
	assert.Equal(t, "0", none.Trailer.Get("Fihris-Lines"))
	require.NoError(t, ix.Add(t.Context(), fihris.Article{ID: "1", Body: "نص", File: "a.zip/b"}, fihris.Article{ID: "2", Body: "نص", File: "a.zip"},
		fihris.Article{ID: "3", Body: "نص", File: "a.zip"}, fihris.Article{ID: "4", Body: "نص"}, fihris.Article{ID: "5", Body: "نص", File: "ب"}))
	var sums []fihris.FileSum
	require.NoError(t, ix.Files(t.Context(), "", func(f fihris.FileSum) error { sums = append(sums, f); return nil }))
	want := ""
	for _, f := range sums {
		want += fmt.Sprintf("{\"file\":%q,\"articles\":%d,\"sum\":%d}\n", f.File, f.Articles, f.Sum)
	}
	r := get(h, "/v1/files", asJSON...)
	assert.Equal(t, "application/x-ndjson", r.Header.Get("Content-Type"))
	assert.Equal(t, want, read(t, r))
	assert.Equal(t, "3", r.Trailer.Get("Fihris-Lines"))
	assert.Equal(t, strings.Join(strings.SplitAfter(want, "\n")[:2], ""), read(t, get(h, "/v1/files?in=a.zip", asJSON...)))
	assert.ElementsMatch(t, []string{`{"file":"a.zip","id":"2"}`, `{"file":"a.zip","id":"3"}`, `{"file":"a.zip/b","id":"1"}`},
		strings.Fields(read(t, get(h, "/v1/files/ids?in=a.zip", asJSON...))))
	assert.Equal(t, http.StatusBadRequest, get(h, "/v1/files?of=a.zip", asJSON...).StatusCode)
	assert.Equal(t, http.StatusNotFound, get(handler(t), "/v1/files", asJSON...).StatusCode, "where nothing is written")
}

// A server answers only to its names: a page of another site that has made its own
// name point here learns nothing.
func TestHosts(t *testing.T) {
	_, ix := writable(t)
	h := web.New(ix, web.Options{Hosts: append([]string{"News.example"}, web.Loopback...)})
	ask := func(host string, ctx context.Context) int {
		r := newRequest(http.MethodGet, "/v1/search?q=a").WithContext(ctx)
		r.Host = host
		return serve(h, r).StatusCode
	}
	for _, host := range []string{"localhost", "localhost:8080", "LOCALHOST.", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8080", "news.example", "NEWS.example.:80"} {
		assert.Equal(t, http.StatusOK, ask(host, context.Background()), host)
	}
	for _, host := range []string{"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.2", "10.0.0.1", "[::2]", "evil.example:8080", "xlocalhost", "[::1].evil.example", "@localhost", "0"} {
		assert.Equal(t, http.StatusMisdirectedRequest, ask(host, context.Background()), host)
	}
	arrived := context.WithValue(context.Background(), http.LocalAddrContextKey, net.Addr(&net.TCPAddr{IP: net.ParseIP("10.0.0.1"), Port: 80}))
	assert.Equal(t, http.StatusOK, ask("10.0.0.1:80", arrived), "the address that it came to is no other site")
	assert.Equal(t, http.StatusMisdirectedRequest, ask("10.0.0.2:80", arrived))
	assert.Equal(t, http.StatusMisdirectedRequest, ask("evil.example", arrived))
	r := newRequest(http.MethodGet, "/")
	r.Host = "evil.example"
	page := serve(h, r)
	assert.Equal(t, http.StatusMisdirectedRequest, page.StatusCode)
	assert.Contains(t, read(t, page), "--host")
}

// live serves a writable index on a socket, until end is called.
func live(t *testing.T, w func(*fihris.Index) web.Writer) (base string, end func() error) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	l := listen(t)
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() {
		served <- web.Serve(ctx, l, web.New(ix, web.Options{Writer: w(ix), Tokens: []string{token}}), nil)
	}()
	end = sync.OnceValue(func() error { cancel(); err := <-served; ix.Close(); return err })
	t.Cleanup(func() { _ = end() })
	return "http://" + l.Addr().String(), end
}

func itself(ix *fihris.Index) web.Writer { return ix }

func startStream(t *testing.T, base string, body io.Reader) (answered chan *http.Response) {
	r, err := http.NewRequest(http.MethodPost, base+"/v1/articles", body)
	require.NoError(t, err)
	for i := 0; i < len(asLines); i += 2 {
		r.Header.Set(asLines[i], asLines[i+1])
	}
	answered = make(chan *http.Response, 1)
	go func() {
		resp, err := http.DefaultClient.Do(r)
		assert.NoError(t, err)
		answered <- resp
	}()
	return answered
}

// What a stream has sent is in soon, though the stream goes on; and when the
// server is being stopped, it says how far it came.
func TestStreamAndShutdown(t *testing.T) {
	base, end := live(t, itself)
	body, w := io.Pipe()
	answered := startStream(t, base, body)
	const n = 300
	for i := range n {
		_, err := fmt.Fprintf(w, `{"id":"%d","title":"خبر"}`+"\n", i)
		require.NoError(t, err)
	}
	_, err := io.WriteString(w, `{"id":"half of a l`)
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		r, err := http.Get(base + "/healthz")
		if err != nil {
			return false
		}
		defer r.Body.Close()
		var h struct{ Articles int }
		return json.NewDecoder(r.Body).Decode(&h) == nil && h.Articles == n
	}, 20*time.Second, 20*time.Millisecond, "it is in before the stream ends")
	ended := make(chan error, 1)
	go func() { ended <- end() }()
	r := <-answered
	require.NotNil(t, r)
	defer r.Body.Close()
	got := written(t, r, http.StatusServiceUnavailable)
	assert.Equal(t, "stopping", got.Error.Code)
	assert.Equal(t, n, got.Added)
	assert.Equal(t, n, got.Lines)
	require.NoError(t, <-ended)
	w.Close()
}

// slowly is an index that writes when it is told to.
type slowly struct {
	*fihris.Index
	entered, gate chan struct{}
}

func (s slowly) AddAll(ctx context.Context, seq iter.Seq2[fihris.Article, error]) (fihris.Changes, error) {
	s.entered <- struct{}{}
	<-s.gate
	return s.Index.AddAll(ctx, seq)
}

// An article that is being written when the server is stopped is written, and
// confirmed.
func TestShutdownFinishesAWrite(t *testing.T) {
	s := slowly{entered: make(chan struct{}, 1), gate: make(chan struct{})}
	base, end := live(t, func(ix *fihris.Index) web.Writer { s.Index = ix; return s })
	answered := startStream(t, base, strings.NewReader(`{"id":"a"}`))
	<-s.entered
	ended := make(chan error, 1)
	go func() { ended <- end() }()
	time.Sleep(50 * time.Millisecond) // the shutdown has begun
	close(s.gate)
	r := <-answered
	require.NotNil(t, r)
	defer r.Body.Close()
	got := decode[answer.Written](t, r)
	assert.Equal(t, 1, got.Added)
	require.NoError(t, <-ended)
}

// A client that is cut off has nothing confirmed; the server goes on.
func TestStreamThatBreaksOff(t *testing.T) {
	base, _ := live(t, itself)
	conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	require.NoError(t, err)
	_, err = fmt.Fprintf(conn, "POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/x-ndjson\r\nContent-Length: 1000\r\n\r\n{\"id\":\"a\"}\n{\"id\":", token)
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	for i := range 10 { // no place of a stream is lost
		r := <-startStream(t, base, strings.NewReader(fmt.Sprintf(`{"id":"%d"}`, i)))
		require.NotNil(t, r)
		assert.Equal(t, 1, written(t, r, http.StatusOK).Added)
		r.Body.Close()
	}
}

// Many may send a few articles at the same time, though a few streams fill the
// places of streams.
func TestManyWriteAtOnce(t *testing.T) {
	base, _ := live(t, itself)
	var streams []*io.PipeWriter
	var answered []chan *http.Response
	for range 4 {
		body, w := io.Pipe()
		answered = append(answered, startStream(t, base, body))
		_, err := io.WriteString(w, "\n")
		require.NoError(t, err)
		streams = append(streams, w)
	}
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() {
			r := <-startStream(t, base, strings.NewReader(fmt.Sprintf(`{"id":"%d"}`+"\n"+`{"id":"x%d"}`, i, i)))
			if assert.NotNil(t, r) {
				defer r.Body.Close()
				assert.Equal(t, 2, written(t, r, http.StatusOK).Added)
			}
		})
	}
	wg.Wait()
	for i, w := range streams {
		require.NoError(t, w.Close())
		r := <-answered[i]
		require.NotNil(t, r)
		assert.Equal(t, http.StatusOK, r.StatusCode)
		r.Body.Close()
	}
}

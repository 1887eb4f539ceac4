package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/client"
	"github.com/fihris-search/fihris/internal/web"
)

const token = "a token of a test, long enough"

// server is a server of an empty index in memory, behind what may stand before it.
func server(t *testing.T, before func(http.Handler) http.Handler) (c *client.Client, ix *fihris.Index, url string) {
	t.Helper()
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	h := web.New(ix, web.Options{Writer: ix, Tokens: []string{token}})
	if before != nil {
		h = before(h)
	}
	s := httptest.NewServer(h)
	t.Cleanup(func() { s.Close(); assert.NoError(t, ix.Close()) })
	return newClient(t, s.URL, token), ix, s.URL
}

func newClient(t *testing.T, url, token string) *client.Client {
	t.Helper()
	c, err := client.New(url, client.Options{Token: token})
	require.NoError(t, err)
	return c
}

// An article is what the library calls one, field by field.
func TestArticleIsOfTheLibrary(t *testing.T) {
	_ = fihris.Article(client.Article{}) // compiles while they agree
	for i := range reflect.TypeFor[client.Article]().NumField() {
		assert.Equal(t, reflect.TypeFor[fihris.Article]().Field(i).Name, reflect.TypeFor[client.Article]().Field(i).Name)
	}
}

var full = client.Article{
	ID: "أ/ب ?#%+&/..", Title: "وزير <b>", Body: "سطر\n\u2028آخر", Author: "س", Source: "ص", Section: "ق", URL: "https://x.example/?a=b",
	Published: time.Date(2020, 10, 9, 1, 2, 3, 0, time.UTC), Tags: []string{"", "وسم"},
	Extra: map[string]any{"n": json.Number("12345678901234567890.10"), "l": []any{nil, true}}, File: "مجلد/a.txt",
}

func TestWriteAndRead(t *testing.T) {
	c, ix, _ := server(t, nil)
	ctx := t.Context()
	res, err := c.Add(ctx, full, client.Article{ID: "2"}, client.Article{ID: "2", Title: "ثان"})
	require.NoError(t, err)
	assert.Equal(t, client.Result{Added: 2, Changed: 1}, res)
	assert.Equal(t, 3, res.Total())
	got, err := c.Article(ctx, full.ID)
	require.NoError(t, err)
	assert.Equal(t, full, got)
	there, err := ix.Article(ctx, full.ID)
	require.NoError(t, err)
	assert.Equal(t, fihris.Article(full), there)
	res, err = c.Add(ctx, full)
	require.NoError(t, err)
	assert.Equal(t, client.Result{Unchanged: 1}, res)

	n, err := c.Count(ctx)
	require.NoError(t, err)
	assert.EqualValues(t, 2, n)
	require.NoError(t, c.SetBase(ctx, "/srv/أخبار"))
	base, err := c.Base(ctx)
	require.NoError(t, err)
	assert.Equal(t, "/srv/أخبار", base)

	removed, missing, err := c.Remove(ctx, full.ID, "of nobody", "2")
	require.NoError(t, err)
	assert.Equal(t, 2, removed)
	assert.Equal(t, []string{"of nobody"}, missing)
	_, err = c.Article(ctx, full.ID)
	require.ErrorIs(t, err, client.ErrNotFound)
}

func TestWhatIsRefused(t *testing.T) {
	c, _, _ := server(t, nil)
	res, err := c.Add(t.Context(), client.Article{ID: "a"}, client.Article{}, client.Article{ID: "b", Body: "\xff"},
		client.Article{ID: strings.Repeat("x", 3000)}, client.Article{ID: "c", Extra: map[string]any{"f": func() {}}}, client.Article{ID: "d"})
	require.NoError(t, err)
	assert.Equal(t, 2, res.Added)
	assert.Equal(t, 6, res.Total())
	reasons := map[string]string{}
	for _, r := range res.Refused {
		reasons[r.ID] = r.Reason
	}
	assert.Contains(t, reasons[""], "without an ID")
	assert.Contains(t, reasons["b"], "not valid UTF-8")
	assert.Contains(t, reasons[strings.Repeat("x", 3000)], "3000 bytes")
	assert.Contains(t, reasons["c"], "func()")

	for _, one := range []client.Article{{}, {ID: "x", Body: strings.Repeat("x", 65<<20)}, {ID: strings.Repeat("x", 3000)}} {
		res, err = c.Add(t.Context(), one)
		require.NoError(t, err)
		require.Len(t, res.Refused, 1)
		assert.Equal(t, one.ID, res.Refused[0].ID)
	}

	res, err = newClient(t, "http://"+listener(t).Addr().String(), "").Add(t.Context())
	require.NoError(t, err, "nothing is sent for nothing")
	assert.Zero(t, res.Total())
}

func listener(t *testing.T) net.Listener {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	return l
}

func TestErrors(t *testing.T) {
	_, ix, url := server(t, nil)
	bare := newClient(t, url, "")
	_, err := bare.Add(t.Context(), full)
	require.ErrorIs(t, err, client.ErrUnauthorized)
	var e *client.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, http.StatusUnauthorized, e.Status)
	assert.Contains(t, err.Error(), "token")
	_, err = bare.Base(t.Context())
	require.ErrorIs(t, err, client.ErrUnauthorized)

	reading := httptest.NewServer(web.New(ix, web.Options{}))
	defer reading.Close()
	_, err = newClient(t, reading.URL, token).Add(t.Context(), full)
	require.ErrorIs(t, err, client.ErrReadOnly)
	_, _, err = newClient(t, reading.URL, token).Remove(t.Context(), "a", "b", "c")
	require.ErrorIs(t, err, client.ErrReadOnly)

	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }))
	defer other.Close()
	_, err = newClient(t, other.URL, token).Add(t.Context(), full)
	require.ErrorContains(t, err, "no answer of a Fihris server")

	for _, bad := range []string{"", "127.0.0.1:8080", "ftp://x", "http://", "http://x/?a=b", "http://x y", "localhost"} {
		_, err := client.New(bad, client.Options{})
		require.Error(t, err, bad)
	}
}

func sequence(n int) iter.Seq2[client.Article, error] {
	return func(yield func(client.Article, error) bool) {
		for i := range n {
			if !yield(client.Article{ID: fmt.Sprint(i), Body: fmt.Sprintf("خبر رقم %d", i)}, nil) {
				return
			}
		}
	}
}

// unsteady fails some of the requests that write, before or after the server has
// answered them.
func unsteady(fail func(n int64, w http.ResponseWriter, r *http.Request, h http.Handler)) func(http.Handler) http.Handler {
	var n atomic.Int64
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				h.ServeHTTP(w, r)
				return
			}
			fail(n.Add(1), w, r, h)
		})
	}
}

// A server that is busy, or whose answers are lost, gets everything in the end.
func TestTriedAgain(t *testing.T) {
	c, ix, _ := server(t, unsteady(func(n int64, w http.ResponseWriter, r *http.Request, h http.Handler) {
		switch n % 6 {
		case 0: // the answer is lost
			h.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		case 3:
			http.Error(w, `{"error":{"code":"busy","message":"busy"}}`, http.StatusServiceUnavailable)
		default:
			h.ServeHTTP(w, r)
		}
	}))
	res, err := c.AddAll(t.Context(), sequence(2500))
	require.NoError(t, err)
	assert.Equal(t, 2500, res.Total())
	assert.Equal(t, 2500, res.Added+res.Unchanged)
	st, err := ix.Stats(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, 2500, st.Articles)
	removed, missing, err := c.Remove(t.Context(), "1", "2", "3", "4")
	require.NoError(t, err)
	assert.Equal(t, 4, removed, "one whose answer was lost was removed, too")
	assert.Empty(t, missing)
}

// Of what is acknowledged the client says exactly how much, also where a server is
// stopped amid a request.
func TestWhatWasAcknowledged(t *testing.T) {
	refuse := errors.New("the source has failed")
	c, ix, _ := server(t, nil)
	res, err := c.AddAll(t.Context(), func(yield func(client.Article, error) bool) {
		for a := range sequence(1500) {
			if !yield(a, nil) {
				return
			}
		}
		yield(client.Article{}, refuse)
	})
	require.ErrorIs(t, err, refuse)
	assert.Equal(t, client.Result{Added: 1000}, res, "what was sent; the rest never was")
	st, err := ix.Stats(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, 1000, st.Articles)

	for _, status := range []int{http.StatusServiceUnavailable, http.StatusInsufficientStorage} {
		c, _, _ = server(t, unsteady(func(n int64, w http.ResponseWriter, r *http.Request, h http.Handler) {
			if n == 2 {
				w.WriteHeader(status)
				_, _ = io.WriteString(w, `{"added":400,"changed":0,"unchanged":0,"failed":1,"lines":401,"problems":[{"line":401,"reason":"x"}],"error":{"code":"full","message":"m"}}`)
				return
			}
			h.ServeHTTP(w, r)
		}))
		res, err = c.AddAll(t.Context(), sequence(2000))
		if status == http.StatusServiceUnavailable { // it goes on where it was
			require.NoError(t, err)
			assert.Equal(t, 1999, res.Added)
		} else {
			require.ErrorIs(t, err, client.ErrFull)
			assert.Equal(t, 1400, res.Added)
		}
		require.Len(t, res.Refused, 1)
		assert.Equal(t, client.Refused{ID: "1400", Reason: "x"}, res.Refused[0])
	}
}

// A call ends with its context, whatever it waits for.
func TestContexts(t *testing.T) {
	entered := make(chan struct{}, 1)
	c, _, _ := server(t, unsteady(func(_ int64, _ http.ResponseWriter, r *http.Request, _ http.Handler) {
		_, _ = io.Copy(io.Discard, r.Body)
		entered <- struct{}{}
		<-r.Context().Done()
	}))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-entered; cancel() }()
	res, err := c.Add(ctx, full)
	require.ErrorIs(t, err, context.Canceled)
	assert.Zero(t, res.Total())

	down := newClient(t, "http://"+gone(t), token)
	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = down.Add(ctx, full) // refused, and would be tried for seconds
	require.Error(t, err)
	_, _, err = down.Remove(ctx, "a")
	require.Error(t, err)
}

// gone is an address where nobody listens.
func gone(t *testing.T) string {
	l := listener(t)
	require.NoError(t, l.Close())
	return l.Addr().String()
}

// A server that is started while a client tries is found.
func TestServerThatIsBeingStarted(t *testing.T) {
	addr := gone(t)
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	go func() {
		time.Sleep(300 * time.Millisecond)
		l, err := net.Listen("tcp", addr)
		if assert.NoError(t, err) {
			assert.NoError(t, web.Serve(t.Context(), l, web.New(ix, web.Options{Writer: ix, Tokens: []string{token}}), nil))
		}
	}()
	res, err := newClient(t, "http://"+addr, token).Add(t.Context(), full)
	require.NoError(t, err)
	assert.Equal(t, 1, res.Added)
}

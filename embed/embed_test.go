package embed_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/embed"
)

// asked is what a server was sent.
type asked struct {
	mu     sync.Mutex
	paths  []string
	keys   []string
	inputs [][]string
	models []string
}

// server answers with the lengths of texts, in reverse order, as the index of each allows.
func server(t *testing.T, a *asked) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Model string
			Input []string
		}
		if !assert.NoError(t, json.NewDecoder(r.Body).Decode(&in)) {
			return
		}
		a.mu.Lock()
		a.paths, a.keys = append(a.paths, r.URL.Path), append(a.keys, r.Header.Get("Authorization"))
		a.inputs, a.models = append(a.inputs, in.Input), append(a.models, in.Model)
		a.mu.Unlock()
		var data []string
		for i := len(in.Input) - 1; i >= 0; i-- {
			data = append(data, fmt.Sprintf(`{"object":"embedding","index":%d,"embedding":[%d,1]}`, i, len(in.Input[i])))
		}
		fmt.Fprintf(w, `{"object":"list","data":[%s],"model":"m","usage":{"prompt_tokens":1}}`, strings.Join(data, ","))
	}))
	t.Cleanup(s.Close)
	return s
}

func TestEmbed(t *testing.T) {
	var a asked
	s := server(t, &a)
	for _, path := range []string{"", "/", "/v1", "/v1/", "/v1/embeddings"} {
		c, err := embed.New(s.URL+path, embed.Options{Model: "m1", Key: "secret", Query: "query: ", Passage: "passage: ", Letters: 4, Batch: 2})
		require.NoError(t, err)
		a = asked{}
		got, err := c.Embed(context.Background(), fihris.EmbedPassage, []string{"سلام عليكم", "x", "ab"})
		require.NoError(t, err)
		assert.Equal(t, []string{"/v1/embeddings", "/v1/embeddings"}, a.paths)
		assert.Equal(t, [][]string{{"passage: سلام", "passage: x"}, {"passage: ab"}}, a.inputs)
		assert.Equal(t, []string{"Bearer secret", "Bearer secret"}, a.keys)
		assert.Equal(t, "m1", a.models[0])
		assert.Equal(t, [][]float32{{17, 1}, {10, 1}, {11, 1}}, got)
		_, err = c.Embed(context.Background(), fihris.EmbedQuery, []string{"q"})
		require.NoError(t, err)
		assert.Equal(t, []string{"query: q"}, a.inputs[2])
		assert.Equal(t, "m1", c.Model())
	}
	var _ fihris.Embedder = (*embed.Client)(nil)
}

func TestAddresses(t *testing.T) {
	for _, address := range []string{"", "localhost:11434", "ftp://x", "http://", "::"} {
		_, err := embed.New(address, embed.Options{Model: "m"})
		assert.Error(t, err, address)
	}
	_, err := embed.New("http://localhost", embed.Options{})
	assert.ErrorContains(t, err, "named")
}

// ask asks a handler once for articles.
func ask(t *testing.T, opts embed.Options, h http.HandlerFunc) ([][]float32, error) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	opts.Model = "m"
	c, err := embed.New(s.URL, opts)
	require.NoError(t, err)
	return c.Embed(context.Background(), fihris.EmbedPassage, []string{"a", "b"})
}

func TestAnswersThatAreNone(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":        ``,
		"no JSON":        `<html>`,
		"too few":        `{"data":[{"index":0,"embedding":[1]}]}`,
		"twice the same": `{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}`,
		"out of bounds":  `{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}`,
		"empty":          `{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[]}]}`,
		"strings":        `{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":"AAAA"}]}`,
		"NaN":            `{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[NaN]}]}`,
		"cut short":      `{"data":[{"index":0,"embedding":[1]},{"ind`,
	} {
		times := 0
		_, err := ask(t, embed.Options{}, func(w http.ResponseWriter, _ *http.Request) {
			times++
			_, _ = io.WriteString(w, body)
		})
		assert.ErrorIs(t, err, embed.ErrAnswer, name)
		assert.Equal(t, 1, times, "%s: asking again would not help", name)
	}
}

func TestAHugeAnswerIsNotRead(t *testing.T) {
	_, err := ask(t, embed.Options{}, func(w http.ResponseWriter, _ *http.Request) {
		line := strings.Repeat(" ", 1<<20)
		for range 100 {
			if _, err := io.WriteString(w, line); err != nil {
				return
			}
		}
	})
	assert.ErrorIs(t, err, embed.ErrAnswer)
}

func TestABusyServerIsAskedAgain(t *testing.T) {
	for _, status := range []int{429, 500, 503} {
		var times atomic.Int32
		got, err := ask(t, embed.Options{}, func(w http.ResponseWriter, _ *http.Request) {
			if times.Add(1) == 1 {
				w.Header().Set("Retry-After", "1")
				w.WriteHeader(status)
				return
			}
			_, _ = io.WriteString(w, `{"data":[{"embedding":[1]},{"embedding":[2]}]}`)
		})
		require.NoError(t, err)
		assert.Equal(t, [][]float32{{1}, {2}}, got, "in the order of the texts, where the server says none")
		assert.Equal(t, int32(2), times.Load())
	}
	var times atomic.Int32
	_, err := ask(t, embed.Options{}, func(w http.ResponseWriter, _ *http.Request) {
		times.Add(1)
		http.Error(w, strings.Repeat("model not found ", 100), http.StatusNotFound)
	})
	refused, ok := errors.AsType[*embed.StatusError](err)
	require.True(t, ok)
	assert.Equal(t, 404, refused.Status)
	assert.Less(t, len(err.Error()), 300)
	assert.ErrorContains(t, err, "model not found")
	assert.Equal(t, int32(1), times.Load(), "what it refuses it will refuse again")
}

func TestTheKeyIsForTheServerAlone(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("asked with %q", r.Header.Get("Authorization"))
	}))
	t.Cleanup(other.Close)
	_, err := ask(t, embed.Options{Key: "secret"}, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	})
	refused, ok := errors.AsType[*embed.StatusError](err)
	require.True(t, ok)
	assert.Equal(t, http.StatusTemporaryRedirect, refused.Status)
}

func TestASlowServerIsLeft(t *testing.T) {
	stop := make(chan struct{})
	_, err := ask(t, embed.Options{Timeout: 50 * time.Millisecond, Attempts: 1}, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-stop:
		}
	})
	close(stop)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.NotContains(t, err.Error(), "http://", "an address may hold what is secret")
}

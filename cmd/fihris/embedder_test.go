package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/embed"
	"github.com/fihris-search/fihris/internal/embedtest"
)

// TestSearchByMeaning goes through the commands with an embedder that answers, one that does not, and none.
func TestSearchByMeaning(t *testing.T) {
	t.Chdir(t.TempDir())
	var key atomic.Value
	down := atomic.Bool{}
	answer := embedtest.Handler(nil)
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key.Store(r.Header.Get("Authorization"))
		if down.Load() {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		answer.ServeHTTP(w, r)
	}))
	defer model.Close()
	do := func(code int, args ...string) (out, errs string) {
		t.Helper()
		var o, e bytes.Buffer
		require.Equal(t, code, run(context.Background(), args, strings.NewReader(""), &o, &e), "%s: %s%s", args, &o, &e)
		return o.String(), e.String()
	}
	with := func(args ...string) []string { return append(args, "--embedder", model.URL, "--embedder-model", "m") }
	var lines []string
	for _, text := range []string{"النحل والعسل في الجبل", "سوق المدينة القديمة", "قطار الليل", "مدرسة القرية", "مطر غزير", "زيت الزيتون", "صقر في الصحراء", "وزير الزراعة", "إبل في السباق"} {
		b, err := json.Marshal(map[string]string{"id": text, "title": text, "body": "خبر عن " + text + "."})
		require.NoError(t, err)
		lines = append(lines, string(b))
	}
	require.NoError(t, os.WriteFile("news.jsonl", []byte(strings.Join(lines[:8], "\n")), 0o644))

	// The embedder fails: the articles are in, and what they lack is told.
	down.Store(true)
	out, errs := do(exitDone, with("index", "-i", "x", "news.jsonl")...)
	assert.Contains(t, out, "x now holds 8 articles")
	assert.Contains(t, out, "left without one 8")
	assert.Contains(t, errs, "400")
	_, errs = do(exitError, with("embed", "-i", "x")...)
	assert.Contains(t, errs, "400")
	out, _ = do(exitDone, with("search", "-i", "x", "وزير")...)
	assert.Contains(t, out, "found by words only")

	// It answers: a later run makes them.
	down.Store(false)
	require.NoError(t, os.WriteFile("key", []byte("secret\n"), 0o600))
	out, _ = do(exitDone, with("embed", "-i", "x", "--embedder-key-file", "key")...)
	assert.Equal(t, "vectors: made 8, left without one 0\n", out)
	assert.Equal(t, "Bearer secret", key.Load())
	t.Setenv(embedderKey, "other")
	out, _ = do(exitDone, with("search", "-i", "x", "honey bees", "--explain")...)
	assert.Equal(t, "Bearer other", key.Load())
	assert.Contains(t, out, "≈ ")
	assert.Contains(t, out, "النحل والعسل")
	assert.Contains(t, out, "meaning")
	out, _ = do(exitDone, with("search", "-i", "x", "honey", "--json")...)
	var found struct {
		Total   int
		Hits    []struct{ Meant bool }
		Meaning struct {
			Model    string
			Compared int
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &found))
	assert.Zero(t, found.Total)
	require.NotEmpty(t, found.Hits)
	assert.True(t, found.Hits[0].Meant)
	assert.Equal(t, 8, found.Meaning.Compared)
	assert.Equal(t, "m", found.Meaning.Model)

	// Nobody is asked unless it is asked for.
	key.Store("")
	do(exitNoHits, "search", "-i", "x", "honey")
	assert.Empty(t, key.Load())

	// What is added later is made by index; an export brings its vectors along.
	require.NoError(t, os.WriteFile("more.jsonl", []byte(lines[8]), 0o644))
	out, _ = do(exitDone, with("index", "-i", "x", "more.jsonl")...)
	assert.Contains(t, out, "vectors: made 1, left without one 0")
	out, _ = do(exitDone, "export", "-i", "x")
	require.NoError(t, os.WriteFile("export.jsonl", []byte(out), 0o644))
	out, _ = do(exitDone, with("index", "-i", "y", "export.jsonl")...)
	assert.Contains(t, out, "vectors: made 0, left without one 0")
	do(exitDone, "check", "-i", "y")
	do(exitDone, with("search", "-i", "y", "honey")...)

	// Runs and figures by meaning; where it fails they are of words, and that is told.
	require.NoError(t, os.WriteFile("topics", []byte("1\thoney bees\n2\tقطار الليل\n"), 0o644))
	require.NoError(t, os.WriteFile("qrels", []byte("1 0 x 1\n2 0 y 1\n"), 0o644))
	require.NoError(t, os.WriteFile("short.jsonl", []byte(`{"id":"x","title":"النحل والعسل"}`+"\n"+`{"id":"y","title":"قطار الليل"}`+"\n"), 0o644))
	do(exitDone, with("index", "-i", "z", "short.jsonl")...)
	out, errs = do(exitDone, with("run", "-i", "z", "--topics", "topics")...)
	assert.Regexp(t, `(?m)^1 Q0 x 1 `, out)
	assert.Empty(t, errs)
	out, _ = do(exitDone, with("eval", "-i", "z", "--topics", "topics", "--qrels", "qrels")...)
	assert.Contains(t, out, "MRR@10   1.0000")
	out, _ = do(exitDone, "eval", "-i", "z", "--topics", "topics", "--qrels", "qrels")
	assert.Contains(t, out, "MRR@10   0.5000")
	down.Store(true)
	out, errs = do(exitDone, with("run", "-i", "z", "--topics", "topics")...)
	assert.NotRegexp(t, `(?m)^1 `, out)
	assert.Contains(t, errs, "2 of the 2 topics were answered without meaning; the first: ")
	out, errs = do(exitDone, with("eval", "-i", "z", "--topics", "topics", "--qrels", "qrels", "--json")...)
	assert.Contains(t, out, `"words_only":2`)
	assert.Contains(t, errs, "400")
	down.Store(false)
	_, errs = do(exitError, with("run", "-i", "z", "--topics", "topics", "--first-stage")...)
	assert.Contains(t, errs, "--embedder and --first-stage")

	_, errs = do(exitError, "search", "-i", "x", "honey", "--embedder", model.URL)
	assert.Contains(t, errs, "--embedder-model")
	_, errs = do(exitError, "search", "-i", "x", "honey", "--embedder", "nowhere", "--embedder-model", "m")
	assert.Contains(t, errs, "http://localhost:11434")
	_, errs = do(exitError, with("index", "--server", "http://127.0.0.1:1", filepath.Join("news.jsonl"))...)
	assert.Contains(t, errs, "--embedder and --server")
	do(exitError, "embed", "-i", "x")
}

// failingModel serves the small model; while down is set, it answers with a status.
func failingModel(t *testing.T, status int) (model *httptest.Server, down *atomic.Bool) {
	down = new(atomic.Bool)
	answer := embedtest.Handler(nil)
	model = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			w.WriteHeader(status)
			return
		}
		answer.ServeHTTP(w, r)
	}))
	t.Cleanup(model.Close)
	return model, down
}

// An assistant finds by meaning, and is told where that fails.
func TestMCPByMeaning(t *testing.T) {
	model, down := failingModel(t, http.StatusTooManyRequests)
	t.Chdir(t.TempDir())
	with := []string{"-i", "x", "--embedder", model.URL, "--embedder-model", "m"}
	require.NoError(t, os.WriteFile("news.jsonl", []byte(`{"id":"x","title":"النحل والعسل"}`), 0o644))
	require.Equal(t, exitDone, run(t.Context(), append([]string{"index", "news.jsonl"}, with...), strings.NewReader(""), io.Discard, io.Discard))

	in, toServer := io.Pipe()
	out, stop := start(t, in, append([]string{"mcp"}, with...)...)
	session, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).
		Connect(t.Context(), &sdk.IOTransport{Reader: io.NopCloser(out), Writer: toServer}, nil)
	require.NoError(t, err)
	ask := func(text string) string {
		t.Helper()
		res, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: "search", Arguments: map[string]any{"query": text}})
		require.NoError(t, err)
		require.False(t, res.IsError)
		return res.Content[0].(*sdk.TextContent).Text
	}
	assert.Contains(t, ask("honey"), `"meant":true`)
	down.Store(true)
	assert.Contains(t, ask("bees"), "Without meaning: ")
	toServer.Close()
	code, said := stop()
	assert.Equal(t, exitDone, code, said)
}

// A server that takes articles makes their vectors by itself: those that it has found there, and
// those that come, also after its embedder was away.
func TestServeMakesVectors(t *testing.T) {
	model, down := failingModel(t, http.StatusBadRequest)
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("news.jsonl", []byte(`{"id":"x","title":"النحل والعسل"}`), 0o644))
	require.NoError(t, os.WriteFile("tokens", []byte("a-token-of-its-own-0123456789\n"), 0o600))
	require.Equal(t, exitDone, run(t.Context(), []string{"index", "-i", "x", "news.jsonl"}, strings.NewReader(""), io.Discard, io.Discard))
	out, stop := start(t, nil, "serve", "-i", "x", "--addr", "127.0.0.1:0", "--token-file", "tokens", "--embedder", model.URL, "--embedder-model", "m")
	line, err := out.ReadString('\n')
	require.NoError(t, err)
	base := strings.Fields(line)[1]
	assert.Eventually(t, func() bool {
		r, err := http.Get(base + "v1/search?q=honey")
		if err != nil {
			return false
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		return err == nil && strings.Contains(string(b), `"meant":true`)
	}, 20*time.Second, 50*time.Millisecond)
	code, said := stop()
	assert.Equal(t, exitDone, code, said)
	assert.Contains(t, said, "vectors made")

	c, err := embed.New(model.URL, embed.Options{Model: "m", Attempts: 1})
	require.NoError(t, err)
	ix, err := fihris.NewMemory(&fihris.Options{Embedder: c})
	require.NoError(t, err)
	defer ix.Close()
	down.Store(true)
	require.NoError(t, ix.Add(t.Context(), fihris.Article{ID: "1", Title: "النحل"}))
	var log syncBuffer
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		keepEmbedded(ctx, ix, slog.New(slog.NewTextHandler(&log, nil)), time.Millisecond)
	}()
	assert.Eventually(t, func() bool { return strings.Contains(log.String(), "vectors are missing") }, 20*time.Second, time.Millisecond)
	down.Store(false)
	made := func(id string) func() bool {
		return func() bool {
			a, err := ix.Article(t.Context(), id)
			return err == nil && len(a.Vector) > 0
		}
	}
	assert.Eventually(t, made("1"), 20*time.Second, 5*time.Millisecond)
	require.NoError(t, ix.Add(t.Context(), fihris.Article{ID: "2", Title: "قطار"}))
	assert.Eventually(t, made("2"), 20*time.Second, 5*time.Millisecond)
	cancel()
	<-ended
}

// syncBuffer is a buffer that is read while it is written.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

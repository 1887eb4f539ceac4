package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// start runs a command until stop is called, which returns its exit code and
// what it said on standard error.
func start(t *testing.T, in io.Reader, args ...string) (out *bufio.Reader, stop func() (int, string)) {
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	r, w, err := os.Pipe()
	require.NoError(t, err)
	var errs bytes.Buffer
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, args, in, w, &errs)
		w.Close()
	}()
	return bufio.NewReader(r), func() (int, string) {
		cancel()
		select {
		case c := <-code:
			return c, errs.String()
		case <-time.After(30 * time.Second):
			require.Fail(t, "does not stop")
			return 0, ""
		}
	}
}

// demo --serve says where it is, answers there, and ends when asked to.
func TestServe(t *testing.T) {
	out, stop := start(t, nil, "demo", "--serve", "--addr", "127.0.0.1:0")
	line, err := out.ReadString('\n')
	require.NoError(t, err)
	var base string
	_, err = fmt.Sscanf(line, "open %s", &base)
	require.NoError(t, err, line)

	resp, err := http.Get(base + "v1/search?q=%D9%88%D8%B2%D9%8A%D8%B1&limit=2")
	require.NoError(t, err)
	defer resp.Body.Close()
	require.Equal(t, http.StatusOK, resp.StatusCode)
	var got answer.Search
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&got))
	assert.Len(t, got.Hits, 2)

	code, said := stop()
	assert.Equal(t, exitDone, code, said)
	assert.Contains(t, said, "level=INFO msg=request method=GET path=/v1/search status=200")
	_, err = http.Get(base)
	assert.Error(t, err)
}

// To programs serve tells what it does as JSON, a line each.
func TestServeTellsJSON(t *testing.T) {
	out, stop := start(t, nil, "demo", "--serve", "--json", "--addr", "127.0.0.1:0")
	_, err := out.ReadString('\n')
	require.NoError(t, err)
	code, said := stop()
	assert.Equal(t, exitDone, code, said)
	for line := range strings.Lines(said) {
		assert.True(t, json.Valid([]byte(line)), line)
	}
	assert.Contains(t, said, `"msg":"serving"`)
}

func TestServeOnATakenAddress(t *testing.T) {
	out, stop := start(t, nil, "demo", "--serve", "--addr", "127.0.0.1:0")
	line, err := out.ReadString('\n')
	require.NoError(t, err)
	addr := strings.TrimSuffix(strings.TrimPrefix(strings.Fields(line)[1], "http://"), "/")
	var errs bytes.Buffer
	assert.Equal(t, exitError, run(context.Background(), []string{"demo", "--serve", "--addr", addr}, nil, io.Discard, &errs))
	assert.Contains(t, errs.String(), "address already in use")
	assert.Contains(t, errs.String(), "  next: choose another address")
	stop()
}

// A run that is interrupted keeps what it has written, says how much, and ends.
func TestInterruptedIndex(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer w.Close()
	out, stop := start(t, r, "index", "-i", dir, "-")
	const n = 20_000 // several batches: when the last is written, the first are read
	for i := range n {
		_, err := fmt.Fprintf(w, "{\"id\":\"%d\",\"body\":\"خبر رقم %d\"}\n", i, i)
		require.NoError(t, err)
	}
	code, said := stop()
	assert.Equal(t, exitError, code)
	assert.NotContains(t, said, "skipped")
	summary, err := io.ReadAll(out)
	require.NoError(t, err)
	assert.Contains(t, string(summary), "stopped before the end: what is counted here is safe")

	var stats struct{ Articles int }
	var again bytes.Buffer
	require.Equal(t, exitDone, run(context.Background(), []string{"stats", "-i", dir, "--json"}, nil, &again, io.Discard))
	require.NoError(t, json.Unmarshal(again.Bytes(), &stats))
	assert.Contains(t, string(summary), fmt.Sprintf("added %s, changed 0, unchanged 0, removed 0, skipped 0;", count(stats.Articles)))
	assert.Positive(t, stats.Articles)
	assert.Equal(t, fmt.Sprintf("fihris: stopped as asked: %s added and changed are in %s and stay\n  next: run it again: it goes on from there, and what is there is not written again\n", plural(stats.Articles, "article"), dir), said)
}

// An output that takes no more is an error, once.
func TestFullDisk(t *testing.T) {
	var errs bytes.Buffer
	assert.Equal(t, exitError, run(context.Background(), []string{"version"}, nil, fullWriter{}, &errs))
	assert.Equal(t, "fihris: no space left on device\n", errs.String())
}

// A text that is not UTF-8 is refused, not guessed at.
func TestTextThatIsNone(t *testing.T) {
	var out, errs bytes.Buffer
	assert.Equal(t, exitError, run(context.Background(), []string{"analyze", "نص\xe6"}, nil, &out, &errs))
	assert.Equal(t, "fihris: the text is not valid UTF-8\n", errs.String())
	assert.Empty(t, out.String())
}

type fullWriter struct{}

func (fullWriter) Write([]byte) (int, error) { return 0, fmt.Errorf("no space left on device") }

// While one process writes, another that would write is told so; who reads is in
// nobody's way.
func TestLocked(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	file := filepath.Join(t.TempDir(), "a.txt")
	require.NoError(t, os.WriteFile(file, []byte("خبر"), 0o600))
	index := []string{"index", "-i", dir, file}
	require.Equal(t, exitDone, run(context.Background(), index, nil, io.Discard, io.Discard))

	reader, err := fihris.Open(dir, &fihris.Options{ReadOnly: true})
	require.NoError(t, err)
	defer reader.Close()
	var out, errs bytes.Buffer
	assert.Equal(t, exitDone, run(context.Background(), []string{"search", "-i", dir, "خبر"}, nil, &out, &errs), errs.String())
	assert.Equal(t, exitDone, run(context.Background(), index, nil, io.Discard, &errs), errs.String())

	writer, err := fihris.Open(dir, nil)
	require.NoError(t, err)
	defer writer.Close()
	assert.Equal(t, exitDone, run(context.Background(), []string{"search", "-i", dir, "خبر"}, nil, &out, &errs), errs.String())
	assert.Equal(t, exitError, run(context.Background(), index, nil, io.Discard, &errs))
	assert.Equal(t, "fihris: open "+dir+": open in this process already\n  next: wait until the other process is done, or stop it; a server that is started with --token-file takes articles meanwhile: fihris index --server URL\n", errs.String())
}

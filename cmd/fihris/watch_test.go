package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// holds is what an index holds: each file with the sum of its articles.
func holds(t *testing.T, dir string) (files []fihris.FileSum) {
	t.Helper()
	ix, err := fihris.Open(dir, &fihris.Options{ReadOnly: true, LockTimeout: 10 * time.Second})
	require.NoError(t, err)
	defer func() { assert.NoError(t, ix.Close()) }()
	require.NoError(t, ix.Files(context.Background(), "", func(f fihris.FileSum) error { files = append(files, f); return nil }))
	return files
}

// index runs index and wants it to do what was asked.
func index(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs strings.Builder
	code := run(context.Background(), append([]string{"index"}, args...), nil, &out, &errs)
	require.Equal(t, exitDone, code, errs.String())
	return out.String()
}

// folder is a folder of articles in which much happens.
type folder struct {
	dir   string
	r     *rand.Rand
	n     int
	files []string
}

// happen does one of what people and programs do with files.
func (f *folder) happen(t *testing.T) {
	sub := func() string {
		dir := f.dir
		for range f.r.IntN(3) {
			dir = filepath.Join(dir, fmt.Sprint("d", f.r.IntN(3)))
		}
		require.NoError(t, os.MkdirAll(dir, 0o777))
		return dir
	}
	write := func(path string) {
		text := fmt.Sprintf("عنوان المقال رقم %d\n\nنص المقال رقم %d وفيه كلام.\n", f.n, f.r.IntN(1000))
		if strings.HasSuffix(path, ".jsonl") {
			text = ""
			for i := range 1 + f.r.IntN(5) {
				if f.r.IntN(4) > 0 {
					text += fmt.Sprintf("{\"id\":\"%s-%d\",\"title\":\"خبر %d\",\"body\":\"نص الخبر رقم %d\"}\n", filepath.Base(path), i, i, f.r.IntN(100))
				}
			}
			text += fmt.Sprintf("{\"title\":\"خبر أخير %d\",\"body\":\"نص\",\"id\":\"last-%s\"}\n", f.n, filepath.Base(path))
		}
		// As an editor does: another file, which takes the name.
		if f.r.IntN(2) == 0 {
			require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
			return
		}
		require.NoError(t, os.WriteFile(path+"~", []byte(text), 0o666))
		require.NoError(t, os.Rename(path+"~", path))
	}
	f.n++
	what := f.r.IntN(10)
	if len(f.files) == 0 {
		what = 0
	}
	at := 0
	if len(f.files) > 0 {
		at = f.r.IntN(len(f.files))
	}
	switch {
	case what < 5:
		name := filepath.Join(sub(), fmt.Sprintf("%d%s", f.n, []string{".txt", ".txt", ".jsonl"}[f.r.IntN(3)]))
		write(name)
		f.files = append(f.files, name)
	case what < 7:
		write(f.files[at])
	case what < 8:
		require.NoError(t, os.Remove(f.files[at]))
		f.files = append(f.files[:at], f.files[at+1:]...)
	case what < 9:
		to := filepath.Join(sub(), fmt.Sprintf("moved%d%s", f.n, filepath.Ext(f.files[at])))
		require.NoError(t, os.Rename(f.files[at], to))
		f.files[at] = to
	default: // a whole folder gets another name
		from := filepath.Join(f.dir, fmt.Sprint("d", f.r.IntN(3)))
		to := filepath.Join(f.dir, fmt.Sprint("folder", f.n))
		if os.Rename(from, to) != nil {
			return
		}
		for i, name := range f.files {
			if rest, ok := strings.CutPrefix(name, from+string(filepath.Separator)); ok {
				f.files[i] = filepath.Join(to, rest)
			}
		}
	}
}

// Whatever happens in a folder that is watched, the index is that of its files.
func TestWatchKeepsInStep(t *testing.T) {
	t.Chdir(t.TempDir())
	keepsInStep(t, "-i", "ix")
}

// So is the index that a server has.
func TestWatchKeepsAServerInStep(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("token", []byte("a-token-that-nobody-guesses\n"), 0o600))
	out, stop := start(t, nil, "serve", "-i", "ix", "--addr", "127.0.0.1:0", "--token-file", "token")
	line, err := out.ReadString('\n')
	require.NoError(t, err)
	go func() { _, _ = io.Copy(io.Discard, out) }()
	keepsInStep(t, "--server", strings.TrimSuffix(strings.Fields(line)[1], "/"), "--token-file", "token", "--ledger", "ledger")
	code, errs := stop()
	assert.Equal(t, exitDone, code, errs)
}

// A server that goes away is waited for, which is told once; what it got before, and what changed meanwhile, is
// in its index when it is back.
func TestWatchWaitsForAServer(t *testing.T) {
	if testing.Short() {
		t.Skip("the client tries for some seconds before it says so")
	}
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("token", []byte("a-token-that-nobody-guesses\n"), 0o600))
	serve := func(addr string) (url string, stop func() (int, string)) {
		out, stop := start(t, nil, "serve", "-i", "ix", "--addr", addr, "--token-file", "token")
		line, err := out.ReadString('\n')
		require.NoError(t, err)
		go func() { _, _ = io.Copy(io.Discard, out) }()
		return strings.TrimSuffix(strings.Fields(line)[1], "/"), stop
	}
	f := &folder{dir: "articles", r: rand.New(rand.NewPCG(3, 4))}
	require.NoError(t, os.Mkdir(f.dir, 0o777))
	for range 10 {
		f.happen(t)
	}
	url, stopServer := serve("127.0.0.1:0")
	said, errs := io.Pipe()
	watching, stop := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- run(watching, []string{"index", "--server", url, "--token-file", "token", "--ledger", "ledger", "--watch", "--prune", "--settle", "100ms", f.dir}, nil, io.Discard, errs)
		errs.Close()
	}()
	lines := make(chan string, 100)
	go func() {
		for in := bufio.NewScanner(said); in.Scan(); {
			lines <- in.Text()
		}
		close(lines)
	}()
	inStep := func() {
		t.Helper()
		require.NoError(t, os.RemoveAll("fresh"))
		index(t, "-i", "fresh", f.dir)
		want := holds(t, "fresh")
		require.Eventually(t, func() bool { return assert.ObjectsAreEqual(want, holds(t, "ix")) }, time.Minute, 200*time.Millisecond)
	}
	inStep()
	code, why := stopServer()
	require.Equal(t, exitDone, code, why)
	for range 10 {
		f.happen(t)
	}
	assert.Contains(t, <-lines, "the server is away (")
	for range 10 {
		f.happen(t)
	}
	time.Sleep(3 * time.Second) // and is tried in vain
	_, stopServer = serve(strings.TrimPrefix(url, "http://"))
	inStep()
	assert.Contains(t, <-lines, "the server is back", "and nothing was told between")
	stop()
	assert.Equal(t, exitDone, <-ended)
	for line := range lines {
		assert.NotContains(t, line, "fihris:")
	}
	code, why = stopServer()
	assert.Equal(t, exitDone, code, why)
}

// keepsInStep watches a folder in which much happens; to says where its articles go, which is the index ix.
func keepsInStep(t *testing.T, to ...string) {
	f := &folder{dir: "articles", r: rand.New(rand.NewPCG(3, 3))}
	require.NoError(t, os.Mkdir(f.dir, 0o777))
	for range 20 {
		f.happen(t)
	}
	out, stop := start(t, nil, slices.Concat([]string{"index"}, to, []string{"--watch", "--prune", "--settle", "100ms", "articles"})...)
	go func() { _, _ = io.Copy(io.Discard, out) }()
	for range 100 {
		f.happen(t)
		time.Sleep(time.Duration(f.r.IntN(40)) * time.Millisecond)
	}
	var last []fihris.FileSum
	index(t, "-i", "fresh", "articles")
	want := holds(t, "fresh")
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(500 * time.Millisecond) {
		if last = holds(t, "ix"); assert.ObjectsAreEqual(want, last) { // read beside the watcher, without its lock
			break
		}
	}
	code, errs := stop()
	assert.Equal(t, exitDone, code, errs)
	assert.Equal(t, want, holds(t, "ix"))
	assert.NotContains(t, errs, "fihris:")
	assert.NotContains(t, errs, "not removed")
	// Once more by itself: nothing is left to do.
	said := index(t, slices.Concat(to, []string{"--prune", "articles"})...)
	assert.Contains(t, said, "added 0, changed 0,")
	assert.Contains(t, said, "removed 0,")
}

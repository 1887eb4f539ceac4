package main

import (
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestServerMemory(t *testing.T) {
	const mb = 1 << 20
	for _, tc := range []struct {
		what         string
		flag         uint
		index        int64
		writes       bool
		cache, limit int64
	}{
		{"nothing yet", 0, 0, false, 64 * mb, 256 * mb},
		{"85,000 articles", 0, 320 * mb, false, 64 * mb, 266 * mb},
		{"and it writes", 0, 320 * mb, true, 64 * mb, 522 * mb},
		{"500,000", 0, 1600 * mb, false, 200 * mb, 510 * mb},
		{"millions", 0, 8192 * mb, false, 512 * mb, 1184 * mb},
		{"as asked", 16, 320 * mb, false, 16 * mb, 194 * mb},
	} {
		cache := serverCache(tc.flag, tc.index)
		assert.Equal(t, tc.cache, cache, tc.what)
		assert.Equal(t, tc.limit, serverLimit(cache, tc.index, tc.writes), tc.what)
	}
	most := serverCache(maxCacheMB, 0)
	assert.Greater(t, serverLimit(most, math.MaxInt64/2, true), most, "nothing overflows")
}

func TestBytesBelow(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a"), make([]byte, 10), 0o600))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "b"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "b", "c"), make([]byte, 5), 0o600))
	assert.EqualValues(t, 15, bytesBelow(dir))
	assert.Zero(t, bytesBelow(filepath.Join(dir, "none")))
}

// A server keeps to the limit of its formula, and to GOMEMLIMIT where that is set.
func TestServeLimitsItsMemory(t *testing.T) {
	ix := filepath.Join(t.TempDir(), "ix")
	out, stop := start(t, strings.NewReader(`{"id":"1","title":"خبر"}`), "index", "-i", ix, "-")
	_, err := io.Copy(io.Discard, out)
	require.NoError(t, err)
	code, said := stop()
	require.Equal(t, exitDone, code, said)
	for _, tc := range []struct {
		env  string
		want int64
	}{
		{"", serverLimit(32<<20, bytesBelow(ix), false)},
		{"1GiB", 1 << 30},
	} {
		t.Setenv("GOMEMLIMIT", tc.env)
		before := debug.SetMemoryLimit(1 << 30) // as the runtime does for the variable
		out, stop := start(t, nil, "serve", "-i", ix, "--addr", "127.0.0.1:0", "--cache-mb", "32")
		line, err := out.ReadString('\n')
		require.NoError(t, err)
		assert.Equal(t, tc.want, debug.SetMemoryLimit(before), "GOMEMLIMIT=%s", tc.env)
		resp, err := http.Get(strings.Fields(line)[1] + "v1/search?q=خبر")
		require.NoError(t, err)
		resp.Body.Close()
		assert.Equal(t, http.StatusOK, resp.StatusCode)
		code, said := stop()
		assert.Equal(t, exitDone, code, said)
	}
}

func TestServeRefusesACacheOfNoMachine(t *testing.T) {
	out, stop := start(t, nil, "serve", "-i", t.TempDir(), "--addr", "127.0.0.1:0", "--cache-mb", "99999999999")
	_, err := io.Copy(io.Discard, out)
	require.NoError(t, err)
	code, said := stop()
	assert.Equal(t, exitError, code, said)
	assert.Contains(t, said, "in megabytes")
}

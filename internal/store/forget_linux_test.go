package store

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blevesearch/mmap-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// residentOf is the memory in which this process has a file, as the system tells it.
func residentOf(t *testing.T, name string) string {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/smaps")
	require.NoError(t, err)
	_, of, found := strings.Cut(string(maps), name)
	require.True(t, found, "it is mapped")
	_, rss, _ := strings.Cut(of, "\nRss:")
	rss, _, _ = strings.Cut(rss, "\n")
	return strings.TrimSpace(rss)
}

func TestForgottenMemoryIsGivenBackAndReadAgain(t *testing.T) {
	name := filepath.Join(t.TempDir(), "mapped")
	content := bytes.Repeat([]byte("0123456789abcdef"), 1<<16)
	require.NoError(t, os.WriteFile(name, content, 0o600))
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	require.NoError(t, err)
	defer func() { assert.NoError(t, m.Unmap()) }()
	require.True(t, bytes.Equal(content, m))
	require.Equal(t, "1024 kB", residentOf(t, name))
	forget(m)
	assert.Equal(t, "0 kB", residentOf(t, name))
	assert.True(t, bytes.Equal(content, m))
}

package corpus

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What is remembered on disk is what a map would remember.
func TestHolders(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	rapid.Check(t, func(t *rapid.T) {
		hs, want := newHolders(rapid.IntRange(1, 400).Draw(t, "limit")), map[uint64]holder{}
		defer hs.close()
		keys := rapid.Uint64Range(0, uint64(rapid.IntRange(1, 3000).Draw(t, "keys")))
		for i := range rapid.IntRange(0, 3000).Draw(t, "n") {
			key := keys.Draw(t, "key") * 0x9e3779b97f4a7c15
			got, ok := hs.get(key)
			h, known := want[key]
			require.Equal(t, known, ok)
			require.Equal(t, h, got)
			want[key] = holder{uint32(i), uint32(key), uint32(key >> 32), 1}
			hs.put(key, want[key])
		}
		require.LessOrEqual(t, len(hs.recent), hs.max)
	})
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

// Where nothing can be written all stays in memory; what cannot be read back is told.
func TestHoldersWithoutADisk(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/none")
	hs := newHolders(10)
	for i := range uint64(100) {
		hs.put(i, holder{file: uint32(i) + 1})
	}
	for i := range uint64(100) {
		h, ok := hs.get(i)
		assert.True(t, ok)
		assert.Equal(t, uint32(i)+1, h.file)
	}

	dir := write(t, map[string]string{"a.jsonl": numbered(50), "b.jsonl": numbered(50)})
	t.Setenv("TMPDIR", t.TempDir())
	c := open(t, Options{Base: dir}, dir)
	c.register.given = newHolders(10)
	defer c.Close()
	n := 0
	for _, err := range c.Articles() {
		require.NoError(t, err)
		if n++; n == 60 {
			require.NoError(t, c.register.given.file.Truncate(0))
		}
	}
	assert.Equal(t, 100, n)
	assert.Contains(t, notesOf(c), "the list of the IDs of earlier articles could not be read back (EOF)")
}

// Articles that were given an ID long ago are still known by it.
func TestIDsOfLongAgo(t *testing.T) {
	dir := write(t, map[string]string{"a.jsonl": numbered(500), "b.jsonl": numbered(500), "c.jsonl": strings.ReplaceAll(numbered(500), "نص", "غيره")})
	run := func(limit int) ([]string, *Corpus) {
		c := open(t, Options{Base: dir}, dir)
		c.register.given = newHolders(limit)
		defer c.Close()
		articles, skipped := read(t, c, dir)
		assert.Empty(t, skipped)
		return ids(articles), c
	}
	want, all := run(1 << 20)
	got, some := run(7)
	assert.Equal(t, want, got)
	assert.Equal(t, 500, some.Repeats())
	assert.Equal(t, 500, some.Apart())
	assert.Equal(t, all.Repeats(), some.Repeats())
}

// numbered makes records with the IDs 0, 1, 2 …
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id":"%d","text":"نص المقال الذي رقمه %d"}`+"\n", i, i)
	}
	return b.String()
}

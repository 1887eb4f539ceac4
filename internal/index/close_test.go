package index

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a merge has replaced does not stay on the disk.
func TestCloseLeavesLiveSegmentsOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "[ix]")
	ix, err := Create(dir, Options{})
	require.NoError(t, err)
	ctx := context.Background()
	for round := range 6 {
		var docs []Document
		for i := range 40 {
			docs = append(docs, Document{ID: fmt.Sprint(round, " ", i), Title: fmt.Sprint("خبر ", i), Body: "نص الخبر"})
		}
		_, _, err = ix.Add(ctx, slices.Values(docs))
		require.NoError(t, err)
	}
	require.NoError(t, ix.Optimize(ctx))
	require.NoError(t, os.WriteFile(filepath.Join(dir, storeName, "00000000ffff.zap"), []byte("dead"), 0o600))
	require.NoError(t, ix.Close())

	live, err := segmentNames(filepath.Join(dir, storeName, rootFile), time.Second)
	require.NoError(t, err)
	files, err := os.ReadDir(filepath.Join(dir, storeName))
	require.NoError(t, err)
	var zaps []string
	for _, f := range files {
		if filepath.Ext(f.Name()) == ".zap" {
			zaps = append(zaps, f.Name())
		}
	}
	assert.ElementsMatch(t, live, zaps)

	ix, err = Open(dir, Options{})
	require.NoError(t, err)
	d, err := ix.Article(ctx, "5 39")
	require.NoError(t, err)
	assert.Equal(t, "خبر 39", d.Title)
	require.NoError(t, ix.Close())
	assert.NoError(t, Check(dir, time.Second))
}

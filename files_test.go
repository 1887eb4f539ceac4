package fihris_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// filesOf asks for files and IDs in a file or folder.
func filesOf(t *testing.T, ix *fihris.Index, in string) (files []fihris.FileSum, ids []string) {
	t.Helper()
	require.NoError(t, ix.Files(ctx, in, func(f fihris.FileSum) error { files = append(files, f); return nil }))
	require.NoError(t, ix.FileIDs(ctx, in, func(_, id string) error { ids = append(ids, id); return nil }))
	slices.Sort(ids)
	return files, ids
}

// The files of an index are those that its articles name, whatever was added,
// changed, removed and merged; their sums tell whether the articles are the same.
func TestFilesOfAnIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	names := []string{"", "a", "a/b", "a/b/c.zip", "a/b/c.zip/1.txt", "a/b/c.zip/2.txt", "a/b/c.zip.bak", "a0", "a.txt", "أخبار/١.txt", "stdin"}
	ix := memory(t)
	have := map[string]fihris.Article{}
	sums := map[string]string{} // by the sum of a file: what it stands for
	for round := range 60 {
		var batch []fihris.Article
		for range r.IntN(20) {
			a := article(fmt.Sprint(r.IntN(80)), fmt.Sprintf("نص %d", r.IntN(3)))
			a.File = names[r.IntN(len(names))]
			batch, have[a.ID] = append(batch, a), a
		}
		require.NoError(t, ix.Add(ctx, batch...))
		for range r.IntN(5) {
			if id := fmt.Sprint(r.IntN(80)); have[id].ID != "" {
				require.NoError(t, ix.Remove(ctx, id))
				delete(have, id)
			}
		}
		if round%20 == 19 {
			require.NoError(t, ix.Optimize(ctx))
		}
		for _, in := range names {
			want := map[string]int{}
			var wantIDs []string
			for _, a := range have {
				if a.File != "" && (in == "" || a.File == in || strings.HasPrefix(a.File, in+"/")) {
					want[a.File]++
					wantIDs = append(wantIDs, a.ID)
				}
			}
			slices.Sort(wantIDs)
			files, ids := filesOf(t, ix, in)
			assert.Equal(t, wantIDs, ids, in)
			assert.True(t, slices.IsSortedFunc(files, func(a, b fihris.FileSum) int { return strings.Compare(a.File, b.File) }))
			got := map[string]int{}
			for _, f := range files {
				got[f.File] = f.Articles
				var stands []string
				for _, a := range have {
					if a.File == f.File {
						stands = append(stands, a.ID+" "+a.Body)
					}
				}
				slices.Sort(stands)
				key, is := fmt.Sprint(f.File, " ", f.Articles, " ", f.Sum), strings.Join(stands, "\n")
				if before, ok := sums[key]; ok {
					assert.Equal(t, before, is, "one sum for two states")
				}
				sums[key] = is
			}
			assert.Equal(t, want, got, in)
		}
	}
	stop := errors.New("enough")
	assert.ErrorIs(t, ix.Files(ctx, "", func(fihris.FileSum) error { return stop }), stop)
	assert.ErrorIs(t, ix.FileIDs(ctx, "", func(string, string) error { return stop }), stop)
}

package fihris_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// TestUpdatesWhileSearching writes, replaces and removes while several readers
// search: every answer must be one state of the index, whole.
func TestUpdatesWhileSearching(t *testing.T) {
	ix, err := fihris.Create(filepath.Join(t.TempDir(), "ix"), &fihris.Options{BatchSize: 7, CacheBytes: 1 << 20})
	require.NoError(t, err)
	round := func(n int) []fihris.Article {
		var out []fihris.Article
		for i := range 6 {
			out = append(out, fihris.Article{
				ID: fmt.Sprintf("%d-%d", n%3, i), Title: fmt.Sprintf("جولة %d", n), Body: "ميناء المدينة القديم يستقبل السفن",
			})
		}
		return out
	}
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Add(1)
		go func() {
			defer readers.Done()
			for {
				select {
				case <-done:
					return
				default:
				}
				res, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("موانئ المدن"), Limit: 50, Facets: []fihris.Facet{{Field: fihris.FacetYear}}})
				if !assert.NoError(t, err) {
					return
				}
				seen := map[string]string{}
				for _, h := range res.Hits {
					assert.NotContains(t, seen, h.Article.ID, "an article is there once")
					seen[h.Article.ID] = h.Article.Title
					assert.NotEmpty(t, h.Snippets)
				}
				assert.Equal(t, int(res.TotalAny), len(res.Hits))
			}
		}()
	}
	for n := range 20 {
		require.NoError(t, ix.Add(ctx, round(n)...))
		if n%4 == 3 {
			require.NoError(t, ix.Remove(ctx, fmt.Sprintf("%d-0", n%3)))
		}
		if n == 10 {
			require.NoError(t, ix.Optimize(ctx))
		}
	}
	close(done)
	readers.Wait()
	st, err := ix.Stats(ctx)
	require.NoError(t, err)
	assert.LessOrEqual(t, st.Articles, uint64(18))
	assert.GreaterOrEqual(t, st.Articles, uint64(15))
	require.NoError(t, ix.Close())
}

// TestWritersSideBySide adds the same IDs from several goroutines: nothing is
// lost, nothing is there twice.
func TestWritersSideBySide(t *testing.T) {
	ix := memory(t)
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Add(1)
		go func() {
			defer writers.Done()
			for i := range 30 {
				assert.NoError(t, ix.Add(ctx, article(fmt.Sprintf("a%d", (i*7+w)%40), fmt.Sprintf("قافلة رقم %d", w))))
			}
		}()
	}
	writers.Wait()
	res, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("قافلة"), Limit: 100})
	require.NoError(t, err)
	assert.Len(t, res.Hits, 40)
	assert.Equal(t, uint64(40), res.Total)
}

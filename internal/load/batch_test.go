package load_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/corpus"
	"github.com/fihris-search/fihris/internal/load"
)

var ctx = context.Background()

func memory(t testing.TB) *fihris.Index {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, ix.Close()) })
	return ix
}

func each(articles []fihris.Article) iter.Seq2[fihris.Article, error] {
	return func(yield func(fihris.Article, error) bool) {
		for _, a := range articles {
			if !yield(a, nil) {
				return
			}
		}
	}
}

// run sends articles to a target.
func run(t *testing.T, ctx context.Context, to load.Target, articles iter.Seq2[fihris.Article, error]) (load.Result, error) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("a.txt", []byte("نص"), 0o666))
	var o corpus.Options
	var l load.Loader
	l.Hook(&o)
	c, err := corpus.Open([]string{"a.txt"}, nil, o)
	require.NoError(t, err)
	require.NoError(t, l.Plan(ctx, c, to, nil))
	return l.Run(ctx, c, articles)
}

// slow is a target whose first batch takes longer than the others.
type slow struct {
	load.Index
	calls atomic.Int32
	fail  string // the ID with which a batch begins that fails
}

func (s *slow) Add(ctx context.Context, batch []fihris.Article) (fihris.Changes, error) {
	if s.calls.Add(1) == 1 {
		time.Sleep(200 * time.Millisecond)
	}
	if batch[0].ID == s.fail {
		return fihris.Changes{}, errors.New("no room left")
	}
	return s.Index.Add(ctx, batch)
}

// Of two articles with one ID in two batches the later stays, though batches go
// side by side.
func TestLaterStaysAcrossBatches(t *testing.T) {
	ix := memory(t)
	var articles []fihris.Article
	for i := range 8100 {
		articles = append(articles, fihris.Article{ID: fmt.Sprint(i % 4050), Body: fmt.Sprintf("نص %d", i)})
	}
	done, err := run(t, ctx, &slow{Index: load.Index{Index: ix}}, each(articles))
	require.NoError(t, err)
	assert.Equal(t, fihris.Changes{Added: 4050, Changed: 4050}, done.Changes)
	for _, id := range []int{0, 17, 4000, 4049} {
		a, err := ix.Article(ctx, fmt.Sprint(id))
		require.NoError(t, err)
		assert.Equal(t, fmt.Sprintf("نص %d", id+4050), a.Body)
	}
	again, err := run(t, ctx, load.Index{Index: ix}, each(articles[4050:]))
	require.NoError(t, err)
	assert.Equal(t, fihris.Changes{Unchanged: 4050}, again.Changes)
}

// What is counted is in, whatever happens after; what a target refuses is told.
func TestErrorsOfATarget(t *testing.T) {
	ix := memory(t)
	articles := make([]fihris.Article, 20_000)
	for i := range articles {
		articles[i] = fihris.Article{ID: fmt.Sprint(i), Body: "نص"}
	}
	articles[3].ID = strings.Repeat("x", 5000)
	done, err := run(t, ctx, &slow{Index: load.Index{Index: ix}, fail: "8000"}, each(articles))
	require.ErrorContains(t, err, "no room left")
	require.Len(t, done.Refused, 1)
	assert.ErrorContains(t, done.Refused[0], "5000 bytes")
	stats, err := ix.Stats(ctx)
	require.NoError(t, err)
	assert.GreaterOrEqual(t, done.Added, 7999)
	assert.Equal(t, int(stats.Articles), done.Added)
}

// A run that is stopped keeps what it has read.
func TestStopped(t *testing.T) {
	ix := memory(t)
	stopped, stop := context.WithCancel(ctx)
	n := 0
	done, err := run(t, stopped, load.Index{Index: ix}, func(yield func(fihris.Article, error) bool) {
		for ; n < 10_000; n++ {
			if n == 5000 {
				stop()
			}
			if !yield(fihris.Article{ID: fmt.Sprint(n), Body: "نص"}, nil) {
				return
			}
		}
	})
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, fihris.Changes{Added: 5000}, done.Changes)
}

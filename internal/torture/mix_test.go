package torture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// TestOpsAgreeWithAModel changes an index at random and wants what a model says,
// and of each state the answers of an index that was made of its articles at once.
func TestOpsAgreeWithAModel(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	ix, err := fihris.Create(dir, nil)
	require.NoError(t, err)
	m, r := model{}, random(21)
	for n := range howOften(40, 1500) {
		o := m.nextOp(r, n)
		switch o.kind {
		case "add":
			require.NoError(t, ix.Add(ctx, o.add...))
		case "remove":
			require.NoError(t, ix.Remove(ctx, o.remove...))
		case "optimize":
			require.NoError(t, ix.Optimize(ctx))
		case "backup": // and go on with the copy
			dest := fmt.Sprintf("%s.%d", dir, n)
			require.NoError(t, ix.Backup(ctx, dest))
			require.NoError(t, ix.Close())
			require.NoError(t, os.RemoveAll(dir))
			require.NoError(t, os.Rename(dest, dir))
			ix, err = fihris.Open(dir, nil)
			require.NoError(t, err)
		case "reopen":
			require.NoError(t, ix.Close())
			ix, err = fihris.Open(dir, nil)
			require.NoError(t, err)
		}
		m = m.after(o)
		diff, err := m.differs(ix)
		require.NoError(t, err)
		require.Empty(t, diff, "after step %d, %s", n, o.kind)
		if n%10 == 9 {
			fresh, err := fihris.NewMemory(nil)
			require.NoError(t, err)
			var all []fihris.Article
			for _, id := range m.ids() {
				all = append(all, m[id])
			}
			require.NoError(t, fresh.Add(ctx, all...))
			want, err := ask(fresh, m.ids())
			require.NoError(t, err)
			got, err := ask(ix, m.ids())
			require.NoError(t, err)
			require.Equal(t, want.articles, got.articles, "after step %d", n)
			for i := range want.results {
				if strings.Contains(queries[i], "~") {
					// how near a form is counts by the forms there are, of removed articles, too
					require.Equal(t, want.results[i].Total, got.results[i].Total, "%s, after step %d", queries[i], n)
					continue
				}
				require.Equal(t, want.results[i], got.results[i], "%s, after step %d", queries[i], n)
			}
			require.NoError(t, fresh.Close())
		}
	}
	require.NoError(t, ix.Close())
}

// TestMix has writers with models of their own, readers, an optimizer that is
// interrupted, and backups, all at once.
func TestMix(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	ix, err := fihris.Create(dir, nil)
	require.NoError(t, err)
	goroutines := runtime.NumGoroutine()
	end := time.Now().Add(time.Duration(howOften(1000, 180_000)) * time.Millisecond)
	var wait sync.WaitGroup
	var adds, removes, searches, optimizes, backups atomic.Int64
	models := make([]model, 4)
	for w := range models {
		wait.Go(func() {
			r, m := random(uint64(31+w)), model{}
			defer func() { models[w] = m }()
			for n := 0; time.Now().Before(end); n++ {
				o := m.nextOp(r, n)
				for i := range o.add {
					o.add[i].ID = fmt.Sprintf("%dw%s", w, o.add[i].ID)
					o.add[i].Body += fmt.Sprintf(" w%d%sx", w, mark(o.add[i].ID, n))
				}
				switch o.kind {
				case "add":
					if !assert.NoError(t, ix.Add(ctx, o.add...)) {
						return
					}
					adds.Add(1)
				case "remove":
					if !assert.NoError(t, ix.Remove(ctx, o.remove...)) {
						return
					}
					removes.Add(1)
				}
				m = m.after(o)
				for id, a := range m {
					got, err := ix.Article(ctx, id)
					if !assert.NoError(t, err) || !assert.True(t, same(got, a), id) {
						return
					}
					break
				}
			}
		})
	}
	for range 2 {
		wait.Go(func() {
			for time.Now().Before(end) {
				if _, err := ask(ix, nil); !assert.NoError(t, err) {
					return
				}
				searches.Add(1)
			}
		})
	}
	wait.Go(func() {
		r := random(41)
		for time.Now().Before(end) {
			stop, cancel := context.WithTimeout(ctx, time.Duration(r.IntN(200))*time.Millisecond)
			err := ix.Optimize(stop)
			cancel()
			if err != nil && !errors.Is(err, context.DeadlineExceeded) {
				assert.NoError(t, err)
				return
			}
			optimizes.Add(1)
			time.Sleep(20 * time.Millisecond)
		}
	})
	wait.Go(func() {
		for n := 0; time.Now().Before(end); n++ {
			dest := fmt.Sprintf("%s.%d", dir, n)
			if !assert.NoError(t, ix.Backup(ctx, dest)) || !assert.NoError(t, fihris.Check(ctx, dest, nil)) {
				return
			}
			assert.NoError(t, os.RemoveAll(dest))
			backups.Add(1)
			time.Sleep(100 * time.Millisecond)
		}
	})
	wait.Wait()
	all := model{}
	for _, m := range models {
		for id, a := range m {
			all[id] = a
		}
	}
	require.NoError(t, ix.Close())
	ix, err = fihris.Open(dir, nil)
	require.NoError(t, err)
	diff, err := all.differs(ix)
	require.NoError(t, err)
	assert.Empty(t, diff)
	require.NoError(t, ix.Close())
	assert.Eventually(t, func() bool { return runtime.NumGoroutine() <= goroutines }, 10*time.Second, 10*time.Millisecond, "goroutines stay behind")
	t.Logf("%d adds, %d removes, %d rounds of searches, %d optimizes, %d backups", adds.Load(), removes.Load(), searches.Load(), optimizes.Load(), backups.Load())
}

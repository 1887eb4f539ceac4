package index

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func inFolder(t testing.TB) (*Index, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "ix")
	ix, err := Create(dir, Options{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	return ix, dir
}

// Callers that write at the same time share segments, and each gets what it
// would get alone.
func TestWritersShareSegments(t *testing.T) {
	ix, dir := inFolder(t)
	ctx := t.Context()
	const callers, each = 16, 20
	var wg sync.WaitGroup
	for c := range callers {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(c)))
			there := map[string]string{} // the caller's own articles
			for n := range each {
				id := fmt.Sprintf("%d/%d", c, r.IntN(5))
				if r.IntN(4) == 0 {
					missing, err := ix.Remove(ctx, id, "of nobody")
					assert.NoError(t, err)
					_, was := there[id]
					assert.Equal(t, was, !slices.Contains(missing, id))
					assert.Contains(t, missing, "of nobody")
					delete(there, id)
					continue
				}
				body := fmt.Sprintf("نص %d", n-n%2)
				changes, refused, err := ix.Add(ctx, slices.Values([]Document{{ID: id, Body: body}}))
				assert.NoError(t, err)
				assert.Empty(t, refused)
				want := Changes{Added: 1}
				switch old, was := there[id]; {
				case was && old == body:
					want = Changes{Unchanged: 1}
				case was:
					want = Changes{Changed: 1}
				}
				assert.Equal(t, want, changes)
				there[id] = body
				d, err := ix.Article(ctx, id)
				assert.NoError(t, err, "who was told that it is there finds it")
				assert.Equal(t, body, d.Body)
			}
		})
	}
	wg.Wait()
	names, err := filepath.Glob(filepath.Join(dir, "store", "*.seg"))
	require.NoError(t, err)
	assert.Less(t, len(names), callers*each/20, "files, for so many changes")
}

func TestWhatIsWrittenTogether(t *testing.T) {
	one := func(ids ...string) *change {
		c := newChange(t.Context(), nil, nil)
		for _, id := range ids {
			c.docs = append(c.docs, Document{ID: id, Body: "نص"})
		}
		return c
	}
	huge := one("huge")
	huge.docs[0].Body = string(make([]byte, enoughPendingBytes-1))
	q := &queue{waiting: []*change{one("a"), newChange(t.Context(), nil, []string{"b"}), one("c", "c"), one("d", "b"), one("e"), huge, one("f")}}
	var groups []int
	for {
		group := q.take()
		if len(group) == 0 {
			break
		}
		groups = append(groups, len(group))
	}
	assert.Equal(t, []int{5, 1, 1}, groups, "huge is too much beside others")
	assert.False(t, q.running)
}

// A change that cannot be made takes no other with it.
func TestOneFailsAlone(t *testing.T) {
	ix, dir := inFolder(t)
	const mark = "ثمرة نادرة لا توجد في مقال آخر"
	_, _, err := ix.Add(t.Context(), slices.Values([]Document{{ID: "rotten", Body: mark}}))
	require.NoError(t, err)
	require.NoError(t, ix.apply(true))
	files, err := filepath.Glob(filepath.Join(dir, "store", "*.seg"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	content, err := os.ReadFile(files[0])
	require.NoError(t, err)
	at := bytes.Index(content, []byte(mark))
	require.Positive(t, at)
	f, err := os.OpenFile(files[0], os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteAt(bytes.Repeat([]byte{0xff}, 40), int64(at)-40)
	require.NoError(t, err)
	require.NoError(t, f.Close())

	group := []*change{newChange(t.Context(), []Document{{ID: "sound", Body: "نص"}}, nil), newChange(t.Context(), []Document{{ID: "rotten", Body: "نص"}}, nil)}
	ix.journal(group)
	require.ErrorIs(t, group[1].err, ErrCorrupt)
	require.NoError(t, group[0].err)
	assert.Equal(t, Changes{Added: 1}, group[0].changes)
	_, err = ix.Article(t.Context(), "sound")
	require.NoError(t, err)
}

// Callers that write one after the other come together in one group, not in two that take turns,
// of which a sync serves half. Where the machine does other things as well they miss one another, so they may try again.
func TestCallersGather(t *testing.T) {
	const callers, each = 8, 50
	least := callers * each
	for try := 0; try < 20 && least >= 90; try++ {
		syncs := syncsOf(t, callers, each)
		assert.GreaterOrEqual(t, syncs, each)
		least = min(least, syncs)
	}
	assert.Less(t, least, 90, "two groups that take turns need 100")
}

// syncsOf is how often the journal is made durable for so many callers that write so many documents each, one after the other.
func syncsOf(t *testing.T, callers, each int) (syncs int) {
	ix, dir := inFolder(t)
	ix.pending.building.Lock() // nothing leaves the journal meanwhile
	defer ix.pending.building.Unlock()
	var wg sync.WaitGroup
	for c := range callers {
		wg.Go(func() {
			for n := range each {
				_, _, err := ix.Add(t.Context(), slices.Values([]Document{{ID: fmt.Sprint(c, "-", n), Body: "نص"}}))
				assert.NoError(t, err)
			}
		})
	}
	wg.Wait()
	files, err := filepath.Glob(filepath.Join(dir, "store", "journal-*"))
	require.NoError(t, err)
	for _, f := range files {
		b, err := os.ReadFile(f)
		require.NoError(t, err)
		syncs += bytes.Count(b, []byte("\xf1jrn"))
	}
	return syncs
}

// BenchmarkAddSingle measures what an article costs that is added alone, by so
// many callers at the same time.
func BenchmarkAddSingle(b *testing.B) {
	for _, callers := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) {
			ix, _ := inFolder(b)
			var wg sync.WaitGroup
			next := make(chan int)
			for range callers {
				wg.Go(func() {
					for n := range next {
						d := Document{ID: fmt.Sprint(n), Title: "خبر", Body: fmt.Sprintf("وصل الوزير رقم %d إلى المطار", n)}
						_, _, err := ix.Add(b.Context(), slices.Values([]Document{d}))
						assert.NoError(b, err)
					}
				})
			}
			for n := range b.N {
				next <- n
			}
			close(next)
			wg.Wait()
		})
	}
}

// A call whose context is done before its turn has come is out, and those beside
// it are in.
func TestWhoCannotWaitIsOut(t *testing.T) {
	ix, _ := inFolder(t)
	release := ix.store.Claim([]string{"held"})
	var wg sync.WaitGroup
	add := func(ctx context.Context, id string) (err error) {
		_, _, err = ix.Add(ctx, slices.Values([]Document{{ID: id, Body: "نص"}}))
		return err
	}
	wg.Go(func() { assert.NoError(t, add(t.Context(), "held")) }) // the batch that all others wait for
	waiting := func(n int) func() bool {
		return func() bool {
			ix.queue.mu.Lock()
			defer ix.queue.mu.Unlock()
			return len(ix.queue.waiting) == n
		}
	}
	require.Eventually(t, func() bool { return ix.queue.isRunning() && waiting(0)() }, 10*time.Second, time.Millisecond)
	ctx, cancel := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() { left <- add(ctx, "out") }()
	wg.Go(func() { assert.NoError(t, add(t.Context(), "in")) })
	require.Eventually(t, waiting(2), 10*time.Second, time.Millisecond)
	cancel()
	require.ErrorIs(t, <-left, context.Canceled)
	release()
	wg.Wait()
	for id, want := range map[string]bool{"held": true, "in": true, "out": false} {
		_, err := ix.Article(t.Context(), id)
		assert.Equal(t, want, err == nil, id)
	}
}

func (q *queue) isRunning() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.running
}

// A fault of the program while changes are written is an error of these, and those that come after
// are written.
func TestAFaultAmidTheQueue(t *testing.T) {
	ix, _ := inFolder(t)
	write := func() error {
		c := newChange(t.Context(), []Document{{ID: "a", Body: "نص"}}, nil)
		ix.commit(c)
		return c.err
	}
	there := ix.store
	ix.store = nil
	require.ErrorContains(t, write(), "this is a fault of the program")
	ix.store = there
	require.NoError(t, write())
	assert.Equal(t, map[string]string{"a": "نص"}, bodies(t, ix))
}

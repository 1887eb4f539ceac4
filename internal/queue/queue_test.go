package queue_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fihris-search/fihris/internal/queue"
)

// Time in these tests is that of a bubble: it passes when all wait.

func TestNoMoreThanThereArePlaces(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		places := rapid.IntRange(1, 9).Draw(rt, "places")
		opts := queue.For(places, time.Second)
		clients := rapid.IntRange(1, 5).Draw(rt, "clients")
		requests := rapid.SliceOfN(rapid.IntRange(0, 2*clients-1), 1, 60).Draw(rt, "requests") // client, and whether it is heavy
		synctest.Test(t, func(t *testing.T) {
			q := queue.New(opts)
			var mu sync.Mutex
			var running, heavies, answered, refused int
			of := map[int]int{}
			var all sync.WaitGroup
			for _, r := range requests {
				client, heavy := r/2, r%2 == 1
				all.Go(func() {
					leave, err := q.Enter(t.Context(), fmt.Sprint(client), heavy)
					mu.Lock()
					if err != nil {
						assert.ErrorIs(t, err, queue.ErrBusy)
						refused++
						mu.Unlock()
						return
					}
					running++
					of[client]++
					if heavy {
						heavies++
					}
					assert.LessOrEqual(t, running, opts.Places)
					assert.LessOrEqual(t, heavies, opts.Heavy)
					assert.LessOrEqual(t, of[client], opts.PerClient)
					mu.Unlock()
					time.Sleep(300 * time.Millisecond)
					mu.Lock()
					running--
					of[client]--
					if heavy {
						heavies--
					}
					answered++
					mu.Unlock()
					leave()
				})
			}
			all.Wait()
			assert.Equal(t, len(requests), answered+refused)
			assert.GreaterOrEqual(t, answered, min(len(requests), 1))
			r, w := q.Load()
			assert.Zero(t, r)
			assert.Zero(t, w)
		})
	})
}

// One who asks now and then waits for no more than one request of the others.
func TestOneBesideMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New(queue.For(4, 10*time.Second))
		ctx, stop := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for i := range 100 { // of one client
			all.Go(func() {
				for ctx.Err() == nil {
					if leave, err := q.Enter(ctx, "many", i%2 == 0); err == nil {
						time.Sleep(time.Second)
						leave()
					}
				}
			})
		}
		time.Sleep(5 * time.Second)
		for range 20 {
			began := time.Now()
			leave, err := q.Enter(ctx, "one", false)
			require.NoError(t, err)
			assert.Zero(t, time.Since(began), "the many do not hold all places")
			leave()
			time.Sleep(time.Second)
		}
		stop()
		all.Wait()
	})
}

// Heavy and light requests of one client wait about as long: neither goes before the other for ever.
func TestHeavyRequestsGetTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New(queue.For(8, 10*time.Second))
		ctx, stop := context.WithTimeout(t.Context(), 100*time.Second)
		defer stop()
		var longest [2]time.Duration
		var times [2]int
		var mu sync.Mutex
		var all sync.WaitGroup
		for i := range 64 { // who ask again as soon as they are answered
			kind := 0
			if i%8 == 0 {
				kind = 1
			}
			all.Go(func() {
				for {
					began := time.Now()
					leave, err := q.Enter(ctx, "one", kind == 1)
					if ctx.Err() != nil {
						if err == nil {
							leave()
						}
						return
					}
					if !assert.NoError(t, err) {
						return
					}
					mu.Lock()
					times[kind]++
					longest[kind] = max(longest[kind], time.Since(began))
					mu.Unlock()
					time.Sleep(time.Duration(100+i) * time.Millisecond)
					leave()
				}
			})
		}
		all.Wait()
		for kind := range times {
			assert.Greater(t, times[kind], 300)
			assert.Less(t, longest[kind], 2500*time.Millisecond, "six hold a place at a time, for 0.13 s")
		}
	})
}

// One that may not begin yet does not hold those behind it that may.
func TestLightRequestsPassHeavyOnes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New(queue.For(4, 10*time.Second))
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				if leave, err := q.Enter(t.Context(), "one", true); err == nil {
					time.Sleep(time.Second)
					leave()
				}
			})
		}
		synctest.Wait()
		began := time.Now()
		leave, err := q.Enter(t.Context(), "one", false)
		require.NoError(t, err)
		assert.Zero(t, time.Since(began))
		leave()
		all.Wait()
	})
}

// Who fills the room keeps nobody else out of it, and is not kept out for asking once.
func TestRoomForOthers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		room := rapid.IntRange(2, 20).Draw(rt, "room")
		clients := rapid.SliceOfN(rapid.IntRange(0, 3), 0, 60).Draw(rt, "clients")
		synctest.Test(t, func(t *testing.T) {
			q := queue.New(queue.Options{Places: 1, Heavy: 1, PerClient: 1, Waiting: room, Wait: time.Minute})
			leave, err := q.Enter(t.Context(), "first", false)
			require.NoError(t, err)
			ctx, stop := context.WithCancel(t.Context())
			var all sync.WaitGroup
			var waiting [4]atomic.Int64
			for i, c := range clients {
				waiting[c].Add(1)
				all.Go(func() {
					leave, err := q.Enter(ctx, fmt.Sprint(c), i%3 == 0)
					waiting[c].Add(-1)
					if err == nil {
						leave()
					} else if ctx.Err() == nil {
						assert.ErrorIs(t, err, queue.ErrBusy)
					}
				})
				synctest.Wait()
			}
			_, n := q.Load()
			assert.Equal(t, min(room, len(clients)), n)
			var asked [4]int64
			for _, c := range clients {
				asked[c]++
			}
			total, most := int64(0), int64(0)
			for c := range waiting {
				total, most = total+waiting[c].Load(), max(most, waiting[c].Load())
			}
			assert.EqualValues(t, n, total)
			for c := range waiting {
				if asked[c] > waiting[c].Load() { // some of it was sent away: then nobody has much more
					assert.LessOrEqual(t, most, waiting[c].Load()+1)
				}
			}
			stop()
			all.Wait()
			leave()
			running, n := q.Load()
			assert.Zero(t, running+n)
		})
	})
}

// Of two who ask as much as they can, each gets as much, whatever it asks for.
func TestWhoHadLessIsNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New(queue.For(4, time.Minute))
		ctx, stop := context.WithTimeout(t.Context(), 200*time.Second)
		defer stop()
		var had [2]atomic.Int64
		var all sync.WaitGroup
		for client, c := range []struct {
			requests int
			takes    time.Duration
		}{{50, 100 * time.Millisecond}, {5, time.Second}} {
			for range c.requests {
				all.Go(func() {
					for {
						leave, err := q.Enter(ctx, fmt.Sprint(client), false)
						if err != nil {
							return
						}
						time.Sleep(c.takes)
						had[client].Add(int64(c.takes))
						leave()
					}
				})
			}
		}
		all.Wait()
		assert.InEpsilon(t, had[0].Load(), had[1].Load(), 0.1)
	})
}

// Heavy work of any number of clients leaves places for the others.
func TestHeavyWorkLeavesPlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New(queue.For(4, 2*time.Second))
		ctx, stop := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for i := range 500 {
			all.Go(func() {
				for ctx.Err() == nil {
					if leave, err := q.Enter(ctx, fmt.Sprint(i), true); err == nil {
						time.Sleep(10 * time.Second)
						leave()
					}
				}
			})
		}
		time.Sleep(time.Minute)
		for _, name := range []string{"reader", "17"} {
			began := time.Now()
			leave, err := q.Enter(ctx, name, false)
			require.NoError(t, err)
			assert.Zero(t, time.Since(began), "also one who asks for heavy work besides")
			leave()
		}
		stop()
		all.Wait()
	})
}

func TestWhoGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New(queue.Options{Places: 1, Heavy: 1, PerClient: 1, Waiting: 2, Wait: time.Minute})
		leave, err := q.Enter(t.Context(), "a", false)
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = q.Enter(ctx, "b", true)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		began := time.Now()
		_, err = q.Enter(t.Context(), "b", false)
		require.ErrorIs(t, err, queue.ErrBusy)
		assert.Equal(t, time.Minute, time.Since(began))
		for range 2 {
			go func() { _, _ = q.Enter(t.Context(), "c", false) }()
		}
		synctest.Wait()
		began = time.Now()
		_, err = q.Enter(t.Context(), "c", false)
		require.ErrorIs(t, err, queue.ErrBusy)
		assert.Zero(t, time.Since(began), "more than may wait are refused at once")
		leave()
		time.Sleep(2 * time.Minute)
	})
}

package rank_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/rank"
)

// A search that waits for a word which another one is reading waits no longer than its
// own context, and takes nothing from that other; nor does a new snapshot wait.
func TestWhoWaitsForAWordMayHaveEnough(t *testing.T) {
	fakes := randomIndex(rand.New(rand.NewPCG(5, 5)), 0, 200, 20)
	e := rank.New(1 << 20)
	s := e.Snapshot(segments(fakes))
	q := rank.Query{Words: []rank.Word{word(3)}}
	want, err := rank.New(0).TopK(ctx, rank.New(0).Snapshot(segments(fakes)), q, 10, rank.Options{})
	require.NoError(t, err)
	require.NotEmpty(t, want)

	held := make(chan struct{})
	fakes[0].held = held
	before := fakes[0].reads.Load()
	var first sync.WaitGroup
	first.Go(func() {
		got, err := e.TopK(ctx, s, q, 10, rank.Options{})
		assert.NoError(t, err)
		assert.Equal(t, want, got)
	})
	require.Eventually(t, func() bool { return fakes[0].reads.Load() > before }, time.Minute, time.Millisecond)
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	_, err = e.TopK(short, s, q, 10, rank.Options{})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	e.Snapshot(segments(fakes[:1]))
	close(held)
	first.Wait()

	got, err := e.TopK(ctx, s, q, 10, rank.Options{})
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

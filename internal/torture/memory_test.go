package torture

import (
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// heap is how many bytes are in use or not yet swept.
func heap() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

// peakOf is the most that the heap grows while something runs.
func peakOf(do func()) uint64 {
	runtime.GC()
	base, peak := heap(), uint64(0)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			peak = max(peak, heap())
			select {
			case <-stop:
				return
			case <-time.After(200 * time.Microsecond):
			}
		}
	}()
	do()
	close(stop)
	<-stopped
	return peak - min(base, peak)
}

// TestMemoryOfSearches asks for much where a search may have little: it takes what it
// may and what the cache may, and some more while it reads an article, or is
// ErrTooMuch.
func TestMemoryOfSearches(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	size := howOften(100_000, 8_000_000)
	most := int64(howOften(4<<20, 32<<20))
	const reading = 64 << 20 // garbage, texts on their way, what is kept of an index
	dir := filepath.Join(t.TempDir(), "ix")
	ix, err := fihris.Create(dir, &fihris.Options{SearchBytes: most, CacheBytes: most})
	require.NoError(t, err)
	require.NoError(t, ix.Add(ctx, hostileArticles(howOften(300, 10_000), size)...))
	defer func() { require.NoError(t, ix.Close()) }()
	refused := 0
	for _, a := range askings() {
		var err error
		peak := peakOf(func() { err = a.do(ctx, ix) })
		if err != nil {
			require.ErrorIs(t, err, fihris.ErrTooMuch, a.name)
			refused++
		}
		assert.Less(t, peak, uint64(2*most+reading+6*int64(size)), "%s: bytes", a.name)
		t.Logf("%-32s %4d MB; %.80v", a.name, peak>>20, err)
	}
	assert.Positive(t, refused)
}

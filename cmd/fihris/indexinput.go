package main

import (
	"context"
	"io"
	"os"
	"runtime/debug"
	"sync"
)

// memoryLimit keeps indexing under a gigabyte, at the price of more work for
// the garbage collector. 85,635 news articles on a quiet machine: 39 s and 1.79
// GB without a limit, 46 s and 1.08 GB with 900 MiB, 57 s and 0.89 GB with this,
// 62 s and 0.86 GB with 640.
const memoryLimit = 720 << 20

// garbage is how much of it may lie around before it is collected, in per cent of
// what is in use, as GOGC has it: below the limit that is cheaper than to collect
// at 100. 9,974 articles: 4.03 s of CPU and 255 MB at 100, 3.76 s and 288 MB at
// 200, 3.41 s and 322 MB at 300.
const garbage = 200

// limitMemory sets memoryLimit and garbage, unless GOMEMLIMIT or GOGC ask for others.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
}

// interruptible returns a reader of r that ends with os.ErrClosed when ctx is
// done, also while r waits for more: reading a terminal or a pipe cannot be
// interrupted otherwise.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	if r == nil {
		return nil
	}
	out, in := io.Pipe()
	var start sync.Once
	return readerFunc(func(p []byte) (int, error) {
		start.Do(func() {
			context.AfterFunc(ctx, func() { in.CloseWithError(os.ErrClosed) })
			go func() {
				_, err := io.Copy(in, r)
				in.CloseWithError(err) // nil ends it with io.EOF
			}()
		})
		return out.Read(p)
	})
}

// readerFunc is a function that reads.
type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

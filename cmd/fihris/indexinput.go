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

// garbageOnce is garbage of a process that answers once: what it takes, it mostly gives
// back by ending. Nothing is collected below 32 MB then, which was a tenth of its work.
const garbageOnce = 800

// spellingsOnce is memory for the spellings that such a process meets: in a table for all that there
// may be each would lie in a page of its own.
const spellingsOnce = 4 << 20

// limitMemory sets memoryLimit and how much garbage there may be, unless GOMEMLIMIT or GOGC ask for others.
func limitMemory(garbage int) {
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

//go:build !windows

package torture

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

func init() { roles["starved"] = beStarved }

// beStarved opens an index with fewer and fewer files that may be open, and
// prints what it is told: beStarved dir.
func beStarved(args []string) {
	free, err := os.Open(os.DevNull) // has the first descriptor that is free
	must(err)
	first := uint64(free.Fd())
	must(free.Close())
	for spare := range uint64(12) {
		limit := syscall.Rlimit{Cur: first + spare, Max: 4096}
		must(syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
		for _, readOnly := range []bool{true, false} {
			ix, err := fihris.Open(args[0], &fihris.Options{ReadOnly: readOnly})
			if err == nil {
				err = ix.Add(ctx, fihris.Article{ID: "a", Body: "نص"})
				_ = ix.Close()
			}
			switch {
			case err == nil, errors.Is(err, fihris.ErrReadOnly):
				fmt.Println("done")
			case errors.Is(err, syscall.EMFILE) && !errors.Is(err, fihris.ErrCorrupt):
				fmt.Println("starved")
			default:
				fmt.Println("error:", err)
			}
		}
	}
	os.Exit(0)
}

// TestTooFewFiles wants too few open files to be called that, and the index to be
// whole thereafter.
func TestTooFewFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	indexOf(t, dir, 30, 91)
	out, err := asChild("starved", dir).CombinedOutput()
	require.NoError(t, err, string(out))
	require.NotContains(t, string(out), "error:")
	require.Contains(t, string(out), "starved")
	require.Positive(t, strings.Count(string(out), "done"))
	require.NoError(t, fihris.Check(ctx, dir, nil))
}

package torture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

func init() { roles["baddisk"] = beBadDisk }

// What a child that met a bad disk has to say, as its exit code: to write it down
// it would need a disk.
const (
	allIsWell    = 0
	calledDamage = 34 // ErrCorrupt: people destroy what is fine
	wasUnclear   = 35 // another error
	runtimeDied  = 39 // not a code of its own: what failed was a call of Go's runtime, which gave up, and nobody says how far it had come
	wasTold      = 40 // an error that is the one of the disk; more by the number of articles that were acknowledged before
)

// acknowledged counts the articles that were added before an error.
var acknowledged int

// addAll adds articles one after the other, each of which is an append to the journal.
func addAll(ix *fihris.Index, articles ...fihris.Article) error {
	for _, a := range articles {
		if err := ix.Add(ctx, a); err != nil {
			return err
		}
		acknowledged++
	}
	return nil
}

// diskOps are what is done on a disk that fails.
var diskOps = map[string]func(dir string) error{
	"create": func(dir string) error {
		ix, err := fihris.Create(dir+".new", nil)
		if err == nil {
			err = errors.Join(ix.Add(ctx, fihris.Article{ID: "new", Body: "نص"}), ix.Close())
		}
		return err
	},
	"search": func(dir string) error {
		ix, err := fihris.Open(dir, &fihris.Options{ReadOnly: true})
		if err == nil {
			_, err = ask(ix, nil)
			err = errors.Join(err, ix.Close())
		}
		return err
	},
	"add": func(dir string) error {
		ix, err := fihris.Open(dir, nil)
		if err == nil {
			err = errors.Join(addAll(ix, badDiskArticles...), ix.Close())
		}
		return err
	},
	"optimize": func(dir string) error {
		ix, err := fihris.Open(dir, nil)
		if err == nil {
			err = errors.Join(ix.Optimize(ctx), ix.Close())
		}
		return err
	},
	"backup": func(dir string) error {
		ix, err := fihris.Open(dir, &fihris.Options{ReadOnly: true})
		if err == nil {
			err = errors.Join(ix.Backup(ctx, dir+".copy"), ix.Close())
		}
		return err
	},
	"check": func(dir string) error { return fihris.Check(ctx, dir, nil) },
}

// badDiskArticles are what is added on a bad disk.
var badDiskArticles = []fihris.Article{
	{ID: "new", Title: "جديد", Body: "نص " + mark("new", 1)},
	{ID: "newer", Title: "أجد", Body: "نص " + mark("newer", 1)},
	{ID: "new", Title: "جديد", Body: "نص " + mark("new", 2)},
}

var errnos = map[string]syscall.Errno{
	"EIO": syscall.EIO, "EACCES": syscall.EACCES, "EROFS": syscall.EROFS, "EMFILE": syscall.EMFILE,
	"ENOSPC": syscall.ENOSPC,
}

// beBadDisk does something with an index, and tells what came of it:
// beBadDisk op dir errno.
func beBadDisk(args []string) {
	err := diskOps[args[0]](args[1])
	var number syscall.Errno
	switch {
	case err == nil:
		os.Exit(allIsWell)
	case errors.Is(err, fihris.ErrCorrupt):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(calledDamage)
	case errors.As(err, &number) && number == errnos[args[2]]:
		os.Exit(wasTold + acknowledged)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(wasUnclear)
}

// TestBadDisk lets one call after the other fail of what an operation asks of the
// disk: the error is the disk's and never "damaged", what was acknowledged is
// there, and the index is whole when the disk is well again.
func TestBadDisk(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace is not installed: no calls can be made to fail")
	}
	base := filepath.Join(t.TempDir(), "ix")
	m := indexOf(t, base, 30, 95)
	folder := t.TempDir()
	calls := map[string][]string{
		"openat":   {"EIO", "EACCES", "EROFS", "EMFILE", "ENOSPC"},
		"read":     {"EIO"},
		"pread64":  {"EIO"},
		"write":    {"EIO", "ENOSPC"},
		"pwrite64": {"EIO", "ENOSPC"},
		"fsync":    {"EIO", "ENOSPC"},
		"renameat": {"EIO", "ENOSPC", "EROFS"},
		"mkdirat":  {"EIO", "ENOSPC", "EROFS"},
		"unlinkat": {"EIO", "EROFS"},
		"fstat":    {"EIO"},

		"newfstatat": {"EIO", "EACCES"}, "getdents64": {"EIO"}, "flock": {"EIO"},
	}
	r := random(96)
	tried, told := map[string]int{}, map[string]int{}
	for op := range diskOps {
		for call, fails := range calls {
			for nth := 1; ; nth++ {
				isAppend := op == "add" && call == "pwrite64" // to the journal, or to its witness: there are few
				if !long && !isAppend && (nth > 60 || r.IntN(24) > 0) {
					if nth > 60 {
						break
					}
					continue
				}
				errno := fails[nth%len(fails)]
				dir := filepath.Join(folder, "ix")
				copyTree(t, base, dir)
				what := fmt.Sprintf("%s, %s number %d fails with %s", op, call, nth, errno)
				code, said, injected := onBadDisk(t, op, dir, call, errno, nth)
				if injected {
					tried[op+" "+call]++
					require.NotEqual(t, calledDamage, code, "%s: %s", what, said)
					require.True(t, code == allIsWell || code >= runtimeDied, "%s: %d, %s", what, code, said)
					if code >= wasTold {
						told[op+" "+call]++
					}
					if op == "create" {
						afterCreate(t, dir+".new", code, what)
					} else {
						afterBadDisk(t, dir, m, op, code, what)
					}
				}
				for _, left := range []string{dir, dir + ".new", dir + ".copy"} {
					require.NoError(t, os.RemoveAll(left))
				}
				if !injected {
					break
				}
			}
		}
	}
	t.Logf("calls that failed: %v\nthat were told: %v", tried, told)
	require.NotEmpty(t, told)
	require.Positive(t, told["add pwrite64"], "an append that cannot be made durable is told")
}

// onBadDisk starts a child of which one call fails.
func onBadDisk(t *testing.T, op, dir, call, errno string, nth int) (code int, said string, injected bool) {
	trace := filepath.Join(t.TempDir(), "trace")
	within, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	cmd := exec.CommandContext(within, "strace", "-f", "-qq", "-o", trace, "-e", "trace="+call,
		"-e", fmt.Sprintf("inject=%s:error=%s:when=%d", call, errno, nth), os.Args[0], op, dir, errno)
	cmd.Env = append(os.Environ(), "FIHRIS_TORTURE_ROLE=baddisk", "GODEBUG=asyncpreemptoff=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, within.Err(), "%s hangs where %s number %d fails with %s", op, call, nth, errno)
	raw, failed := os.ReadFile(trace)
	if failed != nil {
		t.Skipf("calls cannot be made to fail here: %v: %s", err, out)
	}
	injected = strings.Contains(string(raw), "INJECTED")
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	}
	if injected && (code == 127 || strings.Contains(string(out), "runtime: ")) {
		return runtimeDied, "", true
	}
	return code, string(out), injected
}

// afterBadDisk wants the articles of before, and those that were acknowledged; of the one that failed
// nobody can tell where the disk did not even take it back.
func afterBadDisk(t *testing.T, dir string, m model, op string, code int, what string) {
	require.NoError(t, fihris.Check(ctx, dir, nil), what)
	ix, err := fihris.Open(dir, nil)
	require.NoError(t, err, what)
	defer ix.Close()
	least, most := 0, 0 // of what was to be added
	switch {
	case op != "add":
	case code == allIsWell:
		least, most = len(badDiskArticles), len(badDiskArticles)
	case code == runtimeDied:
		most = len(badDiskArticles)
	default:
		least = code - wasTold
		most = min(least+1, len(badDiskArticles))
	}
	diff := ""
	for n := 0; n <= most; n++ {
		if n > 0 {
			m = m.after(opOf(badDiskArticles[n-1]))
		}
		if n < least {
			continue
		}
		if diff, err = m.differs(ix); diff == "" {
			break
		}
		require.NoError(t, err, what)
	}
	require.NoError(t, err, what)
	require.Empty(t, diff, what)
	if _, err := os.Stat(dir + ".copy"); err == nil {
		require.NoError(t, fihris.Check(ctx, dir+".copy", nil), "a copy is whole or not there: %s", what)
	} else {
		require.False(t, op == "backup" && code == allIsWell, what)
	}
}

// afterCreate wants what was not made to be makeable.
func afterCreate(t *testing.T, dir string, code int, what string) {
	ix, err := fihris.Open(dir, nil)
	if err != nil && code != allIsWell {
		ix, err = fihris.Create(dir, nil)
	}
	require.NoError(t, err, what)
	if _, err = ix.Article(ctx, "new"); code == allIsWell {
		require.NoError(t, err, what)
	}
	require.NoError(t, ix.Close())
}

func opOf(a ...fihris.Article) op { return op{kind: "add", add: a} }

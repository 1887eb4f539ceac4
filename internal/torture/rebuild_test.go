package torture

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// beRebuilder makes an index anew, and says when it begins and ends: beRebuilder dir.
func beRebuilder(args []string) {
	fmt.Println("begun")
	_, err := fihris.Rebuild(ctx, args[0], nil)
	must(err)
	fmt.Println("done")
	os.Exit(0)
}

// killAmid runs a child until it has printed "begun" and a part of the time that
// it takes is over, or until a condition holds, if one is given, and kills it. It
// says whether the child was done. took becomes what one that was done takes.
func killAmid(t *testing.T, cmd *exec.Cmd, part float64, when func() bool, took *time.Duration) (done bool) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	kill := time.AfterFunc(5*time.Minute, func() { _ = cmd.Process.Kill() })
	defer kill.Stop()
	over := make(chan struct{})
	defer close(over)
	if when != nil {
		go func() {
			for !when() {
				select {
				case <-over:
					return
				case <-time.After(100 * time.Microsecond):
				}
			}
			_ = cmd.Process.Kill()
		}()
	}
	var begun time.Time
	for lines := bufio.NewScanner(out); lines.Scan(); {
		switch text := lines.Text(); text {
		case "begun":
			begun = time.Now()
			if *took > 0 && when == nil {
				kill.Reset(time.Duration(part * float64(*took)))
			}
		case "done":
			*took = time.Since(begun)
			done = true
		default:
			require.Fail(t, "the child failed", text)
		}
	}
	_ = cmd.Wait()
	return done
}

// oldFormats are indexes of every format that there was.
const oldFormats = "../index/testdata"

// TestKilledRebuild kills rebuilds again and again, of indexes of old formats, of
// one with a life behind it, and of what the last kill has left: what they held is
// there, all of it and nothing else, in an index that is the old or the new one.
func TestKilledRebuild(t *testing.T) {
	sources, err := filepath.Glob(filepath.Join(oldFormats, "format*"))
	require.NoError(t, err)
	require.NotEmpty(t, sources)
	live := filepath.Join(t.TempDir(), "live")
	indexOf(t, live, howOften(120, 900), 31)
	sources = append(sources, live)
	took := make([]time.Duration, len(sources)) // of each, alone
	r := random(32)
	killed := map[string]int{}
	dir, source := "", 0
	var want digest
	for round := range howOften(12, 150) {
		if dir == "" {
			if source = round % (2 * len(sources)); source >= len(sources) {
				source = len(sources) - 1 // the one that takes longest, as often as all others
			}
			dir = copyOf(t, sources[source])
			want, err = archive(dir)
			require.NoError(t, err)
			if took[source] == 0 {
				alone := copyOf(t, sources[source])
				require.True(t, killAmid(t, asChild("rebuilder", alone), 0, nil, &took[source]))
			}
		}
		was := sequence(t, dir)
		part := 1.2 * r.Float64()
		var when func() bool
		if r.IntN(2) == 0 { // just when the new one has taken the place, before the old is cleared away
			before, _ := os.Stat(filepath.Join(dir, "store", "manifest"))
			when = func() bool {
				now, err := os.Stat(filepath.Join(dir, "store", "manifest"))
				return err == nil && (before == nil || !os.SameFile(before, now))
			}
		}
		done := killAmid(t, asChild("rebuilder", dir), part, when, &took[source])
		got, err := archive(dir)
		require.NoError(t, err, "round %d", round)
		require.Equal(t, want, got, "round %d: %s", round, sources[source])
		now := isOld(t, dir)
		require.False(t, done && now)
		switch {
		case done:
			killed["behind"]++
		case sequence(t, dir) != was:
			killed["after it took the place"]++
		default:
			killed["before"]++
		}
		if now || r.IntN(3) > 0 {
			continue // again, over what is left
		}
		// Whoever writes next clears away what is left.
		ix, err := fihris.Open(dir, nil)
		require.NoError(t, err)
		st, err := ix.Stats(ctx)
		require.NoError(t, err)
		require.NoError(t, ix.Close())
		require.NoError(t, fihris.Check(ctx, dir, nil))
		entries, err := os.ReadDir(filepath.Join(dir, "store"))
		require.NoError(t, err)
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		require.Len(t, names, st.Segments+2, "segments, manifest and lock, and nothing else: %s", strings.Join(names, " "))
		got, err = archive(dir)
		require.NoError(t, err)
		require.Equal(t, want, got)
		dir = ""
	}
	t.Logf("killed: %v", killed)
	assert.NotEmpty(t, killed)
}

// sequence is the number of the state that the manifest says; "" for no manifest.
func sequence(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "store", "manifest"))
	if os.IsNotExist(err) {
		return ""
	}
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(b), `"sequence": `)
	require.True(t, ok)
	n, _, _ := strings.Cut(rest, ",")
	return n
}

// isOld says whether an index is of another version.
func isOld(t *testing.T, dir string) bool {
	t.Helper()
	a, err := fihris.OpenArchive(t.Context(), dir, nil)
	require.NoError(t, err)
	defer a.Close()
	require.NoError(t, a.Damage())
	_, _, current := a.Versions()
	return !current
}

// TestPowerLossInRebuild cuts the power at every call that a rebuild makes: what
// the index held is there, and the rebuild after it ends.
func TestPowerLossInRebuild(t *testing.T) {
	for _, format := range []string{"format1", "format3-layout2"} {
		dir := filepath.Join(t.TempDir(), "disk")
		copyTree(t, filepath.Join(oldFormats, format), filepath.Join(dir, "ix"))
		want, err := archive(filepath.Join(dir, "ix"))
		require.NoError(t, err)
		d := &disk{root: dir, top: onDisk(t, dir), files: map[string]*opened{}}
		lines := recorded(t, asChild("rebuilder", filepath.Join(dir, "ix")))
		old := map[bool]int{}
		cuts, _ := d.cut(t, lines, func(now, line string) {
			ix := filepath.Join(now, "ix")
			got, err := archive(ix)
			require.NoError(t, err, "at %s", line)
			require.Equal(t, want, got, "at %s", line)
			old[isOld(t, ix)]++
			if random(uint64(len(line))).IntN(8) == 0 {
				_, err = fihris.Rebuild(ctx, ix, nil)
				require.NoError(t, err, "at %s", line)
				require.NoError(t, fihris.Check(ctx, ix, nil))
			}
		})
		require.Equal(t, 2, d.acked, "begun and done")
		assert.Len(t, old, 2, "cut before the new one took the place, and after")
		t.Logf("%s: %d calls, %d cuts of the power", format, len(lines), cuts)
	}
}

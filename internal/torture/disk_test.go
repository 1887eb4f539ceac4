package torture

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// beFiller adds, removes and merges in a folder until its disk is full, and
// prints what was acknowledged and what failed: beFiller dir.
func beFiller(args []string) {
	ix, err := fihris.Create(args[0], nil)
	must(err)
	h := &history{seed: 51}
	fails := 0
	for n := 0; fails < 12; n++ {
		a := someArticle(random(h.seed+uint64(n)), fmt.Sprint(n), 0)
		a.Body += strings.Repeat(fmt.Sprintf(" حشو%d", n), 200)
		a.Body += " " + mark(a.ID, 0)
		err := ix.Add(ctx, a)
		if err == nil {
			fmt.Println("ok", n)
		} else {
			fails++
			fmt.Println("failed", n, err)
			for name, try := range map[string]func() error{
				"optimize": func() error { return ix.Optimize(ctx) },
				"backup":   func() error { return ix.Backup(ctx, args[0]+".copy") },
			} {
				began := time.Now()
				err := try()
				fmt.Println("tried", name, time.Since(began).Milliseconds(), err)
				if err == nil && name == "backup" {
					must(os.RemoveAll(args[0] + ".copy"))
				}
			}
		}
	}
	fmt.Println("closed", 0, ix.Close())
	os.Exit(0)
}

// TestDiskFull fills a disk: each call that fails says so soon, what was
// acknowledged is there, what failed is not, and with room again it goes on.
func TestDiskFull(t *testing.T) {
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=3m", "none", disk).CombinedOutput(); err != nil {
		t.Skipf("no small disk can be had here: %v: %s", err, out)
	}
	defer func() { _ = exec.Command("umount", "-l", disk).Run() }()
	dir := filepath.Join(disk, "ix")
	cmd := asChild("filler", dir)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	limit := time.AfterFunc(3*time.Minute, func() { _ = cmd.Process.Kill() })
	ok, failed, full := map[string]bool{}, map[string]bool{}, 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		words := strings.SplitN(lines.Text(), " ", 3)
		switch words[0] {
		case "ok":
			ok[words[1]] = true
		case "failed":
			failed[words[1]] = true
			require.Contains(t, lines.Text(), "no space left")
			require.NotContains(t, lines.Text(), "damaged")
		case "closed": // what waits in the journal may not fit into a segment
			if !strings.Contains(lines.Text(), "<nil>") {
				require.Contains(t, lines.Text(), "stays in the journal")
				require.Contains(t, lines.Text(), "no space left")
			}
		case "tried":
			require.NotContains(t, lines.Text(), "damaged")
			if strings.Contains(lines.Text(), "no space left") {
				full++
			}
			ms, err := strconv.Atoi(strings.Fields(words[2])[0])
			require.NoError(t, err)
			require.Less(t, ms, 60_000, lines.Text())
		default:
			t.Fatal(lines.Text())
		}
	}
	require.NoError(t, cmd.Wait())
	require.True(t, limit.Stop(), "it ended by itself")
	require.NotEmpty(t, failed)
	ix, err := fihris.Open(dir, nil)
	require.NoError(t, err)
	for id := range ok {
		_, err := ix.Article(ctx, id)
		require.NoError(t, err, "article %s was acknowledged", id)
	}
	for id := range failed {
		_, err := ix.Article(ctx, id)
		require.ErrorIs(t, err, fihris.ErrNotFound, "article %s had failed", id)
	}
	readFull(t, disk, dir, len(ok))
	require.NoError(t, exec.Command("mount", "-o", "remount,size=9m", disk).Run())
	require.NoError(t, ix.Remove(ctx, "0"), "there is room again")
	require.NoError(t, ix.Optimize(ctx))
	require.NoError(t, ix.Close())
	require.NoError(t, fihris.Check(ctx, dir, nil))
	if exec.Command("mount", "-o", "remount,ro", disk).Run() == nil {
		_, err := fihris.Open(dir, nil)
		require.ErrorContains(t, err, "read-only")
		require.NotErrorIs(t, err, fihris.ErrCorrupt)
		ix, err := fihris.Open(dir, &fihris.Options{ReadOnly: true})
		require.NoError(t, err)
		require.NoError(t, ix.Close())
	}
	left, err := os.ReadDir(disk)
	require.NoError(t, err)
	require.Len(t, left, 1, "copies that failed leave nothing")
	t.Logf("%d articles acknowledged, %d refused, %d merges and copies failed", len(ok), len(failed), full)
}

// readFull reads an index of n articles in every way beside its writer, on a disk on which
// not a byte is free.
func readFull(t *testing.T, disk, dir string, n int) {
	rest, err := os.Create(filepath.Join(disk, "rest"))
	require.NoError(t, err)
	for block := make([]byte, 4096); ; {
		if _, err = rest.Write(block); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, syscall.ENOSPC)
	for _, quick := range []bool{false, true} {
		ix, err := fihris.Open(dir, &fihris.Options{ReadOnly: true, Quick: quick})
		require.NoError(t, err)
		res, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("علامة"), Group: true, Suggest: true})
		require.NoError(t, err)
		require.EqualValues(t, n, res.Total)
		stats, err := ix.Stats(ctx)
		require.NoError(t, err)
		require.EqualValues(t, n, stats.Articles)
		articles := 0
		for _, err := range ix.All(ctx) {
			require.NoError(t, err)
			articles++
		}
		require.Equal(t, n, articles)
		require.NoError(t, ix.Close())
	}
	_, err = archive(dir)
	require.NoError(t, err)
	require.NoError(t, fihris.Check(ctx, dir, nil))
	require.NoError(t, rest.Close())
	require.NoError(t, os.Remove(rest.Name()))
}

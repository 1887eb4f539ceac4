package torture

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// history is what a writer does: a list of changes that a seed decides.
type history struct {
	ops  []op
	seed uint64
}

// at is the model after n changes, and the next change.
func (h *history) at(n int) (model, op) {
	m := model{}
	for i := range n + 1 {
		if i == len(h.ops) {
			h.ops = append(h.ops, m.nextOp(random(h.seed+uint64(i)*1009), i))
		}
		if i < n {
			m = m.after(h.ops[i])
		}
	}
	return m, h.ops[n]
}

// beWriter changes the index in a folder as a history says, from a step on, and
// prints each step as soon as it is acknowledged: beWriter dir seed from to.
func beWriter(args []string) {
	dir := args[0]
	seed, _ := strconv.ParseUint(args[1], 10, 64)
	from, _ := strconv.Atoi(args[2])
	to, _ := strconv.Atoi(args[3])
	h := &history{seed: seed}
	open := func() *fihris.Index {
		ix, err := fihris.Open(dir, nil)
		if err != nil {
			ix, err = fihris.Create(dir, nil)
		}
		must(err)
		return ix
	}
	ix := open()
	for n := from; n < to; n++ {
		_, o := h.at(n)
		switch o.kind {
		case "add":
			must(ix.Add(ctx, o.add...))
		case "remove":
			must(ix.Remove(ctx, o.remove...))
		case "optimize":
			must(ix.Optimize(ctx))
		case "backup":
			dest := fmt.Sprintf("%s.copy%d", dir, n)
			must(os.RemoveAll(dest))
			must(ix.Backup(ctx, dest))
		case "reopen":
			must(ix.Close())
			ix = open()
		}
		fmt.Println(n)
	}
	must(ix.Close())
	os.Exit(0)
}

func must(err error) {
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
}

// TestKilled kills a writer again and again at a random moment: what was
// acknowledged is there, what was under way is in or out as a whole, and copies
// are whole.
func TestKilled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	h := &history{seed: 11}
	r := random(12)
	done, acknowledged := 0, 0 // changes that the index has
	within := map[string]int{}
	for round := range howOften(8, 300) {
		cmd := asChild("writer", dir, fmt.Sprint(h.seed), fmt.Sprint(done), fmt.Sprint(done+10_000))
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		// Most are killed amid their changes, some while they start.
		kill := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
		if r.IntN(6) == 0 {
			kill.Reset(time.Duration(r.IntN(200_000)) * time.Microsecond)
		}
		first := true
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if first {
				kill.Reset(time.Duration(r.IntN(300_000)) * time.Microsecond)
				first = false
			}
			n, err := strconv.Atoi(lines.Text())
			require.NoError(t, err, "round %d: %s", round, lines.Text())
			require.Equal(t, done, n)
			done = n + 1
			acknowledged++
		}
		_ = cmd.Wait()
		kill.Stop()

		before, o := h.at(done)
		ix, err := fihris.Open(dir, nil)
		if err != nil && done == 0 {
			ix, err = fihris.Create(dir, nil) // killed before there was one
		}
		require.NoError(t, err, "round %d, amid %s", round, o.kind)
		diff, err := before.differs(ix)
		require.NoError(t, err)
		if diff != "" {
			within["in: "+o.kind]++
			more, err := before.after(o).differs(ix)
			require.NoError(t, err)
			require.Empty(t, more, "round %d, amid %s: it is neither the state before (%s) nor that after", round, o.kind, diff)
			done++
		} else {
			within["out: "+o.kind]++
		}
		require.NoError(t, ix.Close())
		require.NoError(t, fihris.Check(ctx, dir, nil))
		copies, err := filepath.Glob(dir + ".copy*")
		require.NoError(t, err)
		for _, c := range copies {
			require.NoError(t, fihris.Check(ctx, c, nil), "a copy is whole or not there")
			require.NoError(t, os.RemoveAll(c))
		}
	}
	t.Logf("%d changes acknowledged; killed amid: %v", acknowledged, within)
}

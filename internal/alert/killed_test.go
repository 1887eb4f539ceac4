package alert_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/alert"
)

// killedDir tells the test binary, started by itself, to be the process that is killed.
const killedDir = "FIHRIS_TEST_KILLED_ALERT"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killedDir); dir != "" {
		fmt.Println(tellForEver(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// tellForEver adds an article, runs the alerts, prints what they tell and acknowledges it, again and again.
func tellForEver(dir string) error {
	ix, err := fihris.Open(dir, nil)
	if err != nil {
		return err
	}
	st, err := ix.Stats(ctx)
	if err != nil {
		return err
	}
	for i := st.Articles; ; i++ {
		if err := ix.Add(ctx, article(fmt.Sprintf("n%d", i), "قمح")); err != nil {
			return err
		}
		fmt.Printf("added n%d\n", i)
		b, err := alert.Open(dir, time.Second)
		if err != nil {
			return err
		}
		told, err := b.Run(ctx, ix, nil, time.Now())
		if err != nil {
			return err
		}
		for _, d := range told {
			for _, a := range d.Articles {
				fmt.Printf("told %d %s %t\n", d.Run, a.ID, d.Again)
			}
		}
		if err := b.Acknowledge(told); err != nil {
			return err
		}
		if err := b.Close(); err != nil {
			return err
		}
	}
}

// TestKilledRunsMissNothing kills a process that adds and tells at moments of chance: in
// the end every article was told, each in one run, and twice only where the second time says so.
func TestKilledRunsMissNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	ix, dir := index(t)
	require.Zero(t, add(t, dir, ix, "x", "قمح", false))
	require.NoError(t, ix.Close())
	var lines []string
	r := rand.New(rand.NewPCG(7, 8))
	for range 8 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), killedDir+"="+dir)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		in := bufio.NewScanner(out)
		for n := 3 + r.IntN(12); n > 0 && in.Scan(); n-- {
			lines = append(lines, in.Text())
		}
		time.Sleep(time.Duration(r.IntN(8)) * time.Millisecond)
		require.NoError(t, cmd.Process.Kill())
		for in.Scan() { // what it had printed
			lines = append(lines, in.Text())
		}
		_ = cmd.Wait()
	}
	ix, err := fihris.Open(dir, nil)
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(ctx, article("last", "قمح")))
	for _, line := range run(t, dir, ix, true) {
		part := strings.Fields(line)
		lines = append(lines, fmt.Sprintf("told %s %s %t", part[1], part[2], len(part) > 3))
	}
	runs := map[string]string{} // of an article
	for _, line := range lines {
		part := strings.Fields(line)
		switch {
		case len(part) == 4 && part[0] == "told":
			before, ok := runs[part[2]]
			assert.True(t, !ok || part[3] == "true", "told twice as if it were new: %s", line)
			assert.True(t, !ok || before == part[1], "in two runs: %s", line)
			runs[part[2]] = part[1]
		case len(part) != 2 || part[0] != "added":
			assert.Fail(t, "no line of the process", line)
		}
	}
	st, err := ix.Stats(ctx)
	require.NoError(t, err)
	assert.Len(t, runs, int(st.Articles), "every article was told")
	entries, err := filepath.Glob(filepath.Join(dir, "alerts.*.tmp"))
	require.NoError(t, err)
	assert.Empty(t, entries, "what a killed write has left is removed by the next")
}

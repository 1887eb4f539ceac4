package fihris_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// killedDir tells the test binary, started by itself, to be the writer that is
// killed.
const killedDir = "FIHRIS_TEST_KILLED_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killedDir); dir != "" {
		writeForEver(dir)
	}
	os.Exit(m.Run())
}

// writeForEver adds articles one after the other, and prints the number of
// each as soon as Add says it is durable.
func writeForEver(dir string) {
	ix, err := fihris.Create(dir, nil)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for i := 0; ; i++ {
		if err := ix.Add(ctx, article(fmt.Sprint(i), fmt.Sprintf("برقية رقم %d", i))); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(i)
	}
}

// TestKilledWriterLosesNothing kills a writing process without warning: every
// article whose Add had returned is there, and the index opens and takes more.
func TestKilledWriterLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	for _, acknowledged := range []int{1, 7, 40} {
		dir := filepath.Join(t.TempDir(), "ix")
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), killedDir+"="+dir)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		last := -1
		lines := bufio.NewScanner(out)
		for last < acknowledged && lines.Scan() {
			_, err := fmt.Sscan(lines.Text(), &last)
			require.NoError(t, err, lines.Text())
		}
		require.NoError(t, cmd.Process.Kill())
		_ = cmd.Wait()
		require.GreaterOrEqual(t, last, acknowledged)

		ix, err := fihris.Open(dir, nil)
		require.NoError(t, err)
		for i := range last + 1 {
			_, err := ix.Article(ctx, fmt.Sprint(i))
			assert.NoError(t, err, "article %d was acknowledged before the kill", i)
		}
		require.NoError(t, ix.Add(ctx, article("after", "برقية بعد الانقطاع")))
		assert.Equal(t, []string{"after"}, ids(search(t, ix, "الانقطاع")))
		require.NoError(t, ix.Close())
	}
}

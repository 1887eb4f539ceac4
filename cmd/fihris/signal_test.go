//go:build !windows

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// A process that is told to end by a signal keeps what it has written, prints the
// summary of it, leaves a whole index, and exits with 2.
func TestIndexEndsOnSignals(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "ix")
			cmd := exec.Command("fihris", "index", "-i", dir, "-")
			in, err := cmd.StdinPipe()
			require.NoError(t, err)
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			require.NoError(t, cmd.Start())
			limit := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
			for i := range 20_000 { // several batches: when the last is sent, the first are read
				_, err := fmt.Fprintf(in, "{\"id\":\"%d\",\"body\":\"خبر رقم %d\"}\n", i, i)
				require.NoError(t, err)
			}
			require.NoError(t, cmd.Process.Signal(sig))
			_ = cmd.Wait()
			require.True(t, limit.Stop(), "it did not end")
			assert.Equal(t, exitError, cmd.ProcessState.ExitCode(), errs.String())
			assert.Contains(t, errs.String(), "fihris: stopped as asked: ")
			assert.Contains(t, errs.String(), "next: run it again")
			assert.Contains(t, out.String(), "stopped before the end: what is counted here is safe")

			require.NoError(t, fihris.Check(context.Background(), dir, nil))
			var stats struct{ Articles int }
			var again bytes.Buffer
			require.Equal(t, exitDone, run(context.Background(), []string{"stats", "-i", dir, "--json"}, nil, &again, io.Discard))
			require.NoError(t, json.Unmarshal(again.Bytes(), &stats))
			assert.Positive(t, stats.Articles)
			assert.Contains(t, out.String(), fmt.Sprintf("added %s, changed 0, unchanged 0, removed 0, skipped 0;", count(stats.Articles)))
		})
	}
}

// Who reads files is stopped between them, too, and the next run goes on.
func TestIndexOfFilesEndsOnSignals(t *testing.T) {
	top := t.TempDir()
	folder, dir := filepath.Join(top, "articles"), filepath.Join(top, "ix")
	require.NoError(t, os.Mkdir(folder, 0o777))
	const files = 40
	then := time.Now().Add(-time.Hour)
	for i := range files {
		var rows bytes.Buffer
		for j := range 1000 {
			fmt.Fprintf(&rows, "{\"id\":\"%d-%d\",\"body\":\"خبر رقم %d من الملف %d\"}\n", i, j, j, i)
		}
		path := filepath.Join(folder, fmt.Sprintf("%02d.jsonl", i))
		require.NoError(t, os.WriteFile(path, rows.Bytes(), 0o666))
		require.NoError(t, os.Chtimes(path, then, then))
	}
	cmd := exec.Command("fihris", "index", "-i", dir, folder)
	var out bytes.Buffer
	cmd.Stdout = &out
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool { // the first batch is in
		segments, err := filepath.Glob(filepath.Join(dir, "store", "*.seg"))
		return err == nil && len(segments) > 0
	}, time.Minute, time.Millisecond)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	if err := cmd.Wait(); err == nil {
		t.Skip("it was done before it was told to end")
	}
	assert.Equal(t, exitError, cmd.ProcessState.ExitCode())
	assert.Contains(t, out.String(), "stopped before the end: what is counted here is safe")

	var report struct {
		Added     int `json:"added"`
		Unchanged int `json:"unchanged"`
	}
	var again bytes.Buffer
	require.Equal(t, exitDone, run(context.Background(), []string{"index", "-i", dir, "--json", folder}, nil, &again, io.Discard))
	require.NoError(t, json.Unmarshal(again.Bytes(), &report), again.String())
	assert.Equal(t, files*1000, report.Added+report.Unchanged)
	assert.Positive(t, report.Unchanged, "what was written before is not lost")
}

//go:build !windows

package main

import (
	"bytes"
	"context"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A run that waits for a pipe to which nobody writes ends when it is told to.
func TestPipeCanBeInterrupted(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "fifo")
	require.NoError(t, syscall.Mkfifo(fifo, 0o600))
	ctx, cancel := context.WithCancel(context.Background())
	code := make(chan int, 1)
	var out, errs bytes.Buffer
	go func() {
		code <- run(ctx, []string{"index", "-i", filepath.Join(dir, "ix"), fifo}, nil, &out, &errs)
	}()
	time.Sleep(50 * time.Millisecond)
	cancel()
	select {
	case <-code:
	case <-time.After(30 * time.Second):
		t.Fatal("it waits on")
	}
	require.NoDirExists(t, filepath.Join(dir, "ix"))
}

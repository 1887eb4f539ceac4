package store

import (
	"os"
	"syscall"
)

// syncedWrites opens a file of which each write is durable when it returns: its content, and its size, but not its times.
const syncedWrites = syscall.O_DSYNC

// writeSynced writes to a file that was opened so: one call of the system instead of two.
func writeSynced(f *os.File, b []byte, at int64) error {
	_, err := f.WriteAt(b, at)
	return err
}

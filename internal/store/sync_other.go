//go:build !linux

package store

import "os"

// syncedWrites opens a file for writeSynced.
const syncedWrites = 0

// writeSynced writes to a file and makes its content durable.
func writeSynced(f *os.File, b []byte, at int64) error {
	if _, err := f.WriteAt(b, at); err != nil {
		return err
	}
	return f.Sync()
}

//go:build !windows

package store

import (
	"errors"
	"os"
	"syscall"
)

// tryLock locks a file for this process alone, and says whether that was possible.
// Closing the file lets go.
func tryLock(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, syscall.EINTR) {
		return false, nil
	}
	return err == nil, err
}

// processExists says whether a process of that number runs on this machine.
func processExists(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// replaceFile puts a file in the place of another, in one step.
func replaceFile(from, to string) error { return os.Rename(from, to) }

// syncDir makes the names in a folder durable.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

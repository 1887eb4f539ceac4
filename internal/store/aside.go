package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// AlertsFile is what saved queries have told: it lies beside fihris.json, is no part of
// the index, and goes with its copies.
const AlertsFile = "alerts"

const lockExt = ".lock"

// ReplaceAside replaces a file beside the index of a folder in one step, and returns when it is
// durable: a crash leaves the old one or the new one.
func ReplaceAside(dir, name string, b []byte) error {
	if err := writeFile(filepath.Join(dir, name), b); err != nil {
		return err
	}
	return syncDir(dir)
}

// LockAside waits until nobody else has a name beside the index of a folder, but no longer than
// it may. The lock ends with the process, however that ends.
func LockAside(dir, name string, wait time.Duration) (unlock func() error, err error) {
	path := filepath.Join(dir, name+lockExt)
	f, err := createFile(path, segmentsOf(path), os.O_RDWR)
	if err != nil {
		return nil, err
	}
	for end := time.Now().Add(wait); ; time.Sleep(lockPause) {
		switch free, err := tryLock(f); {
		case err != nil:
			return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), f.Close())
		case free:
			sweepAside(dir, name)
			return f.Close, nil
		case !time.Now().Before(end):
			return nil, errors.Join(fmt.Errorf("%w: %s", ErrAsideLocked, path), f.Close())
		}
	}
}

// ErrAsideLocked is the error of LockAside when another process has the lock.
var ErrAsideLocked = errors.New("in use by another process")

// copyAlerts copies what saved queries have told; a folder may have none.
func copyAlerts(from, to string) error {
	b, err := os.ReadFile(filepath.Join(from, AlertsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return ReplaceAside(to, AlertsFile, b)
}

// sweepAside removes what processes have left that were killed while they wrote a file; who
// calls it has the lock. What cannot be removed does no harm.
func sweepAside(dir, name string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if isTemporary(e.Name(), name) {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

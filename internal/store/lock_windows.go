package store

import (
	"errors"
	"os"
	"syscall"
	"time"
	"unsafe"
)

var lockFileEx = syscall.NewLazyDLL("kernel32.dll").NewProc("LockFileEx")

const (
	lockFailImmediately = 1
	lockExclusive       = 2
	errLockViolation    = syscall.Errno(33)
	errSharingViolation = syscall.Errno(32)
	lockedByte          = 1 << 30 // far behind the witness, which others may read
)

// tryLock locks a file for this process alone, and says whether that was possible.
// Closing the file lets go.
func tryLock(f *os.File) (bool, error) {
	at := syscall.Overlapped{Offset: lockedByte}
	done, _, err := lockFileEx.Call(f.Fd(), lockFailImmediately|lockExclusive, 0, 1, 0, uintptr(unsafe.Pointer(&at)))
	if done != 0 {
		return true, nil
	}
	if errors.Is(err, errLockViolation) || errors.Is(err, syscall.ERROR_IO_PENDING) {
		return false, nil
	}
	return false, err
}

// processExists says whether a process of that number runs on this machine.
func processExists(pid int) bool {
	p, err := os.FindProcess(pid) // opens it: an error if there is none
	if err != nil {
		return false
	}
	_ = p.Release()
	return true
}

// replaceTries is how often a file is put in the place of another that somebody is
// reading, which Windows refuses meanwhile: for two seconds.
const replaceTries = 200

// replaceFile puts a file in the place of another, in one step.
func replaceFile(from, to string) (err error) {
	for range replaceTries {
		if err = os.Rename(from, to); err == nil || !errors.Is(err, os.ErrPermission) && !errors.Is(err, errSharingViolation) {
			return err
		}
		time.Sleep(lockPause)
	}
	return err
}

// syncDir does nothing: Windows keeps names with their files.
func syncDir(string) error { return nil }

package store

import (
	"os"
	"syscall"
)

// syncData makes the content of a file durable, and its size, but not its times.
func syncData(f *os.File) error {
	for {
		if err := syscall.Fdatasync(int(f.Fd())); err != syscall.EINTR {
			return os.NewSyscallError("fdatasync", err)
		}
	}
}

package store

import "syscall"

// forget gives back the memory in which the process has a file that is mapped. What is
// read again comes from the cache of the system, or from the disk.
func forget(mapped []byte) {
	if len(mapped) > 0 {
		_ = syscall.Madvise(mapped, syscall.MADV_DONTNEED) // or it stays
	}
}

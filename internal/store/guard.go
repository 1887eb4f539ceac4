package store

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// guard makes of a panic an error: of a file that was cut short or cannot be
// read any more while it is mapped, or of bytes that cannot be. It is deferred
// by whoever reads segments; the goroutine must have had its faults made panics
// (see Faults). Damage ends the use of the store.
func (s *Store) guard(err *error) {
	if r := recover(); r != nil {
		*err = errors.Join(Panicked(r), *err)
	}
	if errors.Is(*err, ErrCorrupt) {
		s.breakOff(*err)
	}
}

// Panicked is the error that a panic is which reading segments has caused.
func Panicked(r any) error {
	if fault, ok := r.(interface{ Addr() uintptr }); ok {
		return fmt.Errorf("%w: a file of it was cut short or cannot be read any more (fault at %#x)", ErrCorrupt, fault.Addr())
	}
	return fmt.Errorf("%w: what was read cannot be (panic: %v); if check finds it whole, this is a fault of the program: please report it", ErrCorrupt, r)
}

// Faults makes faults of mapped memory panics of the calling goroutine, until
// what it returns is called.
func Faults() (restore func()) {
	old := debug.SetPanicOnFault(true)
	return func() { debug.SetPanicOnFault(old) }
}

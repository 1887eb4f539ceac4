//go:build !linux

package main

import (
	"errors"
	"time"
)

// threadTime is only known on Linux.
func threadTime() (time.Duration, error) {
	return 0, errors.New("-cpu: only Linux tells how long a thread has computed")
}

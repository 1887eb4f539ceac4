//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// together lets the end of a command be that of all it has started: tests may
// start others.
func together(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

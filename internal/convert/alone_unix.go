//go:build unix

package convert

import (
	"os/exec"
	"syscall"
)

// alone puts a program in a group of its own, so that what it starts ends with
// it: soffice is a script around the program itself.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

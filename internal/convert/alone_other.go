//go:build !unix

package convert

import "os/exec"

// alone does nothing where processes have no groups.
func alone(*exec.Cmd) {}

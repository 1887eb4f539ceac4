//go:build !windows

package ledger

import (
	"os"
	"syscall"
)

// adopt gives a file the owner and the permissions of a folder, as far as that is
// allowed: those that the other files of an index have.
func adopt(f *os.File, folder string) {
	of, err := os.Stat(folder)
	if err != nil {
		return
	}
	if st, ok := of.Sys().(*syscall.Stat_t); ok {
		if f.Chown(int(st.Uid), int(st.Gid)) != nil {
			_ = f.Chown(-1, int(st.Gid)) // a member of the group may do this
		}
	}
	_ = f.Chmod(of.Mode().Perm() & 0o666)
}

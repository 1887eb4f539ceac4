//go:build unix

package ledger

import (
	"io/fs"
	"syscall"
)

func (s *State) addSystem(info fs.FileInfo) {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		s.Changed = changed(st)
		s.Inode, s.Device = uint64(st.Ino), uint64(st.Dev) // whose types differ from system to system
	}
}

package ledger

import (
	"io/fs"
	"time"
)

// State is what a file system says of a file without its being read.
type State struct {
	Size     int64  `json:"size"`
	Modified int64  `json:"mtime"`           // nanoseconds since 1970
	Changed  int64  `json:"ctime,omitempty"` // likewise, also of the name and the rights; 0 where a system has no such time
	Inode    uint64 `json:"inode,omitempty"`
	Device   uint64 `json:"dev,omitempty"` // of its folder, which another disk may have been mounted at
}

// StateOf returns the state of a file.
func StateOf(info fs.FileInfo) State {
	s := State{Size: info.Size(), Modified: info.ModTime().UnixNano()}
	s.addSystem(info)
	return s
}

// Same says whether a file is the one it was. The device does not count: it may
// be another after a restart.
func (s State) Same(o State) bool {
	s.Device, o.Device = 0, 0
	return s == o
}

// granularity is how coarse the times of a file system may be: those of FAT are
// of two seconds.
const granularity = 2 * time.Second

// IsFresh says whether a file was written so short a time before a moment that
// it may be written again and have the same time. One from the future may be
// written at any time.
func (s State) IsFresh(at time.Time) bool {
	return s.Modified > at.Add(-granularity).UnixNano()
}

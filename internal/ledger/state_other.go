//go:build !unix

package ledger

import "io/fs"

func (s *State) addSystem(fs.FileInfo) {}

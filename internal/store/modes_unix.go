//go:build !windows

package store

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// adopt gives a file the owner and the permissions of the folder of segments, as far
// as that is allowed: Strangers tells what was not.
func adopt(f *os.File, folder string) {
	of, err := os.Stat(folder)
	if err != nil {
		return
	}
	is, err := f.Stat()
	if err != nil {
		return
	}
	want, have := owner(of), owner(is)
	if want != have && f.Chown(want.user, want.group) != nil && want.group != have.group {
		_ = f.Chown(-1, want.group) // a member of the group may do this
	}
	if mode := of.Mode().Perm() & fileMode; is.Mode().Perm() != mode {
		_ = f.Chmod(mode)
	}
}

// owned is whose a file is.
type owned struct{ user, group int }

func owner(fi fs.FileInfo) owned {
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !ok {
		return owned{-1, -1}
	}
	return owned{int(st.Uid), int(st.Gid)}
}

// Strangers says which files of the index in dir have another owner or other
// permissions than its folder of segments, so that some who may read one may not
// read the other, and how to mend it. It is empty where all agree.
func Strangers(dir string) []string {
	folder := filepath.Join(dir, segmentFolder)
	of, err := os.Stat(folder)
	if err != nil {
		return nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	paths := []string{filepath.Join(dir, metaFile)}
	for _, e := range entries {
		_, isJournal := journalNumber(e.Name())
		if _, ok := segmentNumber(e.Name()); ok || isJournal || e.Name() == manifestFile || e.Name() == lockFile {
			paths = append(paths, filepath.Join(folder, e.Name()))
		}
	}
	var others, modes int
	var other, mode string
	want := owner(of)
	for _, path := range paths {
		fi, err := os.Lstat(path)
		if err != nil {
			continue
		}
		if owner(fi) != want {
			if others++; others == 1 {
				other = path
			}
		}
		if fi.Mode().Perm() != of.Mode().Perm()&fileMode {
			if modes++; modes == 1 {
				mode = fmt.Sprintf("%s (%s)", path, fi.Mode())
			}
		}
	}
	var notes []string
	if others > 0 {
		notes = append(notes, fmt.Sprintf("files of the index belong to others than %s does: %d of them, such as %s; root mends it: chown -R --reference=%s %s", folder, others, other, folder, dir))
	}
	if modes > 0 {
		notes = append(notes, fmt.Sprintf("files of the index have other permissions than %s (%s): %d of them, such as %s; their owner mends it: chmod %03o %s %s", folder, of.Mode(), modes, mode, of.Mode().Perm()&fileMode, filepath.Join(dir, metaFile), filepath.Join(folder, "*")))
	}
	return notes
}

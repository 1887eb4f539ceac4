//go:build !windows

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// allowance says what keeps this user out, whose it is, and the command that lets
// him in.
func allowance(err error, index string, write bool) string {
	pathErr, ok := errors.AsType[*fs.PathError](err)
	if !ok {
		return "see who may read and write there: ls -ld " + index
	}
	path, fi := blocking(pathErr.Path)
	if fi == nil {
		return "see who may read and write there: ls -ld " + index
	}
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !ok {
		return "see who may read and write there: ls -ld " + path
	}
	owner, group := userName(st.Uid), groupName(st.Gid)
	whose := fmt.Sprintf("%s is of %s, group %s, %s, and you are %s", path, owner, group, fi.Mode(), userName(uint32(os.Geteuid())))
	if write {
		return fmt.Sprintf("%s: run it as %s, for all files of an index are of one owner: sudo -u %s fihris …", whose, owner, owner)
	}
	who := "o"
	if inGroup(st.Gid) {
		who = "g"
	}
	if rel, relErr := filepath.Rel(index, path); relErr != nil || rel == ".." || len(rel) > 2 && rel[:3] == ".."+string(filepath.Separator) {
		return fmt.Sprintf("%s: to let you through, %s runs: chmod %s+x %s", whose, owner, who, path)
	}
	return fmt.Sprintf("%s: to let you read, %s runs: chmod -R %s+rX %s (files written later are like their folder)", whose, owner, who, index)
}

// blocking is what keeps from a path: itself, or the folder before it through
// which nobody of this process may go, or in which he may make nothing.
func blocking(path string) (string, fs.FileInfo) {
	for {
		fi, err := os.Lstat(path)
		if err == nil {
			return path, fi
		}
		above := filepath.Dir(path)
		if above == path || !errors.Is(err, fs.ErrPermission) && !errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
		path = above
	}
}

func userName(id uint32) string {
	n := strconv.FormatUint(uint64(id), 10)
	if u, err := user.LookupId(n); err == nil {
		return u.Username
	}
	return n
}

func groupName(id uint32) string {
	n := strconv.FormatUint(uint64(id), 10)
	if g, err := user.LookupGroupId(n); err == nil {
		return g.Name
	}
	return n
}

// inGroup says whether this process is of a group.
func inGroup(id uint32) bool {
	groups, _ := os.Getgroups()
	for _, g := range append(groups, os.Getegid()) {
		if g == int(id) {
			return true
		}
	}
	return false
}

package store

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
)

// Folders are made as the umask says. Every file of an index, whoever writes it
// and with what umask, then has the owner, the group and the permissions (but that
// to execute) of its folder of segments, so that all of an index can be read by the
// same people, and chmod and chown of the folder hold for what comes later.

// Permissions before the umask.
const (
	folderMode = 0o777
	fileMode   = 0o666
)

// createFile opens a file of the index whose folder of segments is given, and makes it one
// of them. flags are those of os.OpenFile besides O_CREATE.
func createFile(path, folder string, flags int) (*os.File, error) {
	f, err := os.OpenFile(path, flags|os.O_CREATE, fileMode)
	if err == nil {
		adopt(f, folder)
	}
	return f, err
}

// makeUnique makes something under a name of a beginning that nothing has, as
// os.CreateTemp does, which lets nobody else read it.
func makeUnique(begin, end string, try func(path string) error) (path string, err error) {
	for range 1000 {
		path = begin + strconv.FormatUint(rand.Uint64(), 36) + end
		if err = try(path); !errors.Is(err, fs.ErrExist) {
			return path, err
		}
	}
	return path, err
}

// segmentsOf is the folder of segments of the index that a file belongs to.
func segmentsOf(path string) string {
	switch filepath.Base(path) {
	case metaFile, AlertsFile, AlertsFile + lockExt:
		return filepath.Join(filepath.Dir(path), segmentFolder)
	}
	return filepath.Dir(path)
}

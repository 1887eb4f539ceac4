package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Names of files: of segments, and of what is being written.
const (
	segmentExt   = ".seg"
	temporaryExt = ".tmp"
)

func segmentName(n uint64) string {
	s := strconv.FormatUint(n, 16)
	return strings.Repeat("0", max(0, 12-len(s))) + s + segmentExt
}

func segmentNumber(name string) (uint64, bool) {
	stem, ok := strings.CutSuffix(name, segmentExt)
	n, err := strconv.ParseUint(stem, 16, 64)
	return n, ok && err == nil
}

// isTemporary says whether a name is one that writeFile gives while it writes
// the file of a name.
func isTemporary(name, of string) bool {
	return strings.HasPrefix(name, of+".") && strings.HasSuffix(name, temporaryExt)
}

// writeFile replaces a file in one step: a crash leaves the old or the new one.
// That its name is durable is up to the caller.
func writeFile(path string, b []byte) error {
	var f *os.File
	_, err := makeUnique(path+".", temporaryExt, func(unique string) (err error) {
		f, err = createFile(unique, segmentsOf(path), os.O_WRONLY|os.O_EXCL)
		return err
	})
	if err != nil {
		return err
	}
	renamed := false
	defer func() {
		if !renamed {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	err = replaceFile(f.Name(), path)
	renamed = err == nil
	return err
}

// createSynced makes a new file whose content is durable, or none: where there is
// one already, that is an error, for it may be a segment in use. It is given to use, if not
// nil, before it is closed.
func createSynced(path string, write func(io.Writer) error, use func(*os.File) error) (err error) {
	f, err := createFile(path, segmentsOf(path), os.O_RDWR|os.O_EXCL)
	if err != nil {
		return err
	}
	whole := false
	defer func() { // also where write panics
		err = errors.Join(err, f.Close())
		if !whole || err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	if err = write(f); err == nil {
		err = f.Sync()
	}
	if err == nil && use != nil {
		err = use(f)
	}
	whole = err == nil
	return err
}

// sweep removes what killed processes have left in a folder of segments: files
// that the manifest, which is whole, does not name, and bleve's, which a rebuild has
// replaced. It returns the greatest
// number of a segment that it has seen. What cannot be removed does no harm.
func sweep(folder string, m manifest) (last uint64) {
	named := map[string]bool{}
	for _, p := range m.Segments {
		named[p.Name] = true
		n, _ := segmentNumber(p.Name)
		last = max(last, n) // also where the folder cannot be read
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		entries = nil
	}
	for _, e := range entries {
		n, isSegment := segmentNumber(e.Name())
		if isSegment {
			last = max(last, n)
		}
		old, isJournal := journalNumber(e.Name())
		if isJournal && old < m.Journal.File || isSegment && !named[e.Name()] || isTemporary(e.Name(), manifestFile) || isOfBleveStore(e.Name()) {
			_ = os.Remove(filepath.Join(folder, e.Name()))
		}
	}
	return last
}

// Size returns the bytes of all files; 0 in memory.
func (s *Store) Size() (int64, error) {
	if s.dir == "" {
		return 0, nil
	}
	var n int64
	err := filepath.WalkDir(s.dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return ignoreMissing(err)
		}
		fi, err := e.Info()
		if err == nil {
			n += fi.Size()
		}
		return ignoreMissing(err) // merged away while we looked
	})
	return n, err
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

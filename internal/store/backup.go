package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Backup copies the index as it is now to a new folder dest, while it can be
// read and written. The copy appears whole or not at all.
func (s *Store) Backup(dest string) error {
	if s.dir == "" {
		return errors.New("an index in memory cannot be copied to a folder")
	}
	if _, err := os.Stat(dest); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s %w", dest, ErrExists)
	}
	part := dest + ".part"
	if err := os.MkdirAll(filepath.Join(part, segmentFolder), 0o755); err != nil {
		return err
	}
	defer os.RemoveAll(part)
	r := s.scorch.CopyReader()
	err := r.CopyTo(copyDir(part)) // bleve writes to segmentFolder below it
	if err = errors.Join(err, r.CloseCopyReader()); err != nil {
		return err
	}
	if err := writeMeta(part, s.metaNow()); err != nil {
		return err
	}
	if err := verify(filepath.Join(part, segmentFolder), time.Second, true); err != nil {
		return err
	}
	return os.Rename(part, dest)
}

// copyDir receives the files of a copy.
type copyDir string

func (d copyDir) GetWriter(name string) (io.WriteCloser, error) {
	path := filepath.Join(string(d), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	return os.Create(path)
}

package store

import (
	"context"
	"errors"
	"path/filepath"
)

// Check looks whether every file of the index in dir is whole, reading all of
// them, beside whoever writes. It returns nil, or the errors of all that are damaged, joined.
func Check(ctx context.Context, dir string, opts Options) error {
	if _, err := readMeta(dir); err != nil {
		return err
	}
	folder := filepath.Join(dir, segmentFolder)
	return beside(folder, opts, func(m manifest) error {
		defer m.release()
		return errors.Join(m.verify(ctx, folder), m.read.err())
	})
}

// verify reads all segments.
func (m *manifest) verify(ctx context.Context, folder string) error {
	files, missing := openFiles(folder, *m)
	defer closeFiles(files)
	damage := []error{missing}
	for i, f := range files {
		if f != nil {
			damage = append(damage, m.Segments[i].verify(ctx, f))
		}
	}
	return errors.Join(damage...)
}

package store

import (
	"context"
	"errors"
	"path/filepath"
)

// Check looks whether every file of the index in dir is whole, reading all of
// them. It returns nil, or the errors of all that are damaged, joined.
func Check(ctx context.Context, dir string, opts Options) error {
	folder := filepath.Join(dir, segmentFolder)
	opts.ReadOnly = true
	if _, err := readMeta(dir); err != nil {
		return err
	}
	l, err := lockFolder(folder, opts)
	if err != nil {
		return err
	}
	m, err := readState(folder, l)
	if err == nil {
		err = m.verify(ctx, folder)
	}
	return errors.Join(err, l.close())
}

// verify reads all segments.
func (m *manifest) verify(ctx context.Context, folder string) error {
	var damage []error
	for i := range m.Segments {
		damage = append(damage, m.Segments[i].verify(ctx, folder))
	}
	return errors.Join(damage...)
}

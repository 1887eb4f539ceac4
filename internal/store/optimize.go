package store

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
)

// Optimize merges the segments into one: what was removed leaves the disk. It
// can be interrupted through ctx; writers wait meanwhile. In memory it does
// nothing, for bleve merges files only.
func (s *Store) Optimize(ctx context.Context) error {
	switch {
	case s.opts.ReadOnly:
		return ErrReadOnly
	case s.dir == "":
		return nil
	}
	// bleve's forced merge must not meet a batch, and while it fails it tries
	// again without end: so writers wait for it, and we wait for ctx too.
	done := make(chan error, 1)
	s.writing.Lock()
	go func() {
		defer s.writing.Unlock()
		done <- s.scorch.ForceMerge(ctx, &mergeplan.SingleSegmentMergePlanOptions)
	}()
	select {
	case err := <-done:
		return errors.Join(err, ctx.Err()) // interrupted, bleve says nothing
	case <-ctx.Done():
		return ctx.Err()
	}
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

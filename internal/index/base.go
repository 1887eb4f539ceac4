package index

import "context"

// Base returns the folder that the names of files are relative to, or "".
func (ix *Index) Base() string { return ix.store.Base() }

// SetBase remembers the folder that the names of files are relative to.
func (ix *Index) SetBase(ctx context.Context, folder string) error {
	if err := ix.enter(ctx); err != nil {
		return err
	}
	defer ix.leave()
	return ix.store.SetBase(folder)
}

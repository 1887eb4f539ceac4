package index

import "context"

// Base returns the folder that the names of files are relative to, or "".
func (ix *Index) Base() string {
	if ix == nil {
		return ""
	}
	return ix.store.Base()
}

// SetBase remembers the folder that the names of files are relative to.
func (ix *Index) SetBase(ctx context.Context, folder string) (err error) {
	leave, err := ix.enter(ctx)
	if err != nil {
		return err
	}
	defer leave(&err)
	return ix.store.SetBase(folder)
}

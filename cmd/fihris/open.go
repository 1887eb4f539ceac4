package main

import (
	"errors"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
)

// openToAsk opens the index that --index names for a command that asks once and
// ends: files that look as they were written are not read for that.
func (a *app) openToAsk(cmd *cobra.Command) (*fihris.Index, error) {
	return a.open(cmd, fihris.Options{ReadOnly: true, Quick: true})
}

// openIndex opens the index that --index names for reading, or for writing, and
// verifies all of it.
func (a *app) openIndex(cmd *cobra.Command, readOnly bool) (*fihris.Index, error) {
	return a.open(cmd, fihris.Options{ReadOnly: readOnly})
}

func (a *app) open(cmd *cobra.Command, opts fihris.Options) (*fihris.Index, error) {
	if err := a.needIndex(cmd); err != nil {
		return nil, err
	}
	words, err := a.words.read()
	if err != nil {
		return nil, err
	}
	opts.Words = words
	return fihris.Open(a.index, &opts)
}

// openOrCreate opens the index that --index names, or creates it where there
// is nothing yet, an empty folder, or what a run that was killed while it
// created the index has left. The note is what others are told who find it held.
func (a *app) openOrCreate(cmd *cobra.Command, note string) (*fihris.Index, error) {
	ix, openErr := a.open(cmd, fihris.Options{Note: note})
	if !errors.Is(openErr, fs.ErrNotExist) && !errors.Is(openErr, fihris.ErrNoIndex) {
		return ix, openErr
	}
	words, err := a.words.read()
	if err != nil {
		return nil, err
	}
	ix, err = fihris.Create(a.index, &fihris.Options{Words: words, Note: note})
	if errors.Is(err, fihris.ErrExists) {
		return nil, openErr // which says what there is
	}
	return ix, err
}

// needIndex refuses to go on without --index.
func (a *app) needIndex(cmd *cobra.Command) error {
	if a.index == "" {
		return hint(errors.New("which index?"), "name its folder: fihris %s -i DIR, or set FIHRIS_INDEX=DIR", cmd.Name())
	}
	return nil
}

// closing closes what a command opened and keeps the first error.
func closing(c interface{ Close() error }, err *error) {
	if closeErr := c.Close(); *err == nil {
		*err = closeErr
	}
}

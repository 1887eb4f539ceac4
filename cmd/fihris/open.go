package main

import (
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
)

// openIndex opens the index that --index names for reading, or for writing.
func (a *app) openIndex(cmd *cobra.Command, readOnly bool) (*fihris.Index, error) {
	if err := a.needIndex(cmd); err != nil {
		return nil, err
	}
	words, err := a.words.read()
	if err != nil {
		return nil, err
	}
	return fihris.Open(a.index, &fihris.Options{ReadOnly: readOnly, Words: words})
}

// openOrCreate opens the index that --index names, or creates it where there
// is nothing yet or an empty folder.
func (a *app) openOrCreate(cmd *cobra.Command) (*fihris.Index, error) {
	entries, err := os.ReadDir(a.index)
	if err == nil && len(entries) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return a.openIndex(cmd, false)
	}
	words, err := a.words.read()
	if err != nil {
		return nil, err
	}
	return fihris.Create(a.index, &fihris.Options{Words: words})
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

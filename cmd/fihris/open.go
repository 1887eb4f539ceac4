package main

import (
	"errors"
	"fmt"
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
	if a.isCluster() {
		return nil, hint(fmt.Errorf("fihris %s needs an index of this machine, and %s is a cluster's", cmd.Name(), a.index), "make one of its articles: fihris export -i %s | fihris index -i DIR -", a.index)
	}
	words, err := a.words.read()
	if err != nil {
		return nil, err
	}
	opts.Words = words
	if err := a.embedder.apply(&opts); err != nil {
		return nil, err
	}
	return fihris.OpenContext(cmd.Context(), a.index, &opts)
}

// openOrCreate opens the index that --index names, or creates it where there
// is nothing yet, an empty folder, or what a run that was killed while it
// created the index has left. Of the options the words are those of the command.
func (a *app) openOrCreate(cmd *cobra.Command, opts fihris.Options) (*fihris.Index, error) {
	ix, openErr := a.open(cmd, opts)
	if !errors.Is(openErr, fs.ErrNotExist) && !errors.Is(openErr, fihris.ErrNoIndex) {
		return ix, openErr
	}
	var err error
	if opts.Words, err = a.words.read(); err != nil {
		return nil, err
	}
	if err := a.embedder.apply(&opts); err != nil {
		return nil, err
	}
	ix, err = fihris.Create(a.index, &opts)
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

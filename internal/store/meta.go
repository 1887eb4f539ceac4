package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// An index is a folder with a file that says what it is, and bleve's folder.
const (
	metaFile      = "fihris.json"
	segmentFolder = "store"
)

// Meta says what made an index: it can be used only by what would make the
// same. It is what fihris.json holds.
type Meta struct {
	Format   int    `json:"format"`           // of the folder: fields, stored form, files
	Layout   int    `json:"layout,omitempty"` // of the segments: what a format that was not released yet was made with
	Analyzer int    `json:"analyzer"`         // version of the analyzer
	Words    string `json:"words,omitempty"`  // hash of the user's word lists; empty for none
	Base     string `json:"base,omitempty"`   // the folder that the names of files are relative to; says nothing of the making
}

// check says whether an index that says m can be used where want is needed.
func (m Meta) check(want Meta) error {
	switch {
	case m.Format != want.Format:
		return fmt.Errorf("%w: format %d, this program reads format %d: build the index again from its articles", ErrOtherMeta, m.Format, want.Format)
	case m.Layout != want.Layout:
		return fmt.Errorf("%w: format %d as it was before its release (layout %d), this program reads layout %d: build the index again from its articles", ErrOtherMeta, m.Format, m.Layout, want.Layout)
	case m.Analyzer != want.Analyzer:
		return fmt.Errorf("%w: analyzer version %d, this program has version %d: build the index again from its articles", ErrOtherMeta, m.Analyzer, want.Analyzer)
	case m.Words != want.Words:
		return fmt.Errorf("%w: other word lists were given when it was created: give the same ones or build the index again", ErrOtherMeta)
	}
	return nil
}

// readMeta reads fihris.json of the index in dir.
func readMeta(dir string) (Meta, error) {
	var m Meta
	b, err := os.ReadFile(filepath.Join(dir, metaFile))
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			return m, fs.ErrNotExist
		}
		return m, ErrNotIndex
	}
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil || m.Format == 0 {
		return m, fmt.Errorf("%s cannot be read: %w", metaFile, ErrCorrupt)
	}
	return m, nil
}

// writeMeta writes fihris.json whole or not at all.
func writeMeta(dir string, m Meta) error {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, metaFile), append(b, '\n'))
}

// writeFile replaces a file in one step: a crash leaves the old or the new one.
func writeFile(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails once renamed, as it should
	if _, err := f.Write(b); err != nil {
		f.Close()
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

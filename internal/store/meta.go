package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// An index is a folder with a file that says what it is, and the folder of its
// segments, whose manifest says the same: where the file is lost it is made again.
const (
	metaFile      = "fihris.json"
	segmentFolder = "store"
)

// Meta says what made an index: it can be used only by what would make the
// same.
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

// errNoMeta says that fihris.json is missing where a manifest is.
var errNoMeta = errors.New(metaFile + " is missing")

// readMeta reads fihris.json of the index in dir.
func readMeta(dir string) (Meta, error) {
	var m Meta
	b, err := os.ReadFile(filepath.Join(dir, metaFile))
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			return m, fs.ErrNotExist
		}
		if m, err := readManifest(filepath.Join(dir, segmentFolder)); err == nil && m.Sequence > 1 {
			return m.Meta, errNoMeta
		}
		return m, ErrNotIndex
	}
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil || m.Format == 0 {
		return m, fmt.Errorf("%w: %s cannot be read; the manifest says the same: move it away and try again", ErrCorrupt, metaFile)
	}
	return m, nil
}

// checkMeta looks whether the index in dir can be used where want is needed.
func checkMeta(dir string, want Meta) error {
	m, err := readMeta(dir)
	if err != nil && !errors.Is(err, errNoMeta) {
		return err
	}
	return m.check(want)
}

// writeMeta makes fihris.json, durably.
func writeMeta(dir string, m Meta) error {
	m.Base = "" // which may change: the manifest has it
	b, err := json.MarshalIndent(m, "", "  ")
	if err == nil {
		err = writeFile(filepath.Join(dir, metaFile), append(b, '\n'))
	}
	if err == nil {
		err = syncDir(dir)
	}
	return err
}

package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// An index is a folder with a file that says what it is, and the folder of its
// segments, whose manifest says the same: where the file is lost or damaged it is made again.
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
	Fields   string `json:"fields,omitempty"` // fields of one's own, as they are declared, one after the other
	Base     string `json:"base,omitempty"`   // the folder that the names of files are relative to; says nothing of the making
}

// wayOut is what can be done with an index of another version: nothing is lost.
const wayOut = "fihris rebuild makes it anew of what it holds"

// Check says whether an index that says m can be used where want is needed.
func (m Meta) Check(want Meta) error {
	switch {
	case m.Format != want.Format:
		return fmt.Errorf("%w: format %d, this program reads format %d: %s", ErrOtherMeta, m.Format, want.Format, wayOut)
	case m.Layout != want.Layout:
		return fmt.Errorf("%w: format %d as it was before its release (layout %d), this program reads layout %d: %s", ErrOtherMeta, m.Format, m.Layout, want.Layout, wayOut)
	case m.Analyzer != want.Analyzer:
		return fmt.Errorf("%w: analyzer version %d, this program has version %d: %s", ErrOtherMeta, m.Analyzer, want.Analyzer, wayOut)
	case m.Words != want.Words:
		return fmt.Errorf("%w: other word lists were given when it was created", ErrOtherWords)
	case m.Fields != want.Fields:
		return fmt.Errorf("%w: %s", ErrOtherFields, difference(m.Fields, want.Fields))
	}
	return nil
}

// difference says which fields an index has that are not wanted, and the other way
// round.
func difference(has, wanted string) string {
	without := func(list, other string) string {
		fields := slices.DeleteFunc(strings.Fields(list), func(f string) bool { return slices.Contains(strings.Fields(other), f) })
		if len(fields) == 0 {
			return "nothing more"
		}
		return strings.Join(fields, " ")
	}
	return fmt.Sprintf("the index was created with %s, and is to have %s", without(has, wanted), without(wanted, has))
}

// Made says what made the index in dir.
func Made(dir string) (Meta, error) { return readMeta(dir) }

// readMeta reads what made the index in dir: of the manifest, or where it cannot be
// read of fihris.json, for an index of another format may have another manifest.
func readMeta(dir string) (Meta, error) {
	b, err := os.ReadFile(filepath.Join(dir, metaFile))
	missing := errors.Is(err, fs.ErrNotExist)
	if err != nil && !missing {
		return Meta{}, err
	}
	// One without fihris.json and without a change is what a killed Create left.
	if m, err := readManifest(filepath.Join(dir, segmentFolder)); err == nil && (!missing || m.changed(filepath.Join(dir, segmentFolder))) {
		return m.Meta, nil
	}
	var m Meta
	if missing {
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			return m, fs.ErrNotExist
		}
		return m, ErrNotIndex
	}
	if err := json.Unmarshal(b, &m); err != nil || m.Format == 0 {
		return m, fmt.Errorf("%w: neither %s nor %s can be read", ErrCorrupt, metaFile, manifestName)
	}
	return m, nil
}

// encode returns fihris.json.
func (m Meta) encode() ([]byte, error) {
	m.Base = "" // which may change: the manifest has it
	b, err := json.MarshalIndent(m, "", "  ")
	return append(b, '\n'), err
}

// mendMeta writes fihris.json where it was lost or is not what it should be.
func mendMeta(dir string, m Meta) error {
	want, err := m.encode()
	if err != nil {
		return err
	}
	if have, err := os.ReadFile(filepath.Join(dir, metaFile)); err == nil && bytes.Equal(have, want) {
		return nil
	}
	return writeMeta(dir, m)
}

// writeMeta makes fihris.json, durably.
func writeMeta(dir string, m Meta) error {
	b, err := m.encode()
	if err == nil {
		err = writeFile(filepath.Join(dir, metaFile), b)
	}
	if err == nil {
		err = syncDir(dir)
	}
	return err
}

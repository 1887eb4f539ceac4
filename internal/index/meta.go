package index

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/fihris-search/fihris/internal/analysis"
)

// FormatVersion counts the changes of the folder's layout: fields, stored
// form, files. An index of another version is refused.
const FormatVersion = 2

// An index is a folder with a file that says what it is and bleve's store.
const (
	metaFile  = "fihris.json"
	storeName = "store"
)

// meta is what fihris.json holds.
type meta struct {
	Format   int    `json:"format"`
	Analyzer int    `json:"analyzer"`
	Words    string `json:"words,omitempty"` // hash of the user's word lists
}

func newMeta(w analysis.Words) meta {
	return meta{Format: FormatVersion, Analyzer: analysis.Version, Words: hashWords(w)}
}

// hashWords is empty for no words, so that such an index stays what it is.
func hashWords(w analysis.Words) string {
	if len(w.Families)+len(w.Protected)+len(w.StopWords) == 0 {
		return ""
	}
	b, _ := json.Marshal(w) // a struct of strings cannot fail
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// check says whether an index that says m can be used where want is needed.
func (m meta) check(want meta) error {
	switch {
	case m.Format != want.Format:
		return fmt.Errorf("%w: format %d, this program reads format %d: build the index again from its articles", ErrAnalyzerChanged, m.Format, want.Format)
	case m.Analyzer != want.Analyzer:
		return fmt.Errorf("%w: analyzer version %d, this program has version %d: build the index again from its articles", ErrAnalyzerChanged, m.Analyzer, want.Analyzer)
	case m.Words != want.Words:
		return fmt.Errorf("%w: other word lists were given when it was created: give the same ones or build the index again", ErrAnalyzerChanged)
	}
	return nil
}

// readMeta reads fihris.json of the index in dir.
func readMeta(dir string) (meta, error) {
	var m meta
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
func writeMeta(dir string, m meta) error {
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

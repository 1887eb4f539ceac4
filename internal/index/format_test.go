package index

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/store"
)

// oldFormats are all that were ever written; of each a small index lies in
// testdata. Segments of bleve's were format 1, ours in bleve's store format 2 and 3
// at first (layout 1), ours in our own store the rest.
var oldFormats = []string{"format1", "format2", "format3-layout1", "format3-layout2"}

// oldIndex copies an index that lies in testdata: whoever opens an index writes
// to its folder.
func oldIndex(t *testing.T, format string) string {
	dir := filepath.Join(t.TempDir(), "old")
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata", format))))
	return dir
}

// An index of another format is refused by name, and the way out is said.
func TestOldFormatsAreRefused(t *testing.T) {
	for _, format := range oldFormats {
		for _, readOnly := range []bool{true, false} {
			_, err := Open(oldIndex(t, format), Options{ReadOnly: readOnly})
			require.ErrorIs(t, err, ErrAnalyzerChanged)
			assert.ErrorContains(t, err, "fihris rebuild")
		}
	}
	_, err := Open(oldIndex(t, "format2"), Options{})
	require.ErrorIs(t, err, ErrAnalyzerChanged)
	assert.ErrorContains(t, err, "format 2, this program reads format 3: fihris rebuild")
}

// So is one of this format that was made before the format was released.
func TestOtherLayoutsAreRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ix")
	before := store.Meta{Format: FormatVersion, Layout: layoutVersion - 1, Analyzer: analysis.Version}
	made, err := store.Create(dir, before, store.Options{})
	require.NoError(t, err)
	require.NoError(t, made.Close())
	_, err = Open(dir, Options{})
	require.ErrorIs(t, err, ErrAnalyzerChanged)
	assert.ErrorContains(t, err, fmt.Sprintf("format 3 as it was before its release (layout %d), this program reads layout %d: fihris rebuild", layoutVersion-1, layoutVersion))
}

// A folder of format 3 as it was before its release is refused by name.
func TestFormat3OfBeforeItsReleaseIsRefused(t *testing.T) {
	dir := oldIndex(t, "format2")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "fihris.json"), []byte(`{"format":3,"analyzer":2}`), 0o600))
	for _, readOnly := range []bool{true, false} {
		_, err := Open(dir, Options{ReadOnly: readOnly})
		require.ErrorIs(t, err, ErrAnalyzerChanged)
		assert.ErrorContains(t, err, "format 3 as it was before its release")
	}
}

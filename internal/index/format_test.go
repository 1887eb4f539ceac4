package index

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/store"
)

// oldIndex copies the index of format 2 that lies in testdata: whoever opens an
// index writes to its folder.
func oldIndex(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "old")
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/format2")))
	return dir
}

// An index of another format is refused by name, and the way out is said.
func TestFormat2IsRefused(t *testing.T) {
	_, err := Open(oldIndex(t), Options{})
	require.ErrorIs(t, err, ErrAnalyzerChanged)
	assert.ErrorContains(t, err, "format 2, this program reads format 3: build the index again from its articles")
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
	assert.ErrorContains(t, err, fmt.Sprintf("format 3 as it was before its release (layout %d), this program reads layout %d: build the index again", layoutVersion-1, layoutVersion))
}

// A folder of format 3 as it was before its release is refused by name.
func TestFormat3OfBeforeItsReleaseIsRefused(t *testing.T) {
	dir := oldIndex(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "fihris.json"), []byte(`{"format":3,"analyzer":2}`), 0o600))
	for _, readOnly := range []bool{true, false} {
		_, err := Open(dir, Options{ReadOnly: readOnly})
		require.ErrorIs(t, err, ErrAnalyzerChanged)
		assert.ErrorContains(t, err, "format 3 as it was before its release")
	}
}

// What was stored in format 2 can still be read: a later version may refuse to
// search it, but never lose it.
func TestArticlesOfFormat2AreRead(t *testing.T) {
	dir := oldIndex(t)
	ix, err := open(Options{ReadOnly: true}, func(m store.Meta, o store.Options) (*store.Store, error) {
		return store.Open(dir, store.Meta{Format: 2, Analyzer: 1}, o)
	})
	require.NoError(t, err)
	defer ix.Close()
	d, err := ix.Article(context.Background(), "مقالات/أول.txt")
	require.NoError(t, err)
	assert.Equal(t, "قطار الجنوب يعود إلى السكة", d.Title)
	assert.Equal(t, "عاد قطار الجنوب إلى العمل.\nوصل أول الركاب صباحا.", d.Body)
	assert.Equal(t, []string{"سلمى", "المدار", "مجتمع", "https://example.org/1"}, []string{d.Author, d.Source, d.Section, d.URL})
	assert.Equal(t, time.Date(2020, 10, 9, 8, 30, 0, 0, time.UTC), d.Published)
	assert.Equal(t, []string{"قطار", "نقل"}, d.Tags)
	assert.Len(t, d.Extra, 2)
	assert.Equal(t, "7", d.Extra["edition"])
	for _, id := range []string{"2", "3"} {
		d, err := ix.Article(context.Background(), id)
		require.NoError(t, err)
		assert.NotEmpty(t, d.Title+d.Body)
	}
}

package corpus

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// write fills a new folder with files and returns it.
func write(t *testing.T, files map[string]string) string {
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(data), 0o644))
	}
	return dir
}

// open opens paths that are all there.
func open(t require.TestingT, opts Options, paths ...string) *Corpus {
	c, err := Open(paths, nil, opts)
	require.NoError(t, err)
	return c
}

// read returns the articles of a corpus, and what was left out with the
// folder's name taken off.
func read(t *testing.T, c *Corpus, dir string) (articles []fihris.Article, skipped []string) {
	for a, err := range c.Articles() {
		if err == nil {
			articles = append(articles, a)
			continue
		}
		_, ok := errors.AsType[*SkipError](err)
		require.True(t, ok, "%v", err)
		skipped = append(skipped, strings.TrimPrefix(err.Error(), dir+string(filepath.Separator)))
	}
	return articles, skipped
}

// ids returns the IDs of articles.
func ids(articles []fihris.Article) []string {
	var all []string
	for _, a := range articles {
		all = append(all, a.ID)
	}
	return all
}

// notesOf returns the texts of the notes.
func notesOf(c *Corpus) string {
	var all []string
	for _, n := range c.Notes() {
		all = append(all, n.Text)
	}
	return strings.Join(all, "\n")
}

// one reads the only article of a file with this content.
func one(t *testing.T, opts Options, name, data string) fihris.Article {
	dir := write(t, map[string]string{name: data})
	articles, skipped := read(t, open(t, opts, dir), dir)
	require.Empty(t, skipped)
	require.Len(t, articles, 1)
	return articles[0]
}

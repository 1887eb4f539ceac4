package corpus

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFolder(t *testing.T) {
	dir := write(t, map[string]string{
		"b.txt":            "ب\n\nنص",
		"a/z.txt":          "ز\n\nنص",
		"a/noending":       "بلا\n\nنص",
		"a/more/news.json": `{"title":"أول"}` + "\n\n" + `{"id":"own","title":"ثان"}` + "\n" + `{"title":"ثالث","url":"https://example.org/3"}`,
		".hidden.txt":      "مخفي",
		".git/x.txt":       "مخفي",
		"page.html":        "<p>",
		"ix/fihris.json":   `{"title":"an index among the articles"}`,
		"ix/store/x.txt":   "خبر",
		"photo.jpg":        "\xff\xd8\xff",
		"photo2.jpg":       "\xff\xd8\xff",
	})
	c := open(t, Options{Base: realOf(t, dir)}, dir)
	assert.Equal(t, 7, c.Files())
	articles, skipped := read(t, c, dir)
	assert.Equal(t, []string{"a/more/news.json#1", "own", "https://example.org/3", "a/noending", "a/z.txt", "b.txt"}, ids(articles))
	assert.Equal(t, []string{"page.html: HTML page: no text but menus; scripts may have filled it in", "photo.jpg: image: not read", "photo2.jpg: image: not read"}, skipped)
	done, total := c.Progress()
	assert.Equal(t, total, done)
	assert.Positive(t, total)
}

func realOf(t *testing.T, dir string) string {
	real, err := filepath.EvalSymlinks(dir)
	require.NoError(t, err)
	return real
}

func TestNamedFilesAndGlobs(t *testing.T) {
	dir := write(t, map[string]string{"one.txt": "نص", "two.txt": "نص آخر", "three.odd": "نص خبر", "records.dat": `{"body":"ن"}`, ".hidden.txt": "مخفي"})
	t.Chdir(dir)
	c := open(t, Options{}, "two.txt", "*.txt", "three.odd", "records.dat")
	articles, skipped := read(t, c, dir)
	assert.Equal(t, []string{"two.txt", "one.txt", "three.odd", "records.dat"}, ids(articles), "a file named twice is read once")
	assert.Empty(t, skipped)
	assert.Zero(t, c.Repeats())
	assert.Empty(t, c.Notes())
}

func TestMissingPathsLoseNothingElse(t *testing.T) {
	dir := write(t, map[string]string{"here.txt": "نص"})
	t.Chdir(dir)
	c, err := Open([]string{"gone", "here.txt", "gone*.txt", "[", "empty"}, nil, Options{})
	require.ErrorIs(t, err, fs.ErrNotExist)
	assert.Equal(t, 4, strings.Count(err.Error(), "no such file"), err)
	articles, _ := read(t, c, dir)
	assert.Equal(t, []string{"here.txt"}, ids(articles))
}

// A link is read as what it leads to, once; one that leads back or nowhere is
// told.
func TestLinks(t *testing.T) {
	dir := write(t, map[string]string{"in/a.txt": "نص", "out/b.txt": "نص آخر"})
	link := func(to, name string) {
		require.NoError(t, os.Symlink(to, filepath.Join(dir, "in", name)))
	}
	link("..", "back")
	link("../out", "further")
	link("../out/b.txt", "file.txt")
	link("nowhere", "gone.txt")
	c := open(t, Options{Base: realOf(t, dir)}, filepath.Join(dir, "in"))
	articles, skipped := read(t, c, dir)
	assert.Equal(t, []string{"in/a.txt", "out/b.txt"}, ids(articles), "by what they lead to")
	assert.Equal(t, []string{
		"in/back: a link to a folder that is read anyway",
		"in/gone.txt: a link that leads nowhere: no such file or directory",
	}, skipped)
}

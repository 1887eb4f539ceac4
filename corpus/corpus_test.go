package corpus_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/corpus"
)

// folder writes files into a folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for name, text := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	}
	return dir
}

// Files become articles of an index; what cannot be read is told with its place and what to do.
func TestFilesIntoAnIndex(t *testing.T) {
	dir := folder(t, map[string]string{
		"رياضة/a.txt": "فوز\n\nفاز الفريق.\n",
		"b.jsonl":     `{"id":"x","title":"خبر","body":"نص","published":"2020-10-09","lang":"ar"}` + "\n" + `{"id":` + "\n",
		"c.bin":       "\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 60),
		".hidden":     "لا يقرأ",
	})
	c, err := corpus.Open([]string{dir}, &corpus.Options{Base: dir, Source: "المدار"})
	require.NoError(t, err)
	defer func() { require.NoError(t, c.Close()) }()
	assert.Equal(t, 3, c.Files())
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, ix.Close()) }()
	changes, err := ix.AddAll(t.Context(), c.Articles())
	assert.Equal(t, fihris.Changes{Added: 2}, changes)

	var problems []*corpus.Problem
	for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
		collect(e, &problems)
	}
	require.Len(t, problems, 2, "%v", err)
	broken, kind := problems[0], problems[1]
	assert.Equal(t, filepath.Join(dir, "b.jsonl"), broken.Path)
	assert.Equal(t, 2, broken.Line)
	assert.NotEmpty(t, broken.Reason)
	assert.NotEmpty(t, broken.Next)
	assert.Contains(t, broken.Error(), "b.jsonl:2: "+broken.Reason)
	assert.Equal(t, filepath.Join(dir, "c.bin"), kind.Path)
	assert.Zero(t, kind.Line)

	a, err := ix.Article(t.Context(), "رياضة/a.txt")
	require.NoError(t, err)
	assert.Equal(t, fihris.Article{ID: "رياضة/a.txt", Title: "فوز", Body: "فاز الفريق.", Section: "رياضة", Source: "المدار", File: "رياضة/a.txt"}, a)
	a, err = ix.Article(t.Context(), "x")
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"lang": "ar"}, a.Extra)
	assert.Equal(t, dir, c.Base())
	done, total := c.Progress()
	assert.Equal(t, total, done)
}

// collect finds the problems in an error.
func collect(err error, out *[]*corpus.Problem) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			collect(e, out)
		}
	} else if p, ok := errors.AsType[*corpus.Problem](err); ok {
		*out = append(*out, p)
	}
}

// Options mean what the flags of the command mean, and nonsense is refused before anything is read.
func TestOptions(t *testing.T) {
	dir := folder(t, map[string]string{"one/2018-02-19.csv": "العنوان الأول,محتوى غريب\nخبر,نص الخبر هنا\n", "two/2018-02-19.csv": "العنوان الأول,محتوى غريب\nآخر,نص آخر هنا\n"})
	c, err := corpus.Open([]string{filepath.Join(dir, "*", "*.csv")}, &corpus.Options{
		Base: dir, Scope: corpus.ScopeFile, Folders: corpus.NoFolders, Section: "سياسة", Author: "أ", DateFrom: "YYYY-MM-DD",
		Map: map[string]string{"title": "العنوان الأول", "body": "محتوى غريب"},
	})
	require.NoError(t, err)
	defer func() { require.NoError(t, c.Close()) }()
	var got []string
	for a, err := range c.Articles() {
		require.NoError(t, err)
		got = append(got, a.Title+"|"+a.Body+"|"+a.Section+"|"+a.Author+"|"+a.Published.Format("2006-01-02")+"|"+a.ID)
	}
	assert.Equal(t, []string{"خبر|نص الخبر هنا|سياسة|أ|2018-02-19|one/2018-02-19.csv#1", "آخر|نص آخر هنا|سياسة|أ|2018-02-19|two/2018-02-19.csv#1"}, got)

	c, err = corpus.Open([]string{"-"}, &corpus.Options{Stdin: strings.NewReader("عنوان\n\nنص الخبر.\n"), Source: "س"})
	require.NoError(t, err)
	defer func() { require.NoError(t, c.Close()) }()
	n := 0
	for a, err := range c.Articles() {
		require.NoError(t, err)
		assert.Equal(t, "عنوان", a.Title)
		n++
	}
	assert.Equal(t, 1, n)

	for name, bad := range map[string]struct {
		paths []string
		opts  *corpus.Options
		says  string
	}{
		"nothing there": {[]string{filepath.Join(dir, "none")}, nil, "none"},
		"no stdin":      {[]string{"-"}, nil, `corpus: "-" stands for Options.Stdin, which is nil`},
		"scope":         {nil, &corpus.Options{Scope: 9}, "there is no Scope 9"},
		"folders":       {nil, &corpus.Options{Folders: -1}, "there is no Folders -1"},
		"map":           {nil, &corpus.Options{Map: map[string]string{"headline": "x"}}, "headline"},
		"date":          {nil, &corpus.Options{DateFrom: "ZZ"}, "ZZ"},
	} {
		c, err := corpus.Open(bad.paths, bad.opts)
		assert.ErrorContains(t, err, bad.says, name)
		require.NotNil(t, c, name)
		for range c.Articles() {
			assert.Fail(t, "an article of nothing", name)
		}
		require.NoError(t, c.Close())
	}
	_, err = corpus.Open([]string{filepath.Join(dir, "none")}, nil)
	assert.ErrorIs(t, err, fs.ErrNotExist)
}

// What was mended is told, and an article that another file has already is kept beside it.
func TestNotesAndKnown(t *testing.T) {
	dir := folder(t, map[string]string{"old.txt": string([]byte{0xe4, 0xd5, 0x20, 0xdf, 0xe5, 0xed, 0xe3}), "new.jsonl": `{"id":"7","title":"خبر آخر","body":"نص ثان"}` + "\n"})
	c, err := corpus.Open([]string{dir}, &corpus.Options{Base: dir, Known: func(_ context.Context, id string) (fihris.Article, error) {
		if id != "7" {
			return fihris.Article{}, fihris.ErrNotFound
		}
		return fihris.Article{ID: id, Title: "غيره", Body: "غير ذلك", File: "elsewhere.jsonl"}, nil
	}})
	require.NoError(t, err)
	defer func() { require.NoError(t, c.Close()) }()
	var ids []string
	for a, err := range c.Articles() {
		if err == nil {
			ids = append(ids, a.ID)
		}
	}
	assert.Contains(t, ids, "new.jsonl#7")
	assert.NotContains(t, ids, "7")
	assert.NotEmpty(t, c.Notes())
	for _, n := range c.Notes() {
		assert.NotEmpty(t, n.Text)
		assert.Positive(t, n.Count)
		assert.NotEmpty(t, n.First)
	}
}

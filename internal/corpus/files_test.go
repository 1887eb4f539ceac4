package corpus

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

var update = flag.Bool("update", false, "write what comes out of testdata/files to testdata/files.golden")

// Every file of testdata/files is read by itself; files.golden says what must
// come out. After a change of meaning: go test -run TestFiles -update, and read
// the difference.
func TestFiles(t *testing.T) {
	const root = "testdata/files"
	var got strings.Builder
	require.NoError(t, filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			describe(t, &got, root, p)
		}
		return err
	}))
	const golden = "testdata/files.golden"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	wants, gots := strings.Split(string(want), "\n\n"), strings.Split(got.String(), "\n\n")
	for i := range min(len(wants), len(gots)) {
		assert.Equal(t, wants[i], gots[i])
	}
	assert.Equal(t, len(wants), len(gots), "files")
}

// describe writes what becomes of one file.
func describe(t *testing.T, w *strings.Builder, root, path string) {
	base, err := filepath.Abs(root)
	require.NoError(t, err)
	base, err = filepath.EvalSymlinks(base)
	require.NoError(t, err)
	name := filepath.ToSlash(strings.TrimPrefix(path, root+string(filepath.Separator)))
	fmt.Fprintf(w, "== %s\n", name)
	short := func(s string) string { return strings.ReplaceAll(filepath.ToSlash(s), filepath.ToSlash(path), "FILE") }
	c := open(t, Options{Base: base, OnFile: func(f FileReport) {
		fmt.Fprintf(w, "%s: %s %s %d+%d", short(f.Path), f.Kind, f.Encoding, f.Articles, f.Skipped)
		for _, field := range slices.Sorted(maps.Keys(f.Fields)) {
			fmt.Fprintf(w, " %s=%s", field, f.Fields[field])
		}
		fmt.Fprintln(w)
	}}, path)
	for a, err := range c.Articles() {
		if err != nil {
			fmt.Fprintf(w, "- %s\n", short(err.Error()))
			continue
		}
		describeArticle(t, w, a)
	}
	for _, n := range c.Notes() {
		fmt.Fprintf(w, "! %s: %d\n", n.Text, n.Count)
	}
	fmt.Fprintln(w)
}

func describeArticle(t *testing.T, w *strings.Builder, a fihris.Article) {
	short := func(s string) string {
		r := []rune(strings.ReplaceAll(s, "\n", "|"))
		return string(r[:min(len(r), 40)])
	}
	fmt.Fprintf(w, "+ %s [%s] %s", a.ID, short(a.Title), short(a.Body))
	for _, field := range [][2]string{{"author", a.Author}, {"source", a.Source}, {"section", a.Section}, {"url", a.URL}, {"tags", strings.Join(a.Tags, ",")}} {
		if field[1] != "" {
			fmt.Fprintf(w, " %s=%s", field[0], field[1])
		}
	}
	if !a.Published.IsZero() {
		fmt.Fprintf(w, " %s", a.Published.Format(time.RFC3339))
	}
	if a.Extra != nil {
		b, err := json.Marshal(a.Extra)
		require.NoError(t, err)
		fmt.Fprintf(w, " %s", b)
	}
	fmt.Fprintln(w)
}

package page_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/page"
)

var update = flag.Bool("update", false, "write what comes out of testdata/*.html to testdata/pages.golden")

// Every page of testdata gives what pages.golden says. After a change of
// meaning: go test -update, and read the difference.
func TestPages(t *testing.T) {
	files, err := filepath.Glob("testdata/*.html")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var got strings.Builder
	for _, f := range files {
		b, err := os.ReadFile(f)
		require.NoError(t, err)
		fmt.Fprintf(&got, "== %s\n", filepath.Base(f))
		p, err := page.Read(string(b), "")
		if err != nil {
			fmt.Fprintf(&got, "- %v\n\n", err)
			continue
		}
		for _, field := range [][2]string{
			{"title", p.Title}, {"author", p.Author}, {"source", p.Source}, {"section", p.Section}, {"url", p.URL},
			{"published", dates(p)}, {"tags", strings.Join(p.Tags, " | ")}, {"guessed", fmt.Sprint(p.Guessed)}, {"from", origins(p)},
		} {
			if field[1] != "" {
				fmt.Fprintf(&got, "%s: %s\n", field[0], field[1])
			}
		}
		for line := range strings.Lines(p.Body) {
			r := []rune(strings.TrimSpace(line))
			fmt.Fprintf(&got, "  %s … %s\n", string(r[:min(len(r), 30)]), string(r[max(0, len(r)-15):]))
		}
		fmt.Fprintln(&got)
	}
	const golden = "testdata/pages.golden"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	wants, gots := strings.Split(string(want), "\n\n"), strings.Split(got.String(), "\n\n")
	require.Equal(t, len(wants), len(gots))
	for i := range wants {
		assert.Equal(t, wants[i], gots[i])
	}
}

// A page of more elements than can be weighed against each other gives all its
// text.
func TestManyElements(t *testing.T) {
	for name, piece := range map[string]string{
		"paragraphs": "<p>سطر من كتاب طويل في صفحة واحدة</p>\n",
		"breaks":     "سطر<br>",
		"nested":     "<div>سطر",
		"attributes": `<b href=x class=y id=z title=w>سطر</b> `,
		"unclosed":   "<b><i>سطر",
	} {
		text := "<title>كتاب طويل</title>" + strings.Repeat(piece, 90_000/strings.Count(piece, "<"))
		p, err := page.Read(text, "")
		require.NoError(t, err, name)
		assert.Equal(t, "كتاب طويل", p.Title, name)
		assert.True(t, p.Plain, name)
		assert.Equal(t, strings.Count(text, "سطر"), strings.Count(p.Body, "سطر"), name)
	}
	_, err := page.Read(strings.Repeat(" ", page.MaxBytes+1), "")
	assert.ErrorContains(t, err, "longer than")
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.html")
	require.NoError(f, err)
	for _, file := range files {
		b, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(string(b))
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := page.Read(s, "")
		if err != nil {
			return
		}
		assert.NotEmpty(t, p.Body)
		if utf8.ValidString(s) {
			assert.True(t, utf8.ValidString(p.Title+p.Body+p.Author))
		}
	})
}

// dates writes the dates of a page.
func dates(p page.Page) string {
	var all []string
	for _, d := range p.Published {
		all = append(all, d.Text)
	}
	return strings.Join(all, " | ")
}

// origins writes what says which field of a page.
func origins(p page.Page) string {
	var all []string
	for _, field := range slices.Sorted(maps.Keys(p.From)) {
		all = append(all, field+"="+p.From[field])
	}
	return strings.Join(all, ", ")
}

// Package docs_test runs the queries of the documentation.
package docs_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/testdata"
)

// example is a row of a table of one of the pages.
type example struct {
	kind  string // what the head of the first column says
	query string
	means string // the second cell
}

// Heads of first columns, in either language.
var kinds = map[string]string{
	"query": "query", "الاستعلام": "query",
	"pasted": "pasted", "ما يُلصق": "pasted",
	"refused": "refused",
}

// refusals are the second heads of tables of queries that strict parsing refuses.
var refusals = map[string]bool{"is refused because": true, "سبب الرفض": true}

var code = regexp.MustCompile("^`([^`]+)`$")

// examples reads the tables of a page.
func examples(t *testing.T, name string) []example {
	t.Helper()
	page, err := os.ReadFile(name)
	require.NoError(t, err)
	var out []example
	kind := ""
	for line := range strings.Lines(string(page)) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") {
			kind = ""
			continue
		}
		cells := strings.Split(strings.ReplaceAll(strings.Trim(line, "|"), `\|`, "\x00"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(strings.ReplaceAll(cells[i], "\x00", "|"))
		}
		m := code.FindStringSubmatch(cells[0])
		switch {
		case m == nil && !strings.HasPrefix(cells[0], "--"):
			kind = kinds[cells[0]]
			if len(cells) > 1 && refusals[cells[1]] {
				kind = "refused"
			}
		case m != nil && kind != "":
			require.Greater(t, len(cells), 1, line)
			out = append(out, example{kind, m[1], strings.Trim(cells[1], "`")})
		}
	}
	count := map[string]int{}
	for _, e := range out {
		count[e.kind]++
	}
	require.True(t, count["query"] >= 60 && count["pasted"] >= 10 && count["refused"] >= 10, "%s: %v", name, count)
	return out
}

var pages = []string{"query-language.md", "query-language.ar.md"}

func TestQueriesOfThePagesParse(t *testing.T) {
	for _, page := range pages {
		for _, e := range examples(t, page) {
			q, err := fihris.ParseQuery(e.query)
			require.NoError(t, err, e.query)
			assert.False(t, q.IsEmpty(), "%s: %s", page, e.query)
			strict, err := fihris.ParseStrict(e.query)
			switch e.kind {
			case "query":
				if assert.NoError(t, err, "%s: %s", page, e.query) {
					assert.Equal(t, q.String(), strict.String(), "%s: %s", page, e.query)
				}
			case "pasted":
				want, err := fihris.ParseQuery(e.means)
				require.NoError(t, err, e.means)
				assert.Equal(t, want.String(), q.String(), "%s: %s", page, e.query)
			case "refused":
				var syntax *fihris.SyntaxError
				assert.True(t, errors.As(err, &syntax), "%s: %s", page, e.query)
			}
		}
	}
}

// What the pages show can be tried on the articles of the demo: every query
// finds something there.
func TestQueriesOfThePagesFind(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	var articles []fihris.Article
	for _, a := range testdata.Articles() {
		articles = append(articles, fihris.Article{
			ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source, Section: a.Section,
			URL: a.URL, Published: a.Published, Tags: a.Tags,
		})
	}
	require.NoError(t, ix.Add(t.Context(), articles...))
	for _, e := range examples(t, pages[0]) {
		if e.kind != "query" {
			continue
		}
		q, err := fihris.ParseQuery(e.query)
		require.NoError(t, err, e.query)
		res, err := ix.Search(t.Context(), fihris.Request{Query: q})
		require.NoError(t, err, e.query)
		assert.NotEmpty(t, res.Hits, e.query)
	}
}

// The grammar of the pages is that of the parser.
func TestGrammarIsThatOfTheParser(t *testing.T) {
	doc, err := os.ReadFile("../internal/query/doc.go")
	require.NoError(t, err)
	_, grammar, ok := strings.Cut(string(doc), "# Grammar\n//\n")
	require.True(t, ok)
	grammar, _, ok = strings.Cut(grammar, "\n//\n// No space")
	require.True(t, ok)
	grammar = regexp.MustCompile(`(?m)^//\t?`).ReplaceAllString(grammar, "")
	for _, name := range pages {
		page, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.Contains(t, string(page), "```\n"+grammar+"\n```\n", name)
	}
}

var link = regexp.MustCompile(`\]\(([^)#:]+)\)`)

// Every link to another file of the repository leads somewhere.
func TestLinks(t *testing.T) {
	for _, name := range append([]string{"command.md", "server.md", "server.ar.md", "glossary.md", "loading.md", "loading.ar.md", "library.md", "library.ar.md", "../README.ar.md", "../README.md", "../ARCHITECTURE.md", "../CONTRIBUTING.md"}, pages...) {
		page, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, m := range link.FindAllStringSubmatch(string(page), -1) {
			_, err := os.Stat(filepath.Join(filepath.Dir(name), m[1]))
			assert.NoError(t, err, "%s: %s", name, m[1])
		}
	}
}

var named = regexp.MustCompile("`((?:internal|cmd|docs|testdata|bench)/[^`]*)`")

// Files and folders that a page names, by patterns too, are there.
func TestNamedFilesAreThere(t *testing.T) {
	for _, name := range []string{"glossary.md", "../CONTRIBUTING.md"} {
		page, err := os.ReadFile(name)
		require.NoError(t, err)
		files := named.FindAllStringSubmatch(string(page), -1)
		require.NotEmpty(t, files, name)
		for _, m := range files {
			there, err := filepath.Glob(filepath.Join("..", m[1]))
			require.NoError(t, err)
			assert.NotEmpty(t, there, "%s names %s", name, m[1])
		}
	}
}

var (
	option   = regexp.MustCompile(`--[a-z]+(?:-[a-z]+)*`)
	indented = regexp.MustCompile("(?m)^    .*$")
)

// Both pages about loading name the same options and show the same examples.
func TestPagesOfLoadingAgree(t *testing.T) {
	read := func(name string) string {
		page, err := os.ReadFile(name)
		require.NoError(t, err)
		return string(page)
	}
	english, arabic := read("loading.md"), read("loading.ar.md")
	require.Greater(t, len(option.FindAllString(english, -1)), 10)
	assert.ElementsMatch(t, option.FindAllString(english, -1), option.FindAllString(arabic, -1))
	assert.Equal(t, indented.FindAllString(english, -1), indented.FindAllString(arabic, -1))
	assert.Equal(t, strings.Count(english, "\n## "), strings.Count(arabic, "\n## "))
	assert.Equal(t, strings.Count(english, "\n|"), strings.Count(arabic, "\n|"), "rows of tables")
}

// Both pages show the same queries; only the names of fields and operators may
// be those of either language.
func TestPagesAgree(t *testing.T) {
	english, arabic := examples(t, pages[0]), examples(t, pages[1])
	require.Len(t, arabic, len(english))
	for i := range english {
		a, err := fihris.ParseQuery(english[i].query)
		require.NoError(t, err)
		b, err := fihris.ParseQuery(arabic[i].query)
		require.NoError(t, err)
		assert.Equal(t, a.String(), b.String())
		assert.Equal(t, english[i].kind, arabic[i].kind)
	}
}

// Package testdata holds the articles that the tests and the demo search: news
// written for this project in the spelling habits of many countries, and the
// seed article that the project was created from. SOURCES.md says whose they are.
//
// queries.tsv has searches as readers would type them, and qrels.tsv says which
// of the articles answer them.
//
// An article is two things. Its text is articles/ID.txt, written for people: the
// title, an empty line, then the body, one paragraph a line. Everything else known
// about it is one line of articles.tsv. Only commands and tests import the package.
package testdata

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// FS holds all files of the package, by the paths they have in its folder.
//
//go:embed articles/*.txt articles.tsv seed-article.txt queries.tsv qrels.tsv SOURCES.md
var FS embed.FS

// SeedArticle is the file seed-article.txt, byte for byte: title line, empty
// line, and a body whose paragraphs are joined by ".," or ". ," and a space.
//
//go:embed seed-article.txt
var SeedArticle []byte

// SeedID is the ID of the seed article among Articles.
const SeedID = "seed-article"

// Article is one bundled article. Its fields mean what those of the same names
// mean in the library; the paragraphs of Body are separated by line feeds.
type Article struct {
	ID, Title, Body, Author, Source, Section, URL string
	Published                                     time.Time // zero where not known
	Tags                                          []string
}

// Articles returns all bundled articles, ordered by ID. The slice and its
// articles are the caller's own.
func Articles() []Article {
	articles := slices.Clone(load())
	for i := range articles {
		articles[i].Tags = slices.Clone(articles[i].Tags)
	}
	return articles
}

// load parses the embedded files once. They are part of the program, so a
// mistake in them is a mistake of the programmer and panics; the tests find it.
var load = sync.OnceValue(func() []Article {
	articles := []Article{seed(string(SeedArticle))}
	for i, line := range strings.Split(mustRead("articles.tsv"), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		a, err := parseMetadata(line)
		if err != nil {
			panic(fmt.Sprintf("testdata: articles.tsv:%d: %v", i+1, err))
		}
		a.Title, a.Body = parseText(mustRead("articles/" + a.ID + ".txt"))
		articles = append(articles, a)
	}
	slices.SortFunc(articles, func(a, b Article) int { return strings.Compare(a.ID, b.ID) })
	return articles
})

// mustRead returns an embedded file as text.
func mustRead(name string) string {
	b, err := FS.ReadFile(name)
	if err != nil {
		panic("testdata: " + err.Error())
	}
	return string(b)
}

// parseMetadata reads one line of articles.tsv: id, published, source, section,
// author, url, tags.
func parseMetadata(line string) (Article, error) {
	f := strings.Split(line, "\t")
	if len(f) != 7 {
		return Article{}, fmt.Errorf("%d fields, want 7", len(f))
	}
	published, err := time.Parse(time.RFC3339, f[1])
	if err != nil {
		return Article{}, err
	}
	a := Article{ID: f[0], Published: published, Source: f[2], Section: f[3], Author: f[4], URL: f[5]}
	if f[6] != "" {
		a.Tags = strings.Split(f[6], ",")
	}
	return a, nil
}

// parseText splits the text of an article into its title, the first line, and
// its body. Empty lines only separate paragraphs.
func parseText(text string) (title, body string) {
	title, rest, _ := strings.Cut(text, "\n")
	var paragraphs []string
	for line := range strings.Lines(rest) {
		if line = strings.TrimSpace(line); line != "" {
			paragraphs = append(paragraphs, line)
		}
	}
	return strings.TrimSpace(title), strings.Join(paragraphs, "\n")
}

// paragraphJoint is what the seed article has between two paragraphs.
var paragraphJoint = regexp.MustCompile(`\. ?,\s+`)

// seed parses the seed article. Nothing but its text is known.
func seed(text string) Article {
	title, body := parseText(paragraphJoint.ReplaceAllString(text, ".\n"))
	return Article{ID: SeedID, Title: title, Body: body}
}

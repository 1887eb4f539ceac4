package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/terminal"
	"github.com/fihris-search/fihris/testdata"
)

func newDemo(a *app) *cobra.Command {
	var bidi string
	var listen serveFlags
	var serve bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show what it can do, on articles bundled with the program",
		Long: `Indexes the bundled articles in memory and runs three searches that others miss.
With --serve it opens the search page instead. Nothing is left on the disk, unless -i
names a folder that is not there yet: then it becomes an index of them, to try the
other commands on.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if err := a.setBidi(cmd, bidi); err != nil {
				return err
			}
			if serve {
				return a.serve(cmd, &listen, func(string) (opened, error) { return demoIndex(cmd, "") })
			}
			ix, err := demoIndex(cmd, a.index)
			if err != nil {
				return err
			}
			defer closing(ix, &err)
			return a.demo(cmd, ix)
		},
	}
	cmd.Flags().BoolVar(&serve, "serve", false, "serve the search page instead")
	listen.add(cmd)
	addBidi(cmd, &bidi)
	return cmd
}

// demoIndex indexes the bundled articles, in memory or in a new folder.
func demoIndex(cmd *cobra.Command, folder string) (ix *fihris.Index, err error) {
	if folder == "" {
		ix, err = fihris.NewMemory(nil)
	} else {
		ix, err = fihris.Create(folder, nil)
	}
	if err != nil {
		return nil, err
	}
	var articles []fihris.Article
	for _, t := range testdata.Articles() {
		articles = append(articles, fihris.Article{
			ID: t.ID, Title: t.Title, Body: t.Body, Author: t.Author, Source: t.Source,
			Section: t.Section, URL: t.URL, Published: t.Published, Tags: t.Tags,
		})
	}
	if err := ix.Add(cmd.Context(), articles...); err != nil {
		ix.Close()
		return nil, err
	}
	return ix, nil
}

// demoHits is how many hits the demo shows of each search.
const demoHits = 3

// demoSearch is one search of the demo and what it shows.
type demoSearch struct{ query, shows string }

var demoSearches = []demoSearch{
	{"وزير", "one word, all its forms: the article, prepositions, the broken plural"},
	{`"وقف إطلاق النار"`, "a phrase in order; a letter that is written onto its first word does not hide it"},
	{"√كتب", "the root: the whole family of a word"},
}

// demoAnswer is one search of the demo as JSON.
type demoAnswer struct {
	Query string `json:"query"`
	Shows string `json:"shows"`
	answer.Search
}

// demo runs the three searches.
func (a *app) demo(cmd *cobra.Command, ix *fihris.Index) error {
	stats, err := ix.Stats(cmd.Context())
	if err != nil {
		return err
	}
	if !a.json {
		where := "in memory"
		if a.index != "" {
			where = "in " + a.index
		}
		fmt.Fprintf(a.out, "%s, %s, indexed %s.\n", plural(stats.Articles, "article"), plural(stats.Tokens, "word"), where)
	}
	var answers []demoAnswer
	for i, d := range demoSearches {
		q, err := fihris.ParseQuery(d.query)
		if err != nil {
			return err
		}
		res, err := ix.Search(cmd.Context(), fihris.Request{Query: q, Limit: demoHits, Explain: true})
		if err != nil {
			return err
		}
		answers = append(answers, demoAnswer{d.query, d.shows, answer.NewSearch(res)})
		if !a.json {
			a.printDemo(i+1, d, res)
		}
	}
	if a.json {
		return a.printJSON(map[string]any{"articles": stats.Articles, "searches": answers})
	}
	fmt.Fprint(a.out, `
Now try:
  fihris demo --serve                      the search page, on these articles
  fihris index -i news.idx FOLDER          index articles of your own
  fihris search -i news.idx 'وزير "وقف إطلاق النار" -رياضة'
  fihris analyze --explain بالوزراء         why a word is found
`)
	return nil
}

// printDemo shows one search: where it was found and, of each hit, one passage.
func (a *app) printDemo(n int, d demoSearch, res *fihris.Results) {
	forms := foundForms(res, strings.HasPrefix(d.query, `"`))
	for i, form := range forms {
		forms[i] = a.screen.Plain(form)
	}
	fmt.Fprintf(a.out, "\n%s\n", strings.Repeat("─", 72))
	fmt.Fprintf(a.out, "%d  %s\n   %s\n", n, a.screen.Style(terminal.StyleMatch, a.screen.Plain(d.query)), d.shows)
	fmt.Fprintf(a.out, "   found as: %s\n", strings.Join(forms, ", "))
	fmt.Fprintf(a.out, "   %s\n", a.screen.Style(terminal.StyleFaint, totals(res)))
	for i := range res.Hits {
		h := &res.Hits[i]
		h.Why = nil
		h.Snippets = h.Snippets[:min(1, len(h.Snippets))]
	}
	a.printHits(res, 0)
}

// maxForms is how many forms of a word the demo lists.
const maxForms = 12

// foundForms lists the forms in which a query was found, each once; those of a
// phrase whole.
func foundForms(res *fihris.Results, phrase bool) []string {
	var forms []string
	for _, h := range res.Hits {
		for _, snippet := range append(h.Snippets, h.Title) {
			found := ""
			for _, sp := range append(snippet, fihris.Span{}) {
				if sp.Match || phrase && found != "" && sp.Text == " " {
					found += sp.Text
					if phrase {
						continue
					}
				}
				found = strings.TrimSpace(found)
				if found != "" && !slices.Contains(forms, found) && len(forms) < maxForms {
					forms = append(forms, found)
				}
				found = ""
			}
		}
	}
	return forms
}

package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/web"
)

// searchFlags are the flags of search.
type searchFlags struct {
	limit, offset           int
	from, to, sort, after   string
	sources, sections, tags []string
	facets                  []string
	explain, noSnippets     bool
}

func newSearch(a *app) *cobra.Command {
	var f searchFlags
	var bidi string
	cmd := &cobra.Command{
		Use:         "search -i DIR QUERY...",
		Short:       "Find articles, best first",
		Annotations: takesText,
		Long: `Finds the articles that hold the words of the query in any of their forms, best
first. The arguments are joined with spaces; a query may begin with a hyphen.

  وزير الخارجية        any of the words, the more and the closer the better
  +أرمينيا -تركيا      one that must be there, one that must not
  "وقف إطلاق النار"    the words in order, as written, with proclitics (لوقف)
  =كلمة  √كتب  الكت*   the exact form, the root, the beginning of a word
  title:هدنة  عنوان:هدنة   in the title; also source:, section:, author:`,
		Example: `  fihris search -i news.idx وزير خارجية أذربيجان
  fihris search -i news.idx '"وقف إطلاق النار"' -تركيا --from 2020-10 --sort newest`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.screen.setBidi(bidi); err != nil {
				return usage(cmd, "%w", err)
			}
			if len(args) == 0 {
				return usage(cmd, "which words?")
			}
			return a.search(cmd, f, strings.Join(args, " "))
		},
	}
	fl := cmd.Flags()
	fl.IntVar(&f.limit, "limit", 10, "show at most this many hits")
	fl.IntVar(&f.offset, "offset", 0, "skip this many hits")
	fl.StringVar(&f.after, "after", "", "continue after an earlier answer: its \"next\" in JSON")
	fl.StringVar(&f.from, "from", "", "published in this year, month or day or later (2020, 2020-10, 2020-10-08)")
	fl.StringVar(&f.to, "to", "", "published in this year, month or day or earlier")
	fl.StringArrayVar(&f.sources, "source", nil, "only this source; may be repeated")
	fl.StringArrayVar(&f.sections, "section", nil, "only this section; may be repeated")
	fl.StringArrayVar(&f.tags, "tag", nil, "only this tag; may be repeated")
	fl.StringVar(&f.sort, "sort", "score", "score, newest or oldest first")
	fl.StringArrayVar(&f.facets, "facet", nil, "also count: source, section, tag, year, month or day; may be repeated")
	fl.BoolVar(&f.explain, "explain", false, "say why each article was found")
	fl.BoolVar(&f.noSnippets, "no-snippets", false, "titles only")
	addBidi(cmd, &bidi)
	return cmd
}

// addBidi adds --bidi.
func addBidi(cmd *cobra.Command, mode *string) {
	cmd.Flags().StringVar(mode, "bidi", "auto", "how the terminal shows Arabic: on (by itself: isolate it), visual (not at all: reorder and join letters), off, or auto")
}

// orders are the values of --sort.
var orders = map[string]fihris.Order{"score": fihris.ByScore, "newest": fihris.Newest, "oldest": fihris.Oldest}

// request turns flags and a query into a request.
func (f searchFlags) request(cmd *cobra.Command, query string) (fihris.Request, error) {
	q, err := fihris.ParseQuery(query)
	if err != nil {
		return fihris.Request{}, err
	}
	req := fihris.Request{
		Query:   q,
		Filter:  fihris.Filter{Sources: f.sources, Sections: f.sections, Tags: f.tags},
		After:   fihris.Cursor(f.after),
		Offset:  f.offset,
		Limit:   f.limit,
		Explain: f.explain,
	}
	var known bool
	switch req.Order, known = orders[f.sort]; {
	case !known:
		return req, usage(cmd, "--sort %s: it is score, newest or oldest", f.sort)
	case f.limit < 0 || f.offset < 0:
		return req, usage(cmd, "--limit and --offset must not be negative")
	case f.limit == 0:
		req.Limit = fihris.NoHits
	}
	if f.from != "" {
		if req.Filter.From, _, err = web.ParsePeriod(f.from); err != nil {
			return req, usage(cmd, "--from %s: a year, month or day is wanted: 2020, 2020-10 or 2020-10-08", f.from)
		}
	}
	if f.to != "" {
		if _, req.Filter.To, err = web.ParsePeriod(f.to); err != nil {
			return req, usage(cmd, "--to %s: a year, month or day is wanted: 2020, 2020-10 or 2020-10-08", f.to)
		}
	}
	for _, name := range f.facets {
		field := fihris.FacetField(name)
		switch field {
		case fihris.FacetSource, fihris.FacetSection, fihris.FacetTag, fihris.FacetYear, fihris.FacetMonth, fihris.FacetDay:
			req.Facets = append(req.Facets, fihris.Facet{Field: field})
		default:
			return req, usage(cmd, "--facet %s: it is source, section, tag, year, month or day", name)
		}
	}
	return req, nil
}

// search answers one query.
func (a *app) search(cmd *cobra.Command, f searchFlags, query string) (err error) {
	if err := a.needIndex(cmd); err != nil {
		return err
	}
	req, err := f.request(cmd, query)
	if err != nil {
		return err
	}
	ix, err := a.openIndex(cmd, true)
	if err != nil {
		return err
	}
	defer closing(ix, &err)
	res, err := ix.Search(cmd.Context(), req)
	if err != nil {
		return err
	}
	if f.noSnippets {
		for i := range res.Hits {
			res.Hits[i].Snippets = nil
		}
	}
	if a.json {
		err = a.printJSON(web.NewSearchAnswer(res))
	} else {
		a.printResults(res, f.offset)
	}
	if err != nil || res.Total > 0 {
		return err
	}
	if !a.json {
		if err := a.printZero(cmd.Context(), ix, req, query); err != nil {
			return err
		}
	}
	return exitStatus(exitNoHits)
}

// printResults shows results to people; offset hits came before.
func (a *app) printResults(res *fihris.Results, offset int) {
	fmt.Fprintln(a.out, a.screen.style(styleFaint, totals(res)))
	a.printHits(res, offset)
	for _, f := range res.Facets {
		a.printFacet(f)
	}
	for _, s := range res.Suggestions {
		fmt.Fprintf(a.out, "\ntry: %s  (%s: %s)\n", a.screen.plain(s.Query), s.Kind, plural(s.Total, "article"))
	}
	if shown := uint64(offset + len(res.Hits)); len(res.Hits) > 0 && shown < res.Total {
		fmt.Fprintf(a.out, "\n%s\n", a.screen.style(styleFaint, fmt.Sprintf("next: --offset %d", shown)))
	}
}

// printHits shows the hits; offset hits came before.
func (a *app) printHits(res *fihris.Results, offset int) {
	for i, h := range res.Hits {
		fmt.Fprintln(a.out)
		a.printHit(offset+i+1, h)
	}
}

// totals says how many articles were found.
func totals(res *fihris.Results) string {
	took := fmt.Sprintf("%.1f ms", float64(res.Took.Microseconds())/1000)
	switch {
	case res.Total == 0:
		return "nothing found (" + took + ")"
	case res.Relaxed:
		return fmt.Sprintf("no article holds every word; %s some of them (%s)", verb(res.TotalAny, "holds", "hold"), took)
	case res.TotalAny == res.Total:
		return fmt.Sprintf("%s (%s)", plural(res.Total, "article"), took)
	}
	return fmt.Sprintf("%s every word, %s any word of their families (%s)", verb(res.Total, "holds", "hold"), count(res.TotalAny), took)
}

// verb writes how many articles do something.
func verb(n uint64, one, many string) string {
	if n == 1 {
		return "1 article " + one
	}
	return count(n) + " articles " + many
}

// hitIndent is the width of a hit's number and the space after it.
const hitIndent = 4

// printHit shows one hit.
func (a *app) printHit(rank int, h fihris.Hit) {
	indent := strings.Repeat(" ", hitIndent)
	title := h.Title
	if title.String() == "" {
		title = fihris.Snippet{{Text: h.Article.Title}}
	}
	lines := a.screen.lines(title, styleTitle, hitIndent)
	if len(lines) == 0 {
		lines = []string{a.screen.style(styleTitle, a.screen.plain(h.Article.ID))}
	}
	fmt.Fprintf(a.out, "%2d. %s\n", rank, strings.Join(lines, "\n"+indent))
	fmt.Fprintf(a.out, "%s%s\n", indent, a.metadata(h.Article))
	for _, s := range h.Snippets {
		for _, line := range a.screen.lines(s, "", hitIndent) {
			fmt.Fprintf(a.out, "%s%s\n", indent, line)
		}
	}
	if h.Why != nil {
		a.printWhy(h, indent)
	}
}

// metadata shows what is known about an article besides its text.
func (a *app) metadata(article fihris.Article) string {
	var parts []string
	for _, part := range []string{article.Source, article.Section, article.Author} {
		if part = a.screen.plain(part); part != "" {
			parts = append(parts, part)
		}
	}
	if !article.Published.IsZero() {
		parts = append(parts, article.Published.UTC().Format("2006-01-02"))
	}
	parts = append(parts, a.screen.plain(article.ID))
	return a.screen.style(styleFaint, strings.Join(parts, " · "))
}

// printWhy says how each word of the query was found.
func (a *app) printWhy(h fihris.Hit, indent string) {
	fmt.Fprintf(a.out, "%s%s\n", indent, a.screen.style(styleFaint, fmt.Sprintf("score %.4f:", h.Score)))
	for _, t := range h.Why.Terms {
		forms := make([]string, len(t.Forms))
		for i, form := range t.Forms {
			forms[i] = a.screen.plain(form)
		}
		rule := t.Level
		if t.Rule != "" {
			rule += ": " + a.screen.plain(t.Rule)
		}
		fmt.Fprintf(a.out, "%s  %.4f  %s as %s (%s)\n", indent, t.Share, a.screen.plain(t.Word), strings.Join(forms, ", "), rule)
	}
}

// printFacet shows the counts of one facet.
func (a *app) printFacet(f fihris.FacetCounts) {
	fmt.Fprintf(a.out, "\n%s:\n", f.Field)
	for _, v := range f.Values {
		fmt.Fprintf(a.out, "  %8s  %s\n", count(v.Count), a.screen.plain(v.Value))
	}
}

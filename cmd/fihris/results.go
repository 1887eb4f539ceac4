package main

import (
	"fmt"
	"strings"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/terminal"
)

// printResults shows results to people; offset hits came before.
func (a *app) printResults(res *fihris.Results, offset int) {
	fmt.Fprintln(a.out, a.screen.Style(terminal.StyleFaint, totals(res)))
	if res.Zero != nil {
		a.printZero(res.Zero)
	}
	a.printRead(res)
	a.printMeaning(res.Meaning)
	a.printHits(res, offset)
	for _, f := range res.Facets {
		a.printFacet(f)
	}
	for _, s := range otherSuggestions(res) {
		fmt.Fprintf(a.out, "\n%s %s  (%s)\n", suggestionText(s.Kind), a.screen.Plain(s.Query), plural(s.Total, "article"))
	}
	shown := uint64(offset + len(res.Hits))
	if len(res.Hits) > 0 && shown+copies(res) < res.Total {
		fmt.Fprintf(a.out, "\n%s\n", a.screen.Style(terminal.StyleFaint, fmt.Sprintf("next: --offset %d", shown)))
	}
}

// printRead says what was searched otherwise than it was typed.
func (a *app) printRead(res *fihris.Results) {
	if res.Instead != nil {
		fmt.Fprintf(a.out, "no article holds every word; these are the results for: %s  (--literal: for what was typed)\n", a.screen.Plain(res.Instead.Query))
	}
	for _, r := range res.ReadAs {
		fmt.Fprintf(a.out, "also read: %s as %s  (%s)\n", a.screen.Plain(r.Word), a.screen.Plain(r.Reading), readingText(r.Why))
	}
}

// otherSuggestions are those that the results are not of.
func otherSuggestions(res *fihris.Results) []fihris.Suggestion {
	if res.Instead != nil {
		return res.Suggestions[1:]
	}
	return res.Suggestions
}

// readingText says why a word was read as another.
func readingText(why string) string {
	switch why {
	case fihris.ReadHeh:
		return "heh and teh marbuta"
	case fihris.ReadHamza:
		return "the hamza"
	case fihris.ReadClitic:
		return "with proclitics"
	case fihris.ReadName:
		return "also spelled"
	case fihris.ReadDialect:
		return "dialect"
	case fihris.ReadEncoded:
		return "the encoding of what was pasted"
	case fihris.ReadYeh:
		return "yeh and alef maksura"
	}
	return "another spelling"
}

// copies counts the near-duplicates among the hits.
func copies(res *fihris.Results) uint64 {
	n := 0
	for _, h := range res.Hits {
		n += len(h.Copies)
	}
	return uint64(n)
}

// suggestionText introduces a suggestion of some kind.
func suggestionText(kind string) string {
	switch kind {
	case fihris.KindSpelling:
		return "did you mean:"
	case fihris.KindLayout:
		return "typed on the other keyboard?"
	case fihris.KindTransliteration:
		return "in Arabic letters:"
	case fihris.KindRoot:
		return "the whole family:"
	}
	return "try:"
}

// printZero says why no article holds every word: how each word was understood
// and how many articles hold it, and what the filters keep out.
func (a *app) printZero(z *fihris.ZeroHits) {
	for _, w := range z.Words {
		fmt.Fprintf(a.out, "  %s %s\n", a.screen.Plain(w.Text), a.wordText(w))
	}
	for _, u := range z.Unmet {
		fmt.Fprintf(a.out, "  %s\n", a.unmetText(u))
	}
	if z.Unfiltered > 0 {
		fmt.Fprintf(a.out, "  without the filters: %s\n", plural(z.Unfiltered, "article"))
	}
}

// unmetText says what the articles have instead of what was asked.
func (a *app) unmetText(u fihris.Unmet) string {
	const day = "2006-01-02"
	switch {
	case u.Without && u.Value == "":
		return "every article is of that time, which was excluded"
	case u.Without:
		return fmt.Sprintf("every article has the %s %s, which was excluded", u.Field, a.screen.Plain(u.Value))
	case u.Field == fihris.UnmetMentioned && u.Dated == 0:
		return "no article mentions a date, so mentioned: finds nothing"
	case u.Field == fihris.UnmetMentioned:
		return fmt.Sprintf("no article mentions a date of that time: %s one, from %s to %s",
			verb(u.Dated, "mentions", "mention"), u.Oldest.Format(day), u.Newest.Format(day))
	case u.Field == fihris.UnmetDate && u.Dated == 0:
		return "no article has a date, so dates find nothing"
	case u.Field == fihris.UnmetDate:
		return fmt.Sprintf("no article is of that time: %s a date, from %s to %s",
			verb(u.Dated, "has", "have"), u.Oldest.Format(day), u.Newest.Format(day))
	case len(u.Values) == 0:
		return fmt.Sprintf("no article has a %s", u.Field)
	}
	text := fmt.Sprintf("no article has the %s %s", u.Field, a.screen.Plain(u.Value))
	if u.Nearest != "" {
		return text + "; did you mean " + a.screen.Plain(u.Nearest) + "?"
	}
	var values []string
	for _, v := range u.Values {
		values = append(values, a.screen.Plain(v.Value))
	}
	return text + "; there are: " + strings.Join(values, ", ")
}

// wordText says how a word of a query was understood and where it is.
func (a *app) wordText(w fihris.WordCount) string {
	where := "in no article"
	if w.Articles > 0 {
		where = "in " + plural(w.Articles, "article")
	}
	switch {
	case w.Stop:
		return "(stop word)"
	case w.Phrase:
		return "(phrase): " + where
	case w.Stem == "":
		return fmt.Sprintf("(%s): %s", plural(w.Forms, "form"), where)
	case w.Articles == 0 && w.RootArticles > 0:
		return fmt.Sprintf("(stem %s): %s; its root %s in %s", a.screen.Plain(w.Stem), where, a.screen.Plain(w.Root), count(w.RootArticles))
	}
	return fmt.Sprintf("(stem %s): %s", a.screen.Plain(w.Stem), where)
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
	case res.Total == 0 && len(res.Hits) > 0:
		return "no article holds a word of it (" + took + ")"
	case res.Total == 0:
		return "nothing found (" + took + ")"
	case res.Relaxed:
		return fmt.Sprintf("no article holds every word; %s some of them (%s)", verb(res.TotalAny, "holds", "hold"), took)
	case res.TotalAny == res.Total:
		return fmt.Sprintf("%s (%s)", plural(res.Total, "article"), took)
	}
	return fmt.Sprintf("%s every word, %s any word of their families (%s)", verb(res.Total, "holds", "hold"), count(res.TotalAny), took)
}

// hitIndent is the width of a hit's number and the space after it.
const hitIndent = 4

// maxCopies is how many near-duplicates of a hit are named.
const maxCopies = 3

// printHit shows one hit.
func (a *app) printHit(rank int, h fihris.Hit) {
	indent := strings.Repeat(" ", hitIndent)
	title := h.Title
	if title.String() == "" {
		title = fihris.Snippet{{Text: h.Article.Title}}
	}
	lines := a.screen.Lines(passage(title), terminal.StyleTitle, hitIndent)
	if len(lines) == 0 {
		lines = []string{a.screen.Style(terminal.StyleTitle, a.screen.Plain(h.Article.ID))}
	}
	mark := ""
	if h.Meant {
		mark = "≈ "
	}
	fmt.Fprintf(a.out, "%2d. %s%s\n", rank, mark, strings.Join(lines, "\n"+indent))
	fmt.Fprintf(a.out, "%s%s\n", indent, a.metadata(h.Article))
	for i, c := range h.Copies {
		if i == maxCopies {
			fmt.Fprintf(a.out, "%s%s\n", indent, a.screen.Style(terminal.StyleFaint, fmt.Sprintf("… and %d more alike (--no-group shows all)", len(h.Copies)-i)))
			break
		}
		fmt.Fprintf(a.out, "%s%s%s\n", indent, a.screen.Style(terminal.StyleFaint, "= "), a.metadata(c))
	}
	for _, s := range h.Snippets {
		for _, line := range a.screen.Lines(passage(s), "", hitIndent) {
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
		if part = a.screen.Plain(part); part != "" {
			parts = append(parts, part)
		}
	}
	if !article.Published.IsZero() {
		parts = append(parts, article.Published.UTC().Format("2006-01-02"))
	}
	parts = append(parts, a.screen.Plain(article.ID))
	return a.screen.Style(terminal.StyleFaint, strings.Join(parts, " · "))
}

// printWhy says how each word of the query was found.
func (a *app) printWhy(h fihris.Hit, indent string) {
	fmt.Fprintf(a.out, "%s%s\n", indent, a.screen.Style(terminal.StyleFaint, fmt.Sprintf("score %.4f:", h.Score)))
	for _, t := range h.Why.Terms {
		if t.Word == "" {
			fmt.Fprintf(a.out, "%s  %.4f  %s\n", indent, t.Share, t.Rule)
			continue
		}
		forms := make([]string, len(t.Forms))
		for i, form := range t.Forms {
			forms[i] = a.screen.Plain(form)
		}
		rule := t.Level
		if t.Rule != "" {
			rule += ": " + a.screen.Plain(t.Rule)
		}
		fmt.Fprintf(a.out, "%s  %.4f  %s as %s (%s)\n", indent, t.Share, a.screen.Plain(t.Word), strings.Join(forms, ", "), rule)
	}
}

// printFacet shows the counts of one facet.
func (a *app) printFacet(f fihris.FacetCounts) {
	fmt.Fprintf(a.out, "\n%s:\n", f.Field)
	for _, v := range f.Values {
		fmt.Fprintf(a.out, "  %8s  %s\n", count(v.Count), a.screen.Plain(v.Value))
	}
}

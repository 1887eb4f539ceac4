package main

import (
	"bufio"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/terminal"
)

// show makes escape sequences visible.
var show = strings.NewReplacer(string(terminal.StyleMatch), "{", string(terminal.StyleTitle), "(", "\x1b[0m", "}")

// printed returns what print writes to a screen.
func printed(s terminal.Screen, print func(a *app)) string {
	var b strings.Builder
	a := &app{out: bufio.NewWriter(&b), screen: s}
	print(a)
	a.out.Flush()
	return show.Replace(b.String())
}

func TestPrintResults(t *testing.T) {
	day := time.Date(2020, 10, 9, 22, 0, 0, 0, time.UTC)
	res := &fihris.Results{
		Total: 1234, TotalAny: 5678, Took: 1500 * time.Microsecond,
		Hits: []fihris.Hit{{
			Article:  fihris.Article{ID: "n1", Title: "الوزير", Source: "المدار", Published: day},
			Copies:   []fihris.Article{{ID: "c1"}, {ID: "c2"}, {ID: "c3"}, {ID: "c4"}, {ID: "c5"}},
			Title:    fihris.Snippet{{Text: "الوزير", Match: true}},
			Snippets: []fihris.Snippet{{{Text: "قال "}, {Text: "الوزير", Match: true}}},
		}},
		Facets:      []fihris.FacetCounts{{Field: fihris.FacetSource, Values: []fihris.FacetValue{{Value: "المدار", Count: 1000}}}},
		Suggestions: []fihris.Suggestion{{Query: "وزير", Kind: fihris.KindSpelling, Total: 7}},
	}
	got := printed(terminal.Screen{Colour: true, Width: 60}, func(a *app) { a.printResults(res, 10) })
	assert.Equal(t, `#1,234 articles hold every word, 5,678 any word of their families (1.5 ms)}

11. {الوزير}
    #المدار · 2020-10-09 · n1}
    #= }#c1}
    #= }#c2}
    #= }#c3}
    #… and 2 more alike (--no-group shows all)}
    قال {الوزير}

source:
     1,000  المدار

did you mean: وزير  (7 articles)

#next: --offset 11}
`, strings.ReplaceAll(got, string(terminal.StyleFaint), "#"))
}

func TestPrintZero(t *testing.T) {
	z := &fihris.ZeroHits{Unfiltered: 3, Words: []fihris.WordCount{
		{Text: "وقف النار", Phrase: true, Articles: 2},
		{Text: "من", Stop: true, Exact: "من", Articles: 9},
		{Text: "زرافة", Exact: "زرافة", Stem: "زرافة", Root: "زرف"},
		{Text: "وزراء", Exact: "وزراء", Stem: "وزير", Root: "وزر", RootArticles: 1200},
		{Text: "الوزير", Exact: "الوزير", Stem: "وزير", Root: "وزر", Articles: 1},
		{Text: "وز*", Forms: 12, Articles: 5},
	}}
	got := printed(terminal.Screen{}, func(a *app) { a.printZero(z) })
	assert.Equal(t, `  وقف النار (phrase): in 2 articles
  من (stop word)
  زرافة (stem زرافة): in no article
  وزراء (stem وزير): in no article; its root وزر in 1,200
  الوزير (stem وزير): in 1 article
  وز* (12 forms): in 5 articles
  without the filters: 3 articles
`, got)
}

func TestPrintUnmet(t *testing.T) {
	day := func(y int) time.Time { return time.Date(y, 3, 1, 0, 0, 0, 0, time.UTC) }
	have := []fihris.FacetValue{{Value: "الضفاف", Count: 2}, {Value: "المرفأ", Count: 1}}
	got := printed(terminal.Screen{}, func(a *app) {
		a.printZero(&fihris.ZeroHits{Unmet: []fihris.Unmet{
			{Field: fihris.UnmetDate},
			{Field: fihris.UnmetDate, Dated: 2, Oldest: day(2020), Newest: day(2021)},
			{Field: fihris.FacetSection, Value: "رياضة"},
			{Field: fihris.FacetSource, Value: "الظفاف", Nearest: "الضفاف", Values: have},
			{Field: fihris.FacetSource, Value: "رويترز", Values: have},
			{Field: fihris.UnmetMentioned},
			{Field: fihris.UnmetMentioned, Dated: 1, Oldest: day(2020), Newest: day(2021)},
			{Field: "lang", Value: "ar", Without: true},
			{Field: fihris.UnmetDate, Without: true},
		}})
	})
	assert.Equal(t, `  no article has a date, so dates find nothing
  no article is of that time: 2 articles have a date, from 2020-03-01 to 2021-03-01
  no article has a section
  no article has the source الظفاف; did you mean الضفاف?
  no article has the source رويترز; there are: الضفاف, المرفأ
  no article mentions a date, so mentioned: finds nothing
  no article mentions a date of that time: 1 article mentions one, from 2020-03-01 to 2021-03-01
  every article has the lang ar, which was excluded
  every article is of that time, which was excluded
`, got)
}

func TestTotals(t *testing.T) {
	for want, res := range map[string]fihris.Results{
		"nothing found (0.0 ms)": {},
		"1 article (0.0 ms)":     {Total: 1, TotalAny: 1},
		"1 article holds every word, 3 any word of their families (0.0 ms)":  {Total: 1, TotalAny: 3},
		"no article holds every word; 2 articles hold some of them (0.0 ms)": {Total: 2, TotalAny: 2, Relaxed: true},
		"no article holds every word; 1 article holds some of them (0.0 ms)": {Total: 1, TotalAny: 1, Relaxed: true},
	} {
		assert.Equal(t, want, totals(&res))
	}
}

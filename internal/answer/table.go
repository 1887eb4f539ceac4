package answer

import (
	"strconv"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/chart"
	"github.com/fihris-search/fihris/internal/textdir"
)

// What is counted in texts as tables, for CSV, and as pictures. Figures are written in full.

// LineHeader heads the columns of Line.Row.
var LineHeader = []string{"id", "source", "section", "published", "field", "start", "end", "before", "node", "after"}

// Row is a line of a concordance as a row.
func (l *Line) Row() []string {
	return []string{l.ID, l.Source, l.Section, l.Published, l.Field, strconv.Itoa(l.Start), strconv.Itoa(l.End), l.Before, l.Node, l.After}
}

// CollocationTable is collocations as header and rows.
func CollocationTable(res *fihris.Collocations) (header []string, rows [][]string) {
	for _, c := range res.Collocates {
		rows = append(rows, []string{
			c.Word, strings.Join(c.Forms, " "), natural(c.Near), natural(c.Before), natural(c.After), natural(c.All),
			real(c.LogDice), real(c.LogLikelihood), real(c.T), real(c.MI),
		})
	}
	return []string{"word", "forms", "near", "before", "after", "all", "log_dice", "log_likelihood", "t", "mi"}, rows
}

// KeywordTable is keywords as header and rows.
func KeywordTable(res *fihris.Keywords) (header []string, rows [][]string) {
	for _, k := range res.Keywords {
		rows = append(rows, []string{
			k.Word, strings.Join(k.Forms, " "), natural(k.In), natural(k.Against), natural(k.InArticles), natural(k.AgainstArticles),
			real(k.PerMillion), real(k.AgainstPerMillion), real(k.LogLikelihood), real(k.LogRatio), real(k.Dispersion),
		})
	}
	return []string{"word", "forms", "in", "against", "in_articles", "against_articles", "per_million", "against_per_million", "log_likelihood", "log_ratio", "dispersion"}, rows
}

// NGramTable is runs of words as header and rows.
func NGramTable(grams []fihris.NGram) (header []string, rows [][]string) {
	for _, g := range grams {
		rows = append(rows, []string{strings.Join(g.Words, " "), natural(g.Occurrences), natural(g.Articles)})
	}
	return []string{"words", "occurrences", "articles"}, rows
}

// TrendTable is a trend as header and rows, a row a period of a series.
func TrendTable(t *fihris.Trend) (header []string, rows [][]string) {
	for i := range t.Series {
		s := &t.Series[i]
		for k, p := range s.Points {
			rows = append(rows, []string{
				s.Query.String(), s.Value, t.Periods[k].Start.Format(time.DateOnly), t.Periods[k].End.Format(time.DateOnly),
				natural(p.Occurrences), natural(p.Articles), natural(p.Words), natural(p.AllArticles), real(p.PerMillion), real(p.Average),
			})
		}
	}
	return []string{"query", "value", "start", "end", "occurrences", "articles", "words", "all_articles", "per_million", "average"}, rows
}

// TrendName is what a series of the answer to a request is called.
func TrendName(req *fihris.TrendRequest, s *fihris.TrendSeries) string {
	switch {
	case req.By == "":
		return s.Query.String()
	case len(req.Queries) == 1:
		return s.Value
	}
	return s.Query.String() + " · " + s.Value
}

// TrendChart is the averages of a trend as a picture. Time runs as the words do. Periods are called as
// queries name them, a week by its Monday.
func TrendChart(t *fihris.Trend, req *fihris.TrendRequest) *chart.Chart {
	queries := make([]string, len(req.Queries))
	for i, q := range req.Queries {
		queries[i] = q.String()
	}
	c := &chart.Chart{Title: strings.Join(queries, " · "), Unit: "occurrences per million words"}
	if c.RightToLeft = textdir.Of(c.Title) == textdir.RTL; c.RightToLeft {
		c.Unit = "في كل مليون كلمة"
	}
	layout := map[fihris.Period]string{fihris.PerYear: "2006", fihris.PerMonth: "2006-01", "": "2006-01"}[req.Period]
	if layout == "" {
		layout = time.DateOnly
	}
	for _, p := range t.Periods {
		c.Labels = append(c.Labels, p.Start.Format(layout))
	}
	for i := range t.Series {
		s := chart.Series{Name: TrendName(req, &t.Series[i])}
		for _, p := range t.Series[i].Points {
			s.Values = append(s.Values, p.Average)
		}
		c.Series = append(c.Series, s)
	}
	return c
}

// real writes a figure for programs.
func real(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// natural writes a count for programs.
func natural(n uint64) string { return strconv.FormatUint(n, 10) }

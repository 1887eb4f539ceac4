package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/chart"
)

// The words over time, and at sources: lines of a chart.

// overview shows the words over time, at sources, among other words and in context.
func (srv *server) overview(r *http.Request, v *observatoryView, s studyValues, queries []string) error {
	v.MoreQueries = max(len(queries)-shownSeries, 0)
	queries = queries[:min(len(queries), shownSeries)]
	res, req, err := srv.readableTrend(r, s, queries)
	if err != nil {
		return err
	}
	count := s.Get("measure") == "count"
	if len(res.Periods) > 0 {
		v.Chart = v.newChart(res, req, count)
	}
	pairs := []string{"per", string(req.Period)}
	for _, q := range queries {
		pairs = append(pairs, "q", q)
	}
	v.CSV = v.address(pathTrend, s, append(pairs, "format", asCSV)...)
	v.SVG = v.address(pathTrend, s, append(pairs, "format", asSVG)...)
	req.By = fihris.FacetSource
	bySource, err := srv.searcher.(fihris.Studier).Trend(r.Context(), req)
	if err != nil && !errors.Is(err, fihris.ErrTooMuch) {
		return err
	}
	v.Smalls = v.newSmalls(bySource, len(queries), count)
	if err := srv.showCollocates(r, v, s, shownCollocates); err != nil {
		return err
	}
	s.Values.Set("sample", fmt.Sprint(shownLines))
	return srv.showLines(r, v, s, shownLines)
}

// readableTrend counts by months where no period is asked for; where these are too many to be read, by years, and by
// days where they are too few.
func (srv *server) readableTrend(r *http.Request, s studyValues, queries []string) (fihris.Trend, fihris.TrendRequest, error) {
	req, err := s.trend(queries)
	if err != nil {
		return fihris.Trend{}, req, err
	}
	can := srv.searcher.(fihris.Studier)
	res, err := can.Trend(r.Context(), req)
	if s.Get("per") != "" || err != nil && !errors.Is(err, fihris.ErrTooMuch) {
		return res, req, err
	}
	switch {
	case err != nil || len(res.Periods) > mostMonths:
		req.Period = fihris.PerYear
	case len(res.Periods) > 2:
		return res, req, nil
	default:
		req.Period = fihris.PerDay
	}
	res, err = can.Trend(r.Context(), req)
	return res, req, err
}

// chartView is a chart of lines in a square of 100; its letters stand outside, so that nothing stretches them.
type chartView struct {
	Label  string
	Grid   []gridLine
	Lines  []chartLine
	Labels []link // of the periods, to the articles of their time; empty where there is no room
	Points []trendRow
}

type gridLine struct{ Y, Text string }

type chartLine struct {
	Class  string // s1 …
	Name   string
	Points string
	Dot    bool   // there is one point
	Y      string // of the name at the end of the line
	Last   string // the last value
	Peak   string
	Sum    string
}

// trendRow is a period in the table.
type trendRow struct {
	Period link
	Values []string
}

// value is a point by the measure that is shown.
func value(p fihris.TrendPoint, count bool) float64 {
	if count {
		return float64(p.Occurrences)
	}
	return p.PerMillion
}

// Figure writes a value.
func (l *locale) Figure(v float64) string { return l.digits(chart.Figure(v)) }

// newChart lays lines out. Time runs as the page does: the oldest at the right in Arabic.
func (v *observatoryView) newChart(t fihris.Trend, req fihris.TrendRequest, count bool) *chartView {
	const lines = 5 // which divides what Ceiling gives
	most := 0.0
	for i := range t.Series {
		for _, p := range t.Series[i].Points {
			most = max(most, value(p, count))
		}
	}
	top := chart.Ceiling(most)
	c := &chartView{Label: v.L.text("lab.chart", v.L.period(t.Periods[0].Start, t.Periods[0].End), v.L.period(t.Periods[len(t.Periods)-1].Start, t.Periods[len(t.Periods)-1].End))}
	for i := range lines + 1 {
		c.Grid = append(c.Grid, gridLine{fmt.Sprintf("%.1f", 100-100*float64(i)/lines), v.L.Figure(top * float64(i) / lines)})
	}
	ends := make([]float64, len(t.Series))
	for i := range t.Series {
		line, end := v.line(&t.Series[i], i, top, count)
		c.Lines, ends[i] = append(c.Lines, line), end
	}
	for i, y := range spread(ends, 9) {
		c.Lines[i].Y = fmt.Sprintf("%.1f%%", y)
	}
	step := (len(t.Periods) + 11) / 12
	for k, p := range t.Periods {
		row := trendRow{Period: link{Text: v.L.period(p.Start, p.End), Href: v.articlesOf(t, p)}}
		label := link{Href: row.Period.Href}
		if k%step == 0 {
			label.Text = v.shortName(p, req.Period)
		}
		c.Labels = append(c.Labels, label)
		for i := range t.Series {
			row.Values = append(row.Values, v.L.Figure(value(t.Series[i].Points[k], count)))
		}
		c.Points = append(c.Points, row)
	}
	return c
}

// line draws a series, and says how low its end is.
func (v *observatoryView) line(s *fihris.TrendSeries, number int, top float64, count bool) (chartLine, float64) {
	line := chartLine{Class: fmt.Sprintf("s%d", number%shownSeries+1), Name: s.Query.String()}
	var points []string
	last, peak, sum := 0.0, 0.0, uint64(0)
	for k, p := range s.Points {
		x := (float64(k) + .5) / float64(len(s.Points)) * 100
		if v.L.Dir == "rtl" {
			x = 100 - x
		}
		last, peak, sum = value(p, count), max(peak, value(p, count)), sum+p.Occurrences
		y := 100 - 100*last/top
		points = append(points, fmt.Sprintf("%.2f,%.2f", x, y))
	}
	line.Dot = len(points) == 1
	line.Points, line.Last, line.Peak, line.Sum = strings.Join(points, " "), v.L.Figure(last), v.L.Figure(peak), v.L.Num(sum)
	return line, 100 - 100*last/top
}

// spread moves heights apart that are nearer than some distance, as little as it takes, within 0 to 100.
func spread(at []float64, apart float64) []float64 {
	order := make([]int, len(at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case at[a] < at[b]:
			return -1
		case at[a] > at[b]:
			return 1
		}
		return 0
	})
	out := slices.Clone(at)
	for k := 1; k < len(order); k++ {
		out[order[k]] = max(out[order[k]], out[order[k-1]]+apart)
	}
	lowest := 100.0
	for k := len(order) - 1; k >= 0; k-- {
		out[order[k]] = min(out[order[k]], lowest)
		lowest = out[order[k]] - apart
	}
	return out
}

// shortName is a period where there is little room.
func (v *observatoryView) shortName(p fihris.TrendPeriod, per fihris.Period) string {
	switch per {
	case fihris.PerYear:
		return v.L.Year(p.Start)
	case fihris.PerMonth:
		if p.Start.Month() == time.January {
			return v.L.Year(p.Start)
		}
		return v.L.Month(p.Start)
	}
	return v.L.digits(fmt.Sprint(p.Start.Day())) + " " + v.L.Month(p.Start)
}

// articlesOf is the address of the articles of a period that hold any of the words.
func (v *observatoryView) articlesOf(t fihris.Trend, p fihris.TrendPeriod) string {
	var all []fihris.Query
	for i := range t.Series {
		all = append(all, t.Series[i].Query)
	}
	s := v.State.withDates(p.Start.Format(time.DateOnly), p.End.AddDate(0, 0, -1).Format(time.DateOnly))
	return s.withQuery(fihris.Or(all...).String()).Home()
}

// smallView is the chart of one source, on the same scale as its neighbours.
type smallView struct {
	Grid  []gridLine // none but the zero line
	Name  string
	Peak  string // the highest value of the first series
	Lines []chartLine
}

// counts says whether a series has anything: the articles of a source may all be without a date.
func counts(s *fihris.TrendSeries) bool {
	return slices.ContainsFunc(s.Points, func(p fihris.TrendPoint) bool { return p.Occurrences > 0 })
}

// newSmalls draws the sources with the most articles, if there is more than one.
func (v *observatoryView) newSmalls(t fihris.Trend, queries int, count bool) (out []smallView) {
	var sources []string
	for i := range t.Series {
		if s := t.Series[i].Value; s != "" && counts(&t.Series[i]) && !slices.Contains(sources, s) && len(sources) < shownSources {
			sources = append(sources, s)
		}
	}
	if len(sources) < 2 || len(t.Periods) < 2 {
		return nil
	}
	most := 0.0
	for i := range t.Series {
		if slices.Contains(sources, t.Series[i].Value) {
			for _, p := range t.Series[i].Points {
				most = max(most, value(p, count))
			}
		}
	}
	for _, source := range sources {
		small := smallView{Name: source}
		for i := range t.Series {
			if t.Series[i].Value == source {
				line, _ := v.line(&t.Series[i], len(small.Lines), chart.Ceiling(most), count)
				small.Lines = append(small.Lines, line)
			}
		}
		small.Peak = small.Lines[0].Peak
		out = append(out, small)
	}
	return out
}

// Clip shortens a name that stands beside a line.
func (observatoryView) Clip(name string) string {
	const most = 14
	if letters := []rune(name); len(letters) > most {
		return string(letters[:most-1]) + ellipsis
	}
	return name
}

package fihris

import (
	"context"
	"fmt"
	"time"

	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/measure"
	"github.com/fihris-search/fihris/internal/query"
)

// Period is a length of time. All are in UTC; weeks begin on Monday, as in ISO 8601, five
// years with one that five divides.
type Period string

// The periods.
const (
	PerFiveYears Period = "five_years"
	PerYear      Period = "year"
	PerMonth     Period = "month"
	PerWeek      Period = "week"
	PerDay       Period = "day"
)

// Periods lists the periods, the longest first.
var Periods = []Period{PerFiveYears, PerYear, PerMonth, PerWeek, PerDay}

// Start returns when the period begins that a time lies in; of a Period that there is not,
// the time itself.
func (p Period) Start(t time.Time) time.Time {
	if of, ok := index.ParsePeriodName(string(p)); ok {
		return of.Start(t)
	}
	return t
}

// Next returns when the period begins that comes after one which begins at start.
func (p Period) Next(start time.Time) time.Time {
	if of, ok := index.ParsePeriodName(string(p)); ok {
		return of.Next(start)
	}
	return start
}

// TrendRequest asks how often the words of some queries are used over time.
type TrendRequest struct {
	Queries []Query
	Filter  Filter
	Level   Level
	Period  Period     // empty means PerMonth
	By      FacetField // a keyword field: each value has a series of its own; empty for all articles together
	Average int        // TrendPoint.Average is over so many periods, an odd number; below 2 it is PerMillion
}

// Trend is the answer: every period from that of the first article of the filter to
// that of the last.
type Trend struct {
	Periods []TrendPeriod
	Series  []TrendSeries // in the order of the queries; of each by the number of articles of its value
	Undated uint64        // articles of the filter that have no date, and so are in no period
}

// TrendPeriod is from Start up to but not including End.
type TrendPeriod struct{ Start, End time.Time }

// TrendSeries is how often the words of one query are used in the articles of one
// value of TrendRequest.By.
type TrendSeries struct {
	Query   Query
	Value   string       // of By; empty without
	Points  []TrendPoint // one for each of Trend.Periods
	Undated uint64       // occurrences in articles without a date
}

// TrendPoint is one period of a series.
type TrendPoint struct {
	Occurrences uint64  // of the words of the query
	Articles    uint64  // that hold any of them
	Words       uint64  // of all articles of that time (and value), stop words included
	AllArticles uint64  // of that time (and value)
	PerMillion  float64 // occurrences in a million of these words; 0 where there are none
	Average     float64 // PerMillion, averaged over periods, each weighing as much as it has words
}

// Trend counts the occurrences of the words of queries by period, as [Index.Count]
// counts them, relative to all words of that time. A query that
// needs more than a search may take, or an answer of too many periods, is ErrTooMuch.
func (ix *Index) Trend(ctx context.Context, req TrendRequest) (Trend, error) {
	doing := "count over time in " + ix.name()
	level, err := req.Level.internal()
	if err != nil {
		return Trend{}, wrap(doing, err)
	}
	period := req.Period
	if period == "" {
		period = PerMonth
	}
	p, ok := index.ParsePeriodName(string(period))
	switch {
	case !ok:
		return Trend{}, wrap(doing, unknownName("period", period, Periods))
	case req.Average > 1 && req.Average%2 == 0:
		return Trend{}, wrap(doing, fmt.Errorf("an average over %d periods has no middle: take an odd number", req.Average))
	}
	nodes := make([]query.Node, len(req.Queries))
	for i, q := range req.Queries {
		if q, err = q.ready(ix.ix.Own()); err != nil {
			return Trend{}, wrap(doing, err)
		}
		nodes[i] = q.tree()
	}
	res, err := ix.ix.Trend(ctx, index.TrendRequest{Queries: nodes, Filter: req.Filter.internal(), Level: level, Period: p, By: string(req.By)})
	if err != nil {
		return Trend{}, wrap(doing, err)
	}
	out := Trend{Undated: res.Undated}
	for _, start := range res.Starts {
		out.Periods = append(out.Periods, TrendPeriod{start, p.Next(start)})
	}
	for _, s := range res.Series {
		total := res.Totals[s.Total]
		series := TrendSeries{Query: req.Queries[s.Query], Value: total.Value, Undated: s.Undated, Points: make([]TrendPoint, len(out.Periods))}
		averages := measure.Moving(s.Occurrences, total.Words, req.Average)
		for i := range series.Points {
			series.Points[i] = TrendPoint{
				Occurrences: s.Occurrences[i], Articles: s.Articles[i], Words: total.Words[i], AllArticles: total.Articles[i],
				PerMillion: measure.PerMillion(s.Occurrences[i], total.Words[i]), Average: averages[i],
			}
		}
		out.Series = append(out.Series, series)
	}
	return out, nil
}

package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
)

// TrendRequest asks how often the words of some queries stand in the articles of each
// period, and how many words there are.
type TrendRequest struct {
	Queries []query.Node
	Filter  Filter
	Level   analysis.Level // NoLevel means Stem
	Period  Period
	By      string // a keyword field: a series for each of its values; empty for one of all
}

// Trend is the answer: every period from the first article to the last, also those
// that have none.
type Trend struct {
	Starts []time.Time // of the periods
	Series []TrendSeries
	Totals []TrendTotal // by value of By, in their order; one without By

	Undated uint64 // articles of the filter without a date: they are in no period
}

// TrendSeries is how often the words of one query stand in the articles of one value.
type TrendSeries struct {
	Query       int // its number
	Total       int // the number of its Totals
	Occurrences []uint64
	Articles    []uint64 // that hold one
	Undated     uint64   // occurrences in articles without a date
}

// TrendTotal is what there is to hold words: the articles of one value of By.
type TrendTotal struct {
	Value    string
	Articles []uint64
	Words    []uint64
}

// MostPeriods is how many periods a trend may have: a day of a century each.
const MostPeriods = 40_000

// mostSeries is how many series a trend may have.
const mostSeries = 2000

// Trend counts over time.
func (ix *Index) Trend(ctx context.Context, req TrendRequest) (out Trend, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return out, err
	}
	defer done(&err)
	filter, err := v.filtered(ctx, req.Filter)
	if err != nil {
		return out, err
	}
	if filter == nil {
		filter = v.all()
	}
	c := &trendCounter{ctx: ctx, v: v, req: req, out: &out}
	if err := c.time(filter); err != nil {
		return out, err
	}
	if err := c.values(filter); err != nil {
		return out, err
	}
	if len(out.Starts)*len(out.Totals)*(1+len(req.Queries)) > 50*MostPeriods || len(out.Totals)*len(req.Queries) > mostSeries {
		return out, fmt.Errorf("%w: %d series of %d periods; ask for longer periods, fewer queries, or not by %s", ErrTooMuch, len(out.Totals)*len(req.Queries), len(out.Starts), req.By)
	}
	if err := c.totals(filter); err != nil {
		return out, err
	}
	for i, q := range req.Queries {
		p, set, err := ix.study(ctx, v, Study{Scope: Scope{q, req.Filter}, Level: req.Level})
		if err != nil {
			return out, err
		}
		all, err := p.occurrences(set)
		if err != nil {
			return out, err
		}
		if err := c.series(i, all); err != nil {
			return out, err
		}
	}
	return out, nil
}

// trendCounter makes a trend.
type trendCounter struct {
	ctx    context.Context
	v      *view
	req    TrendRequest
	out    *Trend
	period map[int64]int  // by day since 1970
	value  map[string]int // of By
	by     string         // where the values of By are stored
}

// time lists the periods from the first article of a set to the last.
func (c *trendCounter) time(in docset.Set) error {
	days := map[int64]bool{}
	for i, s := range c.v.segs {
		d, err := s.loadOrdered(c.ctx, fieldPublished)
		if err != nil {
			return err
		}
		docset.Each(in[i], func(doc uint32) {
			if sec := d.least[doc]; sec == noDate {
				c.out.Undated++
			} else {
				days[floorDay(sec)] = true
			}
		})
	}
	c.period = make(map[int64]int, len(days))
	if len(days) == 0 {
		return nil
	}
	first, last := int64(1<<62), int64(-1<<62)
	for day := range days {
		first, last = min(first, day), max(last, day)
	}
	end := time.Unix(last*86400, 0).UTC()
	for at := c.req.Period.Start(time.Unix(first*86400, 0)); !at.After(end); at = c.req.Period.Next(at) {
		if len(c.out.Starts) == MostPeriods {
			return fmt.Errorf("%w: over %d periods from %s to %s; ask for longer ones, or narrow the time", ErrTooMuch, MostPeriods, time.Unix(first*86400, 0).UTC().Format(time.DateOnly), end.Format(time.DateOnly))
		}
		c.out.Starts = append(c.out.Starts, at)
	}
	for day := range days {
		start := c.req.Period.Start(time.Unix(day*86400, 0))
		i, _ := slices.BinarySearchFunc(c.out.Starts, start, time.Time.Compare)
		c.period[day] = i
	}
	return nil
}

// values lists the values by which the articles of a set are told apart.
func (c *trendCounter) values(in docset.Set) error {
	if c.req.By == "" {
		c.out.Totals = []TrendTotal{{}}
		return nil
	}
	f, err := c.v.own.find(c.req.By, "telling articles apart", func(u *Uses) *bool { return &u.Facetable })
	if err == nil && f.kind != KeywordField {
		err = fmt.Errorf("%w: field %s is a %s, and articles are told apart by keywords", ErrRequest, f.name, f.kind)
	}
	if err != nil {
		return err
	}
	c.by = f.stored
	counts := map[string]uint64{}
	if err := c.v.countValues(c.ctx, c.by, in, counts); err != nil {
		return err
	}
	for value := range counts {
		c.out.Totals = append(c.out.Totals, TrendTotal{Value: value})
	}
	slices.SortFunc(c.out.Totals, func(a, b TrendTotal) int {
		return cmp.Or(cmp.Compare(counts[b.Value], counts[a.Value]), cmp.Compare(a.Value, b.Value))
	})
	c.value = make(map[string]int, len(c.out.Totals))
	for i, t := range c.out.Totals {
		c.value[t.Value] = i
	}
	return nil
}

// where visits the totals that a document counts in, and its period; -1 for one without a date.
func (c *trendCounter) where(doc uint64, visit func(total, period int)) error {
	s, n := c.v.locate(doc)
	d, err := s.loadOrdered(c.ctx, fieldPublished)
	if err != nil {
		return err
	}
	period := -1
	if sec := d.least[n]; sec != noDate {
		period = c.period[floorDay(sec)]
	}
	if c.req.By == "" {
		visit(0, period)
		return nil
	}
	o, err := s.loadOrdinals(c.ctx, c.by)
	if err != nil {
		return err
	}
	for _, value := range o.number[o.first[n]:o.first[n+1]] {
		visit(c.value[o.values[value]], period)
	}
	return nil
}

// totals counts the articles of a set and their words.
func (c *trendCounter) totals(in docset.Set) (err error) {
	n := len(c.out.Starts)
	for i := range c.out.Totals {
		c.out.Totals[i].Articles, c.out.Totals[i].Words = make([]uint64, n), make([]uint64, n)
	}
	for i, s := range c.v.segs {
		lengths := s.seg.Column(lengthText, nil)
		docset.Each(in[i], func(doc uint32) {
			if err == nil {
				err = c.where(c.v.base[i]+uint64(doc), func(total, period int) {
					if period >= 0 {
						c.out.Totals[total].Articles[period]++
						c.out.Totals[total].Words[period] += uint64(lengths[doc])
					}
				})
			}
		})
	}
	return err
}

// series counts the occurrences of a query.
func (c *trendCounter) series(number int, all []occurrence) error {
	n, from := len(c.out.Starts), len(c.out.Series)
	for i := range c.out.Totals {
		c.out.Series = append(c.out.Series, TrendSeries{Query: number, Total: i, Occurrences: make([]uint64, n), Articles: make([]uint64, n)})
	}
	for i := range all {
		first := i == 0 || all[i].doc != all[i-1].doc // of its article
		err := c.where(all[i].doc, func(total, period int) {
			s := &c.out.Series[from+total]
			if period < 0 {
				s.Undated++
				return
			}
			s.Occurrences[period]++
			if first {
				s.Articles[period]++
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

package web

import (
	"context"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/bins"
)

// timeline shows when the hits were published: bars of years, of the months of a year, of the days of a
// month. Each bar is a link that narrows the search to its time, so that the next page shows the next level.
// What is counted is everything but the dates, so that the bars around a chosen time stay.
type timeline struct {
	Bars     []bar
	Crumbs   []link // from all the time to what is shown
	Presets  []link // the last day, week, month, year of the archive
	Measures []link // numbers, or shares
	Peak     string // when most were
	Hollow   bool   // some bars are too small to be drawn by their size
	Ranged   bool   // a part of what is shown is chosen
	Share    bool
	Undated  uint64 // hits without a date, which no bar has
}

// bar is a bin of time.
type bar struct {
	bins.Bin
	Href    string // empty where nothing is
	First   string // the first and the last period, as addresses have them
	Last    string
	Name    string // in words
	Label   string // below the bar
	Short   string // the same where there is no room
	Keep    bool   // a label that stays where there is room for few
	All     uint64 // articles of that time, whatever their words, where shares are shown
	Figure  string // above the bar
	Height  string // in percent of the highest
	Top     string // the rest
	Hollow  bool   // it is not drawn by its size
	Chosen  bool
	Peak    bool
	Percent string // the share
}

// newTimeline counts what a timeline shows. It is nil where no hit has a date. counted are the
// months of the hits, if they were counted already, which are total: without a filter by date.
func (srv *server) newTimeline(ctx context.Context, v *view, req fihris.Request, counted []fihris.FacetValue, total uint64) (*timeline, error) {
	at := levelOf(req.Filter.From, req.Filter.To)
	values := counted
	var err error
	if at.size != fihris.PerYear || values == nil {
		if values, err = srv.countTime(ctx, req.Query, req, at); err != nil {
			return nil, err
		}
	}
	all := bins.Fold(values, at.size)
	switch {
	case at.size == fihris.PerYear && len(all) == 1: // that is all the time there is
		at = level{from: all[0].From, to: all[0].To, size: fihris.PerMonth}
		if counted == nil {
			if values, err = srv.countTime(ctx, req.Query, req, at); err != nil {
				return nil, err
			}
		}
		all = bins.Fold(values, at.size)
	case at.size == fihris.PerYear:
		at.zoom(all, req.Filter.From, req.Filter.To)
	}
	t := &timeline{Share: v.State.Share, Bars: at.bars()}
	if len(t.Bars) == 0 {
		return nil, nil
	}
	for i, n := range at.counts(t.Bars, all) {
		t.Bars[i].Count = n
	}
	if t.Share {
		wide := req
		wide.Literal = true
		all, err := srv.countTime(ctx, fihris.All(), wide, at)
		if err != nil {
			return nil, err
		}
		for i, n := range at.counts(t.Bars, bins.Fold(all, at.size)) {
			t.Bars[i].All = n
		}
	}
	if counted != nil {
		t.Undated = total
		for _, c := range counted {
			t.Undated -= min(c.Count, t.Undated)
		}
	}
	t.draw(v, at)
	t.choose(req.Filter.From, req.Filter.To)
	t.navigate(v, at)
	newest, err := srv.newest(ctx)
	if err != nil {
		return nil, err
	}
	t.preset(v, newest)
	return t, nil
}

// countTime counts the articles of a level by what its bins are made of.
func (srv *server) countTime(ctx context.Context, q fihris.Query, req fihris.Request, at level) ([]fihris.FacetValue, error) {
	filter := req.Filter
	filter.From, filter.To = at.from, at.to
	res, err := srv.searcher.Search(ctx, fihris.Request{
		Query: q, Filter: filter, Literal: req.Literal, Limit: fihris.NoHits, Facets: []fihris.Facet{{Field: bins.Facet(at.size)}},
	})
	if err != nil || len(res.Facets) != 1 {
		return nil, err
	}
	return res.Facets[0].Values, nil
}

// navigate links to the levels above, and to the other measure.
func (t *timeline) navigate(v *view, at level) {
	s := v.State
	add := func(text string, to state) {
		t.Crumbs = append(t.Crumbs, link{Text: text, Href: to.Home()})
	}
	add(v.L.text("timeline.all"), s.withDates("", ""))
	if last := at.to.AddDate(0, 0, -1); at.size != fihris.PerYear || at.within > 0 {
		if at.size != fihris.PerYear && at.from.Year() == last.Year() {
			add(v.L.Year(at.from), s.withPeriod(at.from.Format(layoutYear)))
		}
		switch {
		case at.size == fihris.PerYear:
			add(v.L.text("date.years", v.L.Year(at.from), v.L.Year(last)), s)
		case at.size == fihris.PerDay && at.from.Month() == last.Month() && at.from.Year() == last.Year():
			add(v.L.Month(at.from), s.withPeriod(at.from.Format(layoutMonth)))
		case at.size == fihris.PerDay || at.from.Year() != last.Year():
			add(v.L.period(at.from, at.to), s)
		}
	}
	t.Crumbs[len(t.Crumbs)-1].Current = true
	t.Measures = []link{
		{Text: v.L.text("timeline.numbers"), Href: s.withShare(false).Home(), Current: !s.Share},
		{Text: v.L.text("timeline.shares"), Href: s.withShare(true).Home(), Current: s.Share},
	}
}

// preset links to the last day, week, month and year before the newest article.
func (t *timeline) preset(v *view, newest time.Time) {
	if newest.IsZero() {
		return
	}
	day := fihris.PerDay.Start(newest)
	for _, p := range []struct {
		key  string
		from time.Time
	}{
		{"timeline.day", day}, {"timeline.week", day.AddDate(0, 0, -6)},
		{"timeline.month", day.AddDate(0, -1, 1)}, {"timeline.year", day.AddDate(-1, 0, 1)},
	} {
		s := v.State.withDates(dayText(p.from), dayText(day))
		t.Presets = append(t.Presets, link{Text: v.L.text(p.key), Href: s.Home(), Current: v.State.From == s.From && v.State.To == s.To})
	}
}

// newest is when the newest article was published, but for those that claim to be of the future; zero where none
// has a date.
func (srv *server) newest(ctx context.Context) (time.Time, error) {
	return srv.newestDate.get(func() (date time.Time, err error) {
		res, err := srv.searcher.Search(ctx, fihris.Request{
			Query: fihris.All(), Filter: fihris.Filter{To: time.Now().AddDate(0, 0, 1)}, Order: fihris.Newest,
			Limit: 1, NoTotals: true, NoPassages: true, Fields: []string{"published"}, Literal: true,
		})
		if err == nil && len(res.Hits) > 0 {
			date = res.Hits[0].Article.Published.UTC()
		}
		return date, err
	})
}

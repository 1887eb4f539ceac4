package web

import (
	"context"
	"slices"

	"github.com/fihris-search/fihris"
)

// pageFacets are what the filters of the page offer.
var pageFacets = []fihris.Facet{
	{Field: fihris.FacetSource, Limit: 12},
	{Field: fihris.FacetSection, Limit: 12},
	{Field: fihris.FacetYear},
}

// facets are the choices beside the hits.
type facets struct {
	Lists []choices
	Years []link
}

// choices are the values of a field.
type choices struct {
	Field   fihris.FacetField
	Choices []choice
}

// choice is a value that can be ticked.
type choice struct {
	Text    string
	Count   uint64
	Known   bool // whether Count is known
	Checked bool
}

// siblings gives the counts to choose from. The answer to a filtered request
// counts only what the filter leaves, and a reader who ticked one source could
// not see the others; so each ticked field is counted again without itself.
func (srv *server) siblings(ctx context.Context, req fihris.Request, res *fihris.Results) ([]fihris.FacetCounts, error) {
	counts := slices.Clone(res.Facets)
	for i := range counts {
		f := req.Filter
		values := f.Values(counts[i].Field)
		if values == nil || len(*values) == 0 {
			continue
		}
		*values = nil
		of := slices.IndexFunc(pageFacets, func(p fihris.Facet) bool { return p.Field == counts[i].Field })
		wide, err := srv.searcher.Search(ctx, fihris.Request{
			Query: req.Query, Filter: f, Limit: fihris.NoHits, Facets: pageFacets[of : of+1],
		})
		if err != nil {
			return nil, err
		}
		if len(wide.Facets) == 1 {
			counts[i] = wide.Facets[0]
		}
	}
	return counts, nil
}

// newFacets turns counts into choices. What is ticked stays visible, even
// where it is not among the most frequent, or nothing was counted.
func newFacets(s state, counts []fihris.FacetCounts) facets {
	var f facets
	for _, p := range pageFacets {
		var values []fihris.FacetValue
		if i := slices.IndexFunc(counts, func(c fihris.FacetCounts) bool { return c.Field == p.Field }); i >= 0 {
			values = counts[i].Values
		}
		if p.Field == fihris.FacetYear {
			f.Years = years(s, values)
			continue
		}
		var ticked []choice
		for _, v := range s.values(p.Field) {
			ticked = append(ticked, choice{Text: v, Checked: true})
		}
		f.Lists = append(f.Lists, choices{p.Field, merge(ticked, values)})
	}
	return f
}

// merge adds counted values to the ticked ones, ticked first.
func merge(chosen []choice, values []fihris.FacetValue) []choice {
	for _, v := range values {
		if v.Value == "" {
			continue
		}
		at := slices.IndexFunc(chosen, func(c choice) bool { return c.Text == v.Value })
		if at < 0 {
			chosen = append(chosen, choice{Text: v.Value, Count: v.Count, Known: true})
			continue
		}
		chosen[at].Count, chosen[at].Known = v.Count, true
	}
	return chosen
}

// years links to the hits of each year; one year alone is no choice.
func years(s state, values []fihris.FacetValue) []link {
	if len(values) < 2 {
		return nil
	}
	var most uint64 = 1
	for _, v := range values {
		most = max(most, v.Count)
	}
	links := make([]link, 0, len(values))
	for _, v := range values {
		links = append(links, link{
			Text: v.Value, Href: s.withDates(v.Value, v.Value).Home(), Count: v.Count, Percent: 100 * v.Count / most,
		})
	}
	return links
}

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
	Sources  []choice
	Sections []choice
	Years    []link
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
	again := func(field fihris.FacetField, f fihris.Filter) error {
		at := slices.IndexFunc(counts, func(c fihris.FacetCounts) bool { return c.Field == field })
		of := slices.IndexFunc(pageFacets, func(c fihris.Facet) bool { return c.Field == field })
		if at < 0 {
			return nil
		}
		wide, err := srv.searcher.Search(ctx, fihris.Request{
			Query: req.Query, Filter: f, Limit: fihris.NoHits, Facets: pageFacets[of : of+1],
		})
		if err == nil && len(wide.Facets) == 1 {
			counts[at] = wide.Facets[0]
		}
		return err
	}
	if len(req.Filter.Sources) > 0 {
		f := req.Filter
		f.Sources = nil
		if err := again(fihris.FacetSource, f); err != nil {
			return nil, err
		}
	}
	if len(req.Filter.Sections) > 0 {
		f := req.Filter
		f.Sections = nil
		if err := again(fihris.FacetSection, f); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// newFacets turns counts into choices. What is ticked stays visible, even
// where it is not among the most frequent.
func newFacets(s state, counts []fihris.FacetCounts) facets {
	f := chosenOnly(s)
	for _, c := range counts {
		switch c.Field {
		case fihris.FacetSource:
			f.Sources = merge(f.Sources, c.Values)
		case fihris.FacetSection:
			f.Sections = merge(f.Sections, c.Values)
		case fihris.FacetYear:
			f.Years = years(s, c.Values)
		}
	}
	return f
}

// chosenOnly offers what is ticked already, where nothing is known of the rest.
func chosenOnly(s state) facets {
	var f facets
	for _, v := range s.Sources {
		f.Sources = append(f.Sources, choice{Text: v, Checked: true})
	}
	for _, v := range s.Sections {
		f.Sections = append(f.Sections, choice{Text: v, Checked: true})
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

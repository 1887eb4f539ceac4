package web

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/bins"
)

// What stands beside the hits where it is asked for.

// isBin says whether a facet is a bin of time.
func isBin(name string) bool { return slices.Contains(bins.Sizes(), fihris.Period(name)) }

// beside fills in what a search was asked for besides its hits.
func (srv *server) beside(ctx context.Context, values url.Values, req fihris.Request, res *fihris.Results, a *answer.Search) error {
	on := map[string]bool{}
	for _, name := range []string{"all", "forms", "relaxations"} {
		var err error
		if on[name], err = readBool(values, name); err != nil {
			return err
		}
	}
	if err := srv.countBeside(ctx, values, req, res, on["all"], a); err != nil {
		return err
	}
	if on["forms"] {
		a.Forms = forms(res.Hits)
	}
	show(values, req, res, a)
	if !on["relaxations"] {
		return nil
	}
	var err error
	a.Relaxations, err = srv.relaxations(ctx, values, req, res)
	return err
}

// mostCounted is how many values of all articles are looked at: more than a facet of the hits can have.
const mostCounted = 1 << 20

// countBeside makes bins of what was counted, and puts the counts of all articles beside.
func (srv *server) countBeside(ctx context.Context, values url.Values, req fihris.Request, res *fihris.Results, all bool, a *answer.Search) error {
	_, names, err := srv.own.readFacets(values)
	if err != nil || len(names) == 0 {
		return err
	}
	var everything *fihris.Results
	if all {
		wide := fihris.Request{Query: fihris.All(), Filter: req.Filter, Limit: fihris.NoHits}
		for _, f := range req.Facets {
			wide.Facets = append(wide.Facets, fihris.Facet{Field: f.Field, Limit: mostCounted})
		}
		if everything, err = srv.searcher.Search(ctx, wide); err != nil {
			return err
		}
	}
	a.Facets = make(map[string][]answer.Facet, len(names))
	for _, name := range names {
		facets := countsOf(name, res)
		if everything != nil {
			whole := map[string]uint64{}
			for _, f := range countsOf(name, everything) {
				whole[f.Value] = f.Count
			}
			for i := range facets {
				n := whole[facets[i].Value]
				facets[i].All = &n
			}
		}
		a.Facets[name] = facets
	}
	return nil
}

// countsOf are the values of a facet by the name that was asked for.
func countsOf(name string, res *fihris.Results) []answer.Facet {
	field := fihris.FacetField(name)
	if isBin(name) {
		field = bins.Facet(fihris.Period(name))
	}
	out := []answer.Facet{} // [] rather than null
	i := slices.IndexFunc(res.Facets, func(c fihris.FacetCounts) bool { return c.Field == field })
	if i < 0 {
		return out
	}
	if !isBin(name) {
		for _, v := range res.Facets[i].Values {
			out = append(out, answer.Facet{Value: v.Value, Count: v.Count})
		}
		return out
	}
	for _, b := range bins.Fold(res.Facets[i].Values, fihris.Period(name)) {
		out = append(out, answer.Facet{Value: b.Value, Count: b.Count, From: b.From.Format(time.DateOnly), To: b.To.AddDate(0, 0, -1).Format(time.DateOnly)})
	}
	return out
}

// mostForms bounds the list of forms.
const mostForms = 50

// forms are what stands marked in the hits, each with the hits that have it.
func forms(hits []fihris.Hit) []answer.Form {
	count := map[string]int{}
	for _, h := range hits {
		seen := map[string]bool{}
		for _, s := range append([]fihris.Snippet{h.Title}, h.Snippets...) {
			for _, span := range s {
				if span.Match && !seen[span.Text] {
					seen[span.Text] = true
					count[span.Text]++
				}
			}
		}
	}
	out := make([]answer.Form, 0, len(count))
	for text, n := range count {
		out = append(out, answer.Form{Text: text, Hits: n})
	}
	slices.SortFunc(out, func(a, b answer.Form) int { return cmp.Or(cmp.Compare(b.Hits, a.Hits), cmp.Compare(a.Text, b.Text)) })
	return out[:min(len(out), mostForms)]
}

// Words of a query that are left out one after the other: of longer ones none.
const (
	fewestWords = 2
	mostWords   = 8
)

// relaxations counts what would be found without one of the filters, and without one of
// the words, where the query is nothing but words; only what finds more is told.
func (srv *server) relaxations(ctx context.Context, values url.Values, req fihris.Request, res *fihris.Results) ([]answer.Relaxation, error) {
	q := strings.TrimSpace(values.Get("q"))
	now := holding(res)
	var out []answer.Relaxation
	try := func(kind, drop, text string, query fihris.Query, filter fihris.Filter) error {
		found, err := srv.searcher.Search(ctx, fihris.Request{Query: query, Filter: filter, Limit: fihris.NoHits, Literal: req.Literal})
		if err != nil {
			return err
		}
		if n := holding(found); n > now {
			out = append(out, answer.Relaxation{Kind: kind, Drop: drop, Query: text, Total: n})
		}
		return nil
	}
	if f := req.Filter; !f.From.IsZero() || !f.To.IsZero() {
		f.From, f.To = time.Time{}, time.Time{}
		if err := try("filter", "date", q, req.Query, f); err != nil {
			return nil, err
		}
	}
	for _, name := range srv.own.deniable() {
		asked := slices.ContainsFunc(req.Filter.Where, func(c fihris.Condition) bool { return c.Field == name })
		if values := req.Filter.Values(fihris.FacetField(name)); values != nil {
			asked = asked || len(*values) > 0
		}
		if !asked {
			continue
		}
		if err := try("filter", name, q, req.Query, unfiltered(req.Filter, name)); err != nil {
			return nil, err
		}
	}
	words := strings.Fields(q)
	plain := strings.IndexFunc(q, func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsMark(c) && !unicode.IsSpace(c) && !unicode.IsDigit(c)
	}) < 0
	if !plain || len(words) < fewestWords || len(words) > mostWords {
		return out, nil
	}
	for i, word := range words {
		rest := strings.Join(slices.Concat(words[:i], words[i+1:]), " ")
		query, err := fihris.ParseQuery(rest)
		if err != nil {
			return nil, err
		}
		if err := try("word", word, rest, query, req.Filter); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// holding is how many articles hold every word.
func holding(res *fihris.Results) uint64 {
	if res.Relaxed || res.Instead != nil {
		return 0
	}
	return res.Total
}

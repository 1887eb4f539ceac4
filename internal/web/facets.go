package web

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/fihris-search/fihris"
)

// How many values of a field are looked at.
const (
	shownValues   = 5    // beside the hits
	countedValues = 200  // to say how many there are
	listedValues  = 1000 // on the page of all of them
)

// facets are the choices beside the hits.
type facets struct {
	Lists []choices
}

// choices are the values of a field.
type choices struct {
	Field   fihris.FacetField
	Name    string // of the parameter
	Own     bool   // a field of the index's own, which is called by its name
	Folded  bool   // opened by who wants it
	Choices []choice
	Total   uint64 // how many values there are, where more than are shown; 0 else
	AllHref string // the page of all of them, where there are more
	Chosen  bool   // some are ticked
}

// choice is a value that can be ticked.
type choice struct {
	Text    string
	Count   uint64
	Known   bool // whether Count is known
	Checked bool
}

// listed are the fields of which values can be ticked: those of every article, and of the
// index's own those that are counted and filtered by whole values.
func (o own) listed() (fields []fihris.FacetField) {
	fields = append(fields, fihris.KeywordFields()...)
	for _, f := range o.fields {
		if f.Facetable && f.Filterable && (f.Kind == fihris.KeywordField || f.Kind == fihris.NumberField) && !slices.Contains(facetNames(), f.Name) {
			fields = append(fields, fihris.FacetField(f.Name))
		}
	}
	return fields
}

// parameter names a field in an address.
func parameter(field fihris.FacetField) string {
	if slices.Contains(fihris.KeywordFields(), field) {
		return string(field)
	}
	return prefixOwn + string(field)
}

// pageFacets are what the page counts besides its hits.
func (o own) pageFacets() (facets []fihris.Facet) {
	for _, field := range o.listed() {
		facets = append(facets, fihris.Facet{Field: field, Limit: countedValues})
	}
	return facets
}

// siblings gives the counts to choose from. The answer to a filtered request
// counts only what the filter leaves, and a reader who ticked one source could
// not see the others; so each ticked field is counted again without itself.
func (srv *server) siblings(ctx context.Context, s state, req fihris.Request, res *fihris.Results) ([]fihris.FacetCounts, error) {
	counts := slices.Clone(res.Facets)
	for i := range counts {
		if len(s.chosen(counts[i].Field)) == 0 {
			continue
		}
		wide, err := srv.valuesOf(ctx, req, counts[i].Field, countedValues)
		if err != nil {
			return nil, err
		}
		counts[i].Values = wide
	}
	return counts, nil
}

// valuesOf counts the values of a field as if nothing of it were asked.
func (srv *server) valuesOf(ctx context.Context, req fihris.Request, field fihris.FacetField, most int) ([]fihris.FacetValue, error) {
	res, err := srv.searcher.Search(ctx, fihris.Request{
		Query: req.Query, Filter: unfiltered(req.Filter, string(field)), Literal: req.Literal,
		Limit: fihris.NoHits, Facets: []fihris.Facet{{Field: field, Limit: most}},
	})
	if err != nil || len(res.Facets) != 1 {
		return nil, err
	}
	return res.Facets[0].Values, nil
}

// newFacets turns counts into choices. What is ticked stays visible, even
// where it is not among the most frequent, or nothing was counted.
func (o own) newFacets(s state, counts []fihris.FacetCounts) facets {
	var f facets
	for i, field := range o.listed() {
		c := choices{Field: field, Name: parameter(field), Own: i >= len(fihris.KeywordFields())}
		c.Folded = field != fihris.FacetSource && field != fihris.FacetSection
		var values []fihris.FacetValue
		if at := slices.IndexFunc(counts, func(c fihris.FacetCounts) bool { return c.Field == field }); at >= 0 {
			values = counts[at].Values
		}
		c.Choices = ticked(s, field)
		c.Chosen = len(c.Choices) > 0
		c.Choices = merge(c.Choices, values)
		if most := shownValues + len(s.chosen(field)); len(c.Choices) > most+1 { // one more fits where a link to it would stand
			if len(values) < countedValues {
				c.Total = uint64(len(c.Choices))
			}
			c.AllHref = s.withPage(1).hrefWith(pathValues, "field", c.Name)
			c.Choices = c.Choices[:most]
		}
		f.Lists = append(f.Lists, c)
	}
	return f
}

// ticked are the chosen values of a field.
func ticked(s state, field fihris.FacetField) (out []choice) {
	for _, v := range s.chosen(field) {
		out = append(out, choice{Text: v, Checked: true})
	}
	return out
}

// merge adds counted values to the ticked ones, ticked first.
func merge(chosen []choice, values []fihris.FacetValue) []choice {
	for _, v := range values {
		if v.Value == "" {
			continue
		}
		at := slices.IndexFunc(chosen[:min(len(chosen), maxValues)], func(c choice) bool { return c.Text == v.Value })
		if at < 0 {
			chosen = append(chosen, choice{Text: v.Value, Count: v.Count, Known: true})
			continue
		}
		chosen[at].Count, chosen[at].Known = v.Count, true
	}
	return chosen
}

// Label is what a field is called above its values.
func (c choices) Label(l *locale) string {
	if c.Own {
		return string(c.Field)
	}
	return l.text("filter.list." + string(c.Field))
}

// listView is a list of values on a page.
type listView struct {
	choices
	L *locale
}

// List is a list with the words around it.
func (v view) List(c choices) listView { return listView{c, v.L} }

// Hidden are what a form passes on that it does not show: all that the address says, or where the filters
// stand on the page, those of the chosen values that have no box there, or else how hits are shown.
func (v view) Hidden(all bool) (out []hidden) {
	values := v.State.withPage(1).values()
	if !all && !v.Narrows { // a new search, shown in the same way
		maps.DeleteFunc(values, func(name string, _ []string) bool { return name != "digits" && name != "per" })
	}
	if !all {
		for _, name := range []string{"q", "sort", "group", "lang", "literal", "explain"} {
			delete(values, name)
		}
		for _, list := range v.Facets.Lists {
			delete(values, list.Name)
		}
		if !v.Undated {
			delete(values, "from")
			delete(values, "to")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[name] {
			out = append(out, hidden{name, value})
		}
	}
	return out
}

// hidden is a parameter that a form passes on.
type hidden struct{ Name, Value string }

// FromText and ToText are the dates in words, which are read back as the same.
func (v view) FromText() string { return v.L.Period(v.State.From) }

// ToText is the last date; see FromText.
func (v view) ToText() string { return v.L.Period(v.State.To) }

// checkOwn refuses a filter by a field that the index has not, which would filter nothing.
func (o own) checkOwn(values url.Values) error {
	for name := range values {
		of, known := strings.CutPrefix(name, prefixNot)
		if !known {
			if of, known = strings.CutPrefix(name, prefixOwn); !known {
				continue
			}
		}
		if !slices.Contains(o.deniable(), of) || strings.HasPrefix(name, prefixOwn) && slices.Contains(fihris.KeywordFields(), fihris.FacetField(of)) {
			return badParameter("error.fields.filter", quoted(name), strings.Join(o.deniable(), ", "))
		}
	}
	return nil
}

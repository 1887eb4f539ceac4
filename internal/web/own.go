package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/openapi"
)

// How an address names what a field must have, and must not: f.lang=ar, not.lang=fr, not.source=X. Fields of
// one's own have a prefix, so that none can be taken for a parameter of a later version.
const (
	prefixOwn = "f."
	prefixNot = "not."
)

// own is what a searcher has besides what every one has: the fields of its own, which are fixed
// as long as it is open. The zero own has none.
type own struct {
	fields []fihris.Field
	strict func(string) (fihris.Query, error)

	suggests bool // it fills in suggestions
}

func ownOf(s fihris.Searcher) own {
	_, suggests := s.(fihris.Suggester)
	if d, ok := s.(fihris.Declarer); ok {
		return own{d.Fields(), d.ParseStrict, suggests}
	}
	return own{strict: fihris.ParseStrict, suggests: suggests}
}

// filterParams narrow a search.
func (o own) filterParams() []openapi.Param {
	params := []openapi.Param{
		openapi.Text("from", "Published in this period or later: a year, a month, a day (2020, 2020-09, 2020-09-08) or a moment (RFC 3339).", maxText),
		openapi.Text("to", "Published in this period or earlier; the period itself is included.", maxText),
	}
	for _, field := range fihris.KeywordFields() {
		params = append(params, openapi.Texts(string(field), "Any of these values of the field, spelled exactly. Repeat for several.", maxText, maxValues))
	}
	for _, f := range o.filterable() {
		means := map[fihris.FieldKind]string{
			fihris.KeywordField: "spelled exactly",
			fihris.NumberField:  "numbers or ranges with both ends, of which one may be left out: 12, 10..20, 10..",
			fihris.DateField:    "dates or ranges with both ends, of which one may be left out: 2020-06, 2019..2020-06, 2019..",
		}[f.Kind]
		params = append(params, openapi.Texts(prefixOwn+f.Name, "Any of these values of the "+string(f.Kind)+" "+f.Name+", "+means+". Repeat for several.", maxText, maxValues))
	}
	for _, name := range o.deniable() {
		params = append(params, openapi.Texts(prefixNot+name, "None of these values; an article without any passes. Repeat for several.", maxText, maxValues))
	}
	return params
}

// filterable are the fields of its own that narrow a search.
func (o own) filterable() []fihris.Field {
	return slices.DeleteFunc(slices.Clone(o.fields), func(f fihris.Field) bool { return !f.Filterable })
}

// deniable names the fields of which values can be excluded.
func (o own) deniable() (names []string) {
	for _, field := range fihris.KeywordFields() {
		names = append(names, string(field))
	}
	for _, f := range o.filterable() {
		names = append(names, f.Name)
	}
	return names
}

// readFilter reads what narrows a search, the fields of its own and what is excluded with it.
func (o own) readFilter(values url.Values) (fihris.Filter, error) {
	filter, err := readFilter(values)
	if err != nil {
		return filter, err
	}
	for _, name := range o.deniable() {
		c := fihris.Condition{Field: name}
		if c.Any, err = readTexts(values, prefixOwn+name); err != nil {
			return filter, err
		}
		if c.None, err = readTexts(values, prefixNot+name); err != nil {
			return filter, err
		}
		if len(c.Any)+len(c.None) > 0 {
			filter.Where = append(filter.Where, c)
		}
	}
	return filter, nil
}

// sortNames are the values of sort.
func (o own) sortNames() []string {
	names := []string{"score", string(fihris.Newest), string(fihris.Oldest)}
	add := func(name string) { names = append(names, name, "-"+name) }
	for _, field := range fihris.KeywordFields() {
		add(string(field))
	}
	for _, f := range o.fields {
		if f.Sortable {
			add(f.Name)
		}
	}
	return names
}

// readSort reads sort.
func (o own) readSort(values url.Values) (fihris.Order, error) {
	name := values.Get("sort")
	if order, ok := sorts[name]; ok {
		return order, nil
	}
	if !slices.Contains(o.sortNames(), name) {
		return fihris.ByScore, badParameter("error.sort", quoted(name), strings.Join(o.sortNames(), ", "))
	}
	return fihris.Order(name), nil
}

// facetNames are the values of facet: what an index counts, bins of time, and its own fields, those of
// dates also by months and years. Bins are first to have a name.
func (o own) facetNames() []string {
	names := facetNames()
	for _, f := range o.fields {
		if !f.Facetable || slices.Contains(names, f.Name) {
			continue
		}
		names = append(names, f.Name)
		if f.Kind == fihris.DateField {
			names = append(names, f.Name+"."+string(fihris.FacetMonth), f.Name+"."+string(fihris.FacetYear))
		}
	}
	return names
}

// unfiltered is a filter without what it says of one field.
func unfiltered(f fihris.Filter, name string) fihris.Filter {
	if values := f.Values(fihris.FacetField(name)); values != nil {
		*values = nil
	}
	f.Where = slices.DeleteFunc(slices.Clone(f.Where), func(c fihris.Condition) bool { return c.Field == name })
	return f
}

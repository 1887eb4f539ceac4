package index

import "time"

// FacetWant is a facet, made ready: the values of a field, or of dates their days (Layout, as
// package time has it).
type FacetWant struct {
	Field  string
	Kind   FieldKind
	Layout string // of dates
	Limit  int    // at most so many values, the most frequent first; 0 for all, of dates, in their order
}

// facetWant is what facet counts.
func (v *view) facetWant(f Facet) (FacetWant, error) {
	of, layout, err := v.own.facet(f)
	if err != nil {
		return FacetWant{}, err
	}
	w := FacetWant{of.stored, of.kind, layout, f.Limit}
	switch {
	case layout != "":
		w.Limit = 0
	case w.Limit <= 0:
		w.Limit = defaultFacetLimit
	}
	return w, nil
}

// Value writes a key of a number, or a day since 1970 of a date, as facets show it.
func (f *FacetWant) Value(key int64) string {
	if f.Layout != "" {
		return time.Unix(key*86400, 0).UTC().Format(f.Layout)
	}
	return formatNumber(decodeNumber(key))
}

// SortWant is an order by a field: the least value first, or the greatest.
type SortWant struct {
	Field      string
	Kind       FieldKind
	Descending bool
}

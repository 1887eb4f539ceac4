package fihris

import "github.com/fihris-search/fihris/internal/index"

// KeywordFields lists the fields of an article that hold whole values: a
// [Filter] asks for these, a [Facet] counts them, and a query names them
// (section:politics).
func KeywordFields() []FacetField {
	fields := make([]FacetField, len(index.Keywords))
	for i := range fields {
		fields[i] = FacetField(index.Keywords[i].Name)
	}
	return fields
}

// FacetFields lists what a [Facet] can count: the keyword fields, then the parts
// of the date.
func FacetFields() []FacetField {
	var fields []FacetField
	for _, name := range index.FacetFields() {
		fields = append(fields, FacetField(name))
	}
	return fields
}

// Values returns the values that the article has in a keyword field; none for
// any other.
func (a *Article) Values(field FacetField) []string {
	if k := index.KeywordOf(string(field)); k != nil {
		return k.Of((*index.Document)(a))
	}
	return nil
}

// Values returns any of which values the filter asks for in a keyword field, to
// be read or changed; nil for a field that is none.
func (f *Filter) Values(field FacetField) *[]string {
	if k := index.KeywordOf(string(field)); k != nil {
		return k.Wanted((*index.Filter)(f))
	}
	return nil
}

// IsZero says whether the filter lets every article through.
func (f Filter) IsZero() bool { return (*index.Filter)(&f).IsZero() }

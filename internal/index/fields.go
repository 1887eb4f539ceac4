package index

import (
	"slices"

	"github.com/fihris-search/fihris/internal/query"
)

// Keyword is a field of articles that holds whole values: they are filtered,
// counted and asked for as they are, and no words of the text. One more is a
// line of Keywords, a field of Document and one of Filter.
type Keyword struct {
	Name   string                   // in the index, of its facet, in addresses
	Query  query.Field              // how a query names it
	Of     func(*Document) []string // the values of a document, none of them empty
	Wanted func(*Filter) *[]string  // any of which a filter asks for
}

// Keywords are the keyword fields, in the order in which they are shown.
var Keywords = [...]Keyword{
	{fieldSource, query.Source, func(d *Document) []string { return one(d.Source) }, func(f *Filter) *[]string { return &f.Sources }},
	{fieldSection, query.Section, func(d *Document) []string { return one(d.Section) }, func(f *Filter) *[]string { return &f.Sections }},
	{fieldTag, query.Tag, func(d *Document) []string { return notEmpty(d.Tags) }, func(f *Filter) *[]string { return &f.Tags }},
}

// KeywordOf returns the keyword field of a name; nil if there is none.
func KeywordOf(name string) *Keyword {
	return keyword(func(k *Keyword) bool { return k.Name == name })
}

// keywordAsked returns the keyword field that a query names.
func keywordAsked(f query.Field) *Keyword {
	return keyword(func(k *Keyword) bool { return k.Query == f })
}

// keyword returns the keyword field that is wanted; nil if there is none.
func keyword(is func(*Keyword) bool) *Keyword {
	for i := range Keywords {
		if is(&Keywords[i]) {
			return &Keywords[i]
		}
	}
	return nil
}

// text is a field of a document that holds one string. Their order is that of
// the stored form.
type text struct {
	name string
	of   func(*Document) *string
}

var texts = [...]text{
	{"title", func(d *Document) *string { return &d.Title }},
	{"body", func(d *Document) *string { return &d.Body }},
	{"author", func(d *Document) *string { return &d.Author }},
	{"source", func(d *Document) *string { return &d.Source }},
	{"section", func(d *Document) *string { return &d.Section }},
	{"URL", func(d *Document) *string { return &d.URL }},
}

func one(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

func notEmpty(values []string) []string {
	if !slices.Contains(values, "") {
		return values
	}
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
}

package index

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/query"
)

// Keyword is a field of every article that holds whole values: they are filtered,
// counted and asked for as they are, and no words of the text. One more is a
// line of Keywords, a field of Document and one of Filter.
type Keyword struct {
	Name   string                   // of its facet, in addresses
	stored string                   // in a segment
	Query  query.Field              // how a query names it: by its values, or word by word
	Of     func(*Document) []string // the values of a document, none of them empty
	Wanted func(*Filter) *[]string  // any of which a filter asks for
}

// Keywords are the keyword fields, in the order in which they are shown.
var Keywords = [...]Keyword{
	{"source", fieldSource, query.Source, func(d *Document) []string { return one(d.Source) }, func(f *Filter) *[]string { return &f.Sources }},
	{"section", fieldSection, query.Section, func(d *Document) []string { return one(d.Section) }, func(f *Filter) *[]string { return &f.Sections }},
	{"tag", fieldTag, query.Tag, func(d *Document) []string { return notEmpty(d.Tags) }, func(f *Filter) *[]string { return &f.Tags }},
	{"author", fieldByline, query.Author, func(d *Document) []string { return one(d.Author) }, func(f *Filter) *[]string { return &f.Authors }},
}

// KeywordOf returns the keyword field of a name; nil if there is none.
func KeywordOf(name string) *Keyword {
	for i := range Keywords {
		if Keywords[i].Name == name {
			return &Keywords[i]
		}
	}
	return nil
}

// field is what can be filtered, counted or put in order: a keyword field of every
// article, or one of one's own.
type field struct {
	name   string
	stored string // in a segment
	kind   FieldKind
	Uses
}

// find returns the field of a name that is for a use, or says which there are. Doing
// says what was to be done with it.
func (o *own) find(name, doing string, use func(*Uses) *bool) (*field, error) {
	if k := KeywordOf(name); k != nil {
		return &field{k.Name, k.stored, KeywordField, kinds[KeywordField].uses}, nil
	}
	var names []string
	for i := range Keywords {
		names = append(names, Keywords[i].Name)
	}
	for i := range o.fields {
		f := &o.fields[i]
		if f.Name == name && *use(&f.Uses) {
			return &field{f.Name, ownPrefix + f.Name, f.Kind, f.Uses}, nil
		}
		if f.Name == name {
			return nil, fmt.Errorf("%w: field %s was not declared for %s", ErrRequest, name, doing)
		}
		if *use(&f.Uses) {
			names = append(names, f.Name)
		}
	}
	return nil, fmt.Errorf("%w: there is no field %q for %s: choose one of %s", ErrRequest, name, doing, strings.Join(names, ", "))
}

// asked returns the field that a query compares with values.
func (o *own) asked(f query.Field) (*field, error) {
	return o.find(f.String(), "search", func(u *Uses) *bool { return &u.Searchable })
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

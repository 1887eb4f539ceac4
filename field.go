package fihris

import (
	"slices"

	"github.com/fihris-search/fihris/internal/index"
)

// Field is a field of your own. It is declared when an index is created ([Options].Fields),
// and its values are those of [Article].Extra under its name: a string, a number, a
// date, or a list of them. An article with a value of another kind is refused.
//
// A name is letters, and behind the first digits and low lines too; it means nothing else
// in a query, in either language. The uses are what the field costs space and time for; where
// none is named, it has all that its kind may have.
type Field struct {
	Name string
	Kind FieldKind

	Filterable bool // [Condition] may ask for it
	Facetable  bool // [Facet] may count it
	Sortable   bool // [Order] may be by it
	Searchable bool // a query may name it (lang:ar, pages:10..20, lead:word)

	// Weight is what a word that names no field counts for in a text, such as the summary or
	// the lead of an article, beside title and body, where it counts 1. An article that has
	// the word there alone holds it, in every count too. 0 stands for 0.2; with less than 0
	// only name:word searches it. At most two texts of an index may have one.
	Weight float64
}

// FieldKind says what the values of a [Field] are.
type FieldKind string

// The kinds of fields. Only keywords, numbers and dates can be filtered, counted and
// put in order.
const (
	KeywordField FieldKind = "keyword" // whole values, up to 2,048 bytes long: lang, edition, desk
	TextField    FieldKind = "text"    // text, found by its words as title and body are: lead, caption
	NumberField  FieldKind = "number"  // numbers, compared with the precision of a float64
	DateField    FieldKind = "date"    // dates, to the second: a time.Time, or a text such as 2020-09-15 or 2020-09-15T10:30:00Z
)

// ParseField reads a field in the notation of the command: lang=keyword,
// pages=number:filter,sort, lead=text^0.3. The uses are filter, facet, sort and search; a text of
// the weight 0 is searched by its name only.
func ParseField(s string) (Field, error) {
	f, err := index.ParseField(s)
	return newField(f), wrap("read a field", err)
}

// String writes the field in the notation that [ParseField] reads.
func (f Field) String() string { return f.internal().String() }

func (f Field) internal() index.Field {
	return index.Field{
		Name: f.Name, Kind: index.FieldKind(f.Kind), Weight: f.Weight,
		Uses: index.Uses{Filterable: f.Filterable, Facetable: f.Facetable, Sortable: f.Sortable, Searchable: f.Searchable},
	}
}

func newField(f index.Field) Field {
	return Field{f.Name, FieldKind(f.Kind), f.Filterable, f.Facetable, f.Sortable, f.Searchable, f.Weight}
}

// Fields lists the fields of one's own of the index, as it was created, in the order of
// their names.
func (ix *Index) Fields() []Field { return newFields(ix.ix.Fields()) }

func newFields(fields []index.Field) (out []Field) {
	for _, f := range fields {
		out = append(out, newField(f))
	}
	return out
}

// KeywordFields lists the fields of every article that hold whole values: a
// [Filter] asks for these, a [Facet] counts them, and a query names them
// (section:politics).
func KeywordFields() []FacetField {
	fields := make([]FacetField, len(index.Keywords))
	for i := range fields {
		fields[i] = FacetField(index.Keywords[i].Name)
	}
	return fields
}

// FacetFields lists what a [Facet] can count in every index: the keyword fields, then
// the parts of the date.
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
// be read or changed; nil for a field that is none, as those of one's own ([Filter].Where).
func (f *Filter) Values(field FacetField) *[]string {
	switch field {
	case FacetSource:
		return &f.Sources
	case FacetSection:
		return &f.Sections
	case FacetTag:
		return &f.Tags
	case FacetAuthor:
		return &f.Authors
	}
	return nil
}

// IsZero says whether the filter lets every article through.
func (f Filter) IsZero() bool {
	in := f.internal()
	return in.IsZero()
}

func (f *Filter) internal() index.Filter {
	out := index.Filter{
		From: f.From, To: f.To, Sources: f.Sources, Sections: f.Sections, Tags: f.Tags, Authors: f.Authors, IDs: f.IDs, Except: f.Except,
		Where: slices.Grow([]index.Condition(nil), len(f.Where)),
	}
	for _, c := range f.Where {
		out.Where = append(out.Where, index.Condition(c))
	}
	return out
}

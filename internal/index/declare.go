package index

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// FieldKind says what the values of a field of one's own are.
type FieldKind string

// The kinds of fields of one's own.
const (
	KeywordField FieldKind = "keyword" // whole values: a string or several
	TextField    FieldKind = "text"    // text, searched by its words
	NumberField  FieldKind = "number"  // a number or several
	DateField    FieldKind = "date"    // a date or several, to the second
)

// kinds says how a query compares each kind, and which uses it may have.
var kinds = map[FieldKind]struct {
	query query.Kind
	uses  Uses
}{
	KeywordField: {query.Whole, Uses{true, true, true, true}},
	TextField:    {query.Words, Uses{Searchable: true}},
	NumberField:  {query.Number, Uses{true, true, true, true}},
	DateField:    {query.Moment, Uses{true, true, true, true}},
}

// Uses is what a field is for.
type Uses struct{ Filterable, Facetable, Sortable, Searchable bool }

// uses are the names of the uses in the notation of fields, in their order.
var uses = [...]struct {
	name string
	of   func(*Uses) *bool
}{
	{"filter", func(u *Uses) *bool { return &u.Filterable }},
	{"facet", func(u *Uses) *bool { return &u.Facetable }},
	{"sort", func(u *Uses) *bool { return &u.Sortable }},
	{"search", func(u *Uses) *bool { return &u.Searchable }},
}

// Field is a field of one's own. Its values are those of [Document].Extra under its name.
type Field struct {
	Name   string
	Kind   FieldKind
	Uses           // none stands for all that the kind may have
	Weight float64 // of a text: what a bare word counts for there; 0 for defaultOwnWeight, less than 0 for nothing
}

// What a text of one's own counts for beside title and body, and how many texts may.
const (
	defaultOwnWeight = .2
	mostWeighted     = 2
	mostOwn          = 64
)

// String writes the field in the notation that ParseField reads.
func (f Field) String() string {
	s := f.Name + "=" + string(f.Kind)
	if f.Uses != kinds[f.Kind].uses && f.Uses != (Uses{}) {
		sep := ":"
		for _, u := range uses {
			if *u.of(&f.Uses) {
				s, sep = s+sep+u.name, ","
			}
		}
	}
	switch {
	case f.Kind != TextField || f.Weight == 0 || f.Weight == defaultOwnWeight:
	case f.Weight < 0:
		s += "^0"
	default:
		s += "^" + strconv.FormatFloat(f.Weight, 'f', -1, 64)
	}
	return s
}

// ParseField reads a field as it is declared on a command line: lang=keyword,
// pages=number:filter,sort or lead=text^0.3 (^0: bare words do not search it).
func ParseField(s string) (Field, error) {
	name, rest, _ := strings.Cut(s, "=")
	rest, weight, weighted := strings.Cut(rest, "^")
	kind, list, some := strings.Cut(rest, ":")
	f := Field{Name: name, Kind: FieldKind(kind)}
	if some {
		for name := range strings.SplitSeq(list, ",") {
			i := slices.IndexFunc(uses[:], func(u struct {
				name string
				of   func(*Uses) *bool
			}) bool {
				return u.name == name
			})
			if i < 0 {
				return f, fmt.Errorf("field %q: a use is filter, facet, sort or search, not %q", s, name)
			}
			*uses[i].of(&f.Uses) = true
		}
	}
	if weighted {
		w, err := strconv.ParseFloat(weight, 64)
		if err != nil || !(w >= 0) {
			return f, fmt.Errorf("field %q: a weight is a number such as 0.3, not %q", s, weight)
		}
		if f.Weight = w; w == 0 {
			f.Weight = -1
		}
	}
	f, err := f.complete()
	if err != nil {
		return f, fmt.Errorf("field %q: %w", s, err)
	}
	return f, nil
}

// complete fills in what a declaration leaves out, and says what is wrong with it.
func (f Field) complete() (Field, error) {
	kind, ok := kinds[f.Kind]
	if err := query.CheckName(f.Name); err != nil {
		return f, err
	}
	if reserved[analysis.Fold(f.Name)] {
		return f, fmt.Errorf("%q is the name of something else", f.Name)
	}
	if !ok {
		return f, fmt.Errorf("a kind is keyword, text, number or date, not %q", f.Kind)
	}
	if f.Uses == (Uses{}) {
		f.Uses = kind.uses
	}
	for _, u := range uses {
		if *u.of(&f.Uses) && !*u.of(&kind.uses) {
			return f, fmt.Errorf("a %s cannot be declared for %s, only for search: declare a keyword for that", f.Kind, u.name)
		}
	}
	switch {
	case f.Kind != TextField && f.Weight != 0:
		return f, fmt.Errorf("a %s has no weight: only the words of a text have", f.Kind)
	case !(f.Weight <= mostOwnWeight): // NaN neither
		return f, fmt.Errorf("a weight is at most %d, that of a word in title and body is 1", mostOwnWeight)
	case f.Kind == TextField && f.Weight == 0:
		f.Weight = defaultOwnWeight
	case f.Weight > 0 && f.Weight < leastOwnWeight:
		return f, fmt.Errorf("a weight is 0 or at least %v", leastOwnWeight)
	}
	return f, nil
}

// The bounds of the weight of a text.
const (
	mostOwnWeight  = 10
	leastOwnWeight = .001
)

// reserved are names that mean something else where fields are named: in filters,
// facets and orders, in addresses, in the lines of an export.
var reserved = func() map[string]bool {
	names := map[string]bool{}
	for _, name := range periodNames {
		names[analysis.Fold(name)] = true
	}
	for _, name := range strings.Fields(`id title body author source section url published tag tags extra file text date
		score newest oldest authors sources sections ids from to after before q limit offset sort facet explain group literal strict suggest
		first_stage`) {
		names[analysis.Fold(name)] = true
	}
	return names
}()

// completeFields puts the declarations of an index into their one form, in the
// order of their names.
func completeFields(fields []Field) ([]Field, error) {
	if len(fields) > mostOwn {
		return nil, fmt.Errorf("%w: %d fields of one's own, at most %d are possible", ErrRequest, len(fields), mostOwn)
	}
	out := make([]Field, 0, len(fields))
	known := map[string]bool{}
	weighted := 0
	for _, f := range fields {
		f, err := f.complete()
		if err != nil {
			return nil, fmt.Errorf("%w: field %q: %w", ErrRequest, f.Name, err)
		}
		name := analysis.Fold(f.Name)
		if known[name] {
			return nil, fmt.Errorf("%w: field %q is declared twice: names are compared without marks, hamza and case", ErrRequest, f.Name)
		}
		known[name] = true
		if f.Weight > 0 {
			weighted++
		}
		out = append(out, f)
	}
	if weighted > mostWeighted {
		return nil, fmt.Errorf("%w: %d texts that bare words search, at most %d are possible: give the others the weight -1 (^0)", ErrRequest, weighted, mostWeighted)
	}
	slices.SortFunc(out, func(a, b Field) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}

// formatFields writes declarations as the metadata of an index keep them.
func formatFields(fields []Field) string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.String()
	}
	return strings.Join(list, " ")
}

// parseFields reads what formatFields wrote.
func parseFields(s string) ([]Field, error) {
	var fields []Field
	for one := range strings.FieldsSeq(s) {
		f, err := ParseField(one)
		if err != nil {
			return nil, fmt.Errorf("%w: the fields of the index: %w", ErrCorrupt, err)
		}
		fields = append(fields, f)
	}
	return fields, nil
}

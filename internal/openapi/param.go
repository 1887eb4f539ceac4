package openapi

import (
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

// Param is a parameter of an operation: how it is described, and what of it can be
// checked without knowing what it means.
type Param struct {
	Name     string
	Text     string // what it means, a sentence
	InPath   bool   // else in the query of the address
	Required bool

	repeats bool // may be given more than once
	empty   bool // may be empty
	schema  huma.Schema
}

// Text is a parameter of any text of so many characters at most.
func Text(name, text string, most int) Param {
	return Param{Name: name, Text: text, empty: true, schema: huma.Schema{Type: huma.TypeString, MaxLength: &most}}
}

// Texts is a Text that may be given so many times.
func Texts(name, text string, most, times int) Param {
	return Param{Name: name, Text: text, empty: true, repeats: true, schema: huma.Schema{
		Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString, MaxLength: &most}, MaxItems: &times,
	}}
}

// Matching are texts that match a regular expression, of so many characters at most, and so many.
func Matching(name, text, pattern string, most, times int) Param {
	return Param{Name: name, Text: text, repeats: true, schema: huma.Schema{
		Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString, Pattern: pattern, MaxLength: &most}, MaxItems: &times,
	}}
}

// Integer is a whole number between two bounds, both included.
func Integer(name, text string, least, most, otherwise int) Param {
	lowest, highest := float64(least), float64(most)
	return Param{Name: name, Text: text, schema: huma.Schema{
		Type: huma.TypeInteger, Minimum: &lowest, Maximum: &highest, Default: otherwise,
	}}
}

// Choice is one of some values.
func Choice(name, text string, values ...string) Param {
	return Param{Name: name, Text: text, schema: *enum(values)}
}

// Choices are any of some values: the parameter may be given more than once.
func Choices(name, text string, values ...string) Param {
	return Param{Name: name, Text: text, repeats: true, schema: huma.Schema{Type: huma.TypeArray, Items: enum(values)}}
}

// Switch is on or off. It is a choice of texts, for a boolean of a schema would
// be true and false alone.
func Switch(name, text string) Param { return Choice(name, text, "1", "0", "true", "false") }

func enum(values []string) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, v := range values {
		s.Enum = append(s.Enum, v)
	}
	return s
}

// Needed is the parameter where there is no answer without it.
func (p Param) Needed() Param {
	p.Required = true
	return p
}

// Path is the parameter as a part of the path.
func (p Param) Path() Param {
	p.InPath, p.Required = true, true
	return p
}

// Repeats says whether it may be given more than once.
func (p Param) Repeats() bool { return p.repeats }

// MayBeEmpty says whether an empty value means something.
func (p Param) MayBeEmpty() bool { return p.empty }

// Names are the names of parameters in their order.
func Names(params []Param) []string {
	names := make([]string, len(params))
	for i, p := range params {
		names[i] = p.Name
	}
	return names
}

// Find returns the parameter of a name.
func Find(params []Param, name string) (Param, bool) {
	if i := slices.IndexFunc(params, func(p Param) bool { return p.Name == name }); i >= 0 {
		return params[i], true
	}
	return Param{}, false
}

func (p Param) described() *huma.Param {
	schema := p.schema
	d := &huma.Param{Name: p.Name, In: "query", Description: p.Text, Required: p.Required, Schema: &schema}
	if p.InPath {
		d.In = "path"
	}
	if p.repeats {
		explode := true
		d.Explode = &explode
	}
	return d
}

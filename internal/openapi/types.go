package openapi

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Type is an object of the interface, for people to read.
type Type struct {
	Name   string
	Fields []Field
}

// Field is a member of a type.
type Field struct {
	Name     string
	Kind     string // text, whole number, list of …
	TypeName string // of the object, or the objects of the list; empty for others
	Text     string
	Optional bool
}

const refPrefix = "#/components/schemas/"

// Types are the objects that an interface answers with, by name.
func Types(of Interface) []Type {
	types := huma.NewMapRegistry(refPrefix, huma.DefaultSchemaNamer)
	values := []any{of.Problem}
	for _, op := range of.Operations {
		for _, a := range op.Answers {
			values = append(values, a.Of)
		}
		for _, b := range op.Bodies {
			values = append(values, b.Of)
		}
	}
	for _, v := range values {
		if v != nil {
			types.Schema(reflect.TypeOf(v), true, "")
		}
	}
	var out []Type
	for _, name := range slices.Sorted(maps.Keys(types.Map())) {
		schema := types.Map()[name]
		t := Type{Name: name}
		for _, field := range slices.Sorted(maps.Keys(schema.Properties)) {
			s := schema.Properties[field]
			f := Field{Name: field, Text: s.Description, Optional: !slices.Contains(schema.Required, field)}
			f.Kind, f.TypeName = kind(s)
			t.Fields = append(t.Fields, f)
		}
		out = append(out, t)
	}
	return out
}

// kind says in words what a schema is.
func kind(s *huma.Schema) (words, typeName string) {
	switch {
	case s == nil:
		return "any JSON", ""
	case s.Ref != "":
		return "", strings.TrimPrefix(s.Ref, refPrefix)
	case s.Type == huma.TypeArray:
		of, typeName := kind(s.Items)
		return strings.TrimSpace("list of " + of), typeName
	case len(s.Enum) > 0:
		return strings.TrimSuffix(strings.TrimPrefix(fmt.Sprint(s.Enum), "["), "]"), ""
	case s.Format == "date-time":
		return "time (RFC 3339)", ""
	case s.Minimum != nil && s.Maximum != nil:
		return fmt.Sprintf("%.0f to %.0f", *s.Minimum, *s.Maximum), ""
	case s.Type == huma.TypeInteger:
		return "whole number", ""
	case s.Type == huma.TypeBoolean:
		return "true or false", ""
	case s.Type == huma.TypeString:
		return "text", ""
	case s.Type == huma.TypeObject:
		if of, ok := s.AdditionalProperties.(*huma.Schema); ok {
			words, typeName := kind(of)
			return strings.TrimSpace("object of " + words), typeName
		}
	}
	if s.Type == "" {
		return "any JSON", ""
	}
	return s.Type, ""
}

// Kind says in words what values a parameter has.
func (p Param) Kind() string {
	words, _ := kind(&p.schema)
	if p.schema.Default != nil {
		words += fmt.Sprintf(", else %v", p.schema.Default)
	}
	return words
}

// TypeName is the name of what is answered; empty for what is no JSON.
func (a Answer) TypeName() string {
	if a.Of == nil {
		return ""
	}
	return huma.DefaultSchemaNamer(reflect.TypeOf(a.Of), "")
}

// Allowed says who may call an operation; nothing where everybody may.
func (op Operation) Allowed() string {
	switch op.Token {
	case Writers:
		return "Only for those who show a token for writing: Authorization: Bearer TOKEN."
	case Readers:
		return "Where the server has tokens for reading, only for those who show one."
	}
	return ""
}

package index

import (
	"fmt"
	"slices"
	"strings"
)

// returned are the fields of a document that a request may name, and how each is taken
// over.
var returned = []struct {
	name string
	take func(to, from *Document)
}{
	{"id", func(_, _ *Document) {}}, // which is there always
	{"title", func(to, from *Document) { to.Title = from.Title }},
	{"body", func(to, from *Document) { to.Body = from.Body }},
	{"author", func(to, from *Document) { to.Author = from.Author }},
	{"source", func(to, from *Document) { to.Source = from.Source }},
	{"section", func(to, from *Document) { to.Section = from.Section }},
	{"url", func(to, from *Document) { to.URL = from.URL }},
	{"published", func(to, from *Document) { to.Published = from.Published }},
	{"tags", func(to, from *Document) { to.Tags = from.Tags }},
	{"extra", func(to, from *Document) { to.Extra = from.Extra }},
	{"file", func(to, from *Document) { to.File = from.File }},
}

// extraPrefix is before the name of one extra value.
const extraPrefix = "extra."

// checkReturned says which of the fields that are wanted there is not.
func checkReturned(fields []string) error {
	for _, name := range fields {
		known := strings.HasPrefix(name, extraPrefix) && len(name) > len(extraPrefix)
		var names []string
		for _, f := range returned {
			known = known || f.name == name
			names = append(names, f.name)
		}
		if !known {
			return fmt.Errorf("%w: articles have no field %q to return: choose some of %s, or extra.NAME", ErrRequest, name, strings.Join(names, ", "))
		}
	}
	return nil
}

// returnsExtra says whether extra values are among the fields that are wanted.
func returnsExtra(fields []string) bool {
	return len(fields) == 0 || slices.ContainsFunc(fields, func(name string) bool {
		return name == "extra" || strings.HasPrefix(name, extraPrefix)
	})
}

// only is the document with some of its fields; none stands for all.
func (d *Document) only(fields []string) Document {
	if len(fields) == 0 {
		return *d
	}
	out := Document{ID: d.ID}
	for _, f := range returned {
		if slices.Contains(fields, f.name) {
			f.take(&out, d)
		}
	}
	for _, name := range fields {
		key, one := strings.CutPrefix(name, extraPrefix)
		if v, ok := d.Extra[key]; one && ok && !slices.Contains(fields, "extra") {
			if out.Extra == nil {
				out.Extra = map[string]any{}
			}
			out.Extra[key] = v
		}
	}
	return out
}

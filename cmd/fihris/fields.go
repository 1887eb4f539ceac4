package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/fihris-search/fihris"
)

// fieldFlags declare fields of one's own.
type fieldFlags struct{ declared []string }

// noFields as --field says that the index has no field of its own, whatever an export has.
const noFields = "none"

// none says whether an index shall have no field of its own.
func (f *fieldFlags) none() bool { return slices.Equal(f.declared, []string{noFields}) }

// addFields adds --field.
func (f *fieldFlags) addFields(fl *pflag.FlagSet, usage string) {
	fl.StringArrayVar(&f.declared, "field", nil, usage+": NAME=keyword, =text, =number or =date, also with :filter,facet,sort,search (may be repeated)")
}

// fields are those that were declared; nil where none was.
func (f *fieldFlags) fields(cmd *cobra.Command) (fields []fihris.Field, err error) {
	if f.none() {
		return nil, nil
	}
	for _, s := range f.declared {
		if s == noFields {
			return nil, usage(cmd, "--field none stands alone: leave out it or the others")
		}
		field, err := fihris.ParseField(s)
		if err != nil {
			return nil, usage(cmd, "--field %s: %s", s, strings.TrimPrefix(err.Error(), "fihris: read a field: "))
		}
		fields = append(fields, field)
	}
	return fields, nil
}

// conditions reads --where: NAME=VALUE and NAME!=VALUE. Of several values of one field either
// will do, and none of those that are excluded.
func conditions(cmd *cobra.Command, list []string) (out []fihris.Condition, err error) {
	for _, s := range list {
		name, value, ok := strings.Cut(s, "=")
		name, not := strings.CutSuffix(name, "!")
		if !ok || name == "" || value == "" {
			return nil, usage(cmd, "--where %s: a field and a value are wanted, such as lang=ar, lang!=ar or pages=10..20", s)
		}
		i := slices.IndexFunc(out, func(c fihris.Condition) bool { return c.Field == name })
		if i < 0 {
			i, out = len(out), append(out, fihris.Condition{Field: name})
		}
		if not {
			out[i].None = append(out[i].None, value)
		} else {
			out[i].Any = append(out[i].Any, value)
		}
	}
	return out, nil
}

package corpus

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/dates"
	"github.com/fihris-search/fihris/internal/pattern"
)

// roleOwn is that of the keys which are fields of the index's own: they become
// nothing else.
const roleOwn role = "own"

// ownNames are the declared fields by folded name: a column, a key of JSON or of a head
// that is called so is theirs.
type ownNames map[string]*fihris.Field

func newOwnNames(fields []fihris.Field) ownNames {
	names := make(ownNames, len(fields))
	for i := range fields {
		names[foldName(fields[i].Name)] = &fields[i]
	}
	return names
}

// of returns the field that a key names; nil for none.
func (o ownNames) of(key string) *fihris.Field {
	if len(o) == 0 {
		return nil
	}
	return o[foldName(key)]
}

// own gives the values of declared fields the type that their fields have. What cannot
// have it is left out, and told.
func (f *finisher) own(extra map[string]any) map[string]any {
	if len(f.c.opts.own) == 0 || len(extra) == 0 {
		return extra
	}
	for _, key := range slices.Sorted(maps.Keys(extra)) {
		field := f.c.opts.own.of(key)
		if field == nil {
			continue
		}
		value, ok := typed(field.Kind, extra[key])
		if !ok {
			f.note("a value of the field " + field.Name + " that is no " + string(field.Kind) + ", left out")
		}
		delete(extra, key)
		if value != nil {
			extra[field.Name] = value
		}
	}
	if len(extra) == 0 {
		return nil
	}
	return extra
}

// typed makes a value of a file one of a kind; nil where there is none. It is not ok
// where something of it cannot be one.
func typed(kind fihris.FieldKind, v any) (out any, ok bool) {
	list, several := v.([]any)
	if !several {
		list = []any{v}
	}
	ok = true
	var values []any
	for _, one := range list {
		if s, text := one.(string); one == nil || text && strings.TrimSpace(s) == "" {
			continue
		}
		value, is := typedOne(kind, one)
		if ok = ok && is; is {
			values = append(values, value)
		}
	}
	switch {
	case len(values) == 0:
		return nil, ok
	case len(values) == 1 && !several:
		return values[0], ok
	}
	return values, ok
}

func typedOne(kind fihris.FieldKind, v any) (any, bool) {
	text, ok := v.(string)
	if !ok {
		switch v := v.(type) {
		case json.Number:
			text, ok = string(v), true
		case bool:
			text, ok = strconv.FormatBool(v), kind == fihris.KeywordField
		case time.Time: // of YAML
			text, ok = v.Format(time.RFC3339), true
		case int:
			text, ok = strconv.Itoa(v), true
		case float64:
			text, ok = strconv.FormatFloat(v, 'f', -1, 64), true
		}
	}
	if text = strings.TrimSpace(text); !ok {
		return nil, false
	}
	switch kind {
	case fihris.NumberField:
		n, ok := parseNumber(text)
		return n, ok
	case fihris.DateField:
		d, ok := dates.Parse(text)
		return d.Time.UTC().Format(time.RFC3339), ok
	}
	return text, true
}

// thousands are numbers whose thousands are parted by commas.
var thousands = pattern.New(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)

// parseNumber reads a number as a table may have it, with digits of any script:
// 1234, -1.5, 1,234.5, ١٬٢٣٤٫٥. A comma that is not before three digits could be either.
func parseNumber(s string) (json.Number, bool) {
	s = strings.NewReplacer("٬", "", "٫", ".", "\u00a0", "", "\u202f", "", "\u2212", "-").Replace(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		}
		return r
	}, s)
	if thousands().MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789.+-eE", r) }) {
		return "", false
	}
	if _, err := json.Marshal(json.Number(s)); err == nil {
		return json.Number(s), true // with the digits that it came with
	}
	return json.Number(strconv.FormatFloat(n, 'f', -1, 64)), true
}

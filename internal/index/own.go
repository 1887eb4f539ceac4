package index

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/passage"
	"github.com/fihris-search/fihris/internal/query"
)

// own are the fields of one's own of an index.
type own struct {
	fields []Field
	names  query.Own
	texts  []weighted // texts that bare words search
}

// weighted is a text that bare words search, with its weight.
type weighted struct {
	query  query.Field
	stored string // in a segment
	levels *[analysis.Exact + 1]string
	weight float64
}

func newOwn(fields []Field) *own {
	o := &own{fields: fields}
	var named []query.Field
	for i := range fields {
		f := &fields[i]
		field := query.OwnField(f.Name, kinds[f.Kind].query)
		if f.Searchable {
			named = append(named, field)
		}
		if f.Weight > 0 {
			o.texts = append(o.texts, weighted{field, ownPrefix + f.Name, ownLevels(f.Name), f.Weight})
		}
	}
	o.names = query.NewOwn(named...)
	return o
}

// Where the fields of one's own lie in a segment: none of the names of others begins
// so. The three levels of a text are fields of the ranking; its terms are keys.
const ownPrefix = "own "

func ownLevels(name string) *[analysis.Exact + 1]string {
	var levels [analysis.Exact + 1]string
	for _, l := range analysis.Levels {
		levels[l] = ownPrefix + name + " " + l.String()
	}
	return &levels
}

// ownLevel takes the name of such a field of the ranking apart.
func ownLevel(name string) (at levelField) {
	rest, ok := strings.CutPrefix(name, ownPrefix)
	field, level, levelled := strings.Cut(rest, " ")
	if !ok || !levelled {
		return at
	}
	at.field, at.length = ownPrefix+field, ownLength(field)
	for _, l := range analysis.Levels {
		if l.String() == level {
			at.level = l
		}
	}
	if at.level != analysis.Exact {
		at.length = ownStems(field)
	}
	return at
}

// The columns of the lengths of a text: its words, and those that have a stem.
func ownLength(name string) string { return ownPrefix + name }
func ownStems(name string) string  { return ownPrefix + name + " stems" }

// values are those of a field in a document; a field has those of one of its kinds.
type values struct {
	texts []string // of a keyword or a text
	keys  []string // of a number or a date: eight bytes that sort as they do
}

// mostValue is the greatest length of a keyword, in bytes, and mostValues how many
// values of a field a document may have.
const (
	mostValue  = 2 << 10
	mostValues = 1 << 12
)

// valuesOf takes the values of a field out of a document's extra ones, which may be
// of any Go type that JSON can hold; none where there is none, or null.
func (f *Field) valuesOf(extra map[string]any) (out values, err error) {
	v, ok := extra[f.Name]
	if !ok || v == nil {
		return out, nil
	}
	list, several := v.([]any)
	if !several {
		if strs, ok := v.([]string); ok {
			list, several = make([]any, len(strs)), true
			for i := range strs {
				list[i] = strs[i]
			}
		} else if list, several, err = asPlain(v); err != nil {
			return out, err
		}
	}
	if !several {
		list = []any{v}
	}
	if len(list) > mostValues {
		return out, fmt.Errorf("field %s: %d values, at most %d are possible", f.Name, len(list), mostValues)
	}
	for _, one := range list {
		if one == nil {
			continue
		}
		if err := f.take(one, &out); err != nil {
			return out, fmt.Errorf("field %s: %w", f.Name, err)
		}
	}
	return out, nil
}

// asPlain reads a value of a Go type of the caller's own as the JSON that it is kept
// as.
func asPlain(v any) (list []any, several bool, err error) {
	switch v.(type) {
	case string, json.Number, float64, int, time.Time, bool, map[string]any:
		return nil, false, nil
	}
	b, err := marshal(v)
	if err != nil {
		return nil, false, err
	}
	read, err := decodeExtra([]byte(`{"v":` + string(b) + `}`))
	if err != nil {
		return nil, false, err
	}
	if list, several = read["v"].([]any); !several {
		list, several = []any{read["v"]}, true
	}
	return list, several, nil
}

// take adds one value.
func (f *Field) take(v any, out *values) error {
	switch f.Kind {
	case KeywordField:
		s, ok := v.(string)
		if !ok {
			return fmt.Errorf("a keyword is a text, not %s", written(v))
		}
		if s = strings.TrimSpace(s); len(s) > mostValue {
			return fmt.Errorf("a keyword of %d bytes, at most %d are possible: declare a text", len(s), mostValue)
		}
		if s != "" {
			out.texts = append(out.texts, s)
		}
	case TextField:
		s, ok := v.(string)
		if !ok {
			return fmt.Errorf("a text is wanted, not %s", written(v))
		}
		out.texts = append(out.texts, s)
	case NumberField:
		n, ok := numberOf(v)
		if !ok {
			return fmt.Errorf("a number is wanted, not %s", written(v))
		}
		out.keys = append(out.keys, encodeNumber(n))
	case DateField:
		t, ok := dateOf(v)
		if !ok {
			return fmt.Errorf("a date such as 2020-09-15 or 2020-09-15T10:30:00Z is wanted, not %s", written(v))
		}
		out.keys = append(out.keys, encodeTime(t))
	}
	return nil
}

// written writes a value for an error.
func written(v any) string {
	b, err := marshal(v)
	if err != nil {
		return fmt.Sprintf("%T", v)
	}
	return fmt.Sprintf("%.60s", b)
}

func numberOf(v any) (n float64, ok bool) {
	switch v := v.(type) {
	case float64:
		n = v
	case int:
		n = float64(v)
	case json.Number:
		var err error
		if n, err = strconv.ParseFloat(string(v), 64); err != nil {
			return 0, false
		}
	default:
		return 0, false
	}
	return n + 0, !math.IsNaN(n) && !math.IsInf(n, 0) // -0 is 0
}

// dateOf reads a date: of a period, when it begins.
func dateOf(v any) (t time.Time, ok bool) {
	switch v := v.(type) {
	case time.Time:
		return v, !v.IsZero()
	case string:
		s := strings.TrimSpace(v)
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			return t, true
		}
		t, _, ok = query.ParsePeriod(s)
	}
	return t, ok
}

// encodeNumber gives eight bytes that sort as the numbers do.
func encodeNumber(n float64) string {
	bits := int64(math.Float64bits(n))
	if bits < 0 {
		bits ^= math.MaxInt64
	}
	return encodeKey(bits)
}

// numberKey is what decodeKey gives of a number, decodeNumber the number again.
func numberKey(n float64) int64 {
	key, _ := decodeTime(encodeNumber(n))
	return key
}

func decodeNumber(key int64) float64 {
	if key < 0 {
		key ^= math.MaxInt64
	}
	return math.Float64frombits(uint64(key))
}

// formatNumber writes a number as a query may hold it.
func formatNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// textsOf lists the texts of a document that are of fields of its own: those that
// bare words search, and those that words name.
func (o *own) textsOf(d *Document) (out []passage.Text) {
	for i := range o.fields {
		f := &o.fields[i]
		if f.Kind != TextField {
			continue
		}
		values, err := f.valuesOf(d.Extra)
		if err != nil {
			continue // of an index that was not declared so: it is searched as if there were none
		}
		for _, text := range values.texts {
			out = append(out, passage.Text{Field: query.OwnField(f.Name, kinds[f.Kind].query), Text: text, Named: f.Weight <= 0})
		}
	}
	return out
}

// validate says which value of a document is not of the kind of its field.
func (o *own) validate(d *Document) error {
	for i := range o.fields {
		if _, err := o.fields[i].valuesOf(d.Extra); err != nil {
			return err
		}
	}
	return nil
}

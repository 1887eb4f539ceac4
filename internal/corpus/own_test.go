package corpus

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

func TestTyped(t *testing.T) {
	for _, c := range []struct {
		kind fihris.FieldKind
		in   any
		want any
		ok   bool
	}{
		{fihris.KeywordField, " ar ", "ar", true},
		{fihris.KeywordField, json.Number("12"), "12", true},
		{fihris.KeywordField, true, "true", true},
		{fihris.KeywordField, []any{"ar", nil, "", "en"}, []any{"ar", "en"}, true},
		{fihris.KeywordField, []any{"ar", map[string]any{}}, []any{"ar"}, false},
		{fihris.KeywordField, "  ", nil, true},
		{fihris.KeywordField, nil, nil, true},
		{fihris.NumberField, "12", json.Number("12"), true},
		{fihris.NumberField, "-1.50", json.Number("-1.50"), true},
		{fihris.NumberField, "1,234,567.8", json.Number("1234567.8"), true},
		{fihris.NumberField, "١٬٢٣٤٫٥", json.Number("1234.5"), true},
		{fihris.NumberField, "007", json.Number("7"), true},
		{fihris.NumberField, ".5", json.Number("0.5"), true},
		{fihris.NumberField, "1e3", json.Number("1e3"), true},
		{fihris.NumberField, json.Number("12345678901234567890"), json.Number("12345678901234567890"), true},
		{fihris.NumberField, []any{json.Number("1"), "x", "2"}, []any{json.Number("1"), json.Number("2")}, false},
		{fihris.NumberField, "1,5", nil, false},
		{fihris.NumberField, "كثير", nil, false},
		{fihris.NumberField, "inf", nil, false},
		{fihris.NumberField, "0x10", nil, false},
		{fihris.NumberField, true, nil, false},
		{fihris.DateField, "17 مايو 2024م", "2024-05-17T00:00:00Z", true},
		{fihris.DateField, "2024-05-17T10:30:00+03:00", "2024-05-17T07:30:00Z", true},
		{fihris.DateField, json.Number("1715941800"), "2024-05-17T10:30:00Z", true},
		{fihris.DateField, "قريبا", nil, false},
		{fihris.TextField, "نص", "نص", true},
		{fihris.TextField, []any{"نص", "آخر"}, []any{"نص", "آخر"}, true},
		{fihris.TextField, map[string]any{"a": "b"}, nil, false},
	} {
		got, ok := typed(c.kind, c.in)
		assert.Equal(t, c.want, got, "%s %v", c.kind, c.in)
		assert.Equal(t, c.ok, ok, "%s %v", c.kind, c.in)
	}
}

// A declared field takes the column of its name, whatever else that name could mean,
// and its text is neither cut nor taken for the body.
func TestDeclaredColumns(t *testing.T) {
	long := strings.Repeat("حصاد القمح في السهل ", 400)
	fields := []fihris.Field{{Name: "summary", Kind: fihris.TextField}, {Name: "desk", Kind: fihris.KeywordField}, {Name: "pages", Kind: fihris.NumberField}}
	opts := Options{Fields: fields}
	in := `{"title":"أ","content":"نص المقال كله","summary":"` + long + `","Desk":"محليات","pages":"3","other":"x"}` + "\n" +
		`{"title":"ب","content":"نص آخر","desk":["محليات","اقتصاد"],"pages":"كثير"}` + "\n"
	c, err := Open([]string{"-"}, strings.NewReader(in), opts)
	require.NoError(t, err)
	defer c.Close()
	var got []fihris.Article
	for a, err := range c.Articles() {
		require.NoError(t, err)
		got = append(got, a)
	}
	require.Len(t, got, 2)
	assert.Equal(t, "نص المقال كله", got[0].Body)
	assert.Empty(t, got[0].Section)
	assert.Equal(t, map[string]any{"summary": strings.TrimSpace(long), "desk": "محليات", "pages": json.Number("3"), "other": "x"}, got[0].Extra)
	assert.Equal(t, map[string]any{"desk": []any{"محليات", "اقتصاد"}}, got[1].Extra)
	var notes []string
	for _, n := range c.Notes() {
		notes = append(notes, n.Text)
	}
	assert.Contains(t, notes, "a value of the field pages that is no number, left out")
}

package fihris_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// filled gives every exported field of a struct, and of those in it, something; so a
// field that is added later is tried too.
func filled(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Type() {
	case reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2020, 10, 9, 1, 2, 3, 0, time.UTC)))
		return
	case reflect.TypeFor[time.Duration]():
		v.SetInt(int64(1234 * time.Microsecond))
		return
	case reflect.TypeFor[map[string]any]():
		v.Set(reflect.ValueOf(map[string]any{"n": json.Number("12345678901234567890.10"), "o": map[string]any{"<l>": []any{nil, true, "س"}}}))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("نص <&> " + v.Type().Name())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint64:
		v.SetUint(8)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(1.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		filled(t, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		filled(t, v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			filled(t, v.Field(i))
		}
	default:
		require.Failf(t, "no value", "for %s", v.Type())
	}
}

// plainly is a value as JSON, letter by letter.
func plainly(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	require.NoError(t, e.Encode(v))
	return strings.TrimSuffix(b.String(), "\n")
}

// reread reads a value from its JSON.
func reread[T any](t *testing.T, v T) (out T) {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &out), "%s", b)
	return out
}

// Every field of an article comes back but File, also of one that was in an index.
func TestArticleAsJSON(t *testing.T) {
	var a fihris.Article
	filled(t, reflect.ValueOf(&a).Elem())
	ix := memory(t, a, fihris.Article{ID: "bare"})
	for _, id := range []string{a.ID, "bare"} {
		got, err := ix.Article(ctx, id)
		require.NoError(t, err)
		want := got
		want.File = ""
		assert.Equal(t, want, reread(t, got))
	}

	// The keys, their order, and what is left out.
	assert.Equal(t, `{"id":"n1","title":"","body":"ب"}`, plainly(t, fihris.Article{ID: "n1", Body: "ب"}))
	riyadh := time.FixedZone("Riyadh", 3*60*60)
	assert.Equal(t, `{"id":"n1","title":"<ع>","body":"ب","author":"ك","source":"س","section":"ق","url":"u","published":"2020-10-08T23:30:00Z","tags":["و"],"extra":{"k":1.10}}`,
		plainly(t, fihris.Article{
			ID: "n1", Title: "<ع>", Body: "ب", Author: "ك", Source: "س", Section: "ق", URL: "u", File: "f",
			Published: time.Date(2020, 10, 9, 2, 30, 0, 5, riyadh), Tags: []string{"و"}, Extra: map[string]any{"k": json.Number("1.10")},
		}))
	b, err := json.Marshal(fihris.Article{ID: "<"})
	require.NoError(t, err)
	assert.Equal(t, `{"id":"\u003c","title":"","body":""}`, string(b), "who writes into pages escapes by default")
	for _, year := range []int{-20, 0, 1, 622, 9999, 10_000, 290_000} {
		a := fihris.Article{ID: "a", Body: "ب", Published: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)}
		got := reread(t, a)
		assert.True(t, a.Published.Equal(got.Published), "year %d", year)
		assert.Equal(t, "ب", got.Body)
	}
}

// What people write by hand is read, and what is no date is refused.
func TestArticleFromJSON(t *testing.T) {
	var a fihris.Article
	require.NoError(t, json.Unmarshal([]byte(`{"id":"a","published":"2020-10-09","tags":null,"more":1}`), &a))
	assert.Equal(t, fihris.Article{ID: "a", Published: time.Date(2020, 10, 9, 0, 0, 0, 0, time.UTC)}, a)
	require.NoError(t, json.Unmarshal([]byte(`{"id":"b"}`), &a))
	assert.Equal(t, fihris.Article{ID: "b"}, a, "nothing of an earlier one stays")
	require.NoError(t, json.Unmarshal([]byte(`null`), &a))
	assert.Equal(t, "b", a.ID)
	for in, want := range map[string]string{
		`{"id":"a","published":"yesterday"}`: `"yesterday" is no date such as 2020-10-09 or 2020-10-09T12:00:00Z`,
		`{"id":"a","published":["2020"]}`:    `["2020"] is no date`,
		`{"id":"a","extra":[1]}`:             "extra",
		`[]`:                                 "fihris: read an article: ",
	} {
		assert.ErrorContains(t, json.Unmarshal([]byte(in), &a), want, in)
	}
}

// Results come back but for what a list does not show of its articles.
func TestResultsAsJSON(t *testing.T) {
	var res fihris.Results
	filled(t, reflect.ValueOf(&res).Elem())
	got := reread(t, res)
	shown := func(a fihris.Article) fihris.Article {
		a.Body, a.Extra, a.File, a.Vector, a.VectorModel = "", nil, "", nil, ""
		return a
	}
	hit := &res.Hits[0]
	hit.Article = shown(hit.Article)
	c := shown(hit.Copies[0])
	c.Author, c.Section, c.Tags = "", "", nil
	hit.Copies[0] = c
	assert.Equal(t, res, got)

	assert.Equal(t, `{"total":0,"total_any":0,"relaxed":false,"took_ms":0,"hits":[]}`, plainly(t, fihris.Results{}))
	assert.Equal(t, `{"total":0,"total_any":0,"relaxed":false,"took_ms":0,"hits":[{"id":"","title":"","score":0,"snippets":[]}],"facets":{"year":[]},"zero":{"words":[],"unfiltered":0}}`,
		plainly(t, fihris.Results{Hits: make([]fihris.Hit, 1), Facets: []fihris.FacetCounts{{Field: "year"}}, Zero: &fihris.ZeroHits{}}))
	far := time.Date(12_000, 1, 1, 0, 0, 0, 0, time.UTC)
	u := fihris.Unmet{Field: fihris.UnmetDate, Dated: 1, Oldest: far, Newest: far}
	assert.Equal(t, u, reread(t, u))
}

// What else programs may write as JSON has the names that the command gives it.
func TestOtherTypesAsJSON(t *testing.T) {
	assert.Equal(t, `{"added":1,"changed":0,"unchanged":0}`, plainly(t, fihris.Changes{Added: 1}))
	assert.Equal(t, `{"text":"وزير","kind":"word","articles":2}`, plainly(t, fihris.Completion{Text: "وزير", Kind: fihris.KindWord, Articles: 2}))
	st := fihris.Stats{Articles: 2, Tokens: 9, Bytes: 100, Segments: 1, AnalyzerVersion: 3, FormatVersion: 4}
	assert.Equal(t, `{"articles":2,"words":9,"bytes":100,"segments":1,"analyzer_version":3,"format_version":4}`, plainly(t, st))
	st.Oldest, st.Newest = time.Unix(0, 0).UTC(), time.Unix(86400, 0).UTC()
	assert.Equal(t, `{"articles":2,"words":9,"bytes":100,"segments":1,"oldest":"1970-01-01T00:00:00Z","newest":"1970-01-02T00:00:00Z","analyzer_version":3,"format_version":4}`, plainly(t, st))
}

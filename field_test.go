package fihris_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

func TestFields(t *testing.T) {
	assert.Equal(t, []fihris.FacetField{fihris.FacetSource, fihris.FacetSection, fihris.FacetTag, fihris.FacetAuthor}, fihris.KeywordFields())
	assert.Equal(t, append(fihris.KeywordFields(), fihris.FacetYear, fihris.FacetMonth, fihris.FacetDay), fihris.FacetFields())

	a := fihris.Article{ID: "1", Source: "س", Author: "سعاد", Tags: []string{"أ", "ب"}}
	assert.Equal(t, []string{"س"}, a.Values(fihris.FacetSource))
	assert.Empty(t, a.Values(fihris.FacetSection))
	assert.Equal(t, []string{"أ", "ب"}, a.Values(fihris.FacetTag))
	assert.Equal(t, []string{"سعاد"}, a.Values(fihris.FacetAuthor))
	assert.Nil(t, a.Values(fihris.FacetYear))

	var f fihris.Filter
	assert.True(t, f.IsZero())
	*f.Values(fihris.FacetSection) = []string{"رياضة"}
	assert.Equal(t, fihris.Filter{Sections: []string{"رياضة"}}, f)
	assert.False(t, f.IsZero())
	assert.Nil(t, f.Values(fihris.FacetDay))
	for _, f := range []fihris.Filter{{IDs: []string{"1"}}, {Except: []string{"1"}}, {From: time.Unix(1, 0)}, {To: time.Unix(1, 0)}, {Where: []fihris.Condition{{Field: "source"}}}} {
		assert.False(t, f.IsZero(), "%v", f)
	}
}

// own are fields of a newspaper's own.
var own = []fihris.Field{
	{Name: "lang", Kind: fihris.KeywordField},
	{Name: "pages", Kind: fihris.NumberField, Filterable: true, Sortable: true, Searchable: true},
	{Name: "filed", Kind: fihris.DateField},
	{Name: "lead", Kind: fihris.TextField},
}

func archive(t testing.TB, path string) *fihris.Index {
	t.Helper()
	ix, err := fihris.Create(path, &fihris.Options{Fields: own})
	require.NoError(t, err)
	require.NoError(t, ix.Add(ctx,
		fihris.Article{ID: "1", Title: "قمح", Body: "حصاد", Extra: map[string]any{"lang": "ar", "pages": 3, "filed": "2020-09-15", "lead": "موسم وفير"}},
		fihris.Article{ID: "2", Title: "قمح", Body: "خبز", Extra: map[string]any{"lang": []string{"fr", "ar"}, "pages": 12.5, "filed": time.Date(2021, 1, 2, 3, 4, 5, 0, time.UTC)}},
		fihris.Article{ID: "3", Title: "قمح", Body: "شعير", Extra: map[string]any{"lang": "en", "ref": "A-12"}},
	))
	return ix
}

// holds asks for what is in the archive in every way in which a field is used.
func holds(t testing.TB, ix *fihris.Index) {
	t.Helper()
	for q, want := range map[string][]string{
		"lang:ar": {"1", "2"}, "lang:(en fr)": {"2", "3"}, "قمح -lang:ar": {"3"}, "pages:..10 حصاد": {"1"}, "pages:3 OR lang:en": {"1", "3"},
		"filed:2020-09": {"1"}, "lead:موسم": {"1"}, "lead:=\"موسم وفير\"": {"1"}, "pages:10.. lang:fr": {"2"},
	} {
		assert.ElementsMatch(t, want, ids(search(t, ix, q)), q)
	}
	ask := func(req fihris.Request) *fihris.Results {
		t.Helper()
		req.Query = fihris.All()
		res, err := ix.Search(ctx, req)
		require.NoError(t, err)
		return res
	}
	assert.Equal(t, []string{"2", "1", "3"}, ids(ask(fihris.Request{Order: "-pages"})))
	assert.Equal(t, []string{"1", "2", "3"}, ids(ask(fihris.Request{Order: "filed"})))
	assert.Equal(t, []string{"2"}, ids(ask(fihris.Request{Filter: fihris.Filter{Where: []fihris.Condition{{Field: "pages", Min: new(3.5)}}}})))
	assert.Equal(t, []fihris.FacetValue{{Value: "ar", Count: 2}, {Value: "en", Count: 1}, {Value: "fr", Count: 1}}, ask(fihris.Request{Facets: []fihris.Facet{{Field: "lang"}}}).Facets[0].Values)
	a, err := ix.Article(ctx, "3")
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"lang": "en", "ref": "A-12"}, a.Extra)
}

// Fields are kept with the index, through everything that becomes of it.
func TestOwnFieldsAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.idx")
	ix := archive(t, path)
	holds(t, ix)
	copied := filepath.Join(t.TempDir(), "copy.idx")
	require.NoError(t, ix.Backup(ctx, copied))
	require.NoError(t, ix.Close())
	open := func(path string, fields []fihris.Field) (*fihris.Index, error) {
		return fihris.Open(path, &fihris.Options{Fields: fields})
	}
	for _, path := range []string{path, copied} {
		for _, fields := range [][]fihris.Field{nil, own} {
			ix, err := open(path, fields)
			require.NoError(t, err)
			assert.Equal(t, "[filed=date lang=keyword lead=text pages=number:filter,sort,search]", fmt.Sprint(ix.Fields()))
			if path == copied {
				holds(t, ix)
			}
			require.NoError(t, ix.Close())
		}
	}
	require.NoError(t, fihris.Check(ctx, path, nil))

	_, err := open(path, append(slices.Clone(own[1:]), fihris.Field{Name: "desk", Kind: fihris.KeywordField}))
	require.ErrorIs(t, err, fihris.ErrOtherFields)
	require.ErrorIs(t, err, fihris.ErrAnalyzerChanged)
	assert.ErrorContains(t, err, "created with lang=keyword, and is to have desk=keyword")
	_, err = open(path, []fihris.Field{})
	require.ErrorIs(t, err, fihris.ErrOtherFields)

	_, err = fihris.Rebuild(ctx, path, nil)
	require.NoError(t, err)
	ix, err = open(path, own)
	require.NoError(t, err)
	holds(t, ix)
	require.NoError(t, ix.Close())
	more := append(slices.Clone(own), fihris.Field{Name: "ref", Kind: fihris.KeywordField})
	_, err = fihris.Rebuild(ctx, path, &fihris.RebuildOptions{Options: fihris.Options{Fields: more}})
	require.ErrorIs(t, err, fihris.ErrOtherFields)
	_, err = fihris.Rebuild(ctx, path, &fihris.RebuildOptions{Options: fihris.Options{Fields: more}, NewFields: true})
	require.NoError(t, err)
	ix, err = open(path, more)
	require.NoError(t, err)
	holds(t, ix)
	assert.Equal(t, []string{"3"}, ids(search(t, ix, "ref:a-12")))
	require.NoError(t, ix.Close())
	_, err = fihris.Rebuild(ctx, path, &fihris.RebuildOptions{Options: fihris.Options{Fields: []fihris.Field{{Name: "ref", Kind: fihris.NumberField}}}, NewFields: true})
	assert.ErrorContains(t, err, `article "3" cannot be taken over`)
	assert.ErrorContains(t, err, `field ref: a number is wanted, not "A-12"`)
}

func TestDeclarations(t *testing.T) {
	for s, want := range map[string]string{
		"lang=keyword": "", "pages=number:filter,sort": "", "lead=text^0.5": "", "lead=text^0": "", "lead=text": "", "lead=text^0.2": "lead=text",
		"a=keyword:filter,facet,sort,search": "a=keyword", "a=date:sort,filter": "a=date:filter,sort",
	} {
		f, err := fihris.ParseField(s)
		require.NoError(t, err, s)
		assert.Equal(t, cmp.Or(want, s), f.String())
		again, err := fihris.ParseField(f.String())
		require.NoError(t, err)
		assert.Equal(t, f, again)
	}
	for s, want := range map[string]string{
		"lang": "a kind is", "lang=words": "a kind is", "=keyword": "needs a name", "2x=keyword": "a name is letters", "title=keyword": "means something else",
		"كاتب=keyword": "means something else", "قبل=date": "means something else", "score=number": "something else", "year=number": "something else", "و=text": "means something else",
		"lead=text:filter": "only for search", "lead=text:facet": "only for search", "lang=keyword:x": "a use is", "lang=keyword:": "a use is", "lang=keyword^2": "has no weight",
		"lead=text^-1": "a weight is", "lead=text^NaN": "a weight is", "lead=text^11": "at most 10", "lead=text^0.0001": "at least",
	} {
		_, err := fihris.ParseField(s)
		assert.ErrorContains(t, err, want, s)
	}
	create := func(fields ...fihris.Field) error {
		path := filepath.Join(t.TempDir(), "x.idx")
		_, err := fihris.Create(path, &fihris.Options{Fields: fields})
		assert.NoDirExists(t, path)
		return err
	}
	k := func(name string, kind fihris.FieldKind) fihris.Field { return fihris.Field{Name: name, Kind: kind} }
	assert.ErrorContains(t, create(k("lang", "keyword"), k("LANG", "number")), "declared twice")
	assert.ErrorContains(t, create(k("a", "text"), k("b", "text"), k("c", "text")), "at most 2")
	assert.ErrorIs(t, create(k("", "text")), fihris.ErrBadRequest)
	assert.ErrorContains(t, create(make([]fihris.Field, 65)...), "at most 64")
}

// What is not of the kind of its field is refused by name; all else is in.
func TestValuesOfOwnFields(t *testing.T) {
	ix := archive(t, filepath.Join(t.TempDir(), "news.idx"))
	defer ix.Close()
	type named string
	for _, c := range []struct {
		field string
		value any
		want  string // of the error; none where it is taken
	}{
		{"lang", "ar", ""}, {"lang", named("ar"), ""}, {"lang", []named{"ar"}, ""}, {"lang", nil, ""}, {"lang", "", ""}, {"lang", []any{}, ""},
		{"lang", 12, "field lang: a keyword is a text, not 12"}, {"lang", true, "not true"}, {"lang", []any{"ar", 3}, "not 3"},
		{"lang", map[string]any{"a": 1}, `not {"a":1}`}, {"lang", strings.Repeat("ا", 1025), "at most 2048"}, {"lang", make([]string, 5000), "at most 4096"},
		{"pages", 3, ""}, {"pages", uint8(3), ""}, {"pages", json.Number("1e3"), ""}, {"pages", []int{1, 2}, ""}, {"pages", -0.5, ""},
		{"pages", "3", `field pages: a number is wanted, not "3"`}, {"pages", json.Number("1e999"), "a number is wanted"}, {"pages", false, "not false"},
		{"filed", "2020", ""}, {"filed", "2020-09-15T10:30:00+03:00", ""}, {"filed", time.Now(), ""}, {"filed", &time.Time{}, ""},
		{"filed", "أمس", "field filed: a date such as"}, {"filed", 2020, "a date such as"}, {"filed", time.Time{}, "a date such as"},
		{"lead", "نص", ""}, {"lead", []string{"نص", "آخر"}, ""}, {"lead", 1, "a text is wanted, not 1"},
	} {
		err := ix.Add(ctx, fihris.Article{ID: "x", Extra: map[string]any{c.field: c.value}}, fihris.Article{ID: "y", Body: "قمح"})
		if c.want == "" {
			assert.NoError(t, err, "%v", c.value)
			continue
		}
		var refused *fihris.AddError
		require.ErrorAs(t, err, &refused, "%v", c.value)
		assert.Equal(t, "x", refused.ID)
		assert.ErrorContains(t, err, c.want)
	}
}

// What asks for a field that there is not, or for a use that it has not, is refused.
func TestRequestsOfNoField(t *testing.T) {
	ix := archive(t, filepath.Join(t.TempDir(), "news.idx"))
	defer ix.Close()
	word := fihris.Match("قمح")
	where := func(c fihris.Condition) fihris.Request {
		return fihris.Request{Query: word, Filter: fihris.Filter{Where: []fihris.Condition{c}}}
	}
	for want, req := range map[string]fihris.Request{
		`there is no field "city"`: {Query: fihris.In("city", word)},
		"choose one of title, body, author, source, section, tag, filed, lang, lead, pages":                    {Query: fihris.And(word, fihris.In("city", word))},
		`there is no field "desk" for filters: choose one of source, section, tag, author, filed, lang, pages`: where(fihris.Condition{Field: "desk"}),
		`there is no field "title"`:                   where(fihris.Condition{Field: "title", Any: []string{"x"}}),
		"field lead was not declared for filters":     where(fihris.Condition{Field: "lead", Any: []string{"x"}}),
		"field lang is a keyword, and has no numbers": where(fihris.Condition{Field: "lang", Min: new(1.0)}),
		"field pages is a number, and has no dates":   where(fihris.Condition{Field: "pages", From: time.Now()}),
		`"x" is no number`:                            where(fihris.Condition{Field: "pages", Any: []string{"x"}}),
		`"x" is no date`:                              where(fihris.Condition{Field: "filed", None: []string{"x"}}),
		"ends at no number":                           where(fihris.Condition{Field: "pages", Max: new(math.NaN())}),
		`there is no field "desk" for orders`:         {Query: word, Order: "desk"},
		"or score, newest or oldest":                  {Query: word, Order: "-desk"},
		`there is no field "x" for counting`:          {Query: word, Facets: []fihris.Facet{{Field: "x"}}},
		"field pages was not declared for counting":   {Query: word, Facets: []fihris.Facet{{Field: "pages"}}},
		`there is no field "lang.year"`:               {Query: word, Facets: []fihris.Facet{{Field: "lang.year"}}},
		"pages: takes a number":                       {Query: fihris.In("pages", word)},
		"lang: is compared with whole values":         {Query: fihris.In("lang", fihris.Prefix("a"))},
	} {
		_, err := ix.Search(ctx, req)
		require.ErrorIs(t, err, fihris.ErrBadRequest, want)
		assert.ErrorContains(t, err, want)
	}
}

// A query of own fields is known for what it is wherever it comes from.
func TestQueriesOfOwnFields(t *testing.T) {
	ix := archive(t, filepath.Join(t.TempDir(), "news.idx"))
	defer ix.Close()
	typed, err := fihris.ParseQuery("lang:ar")
	require.NoError(t, err)
	strict, err := ix.ParseStrict("pages:10.. lang:fr")
	require.NoError(t, err)
	_, err = ix.ParseStrict("city:x")
	assert.ErrorContains(t, err, `unknown field "city"`)
	_, err = fihris.ParseStrict("lang:ar")
	assert.ErrorContains(t, err, `unknown field "lang"`)
	other := memory(t, fihris.Article{ID: "1", Body: "lang ar"}, fihris.Article{ID: "2", Body: "قمح"})
	assert.Equal(t, []string{"1"}, ids(search(t, other, "lang:ar")), "two words, where there is no such field")
	_, err = other.Search(ctx, fihris.Request{Query: strict})
	assert.ErrorIs(t, err, fihris.ErrBadRequest)
	for _, c := range []struct {
		q    fihris.Query
		want []string
		text string
	}{
		{typed, []string{"1", "2"}, ""},
		{strict, []string{"2"}, "+pages:10.. +lang:fr"},
		{fihris.And(fihris.Match("قمح"), fihris.Not(typed)), []string{"3"}, ""},
		{fihris.In("lang", fihris.Match("en")), []string{"3"}, "lang:en"},
		{fihris.Or(fihris.In("LANG", fihris.Match("fr")), fihris.In("pages", fihris.Phrase("..5"))), []string{"1", "2"}, `LANG:fr OR pages:"..5"`},
		{fihris.And(fihris.In("lead", fihris.Match("مواسم")), fihris.In("filed", fihris.Match("2020..2021"))), []string{"1"}, `lead:مواسم AND filed:2020..2021`},
		{fihris.Not(fihris.In("lang", fihris.Or(fihris.Match("en"), fihris.Match("fr")))), []string{"1"}, "-(lang:en OR lang:fr)"},
	} {
		res, err := ix.Search(ctx, fihris.Request{Query: c.q})
		require.NoError(t, err, c.q)
		assert.ElementsMatch(t, c.want, ids(res), c.q)
		if c.text == "" {
			continue
		}
		assert.Equal(t, c.text, c.q.String())
		again, err := fihris.ParseQuery(c.text)
		require.NoError(t, err)
		res, err = ix.Search(ctx, fihris.Request{Query: again})
		require.NoError(t, err)
		assert.ElementsMatch(t, c.want, ids(res), c.text)
	}
}

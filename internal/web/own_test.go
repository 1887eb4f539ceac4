package web_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/web"
)

var ownFields = []fihris.Field{
	{Name: "lang", Kind: fihris.KeywordField},
	{Name: "pages", Kind: fihris.NumberField, Filterable: true, Sortable: true, Searchable: true},
	{Name: "filed", Kind: fihris.DateField},
	{Name: "lead", Kind: fihris.TextField},
	{Name: "طبعة", Kind: fihris.KeywordField},
}

var ownArticles = []fihris.Article{
	{ID: "own 1", Title: "قمح", Body: "حصاد القمح في الشمال.", Source: "الموج", Author: "سعاد", Extra: map[string]any{"lang": "ar", "pages": 3, "filed": "2020-09-15", "طبعة": "مساء"}},
	{ID: "own 2", Title: "قمح", Body: "خبز القمح.", Source: "الرمل", Author: "هدى", Extra: map[string]any{"lang": []string{"fr", "ar"}, "pages": 12.5, "filed": "2021-01-02"}},
	{ID: "own 3", Title: "قمح", Body: "شعير وقمح.", Source: "الموج", Extra: map[string]any{"lang": "en", "ref": "A-12"}},
}

func ownHandler(t testing.TB) http.Handler {
	t.Helper()
	ix, err := fihris.NewMemory(&fihris.Options{Fields: ownFields})
	require.NoError(t, err)
	t.Cleanup(func() { ix.Close() })
	require.NoError(t, ix.Add(t.Context(), ownArticles...))
	return web.New(ix, web.Options{})
}

func asks(t testing.TB, h http.Handler, pairs ...string) answer.Search {
	t.Helper()
	r := get(h, query("/v1/search", pairs...))
	require.Equal(t, http.StatusOK, r.StatusCode, "%v", pairs)
	return decode[answer.Search](t, r)
}

func TestOwnFieldsOverHTTP(t *testing.T) {
	h := ownHandler(t)
	for _, c := range []struct {
		asked string
		want  []string
	}{
		{"f.lang=ar", []string{"own 1", "own 2"}},
		{"f.lang=fr&f.lang=en", []string{"own 2", "own 3"}},
		{"not.lang=fr", []string{"own 1", "own 3"}},
		{"f.lang=ar&not.lang=fr", []string{"own 1"}},
		{"f.pages=1..10", []string{"own 1"}},
		{"f.pages=10..&f.pages=3", []string{"own 1", "own 2"}},
		{"f.filed=2020", []string{"own 1"}},
		{"f.filed=2020-10..2021-06", []string{"own 2"}},
		{"not.pages=..5", []string{"own 2", "own 3"}},
		{"f." + url.QueryEscape("طبعة") + "=" + url.QueryEscape("مساء"), []string{"own 1"}},
		{"f.lang=&source=" + url.QueryEscape("الرمل"), []string{"own 2"}},
		{"not.source=" + url.QueryEscape("الموج"), []string{"own 2"}},
		{"author=" + url.QueryEscape("سعاد"), []string{"own 1"}},
		{"not.author=" + url.QueryEscape("سعاد"), []string{"own 2", "own 3"}},
	} {
		r := get(h, "/v1/search?q="+url.QueryEscape("قمح")+"&"+c.asked)
		require.Equal(t, http.StatusOK, r.StatusCode, c.asked)
		assert.ElementsMatch(t, c.want, ids(decode[answer.Search](t, r)), c.asked)

		// What is counted, exported and found similar is narrowed likewise.
		lines := strings.Count(read(t, get(h, "/v1/export?q="+url.QueryEscape("قمح")+"&"+c.asked)), "\n")
		assert.Equal(t, len(c.want), lines, c.asked)
		similar := decode[answer.Similar](t, get(h, "/v1/similar?id=own+3&"+c.asked))
		for _, hit := range similar.Hits {
			assert.Contains(t, c.want, hit.ID, c.asked)
		}
	}
	assert.Equal(t, []string{"own 2", "own 1", "own 3"}, ids(asks(t, h, "q", "قمح", "sort", "-pages")))
	assert.Equal(t, []string{"own 1", "own 2", "own 3"}, ids(asks(t, h, "q", "قمح", "sort", "filed")))
	assert.Equal(t, "own 2", ids(asks(t, h, "q", "قمح", "sort", "source"))[0])
	facets := asks(t, h, "q", "قمح", "facet", "lang,filed,filed.month,filed.year,author", "all", "1").Facets
	two, one := uint64(2), uint64(1)
	assert.Equal(t, []answer.Facet{{Value: "ar", Count: 2, All: &two}, {Value: "en", Count: 1, All: &one}, {Value: "fr", Count: 1, All: &one}}, facets["lang"])
	assert.Equal(t, "2020-09-15", facets["filed"][0].Value)
	assert.Equal(t, "2020-09", facets["filed.month"][0].Value)
	assert.Equal(t, "2021", facets["filed.year"][1].Value)
	assert.Len(t, facets["author"], 2)
}

// Strict parsing knows the fields, and what a filter of them hid is told.
func TestOwnFieldsAreKnownToStrictParsing(t *testing.T) {
	h := ownHandler(t)
	assert.Equal(t, []string{"own 3"}, ids(asks(t, h, "q", "lang:en AND قمح", "strict", "1")))
	assert.Equal(t, http.StatusBadRequest, get(h, query("/v1/search", "q", "pages:abc", "strict", "1")).StatusCode)
	assert.Equal(t, http.StatusBadRequest, get(handler(t), query("/v1/search", "q", "lang:en", "strict", "1")).StatusCode, "a server without the field")
	a := asks(t, h, "q", "قمح", "f.lang", "xx", "not.source", "الموج", "relaxations", "1", "suggest", "0")
	assert.Zero(t, a.Total)
	assert.Equal(t, []answer.Relaxation{{Kind: "filter", Drop: "lang", Query: "قمح", Total: 1}}, a.Relaxations)
}

// What a field cannot be asked is refused by name, with what can be.
func TestOwnFieldsThatCannotBeAsked(t *testing.T) {
	h := ownHandler(t)
	for asked, says := range map[string]string{
		"f.lead=x": "f.lang", "f.desk=x": "f.pages", "not.lead=x": "not.filed", "sort=lead": "-pages", "facet=pages": "filed.month", "facet=lang.year": "filed.year",
		"f.pages=many": "10..20", "not.filed=soon": "2019..2020-06", "f.pages=" + strings.Repeat("x", 4000): "10..20",
	} {
		r := get(h, "/v1/search?q=x&"+asked)
		require.Equal(t, http.StatusBadRequest, r.StatusCode, asked)
		f := decode[failure](t, r)
		assert.Contains(t, f.Detail, says, asked)
		assert.Less(t, len(f.Detail), 1500)
		assert.NotContains(t, f.Detail, "fihris:")
	}
	for _, path := range []string{"/v1/suggest?q=x&", "/v1/export?q=x&", "/v1/similar?id=own+1&"} {
		assert.Equal(t, http.StatusBadRequest, get(h, path+"f.pages=many").StatusCode, path)
	}
}

// plainFields is a searcher whose every search is refused.
type plainFields struct{ fihris.Searcher }

func (plainFields) Search(context.Context, fihris.Request) (*fihris.Results, error) {
	return nil, fihris.ErrBadRequest
}

func TestBadRequestsAreToldAsSuch(t *testing.T) {
	r := get(web.New(plainFields{}, web.Options{}), "/v1/search?q=x")
	assert.Equal(t, http.StatusBadRequest, r.StatusCode)
	f := decode[failure](t, r)
	assert.Equal(t, "bad_request", f.Code)
	assert.Contains(t, f.Detail, "cannot be done")
}

// A hit has of its article what fields names, and nothing else.
func TestFieldsThatAreAnswered(t *testing.T) {
	h := ownHandler(t)
	plain := asks(t, h, "q", "حصاد").Hits[0]
	assert.Empty(t, plain.Body)
	assert.Empty(t, plain.Extra)
	hit := asks(t, h, "q", "حصاد", "fields", "body,source", "fields", "extra.lang").Hits[0]
	assert.Equal(t, ownArticles[0].Body, hit.Body)
	assert.Equal(t, "الموج", hit.Source)
	assert.Equal(t, map[string]any{"lang": "ar"}, hit.Extra)
	assert.Empty(t, hit.Title+hit.Author)
	assert.Empty(t, hit.TitleSpans)
	assert.NotEmpty(t, hit.Snippets, "passages are those of the whole article")
	assert.Equal(t, "own 1", hit.ID)
	assert.Len(t, asks(t, h, "q", "حصاد", "fields", "extra").Hits[0].Extra, 4)
}

func TestPassages(t *testing.T) {
	h := ownHandler(t)
	for passages, most := range map[string]int{"0": 0, "1": 1, "3": 3} {
		for _, hit := range asks(t, h, "q", "قمح", "passages", passages).Hits {
			assert.LessOrEqual(t, len(hit.Snippets), most)
			assert.NotNil(t, hit.Snippets)
			assert.Equal(t, most > 0, len(hit.TitleSpans) > 0)
		}
	}
	whole := asks(t, h, "q", "حصاد", "whole", "1").Hits[0]
	require.Len(t, whole.Snippets, 1)
	var text strings.Builder
	for _, s := range whole.Snippets[0] {
		text.WriteString(s.Text)
	}
	assert.Equal(t, ownArticles[0].Body, text.String())
	forms := asks(t, h, "q", "قمح", "passages", "0", "forms", "1")
	assert.NotEmpty(t, forms.Forms, "forms are found in passages that are not shown")
	assert.Empty(t, forms.Hits[0].Snippets)
}

// watched keeps the requests that a searcher got.
type watched struct {
	fihris.Searcher
	got *[]fihris.Request
}

func (w watched) Search(ctx context.Context, req fihris.Request) (*fihris.Results, error) {
	*w.got = append(*w.got, req)
	return w.Searcher.Search(ctx, req)
}

// Passages that are not wanted are not made, but where forms are found in them.
func TestPassagesAreNotMade(t *testing.T) {
	var got []fihris.Request
	h := web.New(watched{index(t), &got}, web.Options{})
	for _, pairs := range [][]string{{"passages", "0"}, {"passages", "0", "forms", "1"}, {}} {
		asks(t, h, slices.Concat([]string{"q", "زعنفة"}, pairs)...)
	}
	require.Len(t, got, 3)
	assert.Equal(t, []bool{true, false, false}, []bool{got[0].NoPassages, got[1].NoPassages, got[2].NoPassages})
}

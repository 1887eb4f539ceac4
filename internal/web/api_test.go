package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/answer"
)

func search(t *testing.T, pairs ...string) answer.Search {
	t.Helper()
	r := get(handler(t), query("/v1/search", pairs...))
	require.Equal(t, http.StatusOK, r.StatusCode)
	return decode[answer.Search](t, r)
}

func ids(a answer.Search) []string {
	var out []string
	for _, h := range a.Hits {
		out = append(out, h.ID)
	}
	return out
}

func TestSearchAnswer(t *testing.T) {
	a := search(t, "q", "زعنفة")
	assert.EqualValues(t, len(special), a.Total, "every form of the word counts")
	assert.ElementsMatch(t, []string{"script", urlID, "a/b/../c", "untitled #1", "empty"}, ids(a))
	assert.False(t, a.Relaxed)
	assert.GreaterOrEqual(t, a.TotalAny, a.Total)
	assert.Empty(t, a.Facets)
	for _, h := range a.Hits {
		assert.Positive(t, h.Score)
		assert.NotNil(t, h.Snippets, "an array, even where it is empty")
		if h.ID != urlID {
			continue
		}
		assert.Equal(t, "سعر الزعنفة 1,250,000 دولار بحسب BBC و\u200eOpenAI", h.Title)
		assert.Equal(t, "2021-05-03T00:00:00Z", h.Published)
		assert.Equal(t, "وكالة الشراع", h.Source)
		assert.Equal(t, "تجارب", h.Section)
		var title strings.Builder
		var matches []string
		for _, s := range h.TitleSpans {
			title.WriteString(s.Text)
			if s.Match {
				matches = append(matches, s.Text)
			}
		}
		assert.Equal(t, h.Title, title.String())
		assert.Equal(t, []string{"الزعنفة"}, matches)
	}
}

func TestSearchIsTheDocumentedJSON(t *testing.T) {
	body := read(t, get(handler(t), query("/v1/search", "q", "زعنفة", "limit", "1", "sort", "newest")))
	assert.Contains(t, body, `{"text":"الزعنفة","match":true}`)
	assert.NotContains(t, body, `"match":false`, "absent where there is no match")
	for _, key := range []string{"total", "total_any", "relaxed", "took_ms", "hits", "id", "title", "score", "snippets", "next"} {
		assert.Contains(t, body, `"`+key+`":`)
	}
	body = read(t, get(handler(t), query("/v1/search", "q", "قسطنطينيززز")))
	assert.Contains(t, body, `"hits":[]`, "not null")
}

func TestSearchPages(t *testing.T) {
	all := ids(search(t, "q", "زعنفة", "limit", "100"))
	first := search(t, "q", "زعنفة", "limit", "2")
	assert.Equal(t, all[:2], ids(first))
	require.NotEmpty(t, first.Next)
	assert.Equal(t, all[2:4], ids(search(t, "q", "زعنفة", "limit", "2", "after", first.Next)))
	assert.Equal(t, all[2:4], ids(search(t, "q", "زعنفة", "limit", "2", "offset", "2")))
	assert.Empty(t, ids(search(t, "q", "زعنفة", "offset", "10000")))
	none := search(t, "q", "زعنفة", "limit", "0", "facet", "source")
	assert.Empty(t, none.Hits)
	assert.EqualValues(t, len(special), none.Total)
	assert.NotEmpty(t, none.Facets["source"])
}

func TestSearchFilters(t *testing.T) {
	assert.ElementsMatch(t, []string{urlID, "a/b/../c", "untitled #1"}, ids(search(t, "q", "زعنفة", "source", "وكالة الشراع")))
	assert.ElementsMatch(t, []string{urlID}, ids(search(t, "q", "زعنفة", "source", "وكالة الشراع", "section", "تجارب")))
	assert.ElementsMatch(t, []string{"script", urlID, "a/b/../c", "untitled #1"},
		ids(search(t, "q", "زعنفة", "section", "تجارب", "section", "أخرى")), "repeated: any of them")
	assert.ElementsMatch(t, []string{"script"}, ids(search(t, "q", "زعنفة", "tag", "<i>وسم</i>")))
	assert.ElementsMatch(t, []string{"script", urlID}, ids(search(t, "q", "زعنفة", "from", "2021")))
	assert.ElementsMatch(t, []string{"script"}, ids(search(t, "q", "زعنفة", "from", "٢٠٢١", "to", "2021-05-02")))
	assert.ElementsMatch(t, []string{"script", urlID}, ids(search(t, "from", "2021-05", "to", "2021-05", "source", "", "section", "تجارب")),
		"a filter alone asks for all that it lets through")
}

func TestSearchOrdersFacetsAndExplains(t *testing.T) {
	newest := ids(search(t, "q", "زعنفة", "sort", "newest"))
	assert.Equal(t, []string{urlID, "script"}, newest[:2])
	oldest := ids(search(t, "q", "زعنفة", "sort", "oldest"))
	assert.Equal(t, []string{"script", urlID}, oldest[:2])
	a := search(t, "q", "زعنفة", "facet", "source,section", "facet", "year", "explain", "1")
	assert.Contains(t, a.Facets["source"], answer.Facet{Value: "وكالة الشراع", Count: 3})
	assert.Contains(t, a.Facets["section"], answer.Facet{Value: "تجارب", Count: 2})
	assert.Contains(t, a.Facets["year"], answer.Facet{Value: "2021", Count: 2, From: "2021-01-01", To: "2021-12-31"})
	for _, h := range a.Hits {
		require.NotEmpty(t, h.Why, h.ID)
		assert.Equal(t, "زعنفة", h.Why[0].Word)
		assert.NotEmpty(t, h.Why[0].Forms)
	}
	assert.Empty(t, search(t, "q", "زعنفة").Hits[0].Why)
}

func TestSearchSuggests(t *testing.T) {
	a := search(t, "q", "hgljpt")
	require.Len(t, a.Suggestions, 1)
	assert.Equal(t, "المتحف", a.Suggestions[0].Query)
	assert.Equal(t, "layout", a.Suggestions[0].Kind)
	assert.Equal(t, a.Suggestions[0].Total, search(t, "q", "المتحف").Total)
	require.NotNil(t, a.Zero)
	assert.Equal(t, "hgljpt", a.Zero.Words[0].Text)
	assert.Zero(t, a.Zero.Words[0].Articles)
	assert.Nil(t, search(t, "q", "hgljpt", "suggest", "0").Zero)
	assert.Nil(t, search(t, "q", "hgljpt", "offset", "10").Zero, "said on the first page")
	assert.NotNil(t, search(t, "q", "hgljpt", "offset", "10", "suggest", "1").Zero)
	assert.Nil(t, search(t, "q", "زعنفة").Zero)
	filtered := search(t, "q", "زعنفة", "source", "لا وجود لها")
	require.NotNil(t, filtered.Zero)
	assert.EqualValues(t, len(special), filtered.Zero.Unfiltered)
}

// Bare questions and pasted text are searched; only strict=1 refuses them.
func TestSearchIsLenientUnlessStrict(t *testing.T) {
	for _, q := range []string{`"`, `((`, `-`, `+`, `كاتب:`, `"وقف إطلاق`, `https://wire.example/a?b=c`, "\u200f", "؟؟؟", "a\x00b"} {
		r := get(handler(t), query("/v1/search", "q", q))
		assert.Equal(t, http.StatusOK, r.StatusCode, q)
	}
	r := get(handler(t), query("/v1/search", "q", `"وقف إطلاق`, "strict", "1"))
	assert.Equal(t, http.StatusBadRequest, r.StatusCode)
	f := decode[failure](t, r)
	assert.Equal(t, "bad_query", f.Error.Code)
	require.NotNil(t, f.Error.Offset)
	assert.Equal(t, 0, *f.Error.Offset, "0 is an offset, too")
	assert.Regexp(t, `byte \d+`, f.Error.Message)
}

func TestSearchRefusesWhatItCannotUnderstand(t *testing.T) {
	long := strings.Repeat("كلمة ", 2000)
	for name, c := range map[string]struct{ address, says string }{
		"nothing asked":     {"/v1/search", "q"},
		"blank query":       {query("/v1/search", "q", " \t"), "q"},
		"unknown parameter": {query("/v1/search", "q", "x", "form", "2020"), "from"},
		"limit 101":         {query("/v1/search", "q", "x", "limit", "101"), "0 to 100"},
		"limit -1":          {query("/v1/search", "q", "x", "limit", "-1"), "0 to 100"},
		"limit ten":         {query("/v1/search", "q", "x", "limit", "ten"), "0 to 100"},
		"limit huge":        {query("/v1/search", "q", "x", "limit", "99999999999999999999"), "0 to 100"},
		"offset 10001":      {query("/v1/search", "q", "x", "offset", "10001"), "0 to 10000"},
		"offset and after":  {query("/v1/search", "q", "x", "offset", "1", "after", "x"), "after and offset"},
		"bad cursor":        {query("/v1/search", "q", "x", "after", "nonsense"), "next"},
		"from":              {query("/v1/search", "q", "x", "from", "yesterday"), "2020-09"},
		"from day 31":       {query("/v1/search", "q", "x", "from", "2021-02-31"), "2020-09"},
		"to":                {query("/v1/search", "q", "x", "to", "0"), "2020-09"},
		"from after to":     {query("/v1/search", "q", "x", "from", "2021", "to", "2020"), "Exchange"},
		"sort":              {query("/v1/search", "q", "x", "sort", "date"), "newest"},
		"facet":             {query("/v1/search", "q", "x", "facet", "source,country"), "section"},
		"suggest":           {query("/v1/search", "q", "x", "suggest", "2"), "1 or 0"},
		"strict":            {query("/v1/search", "q", "x", "strict", "2"), "1 or 0"},
		"explain":           {query("/v1/search", "q", "x", "explain", "yes"), "1 or 0"},
		"too long":          {query("/v1/search", "q", long), "8,192 bytes"},
		"order":             {query("/v1/search", "q", "x", "sort", "-date"), "-source"},
		"own field":         {query("/v1/search", "q", "x", "f.lang", "ar"), "f.lang"},
		"own field denied":  {query("/v1/search", "q", "x", "not.lang", "ar"), "not.source"},
		"fields":            {query("/v1/search", "q", "x", "fields", "title,file"), "extra.NAME"},
		"passages":          {query("/v1/search", "q", "x", "passages", "4"), "from 0 to 3"},
		"too many whole":    {query("/v1/search", "q", "x", "whole", "1", "limit", "21"), "20"},
		"too many bodies":   {query("/v1/search", "q", "x", "fields", "body", "limit", "100"), "20"},
		"whole of nothing":  {query("/v1/search", "q", "x", "whole", "1", "passages", "0"), "together"},
		"too many":          {query("/v1/search", "q", "x") + sources(60), "50"},
		"not UTF-8":         {"/v1/search?q=%FF%FE", "UTF-8"},
		"source not UTF-8":  {"/v1/search?q=a&source=%C3%28", "UTF-8"},
		"broken escape":     {"/v1/search?q=%zz", "Percent-encode"},
		"semicolon":         {"/v1/search?q=a;b", "Percent-encode"},
	} {
		t.Run(name, func(t *testing.T) {
			r := get(handler(t), c.address)
			assert.Equal(t, http.StatusBadRequest, r.StatusCode)
			f := decode[failure](t, r)
			assert.Contains(t, []string{"bad_parameter", "bad_query"}, f.Error.Code)
			assert.Contains(t, f.Error.Message, c.says)
			arabic := decode[failure](t, get(handler(t), c.address, "Accept-Language", "ar-EG,ar;q=0.9"))
			assert.NotEqual(t, f.Error.Message, arabic.Error.Message)
			assert.Equal(t, f.Error.Code, arabic.Error.Code)
		})
	}
}

// What is just within the limits is answered.
func TestLimitsAreIncluded(t *testing.T) {
	letters := strings.Repeat("x", 8<<10)
	for _, pairs := range [][]string{
		{"q", letters}, {"q", "x", "section", letters[:4<<10]}, {"q", "x", "limit", "100"}, {"q", "x", "limit", "0"}, {"q", "x", "offset", "10000"},
	} {
		assert.Equal(t, http.StatusOK, get(handler(t), query("/v1/search", pairs...)).StatusCode, "%s=%.20s", pairs[len(pairs)-2], pairs[len(pairs)-1])
	}
	assert.Equal(t, http.StatusOK, get(handler(t), query("/v1/search", "q", "x")+sources(50)).StatusCode)
	for _, address := range []string{query("/v1/search", "q", letters+"x"), query("/v1/search", "q", "x", "section", letters[:4<<10]+"x"), query("/v1/search", "q", "x") + sources(51)} {
		assert.Equal(t, http.StatusBadRequest, get(handler(t), address).StatusCode, "%.40s", address)
	}
}

// sources asks for n sources.
func sources(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("&source=" + strings.Repeat("x", i+1))
	}
	return b.String()
}

func TestArticleByAnyID(t *testing.T) {
	h := handler(t)
	for _, a := range special {
		for _, address := range []string{"/v1/articles/" + url.PathEscape(a.ID), query("/v1/articles", "id", a.ID)} {
			r := get(h, address)
			require.Equal(t, http.StatusOK, r.StatusCode, address)
			got := decode[answer.Article](t, r)
			assert.Equal(t, a.ID, got.ID)
			assert.Equal(t, a.Title, got.Title)
			assert.Equal(t, a.Body, got.Body)
			assert.Equal(t, a.URL, got.URL)
			assert.Equal(t, a.Tags, got.Tags)
		}
	}
	// Slashes need no escape, not even two of them, nor dots.
	assert.Equal(t, http.StatusOK, get(h, "/v1/articles/a/b/../c").StatusCode)
	assert.Equal(t, http.StatusOK, get(h, "/v1/articles/https://wire.example/2021/05/a%3Fb=1&c=2%233").StatusCode)
}

func TestArticleNotThere(t *testing.T) {
	for address, status := range map[string]int{
		"/v1/articles/nothing": http.StatusNotFound,
		"/v1/articles/":        http.StatusBadRequest,
		"/v1/articles":         http.StatusBadRequest,
		"/v1/articles?id=":     http.StatusBadRequest,
		"/v1/articles?id=%FF":  http.StatusBadRequest,
		"/v1/articles/%FF":     http.StatusBadRequest,
		"/v1/nothing":          http.StatusNotFound,
		"/v1/":                 http.StatusNotFound,
		"/v2/search":           http.StatusNotFound,
	} {
		r := get(handler(t), address)
		assert.Equal(t, status, r.StatusCode, address)
		if strings.HasPrefix(address, "/v1/") {
			assert.NotEmpty(t, decode[failure](t, r).Error.Message)
		}
	}
}

func TestHealth(t *testing.T) {
	r := get(handler(t), "/healthz")
	assert.Equal(t, http.StatusOK, r.StatusCode)
	body := read(t, r)
	assert.Contains(t, body, `"status":"ok"`)
	assert.Regexp(t, `"articles":[1-9]\d*`, body)
}

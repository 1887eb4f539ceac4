package web

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// A link leads to the state it was made from.
func TestStateRoundTrip(t *testing.T) {
	for _, s := range []state{
		{Page: 1},
		{Query: "وقف إطلاق النار & <b>", Page: 3},
		{Query: `"a b"`, Filter: fihris.Filter{Sources: []string{"س&=", "b c"}, Sections: []string{"#?"}, Tags: []string{"+"}}, From: "2020", To: "2020-09", Sort: "newest", Page: 2, AllCopies: true, Explain: true, Lang: "en"},
	} {
		u, err := url.Parse(s.Home())
		require.NoError(t, err)
		assert.Equal(t, "/", u.Path)
		assert.Equal(t, s, newState(u.Query()))
		u, err = url.Parse(s.Article("a b/c?d#e"))
		require.NoError(t, err)
		assert.Equal(t, "a b/c?d#e", u.Query().Get("id"))
		assert.Equal(t, s, newState(u.Query()))
	}
}

// The fields of the form want days, whatever period the address names.
func TestDaysOfPeriods(t *testing.T) {
	for period, days := range map[string][2]string{
		"2020": {"2020-01-01", "2020-12-31"}, "٢٠٢٠-٠٩": {"2020-09-01", "2020-09-30"},
		"2020/9/8": {"2020-09-08", "2020-09-08"}, "": {}, "yesterday": {},
	} {
		s := state{From: period, To: period}
		assert.Equal(t, days, [2]string{s.FromDay(), s.ToDay()}, period)
	}
}

// Changing a copy leaves the state alone: all links of a page are made from one.
func TestStateIsAValue(t *testing.T) {
	s := state{Query: "a", Filter: fihris.Filter{Sources: []string{"x", "y"}}, Page: 4}
	before := s.Home()
	chips(arabicLocale, s)
	s.withValues(fihris.FacetSource, "z")
	s.unfiltered()
	assert.Equal(t, []string{"y"}, without(s.Filter.Sources, "x"))
	assert.Equal(t, before, s.Home())
	assert.Equal(t, 1, s.withSort("newest").Page)
}

func TestPagesEndWhereOffsetsDo(t *testing.T) {
	for _, c := range []struct {
		page       int
		hits       uint64
		pages      int
		prev, next bool
		atLimit    bool
	}{
		{page: 1, hits: 10},
		{page: 1, hits: 11, pages: 2, next: true},
		{page: 2, hits: 11, pages: 2, prev: true},
		{page: 50, hits: 20_000, pages: 7, prev: true, next: true},
		{page: 1001, hits: 10_010, pages: 7, prev: true},
		{page: 1001, hits: 10_011, pages: 7, prev: true, atLimit: true},
		{page: 2000, hits: 3, prev: true},
	} {
		v := resultsView{view: view{L: english, State: state{Query: "a", Page: c.page}}, Res: &fihris.Results{Total: 1, TotalAny: c.hits}}
		if before := uint64(c.page-1) * pageSize; c.hits > before {
			v.Res.Hits = make([]fihris.Hit, min(pageSize, c.hits-before))
		}
		v.navigate(fihris.Request{})
		assert.Len(t, v.Pages, c.pages, "%+v", c)
		assert.Equal(t, c.prev, v.Prev != "", "%+v", c)
		assert.Equal(t, c.next, v.Next != "", "%+v", c)
		assert.Equal(t, c.atLimit, v.AtLimit, "%+v", c)
		for _, p := range v.Pages {
			assert.Equal(t, p.Text == strconv.Itoa(c.page), p.Current)
		}
	}
}

func TestParagraphs(t *testing.T) {
	text := fihris.Snippet{{Text: "a\n\nb "}, {Text: "c\nd", Match: true}, {Text: "\n \n"}, {Text: "e"}}
	assert.Equal(t, []fihris.Snippet{
		{{Text: "a"}},
		{{Text: "b "}, {Text: "c", Match: true}},
		{{Text: "d", Match: true}},
		{{Text: "e"}},
	}, paragraphs(text))
	assert.Empty(t, paragraphs(nil))
}

// What has no letters runs as the page does; textdir tests the rest.
func TestDirection(t *testing.T) {
	for text, want := range map[string]string{"(CNN) قال الوزير": "rtl", "The minister said": "ltr", "2018": "rtl", "": "rtl"} {
		assert.Equal(t, want, direction(text), text)
	}
}

// The passage of a snippet is what the article says; dots stand beside it.
func TestCutPassages(t *testing.T) {
	passage := fihris.Snippet{{Cut: true}, {Text: "قال "}, {Text: "الوزير", Match: true}, {Cut: true}}
	var b strings.Builder
	require.NoError(t, loadPages(loadAssets(), false).set.ExecuteTemplate(&b, "spans", passage))
	assert.Equal(t, " … قال <mark>الوزير</mark> … ", b.String())
}

func TestWebAddress(t *testing.T) {
	for _, s := range []string{"javascript:alert(1)", "data:text/html,x", "//host/x", "http:", "mailto:a@b", "ftp://a/b", "%zz", ""} {
		assert.Empty(t, webAddress(s), s)
	}
	assert.Equal(t, "https://a.example/b", webAddress("https://a.example/b"))
}

package web

import (
	"context"
	"html/template"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// Pages are counted from 1, whatever the address says.
func TestPageOfAnAddress(t *testing.T) {
	for page, want := range map[string]int{"": 1, "-1": 1, "0": 1, "1": 1, "2": 2, "x": 1, "99999999999999999999": 1} {
		assert.Equal(t, want, newState(url.Values{"page": {page}}).Page, page)
	}
}

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
		leads := map[string]int{v.Prev: c.page - 1, v.Next: c.page + 1}
		for _, p := range v.Pages {
			assert.Equal(t, p.Text == strconv.Itoa(c.page), p.Current)
			leads[p.Href], _ = strconv.Atoi(p.Text)
		}
		delete(leads, "")
		for href, page := range leads {
			u, err := url.Parse(href)
			require.NoError(t, err)
			assert.Equal(t, page, newState(u.Query()).Page, href)
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

// One year alone is no choice.
func TestYears(t *testing.T) {
	values := []fihris.FacetValue{{Value: "2019", Count: 1}, {Value: "2020", Count: 4}, {Value: "2021", Count: 3}}
	assert.Empty(t, years(state{}, nil))
	assert.Empty(t, years(state{}, values[:1]))
	assert.Len(t, years(state{}, values[:2]), 2)
	links := years(state{Query: "a", Page: 3}, values)
	require.Len(t, links, 3)
	assert.Equal(t, link{Text: "2020", Href: "/?from=2020&q=a&to=2020", Count: 4, Percent: 100}, links[1])
	assert.EqualValues(t, []uint64{25, 75}, []uint64{links[0].Percent, links[2].Percent})
}

// What is ticked stands first, with its count where that is known; no value
// stands twice.
func TestMergeOfChoices(t *testing.T) {
	ticked := []choice{{Text: "a", Checked: true}, {Text: "z", Checked: true}}
	values := []fihris.FacetValue{{Value: "b", Count: 9}, {Value: "a", Count: 2}, {Count: 5}}
	assert.Equal(t, []choice{
		{Text: "a", Count: 2, Known: true, Checked: true}, {Text: "z", Checked: true}, {Text: "b", Count: 9, Known: true},
	}, merge(ticked, values))
}

// Only words that say something and that nobody wrote are missing.
func TestMissingWords(t *testing.T) {
	assert.Empty(t, missing(nil))
	assert.Equal(t, []string{"e"}, missing(&fihris.ZeroHits{Words: []fihris.WordCount{
		{Text: "a", Stop: true}, {Text: `"b c"`, Phrase: true}, {Text: "d", Articles: 1}, {Text: "e"}, {Text: "f", Stop: true, Articles: 1},
	}}))
}

// Where there is nothing but stop words this is what is told, and only there.
func TestNothingButStopWords(t *testing.T) {
	stop, word := fihris.WordCount{Text: "من", Stop: true}, fihris.WordCount{Text: "زرافة", Stem: "زرافة"}
	for _, c := range []struct {
		words []fihris.WordCount
		only  bool
	}{{nil, false}, {[]fihris.WordCount{stop}, true}, {[]fihris.WordCount{stop, stop}, true}, {[]fihris.WordCount{word}, false}, {[]fihris.WordCount{stop, word, stop}, false}} {
		z, err := (&server{}).explainZero(t.Context(), state{}, &fihris.ZeroHits{Words: c.words})
		require.NoError(t, err)
		assert.Equal(t, c.only, z.StopOnly, "%v", c.words)
	}
}

// The first status is the one that was sent.
func TestRecorder(t *testing.T) {
	for name, answer := range map[string]func(w http.ResponseWriter){
		"twice":       func(w http.ResponseWriter) { w.WriteHeader(http.StatusTeapot); w.WriteHeader(http.StatusOK) },
		"then a body": func(w http.ResponseWriter) { w.WriteHeader(http.StatusTeapot); _, _ = w.Write([]byte("short")) },
	} {
		rec := &recorder{ResponseWriter: httptest.NewRecorder()}
		answer(rec)
		assert.Equal(t, http.StatusTeapot, rec.status, name)
	}
	rec := &recorder{ResponseWriter: httptest.NewRecorder()}
	for range 2 {
		_, err := rec.Write([]byte("and stout"))
		require.NoError(t, err)
	}
	assert.Equal(t, http.StatusOK, rec.status)
	assert.EqualValues(t, 18, rec.bytes)
}

// Half a document is worse than none.
func TestWhatJSONCannotHold(t *testing.T) {
	w := httptest.NewRecorder()
	writeJSON(w, http.StatusOK, math.NaN())
	assert.Equal(t, http.StatusInternalServerError, w.Code)
	assert.JSONEq(t, `{"error":{"code":"internal","message":"the answer cannot be written as JSON"}}`, w.Body.String())
	assert.Equal(t, strconv.Itoa(w.Body.Len()), w.Header().Get("Content-Length"))
}

// Even where no page can be made a reader is told, and the log why.
func TestPageOfAProblemFails(t *testing.T) {
	var log strings.Builder
	srv := &server{log: slog.New(slog.NewTextHandler(&log, nil)), pages: &pages{set: template.New(""), assets: loadAssets()}}
	w := httptest.NewRecorder()
	srv.fail(w, httptest.NewRequest(http.MethodGet, "/nothing", nil), errNoPage)
	assert.Equal(t, http.StatusInternalServerError, w.Code)
	assert.Equal(t, errPanic.Error()+"\n", w.Body.String())
	assert.Contains(t, log.String(), "error.html")
}

// Who has gone gets no answer; a search that was given up by itself does.
func TestNobodyListens(t *testing.T) {
	srv := &server{log: slog.New(slog.DiscardHandler), pages: loadPages(loadAssets(), false)}
	r := httptest.NewRequest(http.MethodGet, "/v1/search", nil)
	gone, leave := context.WithCancel(t.Context())
	leave()
	w := httptest.NewRecorder()
	srv.fail(w, r.WithContext(gone), context.Canceled)
	assert.Zero(t, w.Body.Len())
	srv.fail(w, r, context.Canceled)
	assert.Equal(t, http.StatusInternalServerError, w.Code)
}

// What the library may say some day, and this package has no words for.
func TestNewKindsAndLevels(t *testing.T) {
	for _, l := range locales {
		assert.Equal(t, "sound", l.Level("sound"))
		assert.NotEqual(t, "stem", l.Level("stem"))
		assert.Equal(t, l.messages["suggestion.other"], l.Kind("sound"))
		assert.NotEqual(t, l.messages["suggestion.other"], l.Kind(fihris.KindSpelling))
	}
}

// From each match a reader steps to the one before it and the one after it,
// through the title and the paragraphs.
func TestNeighboursOfMatches(t *testing.T) {
	var v articleView
	v.number(
		fihris.Snippet{{Text: "a", Match: true}, {Text: " b"}},
		fihris.Snippet{{Text: "c "}, {Text: "d\ne", Match: true}, {Text: " f "}, {Text: "g", Match: true}},
	)
	assert.Equal(t, 4, v.Matches)
	assert.Equal(t, parts{{Text: "a", Match: 1, Next: 2}, {Text: " b"}}, v.Heading)
	assert.Equal(t, []parts{
		{{Text: "c "}, {Text: "d", Match: 2, Prev: 1, Next: 3}},
		{{Text: "e", Match: 3, Prev: 2, Next: 4}, {Text: " f "}, {Text: "g", Match: 4, Prev: 3}},
	}, v.Paragraphs)
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

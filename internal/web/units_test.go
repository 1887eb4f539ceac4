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
	"time"

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
		{Query: `"a b"`, Filter: fihris.Filter{Sources: []string{"س&=", "b c"}, Sections: []string{"#?"}, Tags: []string{"+"}}, From: "2020", To: "2020-09", Own: url.Values{"f.lang": {"ar", "&"}, "not.tag": {"x"}}, Share: true, Sort: "newest", Page: 2, AllCopies: true, Explain: true, Lang: "en"},
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

// Changing a copy leaves the state alone: all links of a page are made from one.
func TestStateIsAValue(t *testing.T) {
	s := state{Query: "a", Filter: fihris.Filter{Sources: []string{"x", "y"}}, Page: 4}
	before := s.Home()
	(&view{L: arabicLocale, State: s}).chips()
	s.withOwn("f.lang", []string{"ar"})
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
	assert.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
	assert.Contains(t, w.Body.String(), `"code":"internal","message":"The answer cannot be written as JSON."`)
	assert.Equal(t, strconv.Itoa(w.Body.Len()), w.Header().Get("Content-Length"))
}

// Even where no page can be made a reader is told, and the log why.
func TestPageOfAProblemFails(t *testing.T) {
	var log strings.Builder
	srv := &server{log: slog.New(slog.NewTextHandler(&log, nil)), pages: &pages{sets: map[string]func() *template.Template{arabicLocale.Lang: func() *template.Template { return template.New("") }}, assets: loadAssets()}}
	w := httptest.NewRecorder()
	srv.fail(w, httptest.NewRequest(http.MethodGet, "/nothing", nil), errNoPage)
	assert.Equal(t, http.StatusInternalServerError, w.Code)
	assert.Equal(t, errPanic.Error()+"\n", w.Body.String())
	assert.Contains(t, log.String(), "error.html")
}

// Who has gone gets no answer; a search that was given up by itself does.
func TestNobodyListens(t *testing.T) {
	srv := &server{log: slog.New(slog.DiscardHandler), pages: loadPages(loadAssets(), false, "", own{})}
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

// What has no letters runs as the page does; textdir tests the rest.
func TestDirection(t *testing.T) {
	for text, want := range map[string]string{"(CNN) قال الوزير": "rtl", "The minister said": "ltr", "2018": "rtl", "": "rtl"} {
		assert.Equal(t, want, direction(text), text)
	}
}

func spanned(p fihris.Snippet) string {
	var w htmlWriter
	w.spans(p)
	return w.String()
}

// The passage of a snippet is what the article says; dots stand beside it.
func TestCutPassages(t *testing.T) {
	passage := fihris.Snippet{{Cut: true}, {Text: "قال "}, {Text: "الوزير", Match: true}, {Cut: true}}
	assert.Equal(t, " … قال <mark>الوزير</mark> … ", spanned(passage))
	assert.Equal(t, "&lt;b&gt;<mark>\"&amp;</mark>", spanned(fihris.Snippet{{Text: "<b>"}, {Text: `"&`, Match: true}}), "quotes are none between tags")
}

func TestWebAddress(t *testing.T) {
	for _, s := range []string{"javascript:alert(1)", "data:text/html,x", "//host/x", "http:", "mailto:a@b", "ftp://a/b", "%zz", ""} {
		assert.Empty(t, webAddress(s), s)
	}
	assert.Equal(t, "https://a.example/b", webAddress("https://a.example/b"))
}

// What depends on the articles alone is found out once in a while; a failure is not believed.
func TestRecent(t *testing.T) {
	var r recent[int]
	calls := 0
	find := func(err error) func() (int, error) {
		return func() (int, error) { calls++; return calls, err }
	}
	_, err := r.get(find(errBusy))
	require.ErrorIs(t, err, errBusy)
	for range 3 {
		n, err := r.get(find(nil))
		require.NoError(t, err)
		assert.Equal(t, 2, n)
	}
	r.last.Store(&dated[int]{7, time.Now().Add(-recentFor)})
	n, err := r.get(find(nil))
	require.NoError(t, err)
	assert.Equal(t, 3, n, "it is looked for again")
}

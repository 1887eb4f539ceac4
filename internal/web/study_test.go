package web_test

import (
	"bytes"
	"encoding/csv"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/internal/web"
)

// table reads a CSV answer, which begins with a byte order mark.
func table(t *testing.T, address string) [][]string {
	t.Helper()
	r := get(handler(t), address)
	require.Equal(t, 200, r.StatusCode, address)
	assert.Equal(t, "text/csv; charset=utf-8", r.Header.Get("Content-Type"))
	text, ok := strings.CutPrefix(read(t, r), "\ufeff")
	require.True(t, ok)
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	return rows
}

func withHeader(header []string, rows [][]string) [][]string {
	return append([][]string{header}, rows...)
}

// What the interface counts is what the library counts, as JSON and as the tables of the command.
func TestStudiesAreThoseOfTheLibrary(t *testing.T) {
	ix, h := index(t), handler(t)
	market, err := fihris.ParseQuery("السوق")
	require.NoError(t, err)
	study := fihris.Study{Query: market, Level: fihris.LevelRoot}

	trend := fihris.TrendRequest{Queries: []fihris.Query{market, fihris.Match("البحر")}, Level: fihris.LevelRoot, Period: fihris.PerYear, By: fihris.FacetSection, Average: 3}
	over, err := ix.Trend(t.Context(), trend)
	require.NoError(t, err)
	require.NotEmpty(t, over.Periods)
	address := query("/v1/trend", "q", "السوق", "q", "البحر", "level", "root", "per", "year", "by", "section", "average", "3")
	assert.Equal(t, answer.NewTrend(&over, fihris.PerYear), decode[answer.Trend](t, get(h, address)))
	assert.Equal(t, withHeader(answer.TrendTable(&over)), table(t, address+"&format=csv"))
	svg := read(t, get(h, address+"&format=svg"))
	assert.Equal(t, string(answer.TrendChart(&over, &trend).SVG()), svg)

	near, err := ix.Collocations(t.Context(), fihris.CollocationRequest{Study: study, Before: 2, After: 3, Least: 1, By: fihris.LogLikelihood, Limit: 7, StopWords: true})
	require.NoError(t, err)
	require.Len(t, near.Collocates, 7)
	address = query("/v1/collocations", "q", "السوق", "level", "root", "before", "2", "after", "3", "least", "1", "by", "log-likelihood", "limit", "7", "stop_words", "1")
	assert.Equal(t, answer.NewCollocations(&near), decode[answer.Collocations](t, get(h, address)))
	assert.Equal(t, withHeader(answer.CollocationTable(&near)), table(t, address+"&format=csv"))

	in := fihris.Scope{Query: fihris.All(), Filter: fihris.Filter{Sections: []string{"اقتصاد"}}}
	if res, err := ix.Search(t.Context(), fihris.Request{Query: fihris.All(), Filter: in.Filter, Limit: fihris.NoHits}); err != nil || res.Total == 0 {
		t.Fatalf("no article of the section is bundled: %v", err)
	}
	keys, err := ix.Keywords(t.Context(), fihris.KeywordsRequest{In: in, Least: 3, Limit: 9})
	require.NoError(t, err)
	address = query("/v1/keywords", "section", "اقتصاد", "least", "3", "limit", "9")
	assert.Equal(t, answer.NewKeywords(&keys), decode[answer.Keywords](t, get(h, address)))
	assert.Equal(t, withHeader(answer.KeywordTable(&keys)), table(t, address+"&format=csv"))

	grams, total, err := ix.NGrams(t.Context(), fihris.NGramsRequest{In: fihris.Scope{Query: fihris.All()}, Words: 3, Least: 2, Limit: 5})
	require.NoError(t, err)
	address = query("/v1/ngrams", "words", "3", "least", "2", "limit", "5")
	assert.Equal(t, answer.NewNGrams(grams, total), decode[answer.NGrams](t, get(h, address)))
	assert.Equal(t, withHeader(answer.NGramTable(grams)), table(t, address+"&format=csv"))

	n, err := ix.Count(t.Context(), study)
	require.NoError(t, err)
	var lines []fihris.Line
	for l, err := range ix.Concordance(t.Context(), fihris.ConcordanceRequest{Study: study, Window: 4, Order: fihris.ByAfter}) {
		require.NoError(t, err)
		lines = append(lines, l)
	}
	require.Greater(t, len(lines), 5)
	address = query("/v1/concordance", "q", "السوق", "level", "root", "window", "4", "sort", "after")
	assert.Equal(t, answer.NewConcordance(n, lines), decode[answer.Concordance](t, get(h, address)))
	assert.Len(t, decode[answer.Concordance](t, get(h, address+"&limit=2")).Lines, 2)
	assert.Len(t, table(t, address+"&format=csv"), len(lines)+1)
}

// What cannot be counted is refused with what to do, and nothing is read past its limits.
func TestStudiesRefuse(t *testing.T) {
	h := handler(t)
	for address, code := range map[string]string{
		"/v1/trend": "bad_parameter", query("/v1/trend", "q", " "): "bad_parameter", query("/v1/trend", "q", "a", "average", "4"): "bad_parameter",
		query("/v1/trend", "q", "a", "per", "hour"): "bad_parameter", query("/v1/trend", "q", "a", "by", "year"): "bad_parameter",
		query("/v1/collocations", "q", "a", "before", "0", "after", "0"): "bad_parameter", query("/v1/collocations", "q", "a", "by", "x"): "bad_parameter",
		query("/v1/collocations", "q", "a", "limit", "1001"): "bad_parameter", "/v1/keywords": "bad_parameter",
		query("/v1/keywords", "q", "قعتسزذخ"): "no_articles", query("/v1/ngrams", "words", "6"): "bad_parameter", query("/v1/ngrams", "least", "1"): "bad_parameter",
		query("/v1/concordance", "q", "a", "limit", "10001"): "bad_parameter", query("/v1/concordance", "q", "a", "sort", "left"): "bad_parameter",
		query("/v1/concordance", "q", "a", "nothing", "1"): "bad_parameter", query("/v1/trend", "q", "a", "level", "word"): "bad_parameter",
	} {
		r := get(h, address)
		assert.Equal(t, 400, r.StatusCode, address)
		assert.Equal(t, code, decode[failure](t, r).Code, address)
	}
	bare := web.New(struct{ fihris.Searcher }{index(t)}, web.Options{})
	for _, address := range []string{"/observatory", query("/v1/trend", "q", "a")} {
		assert.Equal(t, 404, get(bare, address).StatusCode, "a searcher that cannot count has none of it")
	}
	assert.NotContains(t, read(t, get(bare, "/help")), "/observatory")
}

var hrefs = regexp.MustCompile(`href="(/[^"]*)"`)

// Every part of the observatory shows the figures of the interface, and every link of it leads somewhere.
func TestObservatory(t *testing.T) {
	h := handler(t)
	for _, lang := range []string{"ar", "en"} {
		for _, part := range []string{"", "concordance", "collocations", "keywords", "ngrams"} {
			address := query("/observatory", "words", "السوق، البحر", "show", part, "lang", lang)
			r := get(h, address)
			body := read(t, r)
			require.Equal(t, 200, r.StatusCode, "%s", body)
			seen := 0
			for _, m := range hrefs.FindAllStringSubmatch(body, -1) {
				to := html.UnescapeString(m[1])
				if seen++; seen > 20 {
					break
				}
				require.Equal(t, 200, get(h, to).StatusCode, "%s: %s", address, to)
			}
			assert.Greater(t, seen, 10, address)
		}
	}
	near := decode[answer.Collocations](t, get(h, query("/v1/collocations", "q", "السوق", "least", "2")))
	require.NotEmpty(t, near.Collocates)
	page := read(t, get(h, query("/observatory", "words", "السوق", "show", "collocations", "least", "2")))
	for _, c := range near.Collocates {
		assert.Contains(t, page, ">"+c.Word+"<")
	}
	for _, address := range []string{"/observatory", query("/observatory", "words", "قعتسزذخ"), query("/observatory", "words", "قعتسزذخ", "show", "keywords"),
		query("/observatory", "words", scriptTitle+`"(`, "show", "concordance"), query("/observatory", "show", "keywords", "section", "تجارب", "digits", "arab")} {
		r := get(h, address)
		body := read(t, r)
		assert.Equal(t, 200, r.StatusCode, "%s: %.300s", address, body)
		assert.NotContains(t, body, "<script>alert")
	}
	for _, address := range []string{query("/observatory", "show", "all"), query("/observatory", "from", "x"), query("/observatory", "words", "a", "per", "hour")} {
		assert.Equal(t, 400, get(h, address).StatusCode, address)
	}
}

// The advanced form writes a query that asks for what was filled in, whatever signs stand in it, and leads to its hits.
func TestAdvanced(t *testing.T) {
	h := handler(t)
	written := func(pairs ...string) string {
		body := read(t, get(h, query("/advanced", pairs...)))
		_, rest, ok := strings.Cut(body, `<output class="query"><bdi>`)
		require.True(t, ok, body)
		text, _, _ := strings.Cut(rest, "</bdi>")
		return html.UnescapeString(text)
	}
	assert.Equal(t, `+قمح +"وقف التصدير" +(موانئ OR صوامع) +source:"مجلة السنابل" -شعير`,
		written("all", "قمح", "phrase", "وقف التصدير", "any", "موانئ صوامع", "not", "شعير", "source", "مجلة السنابل", "from", "2017"))
	for _, hostile := range []string{`"`, `a" OR b`, "-x", "(", "title:x", "=y", "√z", "a*", "~", "<script>", "عنوان:", "\\", "«»"} {
		for _, field := range []string{"all", "phrase", "any", "not", "title", "author", "source"} {
			for _, form := range []string{"stem", "exact", "root"} {
				r := get(h, query("/advanced", field, hostile, "forms", form, "go", "1"))
				require.Contains(t, []int{200, 303}, r.StatusCode, "%s %s", field, hostile)
				if r.StatusCode == 303 {
					u, err := url.Parse(r.Header.Get("Location"))
					require.NoError(t, err)
					_, err = fihris.ParseStrict(u.Query().Get("q"))
					require.NoError(t, err, "%s=%s", field, hostile)
				}
			}
		}
	}
	r := get(h, query("/advanced", "all", "زعنفة", "from", "2021", "go", "1", "lang", "en"))
	require.Equal(t, 303, r.StatusCode)
	assert.Equal(t, query("/", "q", "زعنفة", "from", "2021", "lang", "en"), r.Header.Get("Location"))
	assert.Equal(t, 200, get(h, query("/advanced", "go", "1")).StatusCode, "nothing is asked: the form again")
	assert.Equal(t, 400, get(h, query("/advanced", "from", "x")).StatusCode)
}

// Every example of the help is a query with hits of its own, or none, but never an error.
func TestExamplesOfTheHelpAreLinks(t *testing.T) {
	h := handler(t)
	for _, lang := range []string{"ar", "en"} {
		body := read(t, get(h, "/help?lang="+lang))
		examples := 0
		for _, m := range hrefs.FindAllStringSubmatch(body, -1) {
			to := html.UnescapeString(m[1])
			if strings.HasPrefix(to, "/?") && strings.Contains(to, "q=") {
				examples++
				assert.Equal(t, 200, get(h, to).StatusCode, to)
			}
		}
		assert.GreaterOrEqual(t, examples, 16, lang)
		assert.False(t, bytes.Contains([]byte(body), []byte(`?q=%E2%88%9A`)), "no example begins with the sign that no keyboard has")
	}
}

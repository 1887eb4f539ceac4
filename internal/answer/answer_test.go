package answer_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
)

// encoded is an answer as programs get it.
func encoded(t *testing.T, v any) string {
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

// Scripts depend on every byte of these: keys, their order, what is left out.
func TestSearch(t *testing.T) {
	day := time.Date(2020, 10, 9, 2, 30, 0, 0, time.FixedZone("Riyadh", 3*60*60))
	article := fihris.Article{ID: "n1", Title: "الوزير", Body: "not sent", Source: "س", Published: day, Tags: []string{"أ", "ب"}, Extra: map[string]any{"k": "not sent"}}
	res := &fihris.Results{
		Total: 2, TotalAny: 3, Took: 1234567 * time.Nanosecond, Next: "cursor",
		Hits: []fihris.Hit{{
			Article: article, Score: 1.5,
			Title:    fihris.Snippet{{Text: "الوزير", Match: true}},
			Snippets: []fihris.Snippet{{{Cut: true}, {Text: "قال "}, {Text: "الوزير", Match: true}, {Cut: true}}},
			Why:      &fihris.Explanation{Terms: []fihris.TermMatch{{Word: "وزير", Forms: []string{"الوزير"}, Level: "stem", Rule: "ال+", Share: .5}}},
			Copies:   []fihris.Article{{ID: "n2", Title: "نسخة", Published: day}},
		}},
		Facets:      []fihris.FacetCounts{{Field: "source", Values: []fihris.FacetValue{{Value: "س", Count: 2}}}, {Field: "tag"}},
		Suggestions: []fihris.Suggestion{{Query: "وزراء", Kind: fihris.KindSpelling, Total: 4}},
	}
	assert.Equal(t, `{"total":2,"total_any":3,"relaxed":false,"took_ms":1.234,`+
		`"hits":[{"id":"n1","title":"الوزير","score":1.5,"title_spans":[{"text":"الوزير","match":true}],`+
		`"snippets":[[{"text":"","cut":true},{"text":"قال "},{"text":"الوزير","match":true},{"text":"","cut":true}]],`+
		`"source":"س","published":"2020-10-08T23:30:00Z","tags":["أ","ب"],`+
		`"why":[{"word":"وزير","forms":["الوزير"],"level":"stem","rule":"ال+","share":0.5}],`+
		`"copies":[{"id":"n2","title":"نسخة","published":"2020-10-08T23:30:00Z"}]}],`+
		`"facets":{"source":[{"value":"س","count":2}],"tag":[]},`+
		`"suggestions":[{"query":"وزراء","kind":"spelling","total":4}],"next":"cursor"}`, encoded(t, answer.NewSearch(res)))
	assert.Equal(t, `{"took_ms":1.234,"hits":[]}`, encoded(t, answer.NewSimilar(&fihris.Results{Total: 9, Took: res.Took})))
}

// What a hit lacks is left out, but for what every hit has; one facet is enough
// for facets.
func TestBareHit(t *testing.T) {
	res := &fihris.Results{Hits: make([]fihris.Hit, 1), Facets: []fihris.FacetCounts{{Field: "year"}}}
	assert.Equal(t, `{"total":0,"total_any":0,"relaxed":false,"took_ms":0,`+
		`"hits":[{"id":"","title":"","score":0,"snippets":[]}],"facets":{"year":[]}}`, encoded(t, answer.NewSearch(res)))
}

func TestSearchWithoutHits(t *testing.T) {
	const start = `{"total":0,"total_any":0,"relaxed":false,"took_ms":0,"hits":[]`
	assert.Equal(t, start+`}`, encoded(t, answer.NewSearch(&fihris.Results{})))
	assert.Equal(t, start+`,"zero":{"words":[],"unfiltered":7}}`,
		encoded(t, answer.NewSearch(&fihris.Results{Zero: &fihris.ZeroHits{Unfiltered: 7}})))
	zero := &fihris.ZeroHits{
		Words: []fihris.WordCount{{Text: "من", Stop: true, Exact: "من"}, {Text: "وز*", Forms: 3, Articles: 2}},
		Unmet: []fihris.Unmet{
			{Field: fihris.UnmetDate, Dated: 2, Oldest: time.Unix(0, 0), Newest: time.Unix(86400, 0)},
			{Field: fihris.FacetSource, Value: "ش", Nearest: "س", Values: []fihris.FacetValue{{Value: "س", Count: 2}}},
		},
	}
	assert.Equal(t, start+`,"zero":{"words":[`+
		`{"text":"من","stop":true,"exact":"من","articles":0,"exact_articles":0,"stem_articles":0,"root_articles":0},`+
		`{"text":"وز*","forms":3,"articles":2,"exact_articles":0,"stem_articles":0,"root_articles":0}],"unfiltered":0,"unmet":[`+
		`{"field":"date","dated":2,"oldest":"1970-01-01T00:00:00Z","newest":"1970-01-02T00:00:00Z"},`+
		`{"field":"source","value":"ش","nearest":"س","values":[{"value":"س","count":2}],"dated":0}]}}`,
		encoded(t, answer.NewSearch(&fihris.Results{Zero: zero})))
}

func TestArticle(t *testing.T) {
	assert.Equal(t, `{"id":"n1","title":"","body":"ب"}`, encoded(t, answer.NewArticle(fihris.Article{ID: "n1", Body: "ب"})))
	assert.Equal(t, `{"id":"n1","title":"ع","body":"ب","author":"ك","source":"س","section":"ق","url":"u","published":"2020-10-09T00:00:00Z","tags":["و"],"extra":{"k":"v"}}`,
		encoded(t, answer.NewArticle(fihris.Article{
			ID: "n1", Title: "ع", Body: "ب", Author: "ك", Source: "س", Section: "ق", URL: "u",
			Published: time.Date(2020, 10, 9, 0, 0, 0, 0, time.UTC), Tags: []string{"و"}, Extra: map[string]any{"k": "v"},
		})))
}

func TestStatsAndCompletions(t *testing.T) {
	st := fihris.Stats{Articles: 2, Tokens: 9, Bytes: 100, Segments: 1, AnalyzerVersion: 3, FormatVersion: 4}
	assert.Equal(t, `{"articles":2,"words":9,"bytes":100,"segments":1,"analyzer_version":3,"format_version":4}`, encoded(t, answer.NewStats(st)))
	st.Oldest, st.Newest = time.Unix(0, 0), time.Unix(86400, 0)
	assert.Equal(t, `{"articles":2,"words":9,"bytes":100,"segments":1,"oldest":"1970-01-01T00:00:00Z","newest":"1970-01-02T00:00:00Z","analyzer_version":3,"format_version":4}`, encoded(t, answer.NewStats(st)))

	assert.Equal(t, `{"completions":[]}`, encoded(t, answer.NewComplete(nil)))
	assert.Equal(t, `{"completions":[{"text":"وزير","kind":"word","articles":2}]}`,
		encoded(t, answer.NewComplete([]fihris.Completion{{Text: "وزير", Kind: fihris.KindWord, Articles: 2}})))
}

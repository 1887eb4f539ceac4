package answer_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/internal/answer"
	"github.com/fihris-search/fihris/testdata"
)

// The types of the library are the same as JSON as what is answered.
func TestLibraryWritesTheSame(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	assert.NoError(t, err)
	defer ix.Close()
	var articles []fihris.Article
	for _, a := range testdata.Articles() {
		articles = append(articles, fihris.Article{
			ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source, Section: a.Section,
			URL: a.URL, Published: a.Published, Tags: a.Tags, Extra: map[string]any{"n": json.Number("1.10"), "<": nil},
		})
	}
	assert.NoError(t, ix.Add(t.Context(), articles...))
	for _, a := range articles {
		assert.JSONEq(t, encoded(t, answer.NewArticle(a)), encoded(t, a))
	}
	zero, relaxed, readAs, copies := 0, 0, 0, 0
	for _, text := range []string{"وزير", `"وقف إطلاق النار" -رياضة`, "√كتب", "وزبر~", "الوزيره مدرسه", "هطول قمحي", "قسم:لاشيء وزير", "بعد:2050 وزير", "zzqq", "muhammad"} {
		q, err := fihris.ParseQuery(text)
		assert.NoError(t, err)
		res, err := ix.Search(t.Context(), fihris.Request{
			Query: q, Explain: true, Suggest: true, Group: true, Limit: 5, Filter: fihris.Filter{To: time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)},
			Facets: []fihris.Facet{{Field: fihris.FacetSource}, {Field: fihris.FacetYear}},
		})
		assert.NoError(t, err)
		assert.Equal(t, encoded(t, answer.NewSearch(res)), encoded(t, res), text)
		if res.Zero != nil {
			zero++
		}
		if res.Relaxed {
			relaxed++
		}
		readAs += len(res.ReadAs)
		for _, h := range res.Hits {
			copies += len(h.Copies)
		}
	}
	assert.Positive(t, zero)
	assert.Positive(t, relaxed+readAs+copies)
	st, err := ix.Stats(t.Context())
	assert.NoError(t, err)
	assert.JSONEq(t, encoded(t, answer.NewStats(st)), encoded(t, st))
}

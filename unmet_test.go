package fihris_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// What finds nothing because of a date in the text, or of what is excluded, says so.
func TestUnmetMentionsAndExclusions(t *testing.T) {
	field := fihris.Field{Name: "lang", Kind: fihris.KeywordField, Filterable: true, Facetable: true}
	ix, err := fihris.NewMemory(&fihris.Options{Fields: []fihris.Field{field}})
	require.NoError(t, err)
	defer ix.Close()
	published := time.Date(2020, 5, 1, 0, 0, 0, 0, time.UTC)
	require.NoError(t, ix.Add(ctx,
		fihris.Article{ID: "a", Title: "الوزير", Body: "قال الوزير في 25 يناير 2011 كلمة.", Published: published, Source: "المرفأ", Extra: map[string]any{"lang": "ar"}},
		fihris.Article{ID: "b", Title: "السوق", Body: "سوق المدينة في 3 مارس 2015.", Published: published, Source: "المرفأ", Extra: map[string]any{"lang": "ar"}},
	))
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	for query, want := range map[string][]fihris.Unmet{
		"الوزير mentioned:1999":        {{Field: fihris.UnmetMentioned, Dated: 2, Oldest: day(2011, 1, 25), Newest: day(2015, 3, 3)}},
		"الوزير mentioned:2015":        nil, // one mentions it, the other is of the minister
		"الوزير -mentioned:2010..2016": {{Field: fihris.UnmetMentioned, Without: true, Dated: 2, Oldest: day(2011, 1, 25), Newest: day(2015, 3, 3)}},
		"الوزير -source:المرفأ":        {{Field: fihris.FacetSource, Value: "المرفأ", Without: true}},
		"الوزير -source:الضفاف السوق":  nil,
		"الوزير -from:2020":            {{Field: fihris.UnmetDate, Without: true, Dated: 2, Oldest: published, Newest: published}},
	} {
		q, err := fihris.ParseQuery(query)
		require.NoError(t, err)
		res, err := ix.Search(ctx, fihris.Request{Query: q, Suggest: true})
		require.NoError(t, err)
		if want == nil && res.Zero == nil {
			continue
		}
		require.NotNil(t, res.Zero, query)
		assert.Equal(t, want, res.Zero.Unmet, query)
	}
	q, err := fihris.ParseQuery("الوزير")
	require.NoError(t, err)
	res, err := ix.Search(ctx, fihris.Request{Query: q, Suggest: true, Filter: fihris.Filter{Where: []fihris.Condition{{Field: "lang", None: []string{"ar"}}}}})
	require.NoError(t, err)
	require.NotNil(t, res.Zero)
	assert.Equal(t, []fihris.Unmet{{Field: "lang", Value: "ar", Without: true}}, res.Zero.Unmet)
}

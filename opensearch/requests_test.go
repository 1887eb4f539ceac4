package opensearch_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/opensearch"
	"github.com/fihris-search/fihris/searchertest"
)

func parsed(t *testing.T, text string) fihris.Query {
	t.Helper()
	q, err := fihris.ParseQuery(text)
	require.NoError(t, err)
	return q
}

// answerOf is an answer as JSON, without what differs between two of the same.
func answerOf(t *testing.T, res *fihris.Results) string {
	t.Helper()
	one := *res
	one.Took, one.Next = 0, ""
	if res.Next != "" {
		one.Next = "more"
	}
	text, err := json.MarshalIndent(one, "", " ")
	require.NoError(t, err)
	return string(text)
}

// Whatever a request asks, a cluster answers as an index does: hits, scores to the last bit, passages,
// explanations, facets, totals.
func TestRequestsAreAnsweredAsByAnIndex(t *testing.T) {
	fields := []fihris.Field{
		{Name: "lang", Kind: fihris.KeywordField}, {Name: "pages", Kind: fihris.NumberField},
		{Name: "filed", Kind: fihris.DateField}, {Name: "lead", Kind: fihris.TextField}, {Name: "note", Kind: fihris.TextField, Weight: -1},
	}
	articles := searchertest.Articles()
	for i := range articles {
		a := &articles[i]
		a.Extra = map[string]any{"lang": []any{"ar", fmt.Sprintf("l%d", i%5)}, "pages": []any{float64(i%7) - 2.5, 40}, "note": a.Title}
		if i%3 > 0 {
			a.Extra["filed"] = []any{time.Date(2019, time.Month(1+i%12), 1+i%28, 0, 0, 0, 0, time.UTC).Format(time.RFC3339), "2020-05-01"}
			a.Extra["lead"] = []any{a.Title, "خبر عاجل من " + a.Source}
			a.Extra["pages"] = float64(i)
		}
		if i%4 == 0 {
			delete(a.Extra, "lang")
		}
	}
	c := made(t, opensearch.Options{Fields: fields}, articles)
	ix, err := fihris.NewMemory(&fihris.Options{Fields: fields})
	require.NoError(t, err)
	defer ix.Close()
	require.NoError(t, ix.Add(t.Context(), articles...))
	least, most := 3.0, 20.0
	weights := fihris.DefaultWeights()
	weights.Exact, weights.Root, weights.Title = 0, 0.2, 0
	first := articles[0]
	for name, req := range map[string]fihris.Request{
		"filters":       {Query: parsed(t, "الحكومة"), Filter: fihris.Filter{Sources: []string{first.Source, articles[1].Source}, Except: []string{first.ID}}},
		"tags":          {Query: fihris.All(), Filter: fihris.Filter{Tags: first.Tags}, Order: fihris.Newest},
		"sections":      {Query: fihris.All(), Filter: fihris.Filter{Sections: []string{first.Section}}},
		"ids":           {Query: parsed(t, "من في"), Filter: fihris.Filter{IDs: []string{first.ID, articles[2].ID, "none"}}},
		"period":        {Query: parsed(t, "وزير"), Filter: fihris.Filter{From: first.Published.AddDate(-1, 0, 0), To: first.Published.AddDate(1, 0, 0)}},
		"own keyword":   {Query: fihris.All(), Filter: fihris.Filter{Where: []fihris.Condition{{Field: "lang", Any: []string{"l1", "l2"}}}}},
		"not":           {Query: fihris.All(), Filter: fihris.Filter{Where: []fihris.Condition{{Field: "lang", None: []string{"l1"}}, {Field: "source", None: []string{first.Source}}}}},
		"own number":    {Query: fihris.All(), Filter: fihris.Filter{Where: []fihris.Condition{{Field: "pages", Min: &least, Max: &most}}}, Order: "pages"},
		"own range":     {Query: parsed(t, "pages:3..20 الحكومة"), Order: "-pages"},
		"own date":      {Query: fihris.All(), Filter: fihris.Filter{Where: []fihris.Condition{{Field: "filed", Any: []string{"2019-03..2019-06"}}}}, Order: "-filed"},
		"own value":     {Query: parsed(t, "lang:AR سوق")},
		"own text":      {Query: parsed(t, "lead:عاجل")},
		"own words":     {Query: parsed(t, "عاجل الحكومة"), Explain: true},
		"own phrase":    {Query: parsed(t, `lead:"خبر عاجل"`)},
		"own prefix":    {Query: parsed(t, "note:الحك*")},
		"by language":   {Query: fihris.All(), Order: "lang", Limit: 100},
		"by source":     {Query: parsed(t, "سوق"), Order: "-source"},
		"facets":        {Query: parsed(t, "الحكومة سوق"), Facets: []fihris.Facet{{Field: "lang"}, {Field: "pages", Limit: 5}, {Field: "filed"}, {Field: "filed.month"}, {Field: "filed.year"}, {Field: "author", Limit: 3}}},
		"relaxed":       {Query: parsed(t, "الحكومة قشطاطير سوق"), Facets: []fihris.Facet{{Field: fihris.FacetTag}}},
		"by date":       {Query: parsed(t, "الحكومة قشطاطير"), Order: fihris.Oldest, Explain: true},
		"source:":       {Query: parsed(t, "source:"+fihris.Quote(first.Source)+" من"), Explain: true},
		"author:":       {Query: parsed(t, "كاتب:"+fihris.Quote(first.Author))},
		"mentioned":     {Query: parsed(t, "mentioned:2020")},
		"dates":         {Query: parsed(t, "after:2018 before:2021 وزير")},
		"mixed phrase":  {Query: parsed(t, `"في المدينة"@stem "وزير الخارجية"`), Explain: true},
		"spelling":      {Query: parsed(t, "=أحمد =احمد")},
		"marks":         {Query: parsed(t, "أحمد"), Explain: true},
		"weights":       {Query: parsed(t, "وزير سوق"), Weights: &weights, Explain: true},
		"first stage":   {Query: parsed(t, "وزير سوق"), FirstStage: true, Limit: 50},
		"deep":          {Query: parsed(t, "من الحكومة سوق"), Offset: 25, Limit: 20, Explain: true},
		"group":         {Query: parsed(t, "الحكومة"), Group: true, Limit: 30},
		"literal":       {Query: parsed(t, "الحكومه المدينه"), Literal: true},
		"readings":      {Query: parsed(t, "الحكومه المدينه مدرسه")},
		"whole":         {Query: parsed(t, "سوق"), WholeText: true, Limit: 3},
		"short":         {Query: parsed(t, "سوق"), Passages: 1, PassageLength: 60, Fields: []string{"title", "extra.lang"}},
		"nested":        {Query: parsed(t, "(سوق OR وزير) -الحكومة +من")},
		"boost":         {Query: fihris.Or(fihris.Boost(fihris.Match("سوق"), 3), fihris.Match("وزير"))},
		"stop words":    {Query: parsed(t, "من في على")},
		"no totals":     {Query: parsed(t, "سوق وزير"), NoTotals: true},
		"ids only":      {Query: parsed(t, "سوق وزير"), IDsOnly: true, Limit: 40},
		"names":         {Query: parsed(t, "عبد الله كانون الثاني"), Explain: true},
		"body":          {Query: parsed(t, "body:الحكومة title:الحكومة"), Explain: true},
		"window":        {Query: parsed(t, `"الحكومة سوق"~30`), Limit: 5},
		"short prefix":  {Query: parsed(t, "ال*")},
		"written apart": {Query: parsed(t, "وزيرالخارجية~")},
		"no source":     {Query: parsed(t, "سوق"), Filter: fihris.Filter{Sources: []string{first.Source + "ه"}, Tags: []string{"سياسه"}}, Suggest: true},
		"no time":       {Query: parsed(t, "سوق"), Filter: fihris.Filter{From: time.Date(2090, 1, 1, 0, 0, 0, 0, time.UTC)}, Suggest: true},
		"no mention":    {Query: parsed(t, "سوق mentioned:1650 before:1900 source:لاشيء -lang:ar"), Suggest: true},
		"no value": {Query: parsed(t, "سوق lang:l9"), Filter: fihris.Filter{Where: []fihris.Condition{
			{Field: "pages", Any: []string{"9000..9001"}}, {Field: "filed", Any: []string{"1999"}}, {Field: "lang", Any: []string{"l7"}},
		}}, Suggest: true},
	} {
		want, err := ix.Search(t.Context(), req)
		require.NoError(t, err, name)
		got, err := c.Search(t.Context(), req)
		if assert.NoError(t, err, name) {
			assert.Equal(t, answerOf(t, want), answerOf(t, got), name)
		}
	}
	for _, req := range []fihris.Request{{Query: parsed(t, "lang:xx nofield:1")}, {Query: fihris.All(), Order: "nothing"}, {Query: fihris.All(), Fields: []string{"nothing"}}, {Query: fihris.All(), Passages: 99}} {
		_, want := ix.Search(t.Context(), req)
		_, got := c.Search(t.Context(), req)
		assert.Equal(t, want == nil, got == nil, "%v, %v", want, got)
	}
	_, err = c.Search(t.Context(), fihris.Request{Query: parsed(t, `"سوق سوق"~5`)})
	assert.ErrorIs(t, err, fihris.ErrBadRequest, "which words are one place it cannot tell")
	for _, id := range []string{first.ID, articles[5].ID} {
		want, err := ix.Similar(t.Context(), id, fihris.Request{Limit: 5})
		require.NoError(t, err)
		got, err := c.Similar(t.Context(), id, fihris.Request{Limit: 5})
		require.NoError(t, err)
		assert.Equal(t, answerOf(t, want), answerOf(t, got), "like %s", id)
	}
	st, err := c.Stats(t.Context())
	require.NoError(t, err)
	want, err := ix.Stats(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []any{want.Articles, want.Tokens, want.Oldest, want.Newest, want.Fields}, []any{st.Articles, st.Tokens, st.Oldest, st.Newest, st.Fields})

	assert.NoError(t, c.Remove(t.Context(), first.ID))
	assert.ErrorIs(t, c.Remove(t.Context(), first.ID, articles[1].ID), fihris.ErrNotFound)
	left, err := c.Search(t.Context(), fihris.Request{Query: fihris.All(), Limit: fihris.NoHits})
	require.NoError(t, err)
	assert.EqualValues(t, len(articles)-2, left.Total)
}

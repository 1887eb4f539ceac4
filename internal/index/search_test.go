package index

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// paper is an index of a few dated articles of two sources.
func paper(t *testing.T) *Index {
	t.Helper()
	ix, err := NewMemory(Options{BatchSize: 2})
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	at := func(s string) time.Time {
		p, err := time.Parse("2006-01-02 15:04", s)
		require.NoError(t, err)
		return p
	}
	docs := []Document{
		{ID: "a", Title: "قمح قمح", Body: "سعر السوق في المدينة", Source: "***", Published: at("1969-12-31 23:59"), Author: "سلمى حداد"},
		{ID: "b", Title: "سوق", Body: "سعر القمح في الميناء", Source: "---", Published: at("1970-01-01 00:00"), Tags: []string{"اقتصاد", ""}},
		{ID: "c", Title: "وزير", Body: "قال الوزير في المدينة", Source: "الأفق", Published: at("2020-05-17 12:00"), Author: "سلمى خوري"},
		{ID: "d", Title: "ميناء", Body: "قال وزير النقل عن القمح", Source: "الأفق", Published: at("2020-05-17 12:00"), Section: "محليات"},
		{ID: "e", Title: "مدينة", Body: "مقال بلا تاريخ عن القمح والسوق"},
	}
	done, refused, err := ix.Add(context.Background(), slices.Values(docs))
	require.NoError(t, err)
	require.Empty(t, refused)
	require.Equal(t, Changes{Added: len(docs)}, done)
	return ix
}

// ask searches for a query, a page of ten at most.
func ask(t *testing.T, ix *Index, q string, change ...func(*Request)) *Results {
	t.Helper()
	req := Request{Query: query.Parse(q), Text: q, Limit: 10}
	for _, c := range change {
		c(&req)
	}
	res, err := ix.Search(context.Background(), req)
	require.NoError(t, err, q)
	return res
}

func idsOf(res *Results) []string {
	ids := []string{}
	for _, h := range res.Hits {
		ids = append(ids, h.Document.ID)
	}
	return ids
}

func sortedIDs(res *Results) []string {
	ids := idsOf(res)
	slices.Sort(ids)
	return ids
}

func TestFields(t *testing.T) {
	ix := paper(t)
	for q, want := range map[string][]string{
		"title:قمح":            {"a"},
		"body:قمح":             {"b", "d", "e"}, // not where the title alone has it
		"body:وزير":            {"c", "d"},
		"author:سلمى":          {"a", "c"},
		"author:\"سلمى حداد\"": {"a"},
		"source:الافق":         {"c", "d"}, // alike after normalization
		"tag:إقتصاد":           {"b"},
		"section:محليات":       {"d"},
		"*":                    {"a", "b", "c", "d", "e"},
		"* -قمح":               {"c"},
		"before:1970-01-01":    {"a"},
		"from:1970-01-01":      {"b", "c", "d"},
	} {
		res := ask(t, ix, q)
		assert.Equal(t, want, sortedIDs(res), q)
		assert.EqualValues(t, len(want), res.Total, q)
	}
	// a value without a word in it is only itself
	for value, want := range map[string][]string{"***": {"a"}, "---": {"b"}, "؟؟؟": {}} {
		res, err := ix.Search(context.Background(), Request{Query: &query.Value{Field: query.Source, Text: value}, Limit: 10})
		require.NoError(t, err)
		assert.Equal(t, want, sortedIDs(res), value)
	}
	missing, err := ix.Remove(context.Background(), "a", "c", "none")
	require.NoError(t, err)
	assert.Equal(t, []string{"none"}, missing)
	all := ask(t, ix, "*")
	assert.Equal(t, []string{"b", "d", "e"}, sortedIDs(all))
	assert.EqualValues(t, 3, all.Total)
	assert.Empty(t, idsOf(ask(t, ix, "author:سلمى")))
}

func TestFilters(t *testing.T) {
	ix := paper(t)
	day := time.Date(2020, 5, 17, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		filter Filter
		want   []string
	}{
		"none":             {Filter{}, []string{"a", "b", "d", "e"}},
		"a source":         {Filter{Sources: []string{"الأفق"}}, []string{"d"}},
		"two sources":      {Filter{Sources: []string{"---", "الأفق"}}, []string{"b", "d"}},
		"a section":        {Filter{Sections: []string{"محليات"}}, []string{"d"}},
		"a tag":            {Filter{Tags: []string{"اقتصاد"}}, []string{"b"}},
		"a tag and source": {Filter{Tags: []string{"اقتصاد"}, Sources: []string{"***"}}, []string{}},
		"IDs":              {Filter{IDs: []string{"a", "e", "none"}}, []string{"a", "e"}},
		"but IDs":          {Filter{Except: []string{"a", "e"}}, []string{"b", "d"}},
		"from a second on": {Filter{From: day}, []string{"d"}},
		"a moment later":   {Filter{From: day.Add(1)}, []string{}},
		"until a second":   {Filter{To: day}, []string{"a", "b"}},
		"a moment more":    {Filter{To: day.Add(1)}, []string{"a", "b", "d"}},
	} {
		for range 2 { // the second comes from what is kept
			res := ask(t, ix, "قمح", func(r *Request) { r.Filter = c.filter })
			assert.Equal(t, c.want, sortedIDs(res), name)
		}
	}
}

// Pages by date hold every article once, also where many have one date or none.
func TestPagesByDate(t *testing.T) {
	ix := paper(t)
	for order, want := range map[Order][]string{
		Newest: {"c", "d", "b", "a", "e"},
		Oldest: {"a", "b", "c", "d", "e"},
	} {
		for size := 1; size <= 3; size++ {
			var got []string
			after := ""
			for {
				res := ask(t, ix, "*", func(r *Request) { r.Order, r.Limit, r.After = order, size, after })
				got = append(got, idsOf(res)...)
				if after = res.Next; after == "" {
					break
				}
				require.LessOrEqual(t, len(got), len(want))
			}
			assert.Equal(t, want, got, "pages of %d", size)
		}
	}
	next := ask(t, ix, "*", func(r *Request) { r.Order, r.Limit = Newest, 1 }).Next
	for _, group := range []bool{false, true} {
		for _, after := range []string{next, "odd", "AA"} {
			_, err := ix.Search(context.Background(), Request{Query: query.Parse("*"), Limit: 1, After: after, Group: group})
			require.ErrorIs(t, err, ErrCursor, "of another order, or none at all")
		}
	}
}

func TestFacetsOfDates(t *testing.T) {
	ix := paper(t)
	facets := func(q, field string) []FacetValue {
		return ask(t, ix, q, func(r *Request) { r.Facets = []Facet{{Field: field}} }).Facets[0]
	}
	assert.Equal(t, []FacetValue{{"1969-12-31", 1}, {"1970-01-01", 1}, {"2020-05-17", 2}}, facets("*", "day"))
	assert.Equal(t, []FacetValue{{"1969-12", 1}, {"1970-01", 1}, {"2020-05", 2}}, facets("*", "month"))
	assert.Equal(t, []FacetValue{{"1969", 1}, {"1970", 1}, {"2020", 2}}, facets("*", "year"))
	assert.Equal(t, []FacetValue{{"الأفق", 2}, {"***", 1}, {"---", 1}}, facets("*", "source"))
	assert.Equal(t, []FacetValue{{"اقتصاد", 1}}, facets("*", "tag"))
	// where no article holds every word, those that hold any are counted
	res := ask(t, ix, "قمح زنجبيل", func(r *Request) { r.Facets = []Facet{{Field: "source"}} })
	assert.True(t, res.Relaxed)
	assert.Equal(t, []FacetValue{{"***", 1}, {"---", 1}, {"الأفق", 1}}, res.Facets[0])
	_, err := ix.Search(context.Background(), Request{Query: query.Parse("*"), Facets: []Facet{{Field: "colour"}}})
	assert.ErrorContains(t, err, "source")
}

// What a query marks, by how it is asked.
func TestMarks(t *testing.T) {
	ix := memoryOf(t, "قال وزير الخارجية في المدينة إن الوزراء هنا")
	for q, want := range map[string]string{
		"وزير":               "قال [وزير] الخارجية في المدينة إن [الوزراء] هنا",
		"=وزير":              "قال [وزير] الخارجية في المدينة إن الوزراء هنا",
		"√وزير":              "قال [وزير] الخارجية في المدينة إن [الوزراء] هنا",
		"في المدينة":         "قال وزير الخارجية في [المدينة] إن الوزراء هنا",
		"في-المدينة":         "قال وزير الخارجية في [المدينة] إن الوزراء هنا",
		"في":                 "قال وزير الخارجية [في] المدينة إن الوزراء هنا",
		"=في المدينة":        "قال وزير الخارجية [في] [المدينة] إن الوزراء هنا",
		"\"وزير الخارجية\"":  "قال [وزير] [الخارجية] في المدينة إن الوزراء هنا",
		"وزر*":               "قال وزير الخارجية في المدينة إن [الوزراء] هنا",
		"title:وزير المدينة": "قال وزير الخارجية في [المدينة] إن الوزراء هنا",
	} {
		res := ask(t, ix, q, func(r *Request) { r.WholeText = true })
		require.Len(t, res.Hits, 1, q)
		assert.Equal(t, want, shown(res.Hits[0].Snippets[0]), q)
	}
}

// The shares of an explanation add up to the score, level by level.
func TestExplained(t *testing.T) {
	ix := paper(t)
	for q, want := range map[string]string{
		"author:سلمى":          "a: سلمى exact ",
		"author:\"سلمى حداد\"": "a: سلمى حداد exact ",
		"=قمح":                 "a: قمح exact ",
		"title:قمح":            "a: قمح exact قمح stem قمح root ",
		"\"سعر السوق\"":        "a: سعر السوق phrase ",
	} {
		res := ask(t, ix, q, func(r *Request) { r.Explain = true })
		got := ""
		for _, h := range res.Hits {
			sum := 0.0
			for _, why := range h.Why {
				assert.Positive(t, why.Share, q)
				assert.NotEmpty(t, why.Rule, q)
				sum += why.Share
			}
			assert.InDelta(t, h.Score, sum, 1e-9, q)
			if h.Document.ID == "a" {
				got += h.Document.ID + ": "
				for _, why := range h.Why {
					got += why.Word + " " + why.Level + " "
				}
			}
		}
		assert.Equal(t, want, got, q)
	}
	for _, q := range []string{"قمح سوق", "وزير في المدينة", "√وزارة قمح", "قم* وزير~ سعر", "body:قمح title:سوق"} {
		res := ask(t, ix, q, func(r *Request) { r.Explain, r.Refine = true, true })
		require.NotEmpty(t, res.Hits, q)
		for _, h := range res.Hits {
			sum := 0.0
			for _, why := range h.Why {
				sum += why.Share
			}
			assert.InDelta(t, h.Score, sum, 1e-9, q)
			assert.NotEmpty(t, h.Why)
		}
	}
}

// A weight counts for all that it is written behind.
func TestWeights(t *testing.T) {
	ix := paper(t)
	score := func(q, id string) float64 {
		for _, h := range ask(t, ix, q).Hits {
			if h.Document.ID == id {
				return h.Score
			}
		}
		return 0
	}
	one := score("قمح سوق", "a")
	require.Positive(t, one)
	assert.InDelta(t, 3*one, score("(قمح سوق)^3", "a"), 1e-9)
	assert.InDelta(t, one+score("قمح", "a"), score("قمح^2 سوق", "a"), 1e-9)
	twice := query.Group{Any: []query.Node{&query.Word{Text: "قمح", Boost: 2}, &query.Word{Text: "سوق", Boost: 2, Offset: len("قمح ")}}}
	res, err := ix.Search(context.Background(), Request{Query: &twice, Limit: 9})
	require.NoError(t, err)
	for _, h := range res.Hits {
		assert.InDelta(t, 2*score("قمح سوق", h.Document.ID), h.Score, 1e-9, "the same for words side by side")
	}
}

// Two fuzzy words that each lack a space are two, also when the second finds
// the lists of the first in the cache.
func TestListsInTheCacheAreApart(t *testing.T) {
	ix := memoryOf(t, "قال وزير الخارجية إن", "قال ميناء العاصمة إن", "قال وزيرالخارج إن")
	for range 2 {
		assert.Equal(t, []string{"0"}, idsOf(ask(t, ix, "وزيرالخارجية~1")))
		assert.Equal(t, []string{"0", "2"}, sortedIDs(ask(t, ix, "وزيرالخارجية~2")))
		assert.Equal(t, []string{"1"}, idsOf(ask(t, ix, "ميناءالعاصمة~")))
		assert.Equal(t, []string{"0"}, idsOf(ask(t, ix, "\"وزير الخارجية\"")))
		assert.Equal(t, []string{"1"}, idsOf(ask(t, ix, "\"ميناء العاصمة\"")))
		assert.Equal(t, []string{"0"}, idsOf(ask(t, ix, "body:وزير")))
		assert.Equal(t, []string{"1"}, idsOf(ask(t, ix, "body:ميناء")))
	}
}

// Terms are the forms of all texts, the most frequent first.
func TestTerms(t *testing.T) {
	docs := bundledDocs()
	ix := messy(t, docs)
	ctx := context.Background()
	require.NoError(t, ix.Optimize(ctx))
	all, err := ix.Terms(ctx, "", 1<<20)
	require.NoError(t, err)
	forms := newOracle(docs).forms()
	assert.GreaterOrEqual(t, len(all), len(forms), "forms of removed articles may be among them")
	for i, term := range all {
		assert.GreaterOrEqual(t, int(term.Articles), len(forms[term.Text]), term.Text)
		assert.False(t, i > 0 && all[i-1].Articles < term.Articles, "the most frequent first")
	}
	first, err := ix.Terms(ctx, "", 5)
	require.NoError(t, err)
	assert.Equal(t, all[:5], first)
	begun, err := ix.Terms(ctx, "وزي", 1<<20)
	require.NoError(t, err)
	want := slices.DeleteFunc(slices.Clone(all), func(term Term) bool {
		return !slices.ContainsFunc(analysis.Behind("وزي"), func(start string) bool { return strings.HasPrefix(term.Text, start) })
	})
	assert.Equal(t, want, begun, "behind the article and proclitics, too")
	none, err := ix.Terms(ctx, "", -1)
	require.NoError(t, err)
	assert.Empty(t, none)
}

// Batches are as large as was asked for.
func TestBatchSize(t *testing.T) {
	for size, segments := range map[int]int{1: 3, 2: 2, 3: 1, 0: 1} {
		ix, err := NewMemory(Options{BatchSize: size})
		require.NoError(t, err)
		var docs []Document
		for i := range 3 {
			docs = append(docs, Document{ID: fmt.Sprint(i), Body: "نص"})
		}
		_, _, err = ix.Add(context.Background(), slices.Values(docs))
		require.NoError(t, err)
		st, err := ix.Stats(context.Background())
		require.NoError(t, err)
		assert.Equal(t, segments, st.Segments, "batches of %d", size)
		assert.EqualValues(t, 3, st.Articles)
		assert.EqualValues(t, 3, st.Tokens)
		require.NoError(t, ix.Close())
	}
}

// What was read from a segment is kept while the segment lives.
func TestSidesAreKept(t *testing.T) {
	ix := paper(t)
	before, err := ix.view(t.Context())
	require.NoError(t, err)
	defer before.close()
	_, _, err = ix.Add(context.Background(), slices.Values([]Document{{ID: "f", Body: "نص"}}))
	require.NoError(t, err)
	after, err := ix.view(t.Context())
	require.NoError(t, err)
	defer after.close()
	for _, s := range before.segs {
		assert.True(t, slices.ContainsFunc(after.segs, func(o *segment) bool { return o.id == s.id && o.side == s.side }))
	}
}

// Suggestions are written as the articles write the words.
func TestSuggestionsAreSpelled(t *testing.T) {
	ix := memoryOf(t, "ارتفعت أسعار القمح", "هبطت أسعار القمح", "أسعار القمح في الميناء")
	res := ask(t, ix, "هسعار القمح", func(r *Request) { r.Suggest = true })
	assert.Equal(t, []Suggestion{{Query: "أسعار القمح", Kind: "spelling", Total: 3, Lacked: true}}, res.Suggestions)
}

// Conditions that no article meets are told, with what there is.
func TestUnmet(t *testing.T) {
	ix := paper(t)
	unmet := func(q string, f Filter) []Unmet {
		return ask(t, ix, q, func(r *Request) { r.Suggest, r.Filter = true, f }).Zero.Unmet
	}
	all := []FacetValue{{"الأفق", 2}, {"***", 1}, {"---", 1}}
	assert.Equal(t, []Unmet{{Field: "source", Value: "الافك", Nearest: "الأفق", Values: all}}, unmet("قمح source:الافك", Filter{}))
	assert.Equal(t, []Unmet{{Field: "source", Value: "الجريدة الرسمية", Values: all}}, unmet("قمح", Filter{Sources: []string{"الجريدة الرسمية"}}))
	oldest, newest := time.Date(1969, 12, 31, 23, 59, 0, 0, time.UTC), time.Date(2020, 5, 17, 12, 0, 0, 0, time.UTC)
	assert.Equal(t, []Unmet{{Field: "date", Dated: 4, Oldest: oldest, Newest: newest}}, unmet("قمح after:2021", Filter{}))
	assert.Equal(t, []Unmet{{Field: "date", Dated: 4, Oldest: oldest, Newest: newest}}, unmet("قمح", Filter{From: newest.Add(time.Hour)}))
	assert.Empty(t, unmet("زنجبيل source:الأفق", Filter{Tags: []string{"اقتصاد"}}))
}

package fihris_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
)

// marked returns what of the texts of the hits is marked, in order.
func marked(res *fihris.Results) []string {
	var out []string
	for _, h := range res.Hits {
		for _, s := range append([]fihris.Snippet{h.Title}, h.Snippets...) {
			for _, span := range s {
				if span.Match {
					out = append(out, span.Text)
				}
			}
		}
	}
	return out
}

// Marked is what the query asks for: the form after =, every form of a stem,
// and only after √ every relative, each in the field that was asked for.
func TestOnlyWhatWasAskedForIsMarked(t *testing.T) {
	ix := memory(t, fihris.Article{
		ID: "a", Title: "كتاب المكتبة", Author: "سلمى كاتب",
		Body: "قرأ الكاتب كتابا في المكتبة. والكتاب كتاب قديم، وكتبه كثيرة.",
	})
	for q, want := range map[string]string{
		"=كتاب":           "كتاب كتاب",
		"=الكتاب":         "",
		"=والكتاب":        "والكتاب",
		"title:=كتاب":     "كتاب",
		"body:=كتاب":      "كتاب",
		`="كتاب قديم"`:    "كتاب قديم",
		"body:كتاب":       "كتابا والكتاب كتاب وكتبه",
		"title:كتاب":      "كتاب",
		"√كتب":            "كتاب المكتبة الكاتب كتابا المكتبة والكتاب كتاب وكتبه",
		"كتا*":            "كتاب كتابا والكتاب كتاب",
		"author:سلمى":     "",
		`"كتاب قديم"`:     "كتاب قديم",
		"=قديم =كثيرة":    "قديم كثيرة",
		"=كتاب -title:ضد": "كتاب كتاب",
	} {
		query, err := fihris.ParseQuery(q)
		require.NoError(t, err)
		res, err := ix.Search(ctx, fihris.Request{Query: query, WholeText: true})
		require.NoError(t, err)
		assert.Equal(t, want, strings.Join(marked(res), " "), q)
	}
}

// A word of the author is explained like any other, and its shares add up.
func TestExplainAuthor(t *testing.T) {
	ix := memory(t, fihris.Article{ID: "a", Author: "سلمى الكاتب", Body: "مطر"}, fihris.Article{ID: "b", Author: "هدى", Body: "مطر"})
	for _, q := range []string{"author:سلمى", "author:الكاتب", "author:كاتب", "author:=سلمى", `author:"سلمى الكاتب"`, "author:سل*"} {
		query, err := fihris.ParseQuery(q)
		require.NoError(t, err)
		res, err := ix.Search(ctx, fihris.Request{Query: query, Explain: true})
		require.NoError(t, err)
		require.Equal(t, []string{"a"}, ids(res), q)
		require.NotEmpty(t, res.Hits[0].Why.Terms, q)
		sum := 0.0
		for _, m := range res.Hits[0].Why.Terms {
			sum += m.Share
			assert.NotEmpty(t, m.Word, "%s: not a word of the query, but what is left over", q)
			assert.NotEqual(t, "closeness", m.Level, q)
			assert.NotEmpty(t, m.Rule, q)
		}
		assert.InDelta(t, res.Hits[0].Score, sum, 1e-9, q)
	}
}

// Facets of dates are those of UTC, to the second and also before 1970.
func TestFacetsOfDates(t *testing.T) {
	ix, err := fihris.NewMemory(nil)
	require.NoError(t, err)
	defer ix.Close()
	for i, date := range []string{
		"1960-02-29T00:00:00Z", "1960-02-29T23:59:59Z", "1960-03-01T00:00:00Z", "1969-12-31T00:00:00Z",
		"1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "1970-01-01T23:59:59Z", "1970-01-02T00:00:00Z",
		"2000-01-01T01:00:00+03:00", "2038-01-19T03:14:08Z", "2106-02-07T23:59:59Z",
	} {
		published, err := time.Parse(time.RFC3339, date)
		require.NoError(t, err)
		a := fihris.Article{ID: string(rune('a' + i)), Body: "مطر", Published: published}
		require.NoError(t, ix.Add(ctx, a))
	}
	res, err := ix.Search(ctx, fihris.Request{Query: fihris.All(), Facets: []fihris.Facet{
		{Field: fihris.FacetDay}, {Field: fihris.FacetMonth}, {Field: fihris.FacetYear},
	}})
	require.NoError(t, err)
	assert.Equal(t, []fihris.FacetValue{
		{Value: "1960-02-29", Count: 2}, {Value: "1960-03-01", Count: 1}, {Value: "1969-12-31", Count: 2},
		{Value: "1970-01-01", Count: 2}, {Value: "1970-01-02", Count: 1}, {Value: "1999-12-31", Count: 1},
		{Value: "2038-01-19", Count: 1}, {Value: "2106-02-07", Count: 1},
	}, res.Facets[0].Values)
	assert.Equal(t, []fihris.FacetValue{
		{Value: "1960-02", Count: 2}, {Value: "1960-03", Count: 1}, {Value: "1969-12", Count: 2}, {Value: "1970-01", Count: 3},
		{Value: "1999-12", Count: 1}, {Value: "2038-01", Count: 1}, {Value: "2106-02", Count: 1},
	}, res.Facets[1].Values)
	assert.Equal(t, []fihris.FacetValue{
		{Value: "1960", Count: 3}, {Value: "1969", Count: 2}, {Value: "1970", Count: 3},
		{Value: "1999", Count: 1}, {Value: "2038", Count: 1}, {Value: "2106", Count: 1},
	}, res.Facets[2].Values)
}

// An article of more words than 16 bits count is searched to its last word,
// and its length counts as it is.
func TestVeryLongArticle(t *testing.T) {
	long := strings.Repeat("حبر ", 40_000) + strings.Repeat("ورق ", 40_000) + "خاتمة المقال"
	ix := memory(t, article("long", long), article("short", "حبر ثم ورق ثم خاتمة المقال"), article("other", "مطر"))
	assert.Equal(t, []string{"short", "long"}, ids(search(t, ix, "خاتمة")), "the longer, the less a word counts")
	assert.Equal(t, []string{"short", "long"}, ids(search(t, ix, `"خاتمة المقال"`)))
	assert.Equal(t, []string{"long"}, ids(search(t, ix, `"حبر ورق"`)), "amid the text")
	assert.Equal(t, []string{"long"}, ids(search(t, ix, `"ورق خاتمة"`)), "beyond position 65535")
	res, err := ix.Search(ctx, fihris.Request{Query: fihris.Match("خاتمة"), Explain: true})
	require.NoError(t, err)
	require.Len(t, res.Hits, 2)
	assert.Contains(t, marked(res), "خاتمة")
	stats, err := ix.Stats(ctx)
	require.NoError(t, err)
	assert.Equal(t, uint64(80_002+6+1), stats.Tokens)
	require.NoError(t, ix.Optimize(ctx))
	assert.Equal(t, []string{"long"}, ids(search(t, ix, `"ورق خاتمة"`)), "after a merge")
}

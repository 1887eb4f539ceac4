package fihris_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fihris-search/fihris"
)

// signs are texts that are syntax where they are not quoted.
var signs = []string{
	"قمح", "حصاد", "و", "أو", "ليس", "AND", "OR", "NOT", "-حصاد", "+", "(", ")", `"`, "«", "»", "عنوان:قمح", "source:x", "قبل:2020",
	"=قمح", "√", "ق*", "ق؟ح", "قمح~2", "قمح^3", `\`, `\"`, "%D8%B3", "&quot;", `\u0022`, "://", "||", "&&", "!", "\n", "\u200f",
}

func drawSigns(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(signs), 0, 6).Draw(t, "signs"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
}

// A quoted text finds what its words find, alone and within a query.
func TestQuotedTextIsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawSigns(t)
		q, err := fihris.ParseQuery(fihris.Quote(text))
		require.NoError(t, err)
		assert.Equal(t, fihris.Match(text).String(), q.String(), text)
		q, err = fihris.ParseQuery("شعير -(" + fihris.Quote(text) + ")")
		require.NoError(t, err)
		want := "شعير"
		if !fihris.Match(text).IsEmpty() {
			want = fihris.And(fihris.Match("شعير"), fihris.Not(fihris.Match(text))).String()
			q = fihris.And(q)
			want = strings.TrimPrefix(want, "+")
		}
		assert.Equal(t, want, q.String(), text)
	})
}

// What is put together is searched as its text is.
func TestComposedQueriesComeBack(t *testing.T) {
	ix := memory(t,
		fihris.Article{ID: "1", Title: "قمح", Body: "حصاد القمح والشعير", Source: "النهر", Tags: []string{"زراعة"}},
		fihris.Article{ID: "2", Title: "حصاد", Body: "لا شعير", Author: "سعاد"},
		fihris.Article{ID: "3", Body: "خبز من قمح", Source: "بريد الدلتا"})
	var draw func(t *rapid.T, depth int) fihris.Query
	draw = func(t *rapid.T, depth int) fihris.Query {
		text := drawSigns(t)
		last := 11
		if depth == 0 {
			last = 6
		}
		switch rapid.IntRange(0, last).Draw(t, "maker") {
		case 0:
			return fihris.Match(text)
		case 1:
			return fihris.Phrase(text)
		case 2:
			q, _ := fihris.ParseQuery(text)
			return q
		case 3:
			return fihris.Exact(text)
		case 4:
			return fihris.Near(text, 3)
		case 5:
			return fihris.In(rapid.SampledFrom([]string{"title", "كاتب", "tag"}).Draw(t, "field"), fihris.Match(text))
		case 6:
			return fihris.In("source", fihris.Phrase(rapid.SampledFrom([]string{"النهر", "بريد الدلتا", "x"}).Draw(t, "source")))
		case 7:
			return fihris.Not(draw(t, depth-1))
		case 8:
			return fihris.Boost(draw(t, depth-1), rapid.Float64Range(0.001, 1000).Draw(t, "weight"))
		case 9:
			return fihris.Or(draw(t, depth-1), draw(t, depth-1))
		}
		return fihris.And(draw(t, depth-1), draw(t, depth-1))
	}
	rapid.Check(t, func(t *rapid.T) {
		q := fihris.And(draw(t, 2)) // of a typed one too, whose punctuation parts names
		if q.Err() != nil {         // such as the weight of a filter
			assert.ErrorIs(t, q.Err(), fihris.ErrBadRequest)
			_, err := ix.Search(t.Context(), fihris.Request{Query: q})
			assert.ErrorIs(t, err, fihris.ErrBadRequest)
			return
		}
		again, err := fihris.ParseQuery(q.String())
		require.NoError(t, err)
		require.Equal(t, q.String(), again.String())
		a, err := ix.Search(t.Context(), fihris.Request{Query: q, Literal: true})
		require.NoError(t, err)
		b, err := ix.Search(t.Context(), fihris.Request{Query: again, Literal: true})
		require.NoError(t, err)
		assert.Equal(t, scored(a), scored(b), q.String())
		assert.Equal(t, a.Total, b.Total, q.String())
	})
}

// scored lists the hits with their scores.
func scored(res *fihris.Results) (list []any) {
	for _, h := range res.Hits {
		list = append(list, h.Article.ID, h.Score)
	}
	return list
}

func TestComposedQueriesFind(t *testing.T) {
	ix := memory(t,
		fihris.Article{ID: "1", Title: "موسم القمح", Body: "حصاد وفير", Source: "بريد الدلتا", Tags: []string{"C++"}},
		fihris.Article{ID: "2", Title: "حصاد الشعير", Body: "لا قمح هذا العام", Author: "سعاد الشحرية"},
		fihris.Article{ID: "3", Title: "خبز", Body: "شعير وقمح", Source: "النهر"})
	typed, err := fihris.ParseQuery("قمح")
	require.NoError(t, err)
	for _, c := range []struct {
		q    fihris.Query
		want []string
	}{
		{fihris.And(typed, fihris.Match("شعير")), []string{"2", "3"}},
		{fihris.And(typed, fihris.Not(fihris.Match("شعير"))), []string{"1"}},
		{fihris.Not(typed), nil},
		{fihris.Not(fihris.In("title", typed)), []string{"2", "3"}},
		{fihris.In("عنوان", typed), []string{"1"}},
		{fihris.In("source", fihris.Match("بريد الدلتا")), []string{"1"}},
		{fihris.In("source", fihris.Phrase("بريد الدلتا")), []string{"1"}},
		{fihris.In("tag", fihris.Match("C++")), []string{"1"}},
		{fihris.In("source", fihris.Or(fihris.Match("النهر"), fihris.Phrase("بريد الدلتا"))), []string{"1", "3"}},
		{fihris.In("author", fihris.Match("سعاد")), []string{"2"}},
		{fihris.Or(fihris.Exact("وفير"), fihris.Prefix("الشعي")), []string{"1", "2"}},
		{fihris.Near("العام قمح", 3), []string{"2"}},
		{fihris.And(fihris.Fuzzy("شعبر", 1), fihris.All()), []string{"2", "3"}},
		{fihris.And(), nil},
		{fihris.And(fihris.Query{}, fihris.Match("؟"), fihris.Not(fihris.Query{})), nil},
	} {
		res, err := ix.Search(t.Context(), fihris.Request{Query: c.q})
		require.NoError(t, err, c.q)
		var got []string
		for _, h := range res.Hits {
			got = append(got, h.Article.ID)
		}
		assert.ElementsMatch(t, c.want, got, c.q)
		assert.EqualValues(t, len(c.want), res.Total, c.q)
	}
}

func TestWhatNoQueryIs(t *testing.T) {
	ix := memory(t, fihris.Article{ID: "1", Body: "قمح"})
	word := fihris.Match("قمح")
	for _, q := range []fihris.Query{
		fihris.Boost(word, 0), fihris.Boost(word, math.NaN()), fihris.Boost(word, math.Inf(1)), fihris.Boost(word, 1001),
		fihris.Boost(fihris.In("source", word), 2), fihris.In("source", fihris.Prefix("قم")), fihris.In("a b", word), fihris.In("", word),
		fihris.Prefix("قمح شعير"), fihris.Fuzzy("قمح", 3), fihris.Fuzzy("قمح", -1), fihris.Near("قمح", 0), fihris.Near("قمح", 101),
		fihris.In("source", fihris.Match("؟")),
	} {
		for _, q := range []fihris.Query{q, fihris.And(word, q), fihris.Or(q), fihris.Not(q), fihris.In("title", q), fihris.Boost(q, 2)} {
			require.ErrorIs(t, q.Err(), fihris.ErrBadRequest)
			assert.False(t, q.IsEmpty())
			require.ErrorContains(t, q.Err(), "this cannot be done: ")
			_, err := ix.Search(t.Context(), fihris.Request{Query: q})
			require.ErrorIs(t, err, fihris.ErrBadRequest)
			for _, err := range ix.Matching(t.Context(), fihris.Request{Query: q}) {
				require.ErrorIs(t, err, fihris.ErrBadRequest)
			}
		}
	}
	long := fihris.Match(strings.Repeat("قمح ", 1000))
	for _, q := range []fihris.Query{fihris.And(long, long), fihris.Exact(strings.Repeat("قمح ", 1025))} {
		_, err := ix.Search(t.Context(), fihris.Request{Query: q})
		assert.ErrorIs(t, err, fihris.ErrTooMuch)
		var place *fihris.SyntaxError
		assert.True(t, errors.As(err, &place))
	}
}

// What was read strictly is searched as it is typed, within another query too;
// what was pasted in an encoding is told there.
func TestComposedQueriesKeepWhatTheyAre(t *testing.T) {
	ix := memory(t, fihris.Article{ID: "1", Body: "رئيس البلدية"})
	strict, err := fihris.ParseStrict("رييس")
	require.NoError(t, err)
	lenient, err := fihris.ParseQuery("رييس")
	require.NoError(t, err)
	total := func(q fihris.Query) uint64 {
		res, err := ix.Search(t.Context(), fihris.Request{Query: q})
		require.NoError(t, err)
		return res.Total
	}
	assert.EqualValues(t, 1, total(fihris.And(lenient, fihris.All())))
	assert.EqualValues(t, 0, total(fihris.And(strict, fihris.All())))
	pasted, err := fihris.ParseQuery("%D8%B1%D8%A6%D9%8A%D8%B3")
	require.NoError(t, err)
	res, err := ix.Search(t.Context(), fihris.Request{Query: fihris.And(pasted, fihris.Match("بلدية"))})
	require.NoError(t, err)
	assert.Equal(t, []fihris.ReadAs{{Word: "%D8%B1%D8%A6%D9%8A%D8%B3", Reading: "رئيس", Why: fihris.ReadEncoded}}, res.ReadAs)
}

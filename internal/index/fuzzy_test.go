package index

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/query"
)

// The nearer a form is to a fuzzy word, the earlier come the articles that hold
// it, however often others hold one that is farther.
func TestNearFormsComeFirst(t *testing.T) {
	ix := memoryOf(t,
		"القمر في السماء والقمر على البحر وقمر آخر", "حقول قمح واسعة في السهل البعيد شرق المدينة", "قمة بعد قمة ثم قمة",
		"قيل إن القمهح غلا ثمنه كثيرا",
	)
	assert.Equal(t, "1", order(t, ix, "قمح~", false)[0], "the word itself")
	ix = memoryOf(t, "الخطر كل الخطر في خطر داهم", "زار الرئيس قطر في الصباح وعاد منها مساء", "غدر بعد غدر")
	assert.Equal(t, "1", order(t, ix, "غطر~1", false)[0], "letters of one sound")
}

// Of forms that are equally near, the articles of the commoner come first.
func TestCommonFormsComeFirst(t *testing.T) {
	texts := []string{"قال السيد إن كزبر المالية لم يصل إلى المدينة في الصباح كما كان منتظرا"}
	for range 60 {
		texts = append(texts, "قال السيد إن وزير المالية لم يصل إلى المدينة في الصباح كما كان منتظرا")
	}
	for range 40 {
		texts = append(texts, "حقول قمح واسعة في السهل البعيد")
	}
	got := order(t, memoryOf(t, texts...), "وزبر~", false)
	require.Len(t, got, 50)
	assert.NotContains(t, got, "0")
}

// What is as near only behind the article comes behind, if it is not much commoner.
func TestFormsBehindTheArticleAreLessLikely(t *testing.T) {
	texts := slices.Repeat([]string{"اجتمعت شخصيات من المدينة في الصباح"}, 10)
	for range 30 {
		texts = append(texts, "اجتمعت الشخصيات من المدينة في الصباح")
	}
	got := order(t, memoryOf(t, texts...), "شخصسات~", false)
	require.Len(t, got, len(texts))
	for _, id := range got[:10] {
		assert.Less(t, id, string(rune('0'+10)))
	}
}

// A title that holds a form which is hardly meant says nothing.
func TestTitlesOfFarForms(t *testing.T) {
	ix, err := NewMemory(Options{})
	require.NoError(t, err)
	defer ix.Close()
	docs := []Document{{ID: "far", Title: "بوزارة المالية", Body: "تعيينات بوزارة المالية بوزارة"}}
	for i := range 30 {
		docs = append(docs, Document{ID: string(rune('a' + i)), Title: "خبر", Body: "نمت التجارة وبصورة أسرع مما كان منتظرا في العام كله"})
	}
	_, _, err = ix.Add(context.Background(), slices.Values(docs))
	require.NoError(t, err)
	got := order(t, ix, "وبصارة~", false)
	require.Len(t, got, len(docs), "the test sees nothing")
	assert.Equal(t, "far", got[len(got)-1])
}

// A space left out is a likely slip even where someone else has made it.
func TestFuzzyWordLacksASpace(t *testing.T) {
	ix := memoryOf(t, "قال وزير الخارجية إن", "قال وزيرالخارجية إن", "عن لوزير الخارجية قوله", "الخارجية لها وزير")
	assert.Equal(t, []string{"1", "0", "2"}, order(t, ix, "وزيرالخارجية~", false))
	n := query.Parse("وزيرالخارجية~")
	res, err := ix.Search(context.Background(), Request{Query: n, Limit: 3, Explain: true})
	require.NoError(t, err)
	assert.Equal(t, uint64(3), res.Total)
	assert.Equal(t, "قال [وزيرالخارجية] إن", shown(res.Hits[0].Snippets[0]))
	assert.Equal(t, "قال [وزير] [الخارجية] إن", shown(res.Hits[1].Snippets[0]))
	for _, h := range res.Hits {
		share := 0.0
		for _, why := range h.Why {
			share += why.Share
		}
		assert.InDelta(t, h.Score, share, 1e-9)
	}
}

// The words that a fuzzy word is made of are no part of its text.
func TestZeroHitsOfAFuzzyWordThatLacksASpace(t *testing.T) {
	ix := memoryOf(t, "قال وزير الخارجية إن", "مقال آخر")
	for q, articles := range map[string]uint64{"وزيرالخارجية~ زعنفة": 1, "زعنفة~": 0} {
		n := query.Parse(q)
		res, err := ix.Search(context.Background(), Request{Query: n, Limit: 3, Suggest: true, Text: q})
		require.NoError(t, err)
		require.NotEmpty(t, res.Zero.Words)
		assert.Equal(t, articles, res.Zero.Words[0].Articles, q)
	}
}

// shown writes a passage with its matches in brackets.
func shown(spans []Span) (out string) {
	for _, s := range spans {
		if s.Match {
			out += "[" + s.Text + "]"
		} else {
			out += s.Text
		}
	}
	return out
}

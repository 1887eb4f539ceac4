package index

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/query"
)

// TestBareAlefIsTwoWords: where no hamza was typed and two words may be meant
// (spending, tunnels), both are found, wherever a query or a text is read; where
// one was typed, that one.
func TestBareAlefIsTwoWords(t *testing.T) {
	ix := single(t, []Document{
		{ID: "spending", Body: "ارتفع حجم الإنفاق العام، وزاد إنفاق الأسر"},
		{ID: "tunnels", Body: "حفر أنفاق طويلة تحت المدينة"},
		{ID: "neither", Body: "طقس معتدل في المدينة والأسر بخير"},
	})
	found := func(q query.Node) (ids []string) {
		r, err := ix.Search(context.Background(), Request{Query: q, Limit: 10})
		require.NoError(t, err)
		for _, h := range r.Hits[:r.Total] {
			ids = append(ids, h.Document.ID)
		}
		return ids
	}
	for text, want := range map[string][]string{
		"انفاق": {"spending", "tunnels"}, "إنفاق": {"spending"}, "أنفاق": {"tunnels"},
	} {
		assert.ElementsMatch(t, want, found(&query.Word{Text: text}), text)
		assert.ElementsMatch(t, want, found(&query.Phrase{Text: text, Kind: query.AnyForm}), text)
		q, err := ix.Like(context.Background(), text, 0)
		require.NoError(t, err)
		assert.ElementsMatch(t, want, found(q), "like "+text)
		r, err := ix.Search(context.Background(), Request{Query: &query.Group{Any: []query.Node{&query.Word{Text: text}, &query.Word{Text: "ديناصور"}}}, Limit: 10, Suggest: true})
		require.NoError(t, err)
		require.NotNil(t, r.Zero, text)
		assert.EqualValues(t, len(want), r.Zero.Words[0].StemArticles, text)
		assert.EqualValues(t, len(want), r.Zero.Words[0].Articles, text)
	}
	assert.ElementsMatch(t, []string{"tunnels"}, found(&query.Phrase{Text: "حفر انفاق", Kind: query.AnyForm}))
	assert.ElementsMatch(t, []string{"spending"}, found(&query.Phrase{Text: "حجم الانفاق", Kind: query.AnyForm}))
}

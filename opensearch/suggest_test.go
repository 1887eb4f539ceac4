package opensearch_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/opensearch"
	"github.com/fihris-search/fihris/searchertest"
)

// What may have been meant is what an index suggests: for slips, other keyboards, names in Latin letters, within a
// filter or without, and with a text of one's own; and what is answered in place of the query, and why it found nothing.
func TestSuggestionsAreThoseOfAnIndex(t *testing.T) {
	articles, slips := searchertest.Articles(), number(t, queriesVariable, 40)
	fields := []fihris.Field{{Name: "lead", Kind: fihris.TextField}}
	for i := range articles {
		if i%3 == 0 {
			articles[i].Extra = map[string]any{"lead": "وزارة الشروق " + articles[i].Title}
		}
	}
	for name, options := range map[string][]fihris.Field{"texts": nil, "own texts": fields} {
		c := made(t, opensearch.Options{Fields: options}, stripped(articles, options))
		ix, err := fihris.NewMemory(&fihris.Options{Fields: options})
		require.NoError(t, err)
		defer ix.Close()
		require.NoError(t, ix.Add(t.Context(), stripped(articles, options)...))
		texts := []string{
			"درجةلم يشعر بها", "ra2is al wizara", "hekh uqv", "جوان مارس العود", "3'urfa", "مزعفراتهم", "البريد اللذي", "al madina", "lpl] wghp", "وزيرالخارجية",
			"علي المدينة", "السوق المر كزي",
		}
		r := rand.New(rand.NewPCG(5, 6))
		for range slips {
			w := asking(r, articles)
			texts = append(texts, misprinted(r, w.side(1+r.IntN(4))))
		}
		some := 0
		for i, text := range texts {
			req := fihris.Request{Query: parsed(t, text), Suggest: true, Limit: 5}
			if i%5 == 0 {
				req.Filter.Sources = []string{articles[0].Source, articles[1].Source}
			}
			want, err := ix.Search(t.Context(), req)
			require.NoError(t, err, text)
			got, err := c.Search(t.Context(), req)
			require.NoError(t, err, text)
			assert.Equal(t, answerOf(t, want), answerOf(t, got), "%s: %s", name, text)
			some += len(want.Suggestions)
		}
		assert.Greater(t, some, slips/2)
	}
}

// stripped are articles without the fields that an index does not have.
func stripped(articles []fihris.Article, fields []fihris.Field) (out []fihris.Article) {
	for _, a := range articles {
		if len(fields) == 0 {
			a.Extra = nil
		}
		out = append(out, a)
	}
	return out
}

// misprinted is a text with a slip in its longest word.
func misprinted(r *rand.Rand, text string) string {
	words := strings.Fields(text)
	longest := 0
	for i, w := range words {
		if len(w) > len(words[longest]) {
			longest = i
		}
	}
	letters := []rune(words[longest])
	i := r.IntN(len(letters) - 1)
	switch r.IntN(4) {
	case 0:
		letters[i], letters[i+1] = letters[i+1], letters[i]
	case 1:
		letters = append(letters[:i], letters[i+1:]...)
	case 2:
		letters = append(letters[:i+1], letters[i:]...)
	default:
		letters[i] = []rune("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")[r.IntN(28)]
	}
	words[longest] = string(letters)
	return strings.Join(words, " ")
}

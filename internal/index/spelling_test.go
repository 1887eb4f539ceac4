package index

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// respelled writes some words of a text as others write them: hamzas left out or
// wrong, the last letters that people mix up, vowel marks.
func respelled(r *rand.Rand, text string) string {
	slips := map[rune][]rune{
		'أ': {'ا', 'إ', 'آ'}, 'إ': {'ا', 'أ'}, 'آ': {'ا', 'أ'}, 'ا': {'أ', 'إ'}, 'ى': {'ي'}, 'ي': {'ى'}, 'ة': {'ه'}, 'ه': {'ة'}, 'ؤ': {'ئ', 'ء'}, 'ئ': {'ؤ'},
	}
	marks := []rune("\u064E\u064F\u0650\u0652\u064B\u0651")
	letters := []rune(text)
	var out []rune
	for i, c := range letters {
		last := i+1 == len(letters) || letters[i+1] == ' '
		first := i == 0 || letters[i-1] == ' '
		if to := slips[c]; to != nil && r.IntN(4) == 0 && (last || first && c != 'ي' && c != 'ه' || strings.ContainsRune("أإآؤئ", c)) {
			c = to[r.IntN(len(to))]
		}
		if out = append(out, c); r.IntN(12) == 0 && c > 'ء' && c <= 'ي' {
			out = append(out, marks[r.IntN(len(marks))])
		}
	}
	return string(out)
}

// respelledDocs are the bundled articles, each beside others that spell it in
// their way.
func respelledDocs(t *testing.T, r *rand.Rand) []Document {
	var docs []Document
	for i, d := range oracleDocs(t)[:60] {
		for k := range 1 + i%3 {
			c := d
			c.ID += strings.Repeat("+", k)
			if k > 0 {
				c.Title, c.Body = respelled(r, d.Title), respelled(r, d.Body)
			}
			docs = append(docs, c)
		}
	}
	return docs[:len(docs)-len(docs)%17] // of which messy makes segments
}

// TestSpelledWordsEqualOracle: =word finds the articles in which a word of that
// exact form agrees with each hamza, last letter and mark that was typed.
func TestSpelledWordsEqualOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	docs := respelledDocs(t, r)
	ix, o := messy(t, docs), newOracle(docs)
	narrowed, found := 0, 0
	for range 400 {
		d := docs[r.IntN(len(docs))]
		n := &query.Word{Form: query.Exact, Field: []query.Field{query.Text, query.Text, query.Title, query.Body}[r.IntN(4)]}
		all := strings.Fields(d.Title + " " + d.Body)
		n.Text = strings.Trim(all[r.IntN(len(all))], ".,،؛؟!\"«»()[]:")
		if r.IntN(2) == 0 {
			n.Text = respelled(r, n.Text)
		}
		tokens := analysis.Default().AppendUnits(nil, n.Text)
		if len(tokens) != 1 {
			continue
		}
		want, loose := idSet{}, 0
		for id, d := range o.docs {
			field := map[query.Field][]analysis.Token{query.Text: d.both, query.Title: d.title, query.Body: d.body}[n.Field]
			same := slices.DeleteFunc(slices.Clone(field), func(t analysis.Token) bool { return t.Exact != tokens[0].Exact })
			if len(same) > 0 {
				loose++
			}
			if slices.ContainsFunc(same, func(t analysis.Token) bool { return tokens[0].Written.Agrees(t.Written) }) {
				want[id] = true
			}
		}
		res, err := ix.Search(context.Background(), Request{Query: n, Limit: len(docs), IDsOnly: true})
		require.NoError(t, err)
		got := idSet{}
		for _, h := range res.Hits {
			got[h.Document.ID] = true
		}
		assert.Equal(t, want, got, "%s in %d", n.Text, n.Field)
		assert.Equal(t, uint64(len(want)), res.Total, n.Text)
		found += len(want)
		if len(want) < loose {
			narrowed++
		}
	}
	assert.Greater(t, found, 500)
	assert.Greater(t, narrowed, 60)
}

// TestSpelledPhrasesEqualOracle: each word of ="…" too.
func TestSpelledPhrasesEqualOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	docs := respelledDocs(t, r)
	ix, o := messy(t, docs), newOracle(docs)
	found, one := 0, 0
	for range 200 {
		all := strings.Fields(docs[r.IntN(len(docs))].Body)
		length := 1 + r.IntN(3)
		at := r.IntN(max(1, len(all)-length))
		n := &query.Phrase{Kind: query.Verbatim, Text: strings.Join(all[at:min(at+length, len(all))], " "), Field: []query.Field{query.Text, query.Title, query.Body}[r.IntN(3)]}
		if r.IntN(3) == 0 {
			n.Text = respelled(r, n.Text)
		}
		if len(analysis.Default().AppendTokens(nil, n.Text)) == 0 {
			continue
		}
		want := findsPhrase(t, ix, o, n, len(docs))
		found += len(want)
		if len(want) == 1 {
			one++
		}
	}
	assert.Greater(t, found, 100)
	assert.Greater(t, one, 25)
}

// TestSpelledMarks: what disagrees is not marked, though it is the same form.
func TestSpelledMarks(t *testing.T) {
	ix, err := NewMemory(Options{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	_, _, err = ix.Add(context.Background(), slices.Values([]Document{
		{ID: "1", Title: "ألسنة اللهب", Body: "السنة ألسنة السَنة السُنة"}, {ID: "2", Title: "السنة", Body: "السُنة"},
	}))
	require.NoError(t, err)
	for text, want := range map[string][]string{
		"=ألسنة": {"ألسنة", "ألسنة"}, "=السَنة": {"ألسنة", "السنة", "ألسنة", "السَنة"}, `="ألسنة اللهب"`: {"ألسنة", "اللهب"},
		`="السُنة السَنة"`: {"السنة", "ألسنة", "السَنة"}, `="ألسنة السَنة"`: {"ألسنة", "السَنة"},
	} {
		n := query.Parse(text)
		res, err := ix.Search(context.Background(), Request{Query: n, Limit: 1, WholeText: true})
		require.NoError(t, err)
		require.Len(t, res.Hits, 1, text)
		var marked []string
		for _, spans := range append([][]Span{res.Hits[0].Title}, res.Hits[0].Snippets...) {
			for _, s := range spans {
				if s.Match {
					marked = append(marked, s.Text)
				}
			}
		}
		assert.Equal(t, want, marked, text)
	}
}

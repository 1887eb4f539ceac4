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

// Two texts that bare words search, and one that they do not.
var bareFields = []Field{
	{Name: "lead", Kind: TextField}, {Name: "notes", Kind: TextField, Weight: -1}, {Name: "summary", Kind: TextField, Weight: .5},
}

// bareDocs are articles that have words of others in texts of their own.
func bareDocs(r *rand.Rand) []Document {
	docs := bundledDocs()
	some := func() string {
		words := strings.Fields(docs[r.IntN(len(docs))].Body)
		at := r.IntN(max(1, len(words)-6))
		return strings.Join(words[at:min(at+1+r.IntN(6), len(words))], " ")
	}
	for i := range docs {
		docs[i].Extra = map[string]any{"notes": some()}
		if r.IntN(2) == 0 {
			docs[i].Extra["lead"] = some()
		}
		if r.IntN(3) == 0 {
			docs[i].Extra["summary"] = []string{some(), some()}
		}
	}
	return docs
}

// tokenized are articles with the tokens of each text that a bare word is looked for in.
type tokenized struct {
	docs  []Document
	texts [][][]analysis.Token
}

func tokenize(docs []Document) tokenized {
	s := tokenized{docs: docs}
	for i := range docs {
		s.texts = append(s.texts, searchedTexts(&docs[i]))
	}
	return s
}

func searchedTexts(d *Document) (texts [][]analysis.Token) {
	all := []string{d.Title, d.Body}
	for _, name := range []string{"lead", "summary"} {
		switch v := d.Extra[name].(type) {
		case string:
			all = append(all, v)
		case []string:
			all = append(all, v...)
		}
	}
	for _, text := range all {
		texts = append(texts, analysis.Default().AppendTokens(nil, text))
	}
	return texts
}

// holders is the set of articles of which a text holds a token that is wanted.
func (s tokenized) holders(wanted func(*analysis.Token) bool) idSet {
	out := idSet{}
	for i, texts := range s.texts {
		for _, text := range texts {
			for k := range text {
				if wanted(&text[k]) {
					out[s.docs[i].ID] = true
				}
			}
		}
	}
	return out
}

func both(a, b idSet) idSet {
	out := idSet{}
	for id := range a {
		if b[id] {
			out[id] = true
		}
	}
	return out
}

// expectedHits is a query with the articles that hold it.
type expectedHits struct {
	n    query.Node
	want idSet
}

// askable makes a query of one word of an article, in one of the ways to ask for it.
func askable(r *rand.Rand, s tokenized) expectedHits {
	a := analysis.Default()
	for {
		texts := s.texts[r.IntN(len(s.texts))]
		text := texts[r.IntN(len(texts))]
		if len(text) < 2 {
			continue
		}
		at := r.IntN(len(text) - 1)
		w := text[at]
		if w.Stop || !w.IsUnit() || w.Width != 1 || w.Stem == "" || len(query.Leaves(query.Match(w.Exact))) != 1 {
			continue
		}
		word := a.Word(w.Exact)
		meant := a.Meant(word, w.Exact)
		if word.Stop || len(a.AppendTokens(nil, w.Exact)) != 1 {
			continue
		}
		is := func(at func(analysis.Token) string) func(*analysis.Token) bool {
			return func(t *analysis.Token) bool {
				return slices.ContainsFunc(meant, func(m analysis.Token) bool { return at(m) == at(*t) })
			}
		}
		switch r.IntN(6) {
		case 0:
			if word.Written != 0 || strings.ContainsRune(w.Exact, 'ء') {
				continue // what agrees with how it is typed, TestSpellings says
			}
			return expectedHits{&query.Word{Text: w.Exact, Form: query.Exact}, s.holders(func(t *analysis.Token) bool { return t.Exact == word.Exact })}
		case 1:
			return expectedHits{&query.Word{Text: w.Exact, Form: query.Root}, s.holders(is(rootOf))}
		case 2:
			letters := []rune(word.Exact)
			start := string(letters[:max(2, len(letters)-1)])
			begins := analysis.Behind(start)
			return expectedHits{&query.Word{Text: start, Form: query.Prefix}, s.holders(func(t *analysis.Token) bool {
				return slices.ContainsFunc(begins, func(b string) bool { return strings.HasPrefix(t.Exact, b) })
			})}
		case 3:
			next := text[at+1]
			if next.Position != w.Position+1 || !next.IsUnit() || next.Width != 1 || next.Exact != analysis.Fold(next.Exact) {
				continue
			}
			phrase := w.Exact + " " + next.Exact
			units := a.AppendUnits(nil, phrase)
			if len(units) != 2 || units[0].Exact != w.Exact || units[1].Exact != next.Exact {
				continue
			}
			out := idSet{}
			for i, texts := range s.texts {
				for _, text := range texts {
					for _, first := range text {
						if !slices.Contains(analysis.WithProclitics(w.Exact), first.Exact) {
							continue
						}
						if slices.ContainsFunc(text, func(t analysis.Token) bool {
							return t.Position == first.Position+1 && slices.Contains(analysis.WithProclitics(next.Exact), t.Exact)
						}) {
							out[s.docs[i].ID] = true
						}
					}
				}
			}
			return expectedHits{&query.Phrase{Text: phrase}, out}
		}
		return expectedHits{&query.Word{Text: w.Exact}, s.holders(is(stemOf))}
	}
}

// Everything that counts articles agrees with a count over title, body and the texts of
// their own that bare words search.
func TestWhatNamesNoFieldEqualsOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	docs := bareDocs(r)
	ix, all := messyWith(t, docs, Options{Fields: bareFields}), tokenize(docs)
	ctx := context.Background()
	plain := messy(t, docs)
	onlyOwn, relaxed, strict := 0, 0, 0
	for i := range 150 {
		first, second := askable(r, all), askable(r, all)
		var n query.Node
		want := both(first.want, second.want)
		switch i % 5 {
		case 0:
			n, want = first.n, first.want
		case 1:
			n = &query.Group{Any: []query.Node{first.n, second.n}}
		case 2:
			n = &query.And{Nodes: []query.Node{first.n, second.n}}
		case 3:
			n, want = &query.Or{Nodes: []query.Node{first.n, second.n}}, idSet{}
			for id := range first.want {
				want[id] = true
			}
			for id := range second.want {
				want[id] = true
			}
		case 4:
			n, want = &query.Group{Must: []query.Node{first.n}, Not: []query.Node{second.n}}, idSet{}
			for id := range first.want {
				if !second.want[id] {
					want[id] = true
				}
			}
		}
		req := Request{Query: n, Literal: true, Suggest: true, Limit: 7, IDsOnly: true, Facets: []Facet{{Field: "source", Limit: 1000}}}
		res, err := ix.Search(ctx, req)
		require.NoError(t, err)
		if res.Zero != nil {
			words := map[string]idSet{first.n.String(): first.want, second.n.String(): second.want}
			for _, leaf := range query.Leaves(n) {
				k := slices.IndexFunc(res.Zero.Words, func(w WordCount) bool { return w.Text == leafText(leaf) })
				require.GreaterOrEqual(t, k, 0, "%s: %+v", n, res.Zero.Words)
				if same := slices.ContainsFunc(res.Zero.Words[k+1:], func(w WordCount) bool { return w.Text == leafText(leaf) }); !same {
					assert.EqualValues(t, len(words[leaf.String()]), res.Zero.Words[k].Articles, "%s of %s", leaf, n)
				}
			}
		}
		if res.Relaxed || len(want) == 0 {
			require.Empty(t, want, n.String())
			relaxed++
			if _, group := n.(*query.Group); group && i%5 == 1 {
				least := idSet{} // what holds one as it is asked for; others may hold its family
				for id := range first.want {
					least[id] = true
				}
				for id := range second.want {
					least[id] = true
				}
				assert.GreaterOrEqual(t, res.Total, uint64(len(least)), n.String())
			}
			continue
		}
		strict++
		without, err := plain.Search(ctx, Request{Query: n, Literal: true})
		require.NoError(t, err)
		if without.Relaxed || without.Total < res.Total {
			onlyOwn++
		}
		require.EqualValues(t, len(want), res.Total, n.String())
		bySource := map[string]uint64{}
		for i := range docs {
			if want[docs[i].ID] {
				bySource[docs[i].Source]++
			}
		}
		for _, v := range res.Facets[0] {
			assert.Equal(t, bySource[v.Value], v.Count, "%s: %s", n, v.Value)
		}
		assert.Len(t, res.Facets[0], len(bySource)-boolToInt(bySource[""] > 0))
		for _, order := range []Order{Newest, ""} { // page by page; by score those with any word follow
			req := Request{Query: n, Literal: true, Limit: 7, IDsOnly: true, Order: order}
			got := idSet{}
			for {
				res, err := ix.Search(ctx, req)
				require.NoError(t, err)
				for _, h := range res.Hits {
					require.False(t, got[h.Document.ID], "twice")
					got[h.Document.ID] = true
				}
				if req.After = res.Next; res.Next == "" {
					break
				}
			}
			if order == Newest {
				require.Equal(t, want, got, n.String())
			}
			for id := range want {
				require.True(t, got[id], "%s: %s", n, id)
			}
		}
	}
	assert.Greater(t, onlyOwn, 20)
	assert.Greater(t, relaxed, 5)
	assert.Greater(t, strict, 80)
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func leafText(n query.Node) string {
	if w, ok := n.(*query.Word); ok {
		return w.Text
	}
	return n.(*query.Phrase).Text
}

// Patterns and fuzzy words find what they would if the texts were one.
func TestPatternsInOwnTextsEqualThoseOfOneText(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	docs := bareDocs(r)
	apart, all := messyWith(t, docs, Options{Fields: bareFields}), tokenize(docs)
	joined := slices.Clone(docs)
	for i := range joined {
		for _, name := range []string{"lead", "summary"} {
			switch v := docs[i].Extra[name].(type) {
			case string:
				joined[i].Body += "\n" + v
			case []string:
				joined[i].Body += "\n" + strings.Join(v, "\n")
			}
		}
	}
	one := messy(t, joined)
	found := 0
	for i := range 60 {
		w, ok := askable(r, all).n.(*query.Word)
		if !ok {
			continue
		}
		letters := []rune(w.Text)
		if len(letters) < 4 {
			continue
		}
		at := 1 + r.IntN(len(letters)-2)
		n := &query.Word{Text: string(letters[:at]) + "?" + string(letters[at+1:]), Form: query.Wildcard}
		if i%2 == 0 {
			n = &query.Word{Text: string(letters[:at]) + string(letters[at+1:]), Form: query.Fuzzy, Edits: 1}
		}
		req := Request{Query: n, Limit: len(docs), Order: Newest, IDsOnly: true}
		a, err := apart.Search(context.Background(), req)
		require.NoError(t, err)
		b, err := one.Search(context.Background(), req)
		require.NoError(t, err)
		ids := func(res *Results) (out []string) {
			for _, h := range res.Hits {
				out = append(out, h.Document.ID)
			}
			return out
		}
		require.Equal(t, ids(b), ids(a), n.String())
		require.Equal(t, b.Total, a.Total)
		found += int(a.Total)
	}
	assert.Greater(t, found, 100)
}

// What is only in a text of one's own is a hit like others: it is explained, marked, not
// replaced by another word, and read as typed carelessly.
func TestWordsOfOwnTextsOnly(t *testing.T) {
	ctx := context.Background()
	ix, err := NewMemory(Options{Fields: bareFields})
	require.NoError(t, err)
	defer ix.Close()
	var docs []Document
	for i := range 40 {
		docs = append(docs, Document{ID: "other" + string(rune('A'+i)), Title: "أخبار", Body: "عادت الزرافات إلى المدينة بعد غياب"})
	}
	docs = append(docs,
		Document{ID: "1", Title: "خبر", Body: "نص لا يقول شيئا", Extra: map[string]any{"lead": "وصلت الغرافات إلى المرفأ. ثم عادت.", "notes": "سريسري"}},
		Document{ID: "2", Title: "خبر", Body: "نص ثان", Extra: map[string]any{"summary": "سمع زقزقة في المكتبة"}},
		Document{ID: "3", Title: "خبر", Body: "نص ثالث", Extra: map[string]any{"summary": "سمع زقزقة في المكتبة"}},
	)
	_, refused, err := ix.Add(ctx, slices.Values(docs))
	require.NoError(t, err)
	require.Empty(t, refused)
	search := func(text string) *Results {
		res, err := ix.Search(ctx, Request{Query: query.Parse(text), Text: text, Suggest: true, Explain: true, Limit: 10, Refine: true})
		require.NoError(t, err)
		return res
	}

	res := search("غرافة") // a letter from a word of forty articles
	require.EqualValues(t, 1, res.Total)
	assert.Empty(t, res.Suggestions)
	assert.Nil(t, res.Zero)
	require.NotEmpty(t, res.Hits)
	hit := res.Hits[0]
	assert.Equal(t, "1", hit.Document.ID)
	assert.Equal(t, [][]Span{{{Text: "وصلت "}, {Text: "الغرافات", Match: true}, {Text: " إلى المرفأ."}}}, hit.Snippets)
	require.NotEmpty(t, hit.Why)
	assert.Equal(t, []string{"الغرافات"}, hit.Why[0].Forms)
	assert.Equal(t, "stem", hit.Why[0].Level)

	for _, text := range []string{"زقزقة", "زقزق*", "زقزق?", "زقزقت~1", `"سمع زقزقة"`, "=زقزقة", "√زقزقة", "زقزقه", "غرافة OR زقزقة", "زقزقة -غرافة"} {
		res := search(text)
		want := uint64(2)
		if strings.Contains(text, "OR") {
			want = 3
		}
		assert.Equal(t, want, res.Total, text)
		assert.False(t, res.Relaxed, text)
		assert.Len(t, res.Hits, int(want), text)
	}
	res = search("المكتبه")
	assert.EqualValues(t, 2, res.Total)
	require.Len(t, res.ReadAs, 1)
	assert.Equal(t, "المكتبة", res.ReadAs[0].Reading)

	for _, text := range []string{"title:زقزقة", "body:زقزقة", "سريسري", "title:زقزق*", "body:زقزق*"} {
		assert.Zero(t, search(text).Total, text)
	}
	zero := search("زقزقة غرافة").Zero
	require.NotNil(t, zero)
	require.Len(t, zero.Words, 2)
	assert.EqualValues(t, 2, zero.Words[0].Articles)
	assert.EqualValues(t, 2, zero.Words[0].ExactArticles)
	assert.EqualValues(t, 1, zero.Words[1].Articles)

	found, err := ix.Complete(ctx, "زقز", 5)
	require.NoError(t, err)
	require.NotEmpty(t, found)
	assert.Equal(t, "زقزقة", found[0].Text)

	n, err := ix.RemoveWhere(ctx, query.Parse("زقزقة"))
	require.NoError(t, err)
	assert.Equal(t, 2, n)
}

package index

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/testdata"
)

// The oracle answers by looking at every article: no postings, no bitmaps, no
// pruning. It shares the analyzer and the weights with the index, nothing else.
// A name of several words is found as itself and as its words; the length of a
// text is that of its words.
type oracle struct {
	docs    map[string]oracleDoc
	weights Weights
}

type oracleDoc struct {
	title, body, both []analysis.Token
}

func newOracle(docs []Document) *oracle {
	o := &oracle{docs: map[string]oracleDoc{}, weights: DefaultWeights}
	for _, d := range docs {
		a := analysis.Default()
		title, body := a.AppendTokens(nil, d.Title), a.AppendTokens(nil, d.Body)
		o.docs[d.ID] = oracleDoc{title, body, slices.Concat(title, body)}
	}
	return o
}

func (d oracleDoc) text() []analysis.Token { return d.both }

// bm25 scores every article for the terms of one word in a field, given as the
// tokens of the field and the term of a token.
func (o *oracle) bm25(terms []string, field func(oracleDoc) []analysis.Token, of func(analysis.Token) string) map[string]float64 {
	tf, length := map[string]float64{}, map[string]float64{}
	df, total := 0.0, 0.0
	for id, d := range o.docs {
		for _, t := range field(d) {
			if of(t) != "" && t.IsWritten() {
				length[id]++
				total++
			}
			if slices.Contains(terms, of(t)) {
				tf[id]++
			}
		}
		if tf[id] > 0 {
			df++
		}
	}
	n := float64(len(o.docs))
	idf := math.Log1p((n - df + 0.5) / (df + 0.5))
	out := map[string]float64{}
	for id, f := range tf {
		if f > 0 {
			out[id] = idf * f * 2.2 / (f + 1.2*(0.25+0.75*length[id]/(total/n)))
		}
	}
	return out
}

func exactOf(t analysis.Token) string { return t.Exact }
func stemOf(t analysis.Token) string  { return t.Stem }
func rootOf(t analysis.Token) string  { return t.Root }

// words scores bare words.
func (o *oracle) words(text string) map[string]float64 {
	tokens := analysis.Default().AppendTokens(nil, text)
	content := slices.ContainsFunc(tokens, func(t analysis.Token) bool { return !t.Stop && t.IsUnit() })
	out := map[string]float64{}
	add := func(w float64, s map[string]float64) {
		if w == 0 {
			return
		}
		for id, x := range s {
			out[id] += w * x
		}
	}
	whole := func(d oracleDoc) []analysis.Token { return d.text() }
	title := func(d oracleDoc) []analysis.Token { return d.title }
	for _, t := range tokens {
		switch {
		case t.Role == analysis.Inner || t.Stop && (content || t.Role == analysis.Part):
		case t.Role == analysis.Part:
			add(o.weights.Part, o.bm25([]string{t.Stem}, whole, stemOf))
		case t.Stop:
			add(o.weights.Stem, o.bm25([]string{t.Exact}, whole, exactOf))
			add(o.weights.Title, o.bm25([]string{t.Exact}, title, exactOf))
		default:
			var stems, roots []string
			for _, r := range analysis.Default().Meant(t, text[t.Start:t.End]) {
				stems, roots = append(stems, r.Stem), append(roots, r.Root)
			}
			add(o.weights.Stem, o.bm25(stems, whole, stemOf))
			add(o.weights.Exact, o.bm25([]string{t.Exact}, whole, exactOf))
			add(o.weights.Root, o.bm25(roots, whole, rootOf))
			add(o.weights.Title, o.bm25(stems, title, stemOf))
		}
	}
	return out
}

// phrase is the set of articles that hold the words of a phrase side by side in
// one of its fields.
func (o *oracle) phrase(n *query.Phrase) idSet {
	words := analysis.Default().AppendUnits(nil, n.Text)
	fits := func(w, t analysis.Token) bool {
		switch {
		case n.Kind == query.AnyForm && !w.Stop:
			return slices.ContainsFunc(analysis.Default().Meant(w, n.Text[w.Start:w.End]), func(r analysis.Token) bool { return r.Stem == t.Stem })
		case n.Kind == query.Verbatim:
			return t.Exact == w.Exact && w.Written.Agrees(t.Written)
		}
		return slices.Contains(analysis.WithProclitics(w.Exact), t.Exact)
	}
	out := idSet{}
	for id, d := range o.docs {
		fields := [][]analysis.Token{d.title, d.body}
		switch n.Field {
		case query.Title:
			fields = fields[:1]
		case query.Body:
			fields = fields[1:]
		}
		for _, field := range fields {
			for i := range field {
				ok := true
				for k := 0; ok && k < len(words); k++ {
					at := field[i].Position + words[k].Position - words[0].Position
					ok = slices.ContainsFunc(field, func(t analysis.Token) bool { return t.Position == at && fits(words[k], t) })
				}
				if ok {
					out[id] = true
				}
			}
		}
	}
	return out
}

func bundledDocs() []Document {
	var out []Document
	for _, a := range testdata.Articles() {
		out = append(out, Document{ID: a.ID, Title: a.Title, Body: a.Body, Source: a.Source, Published: a.Published})
	}
	return out
}

// messy is an index of the documents that has been through a life: several
// segments, articles replaced and removed.
func messy(t testing.TB, docs []Document) *Index { return messyWith(t, docs, Options{}) }

func messyWith(t testing.TB, docs []Document, opts Options) *Index {
	t.Helper()
	ix, err := NewMemory(opts)
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	ctx := context.Background()
	var junk []Document
	for i := range 20 {
		d := docs[i%len(docs)]
		d.ID = fmt.Sprintf("junk%d", i)
		junk = append(junk, d)
	}
	for i := 0; i < len(docs); i += 17 {
		part := slices.Clone(docs[i:min(i+17, len(docs))])
		old := slices.Clone(part[:3:3])
		for k := range old {
			old[k].Body = "نص قديم سيحل محله غيره"
		}
		_, _, err = ix.Add(ctx, slices.Values(append(old, junk[i%20])))
		require.NoError(t, err)
		_, _, err = ix.Add(ctx, slices.Values(part))
		require.NoError(t, err)
	}
	for _, j := range junk {
		_, err = ix.Remove(ctx, j.ID)
		require.NoError(t, err)
	}
	return ix
}

func TestRankingEqualsOracle(t *testing.T) {
	docs := bundledDocs()
	ix, o := messy(t, docs), newOracle(docs)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 180 {
		text := randomWords(r, docs)
		var own *Weights
		if o.weights = DefaultWeights; i >= 120 { // weights of one's own, which the bounds were not made for
			own = &o.weights
			for _, w := range []*float64{&own.Stem, &own.Exact, &own.Root, &own.Title, &own.Part} {
				*w = []float64{.05, 1, 7, 0, 2}[r.IntN(5)]
			}
			own.Stem += .01
		}
		want := o.words(text)
		order := make([]string, 0, len(want))
		for id := range want {
			order = append(order, id)
		}
		slices.SortFunc(order, func(a, b string) int {
			if d := want[b] - want[a]; d > 1e-12 || d < -1e-12 {
				return cmp.Compare(want[b], want[a])
			}
			return strings.Compare(a, b)
		})
		res, err := ix.Search(context.Background(), Request{Query: query.Match(text), Limit: 10, IDsOnly: true, Weights: own})
		require.NoError(t, err)
		require.Len(t, res.Hits, min(10, len(order)), text)
		assert.Equal(t, uint64(len(order)), res.TotalAny, text)
		for i, h := range res.Hits {
			assert.Equal(t, order[i], h.Document.ID, "%s: hit %d", text, i+1)
			assert.InDelta(t, want[order[i]], h.Score, 1e-9, text)
		}
		assertTotal(t, o, text, res)
	}
}

// assertTotal compares Results.Total with the articles that hold every word.
func assertTotal(t *testing.T, o *oracle, text string, res *Results) {
	t.Helper()
	tokens := analysis.Default().AppendUnits(nil, text)
	content := slices.ContainsFunc(tokens, func(t analysis.Token) bool { return !t.Stop })
	n := uint64(0)
	for _, d := range o.docs {
		all := true
		for _, w := range tokens {
			if w.Stop && content {
				continue
			}
			all = all && slices.ContainsFunc(d.text(), func(t analysis.Token) bool {
				if w.Stop {
					return t.Exact == w.Exact
				}
				return t.Stem == w.Stem
			})
		}
		if all {
			n++
		}
	}
	if n == 0 {
		assert.True(t, res.Relaxed || res.TotalAny == 0, text)
		n = res.TotalAny
	}
	assert.Equal(t, n, res.Total, text)
}

func randomWords(r *rand.Rand, docs []Document) string {
	var words []string
	for range 1 + r.IntN(5) {
		all := strings.Fields(docs[r.IntN(len(docs))].Body)
		words = append(words, strings.Trim(all[r.IntN(len(all))], `.,،؛؟!"«»()[]:`))
	}
	return strings.Join(words, " ")
}

// findsPhrase asks for a phrase among some articles, holds the hits and their
// number against those of the oracle, and returns these.
func findsPhrase(t *testing.T, ix *Index, o *oracle, n *query.Phrase, articles int) idSet {
	res, err := ix.Search(context.Background(), Request{Query: n, Limit: articles, IDsOnly: true})
	require.NoError(t, err)
	got := idSet{}
	for _, h := range res.Hits {
		got[h.Document.ID] = true
	}
	want := o.phrase(n)
	assert.Equal(t, want, got, "%s", n)
	assert.Equal(t, uint64(len(want)), res.Total, "%s", n)
	return want
}

func TestPhrasesEqualOracle(t *testing.T) {
	docs := oracleDocs(t)
	ix, o := messy(t, docs), newOracle(docs)
	r := rand.New(rand.NewPCG(3, 4))
	found := map[query.PhraseKind]int{}
	for i := range 240 {
		d := docs[r.IntN(len(docs))]
		n := &query.Phrase{Kind: query.PhraseKind(i % 3), Field: []query.Field{query.Text, query.Text, query.Title, query.Body}[r.IntN(4)]}
		all := strings.Fields(d.Body)
		if n.Field == query.Title {
			all = strings.Fields(d.Title)
		}
		length := 1 + r.IntN(4)
		at := r.IntN(max(1, len(all)-length))
		n.Text = strings.Join(all[at:min(at+length, len(all))], " ")
		if r.IntN(3) == 0 { // as someone types it who does not see the text
			n.Text = strings.TrimLeft(n.Text, "وبلف")
		}
		if len(analysis.Default().AppendTokens(nil, n.Text)) == 0 {
			continue
		}
		want := findsPhrase(t, ix, o, n, len(docs))
		found[n.Kind] += len(want)
	}
	for kind, n := range found {
		assert.Greater(t, n, 50, "kind %d", kind)
	}
	assert.Len(t, found, 3)
}

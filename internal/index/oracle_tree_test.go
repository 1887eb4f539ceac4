package index

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// oracleDocs are the articles the oracle is asked about: the bundled ones, or
// the first 2,000 of a file of JSON lines named by FIHRIS_TEST_ARTICLES.
func oracleDocs(t testing.TB) []Document {
	t.Helper()
	path := os.Getenv("FIHRIS_TEST_ARTICLES")
	if path == "" {
		return bundledDocs()
	}
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	var docs []Document
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() && len(docs) < 2000 {
		var d struct{ ID, Title, Body string }
		require.NoError(t, json.Unmarshal(lines.Bytes(), &d))
		docs = append(docs, Document{ID: d.ID, Title: d.Title, Body: d.Body})
	}
	require.NoError(t, lines.Err())
	return docs
}

type idSet map[string]bool

// holds is the set of articles in which a token with the stem stands (the
// exact form, of a stop word).
func (o *oracle) holds(word string) idSet {
	out := idSet{}
	w := analysis.Default().Word(word)
	for id, d := range o.docs {
		if slices.ContainsFunc(d.text(), func(t analysis.Token) bool {
			if w.Stop {
				return t.Exact == w.Exact
			}
			return t.Stem == w.Stem
		}) {
			out[id] = true
		}
	}
	return out
}

// set answers a tree of words by looking at every article.
func (o *oracle) set(n query.Node) idSet {
	out := idSet{}
	switch n := n.(type) {
	case *query.Word:
		return o.holds(n.Text)
	case *query.Phrase:
		return o.phrase(n)
	case *query.And:
		out = o.set(n.Nodes[0])
		for _, c := range n.Nodes[1:] {
			s := o.set(c)
			maps.DeleteFunc(out, func(id string, _ bool) bool { return !s[id] })
		}
	case *query.Or:
		for _, c := range n.Nodes {
			maps.Copy(out, o.set(c))
		}
	case *query.Group:
		out = o.set(&query.And{Nodes: n.Must})
		for _, c := range n.Not {
			s := o.set(c)
			maps.DeleteFunc(out, func(id string, _ bool) bool { return s[id] })
		}
	}
	return out
}

// randomTree builds AND, OR and NOT over words and phrases of the articles.
func randomTree(r *rand.Rand, docs []Document, depth int) query.Node {
	word := func() query.Node {
		for {
			text := strings.Trim(randomWords(r, docs), " ")
			text, _, _ = strings.Cut(text, " ")
			if tokens := analysis.Default().AppendTokens(nil, text); len(tokens) == 1 && !tokens[0].Stop {
				return &query.Word{Text: text}
			}
		}
	}
	if depth == 0 && r.IntN(4) == 0 {
		all := strings.Fields(docs[r.IntN(len(docs))].Body)
		at := r.IntN(max(1, len(all)-2))
		if n := query.NewPhrase(strings.Join(all[at:min(at+2, len(all))], " ")); n != (query.None{}) {
			return n
		}
	}
	if depth == 0 {
		return word()
	}
	child := func() query.Node { return randomTree(r, docs, depth-1-r.IntN(depth)) }
	switch r.IntN(3) {
	case 0:
		return &query.And{Nodes: []query.Node{child(), child()}}
	case 1:
		return &query.Or{Nodes: []query.Node{child(), child(), child()}}
	}
	return &query.Group{Must: []query.Node{child()}, Not: []query.Node{word()}}
}

func TestTreesEqualOracle(t *testing.T) {
	docs := oracleDocs(t)
	ix, o := messy(t, docs), newOracle(docs)
	r := rand.New(rand.NewPCG(5, 6))
	found := 0
	for range 100 {
		n := randomTree(r, docs, 1+r.IntN(3))
		res, err := ix.Search(context.Background(), Request{Query: n, Limit: len(docs), IDsOnly: true, Order: Newest})
		require.NoError(t, err)
		got := idSet{}
		for _, h := range res.Hits {
			got[h.Document.ID] = true
		}
		want := o.set(n)
		if len(want) == 0 && res.Relaxed {
			continue // then any word counts
		}
		assert.Equal(t, want, got, n.String())
		assert.Equal(t, uint64(len(want)), res.Total, n.String())
		found += len(want)
	}
	assert.Positive(t, found)
}

// near says whether the words stand within so many words of each other in a
// field, each at a place of its own.
func near(field []analysis.Token, words []analysis.Token, width int) bool {
	forms := make([][]string, len(words))
	for i, w := range words {
		forms[i] = analysis.WithProclitics(w.Exact)
	}
	for from := range field {
		to := from
		for to < len(field) && field[to].Position < field[from].Position+width {
			to++
		}
		if distinctPlaces(field[from:to], forms, map[int]bool{}) {
			return true
		}
	}
	return false
}

func distinctPlaces(window []analysis.Token, forms [][]string, used map[int]bool) bool {
	if len(forms) == 0 {
		return true
	}
	for i := range window {
		at := window[i].Position
		if used[at] || !slices.Contains(forms[0], window[i].Exact) {
			continue
		}
		used[at] = true
		if distinctPlaces(window, forms[1:], used) {
			return true
		}
		delete(used, at)
	}
	return false
}

func TestProximityEqualsOracle(t *testing.T) {
	docs := oracleDocs(t)
	ix, o := messy(t, docs), newOracle(docs)
	r := rand.New(rand.NewPCG(7, 8))
	found := 0
	for range 100 {
		all := strings.Fields(docs[r.IntN(len(docs))].Body)
		if len(all) < 12 {
			continue
		}
		at := r.IntN(len(all) - 10)
		text := fmt.Sprintf("%s %s", all[at+r.IntN(4)], all[at+5+r.IntN(4)])
		words := analysis.Default().AppendUnits(nil, text)
		if len(words) < 2 {
			continue
		}
		slop := 1 + r.IntN(9)
		res, err := ix.Search(context.Background(), Request{Query: &query.Phrase{Text: text, Slop: slop}, Limit: len(docs), IDsOnly: true})
		require.NoError(t, err)
		got, want := idSet{}, idSet{}
		for _, h := range res.Hits {
			got[h.Document.ID] = true
		}
		for id, d := range o.docs {
			width := slop
			for _, w := range words {
				width += int(w.Width)
			}
			if near(d.title, words, width) || near(d.body, words, width) {
				want[id] = true
			}
		}
		assert.Equal(t, want, got, "%q~%d", text, slop)
		found += len(want)
	}
	assert.Positive(t, found)
}

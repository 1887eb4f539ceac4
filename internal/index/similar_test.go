package index

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// single is an index of one segment: no removed article blurs its counts.
func single(t *testing.T, docs []Document) *Index {
	t.Helper()
	ix, err := NewMemory(Options{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	_, _, err = ix.Add(context.Background(), slices.Values(docs))
	require.NoError(t, err)
	return ix
}

// likeOracle weighs all stems of a text by counting through all documents.
func likeOracle(docs []Document, text string) map[string]float64 {
	df := map[string]float64{} // articles of each form, added up for each stem
	for _, d := range docs {
		forms := map[string]string{}
		for _, t := range append(analysis.Default().AppendTokens(nil, d.Title), analysis.Default().AppendTokens(nil, d.Body)...) {
			forms[t.Exact] = t.Stem
		}
		for _, stem := range forms {
			df[stem]++
		}
	}
	n := float64(len(docs))
	tf := map[string]float64{}
	held := maps.Clone(df) // with the other words that a bare alef may be of
	for _, t := range analysis.Default().AppendTokens(nil, text) {
		if t.Stem == "" {
			continue
		}
		if tf[t.Stem]++; tf[t.Stem] == 1 {
			for _, r := range analysis.Default().Meant(t, text[t.Start:t.End])[1:] {
				held[t.Stem] += df[r.Stem]
			}
		}
		if held[t.Stem] == 0 {
			delete(tf, t.Stem)
		}
	}
	df = held
	for stem, f := range tf {
		d := min(df[stem], n)
		tf[stem] = (1 + math.Log(f)) * math.Log(1+(n-d+0.5)/(d+0.5))
	}
	return tf
}

func TestLikeEqualsOracle(t *testing.T) {
	docs := bundledDocs()
	ix := single(t, docs)
	seen := 0
	for i, d := range docs {
		if i%5 > 0 {
			continue
		}
		// as few stems as can be looked at: all of them are
		words := strings.Fields(d.Body)
		text := strings.Join(words[:min(len(words), likeCandidates)], " ")
		want := likeOracle(docs, text)
		n, err := ix.Like(context.Background(), text, 0)
		require.NoError(t, err)
		or := n.(*query.Or)
		all := slices.SortedFunc(maps.Values(want), func(a, b float64) int { return cmp.Compare(b, a) })
		last := 1.0
		for k, n := range or.Nodes {
			w := n.(*query.Word)
			tokens := analysis.Default().AppendTokens(nil, w.Text)
			require.Len(t, tokens, 1, w.Text)
			got, ok := want[tokens[0].Stem]
			require.True(t, ok, "%s is a word of the text", w.Text)
			assert.InDelta(t, got/all[0], cmp.Or(w.Boost, 1), 0.02, "%s: %s", d.ID, w.Text)
			assert.LessOrEqual(t, cmp.Or(w.Boost, 1), last, "%s: word %d", d.ID, k)
			last = cmp.Or(w.Boost, 1)
			delete(want, tokens[0].Stem)
			seen++
		}
		// no word that is left out tells more, but for those that need their neighbours
		missing := 0
		for _, x := range want {
			if x/all[0] > last+0.02 {
				missing++
			}
		}
		assert.LessOrEqual(t, missing, 2, "%s: %v", d.ID, want)
	}
	assert.Greater(t, seen, 400)
}

func TestLikeFindsItself(t *testing.T) {
	docs := bundledDocs()
	ix := messy(t, docs)
	for _, d := range docs {
		n, err := ix.Like(context.Background(), d.Title+"\n"+d.Body, 0)
		require.NoError(t, err)
		res, err := ix.Search(context.Background(), Request{Query: n, Limit: 1, IDsOnly: true})
		require.NoError(t, err)
		require.Len(t, res.Hits, 1, d.ID)
		assert.Equal(t, d.ID, res.Hits[0].Document.ID)
	}
}

// The second half of an article is what is most like its first half.
func TestLikeFindsTheOtherHalf(t *testing.T) {
	docs := bundledDocs()
	var halves []Document
	first := map[string]string{}
	for _, d := range docs {
		words := strings.Fields(d.Body)
		if len(words) < 100 {
			continue
		}
		first[d.ID] = strings.Join(words[:len(words)/2], " ")
		d.Title, d.Body = "", strings.Join(words[len(words)/2:], " ")
		halves = append(halves, d)
	}
	ix := messy(t, halves)
	found := 0.0
	for _, d := range halves {
		n, err := ix.Like(context.Background(), first[d.ID], 0)
		require.NoError(t, err)
		res, err := ix.Search(context.Background(), Request{Query: n, Limit: 5, IDsOnly: true})
		require.NoError(t, err)
		for i, h := range res.Hits {
			if h.Document.ID == d.ID {
				found += 1 / float64(i+1)
			}
		}
	}
	assert.Greater(t, found/float64(len(halves)), 0.6, "mean reciprocal rank")
}

func TestLikeNothing(t *testing.T) {
	ix := single(t, bundledDocs())
	for _, text := range []string{"", " \n", "في من على", "!؟،", "zzzz قققققق"} {
		n, err := ix.Like(context.Background(), text, 0)
		require.NoError(t, err)
		assert.Equal(t, query.None{}, n, text)
	}
}

// What only the article itself holds is no way to others.
func TestLikeOfAKnownArticle(t *testing.T) {
	ix := single(t, []Document{
		{ID: "a", Body: "زلزال يضرب الأناضول"},
		{ID: "b", Body: "زلزال يضرب السواحل"},
		{ID: "c", Body: "افتتاح معرض الكتاب"},
	})
	n, err := ix.Like(context.Background(), "زلزال يضرب الأناضول", 1)
	require.NoError(t, err)
	assert.Equal(t, "زلزال OR يضرب", n.String())
	n, err = ix.Like(context.Background(), "زلزال يضرب الأناضول", 0)
	require.NoError(t, err)
	assert.Contains(t, n.String(), "الأناضول OR")
}

// Of a long text those stems are looked at that come often.
func TestLikeOfALongText(t *testing.T) {
	docs := bundledDocs()
	ix := single(t, append(docs, Document{ID: "q", Body: "قيروان"}, Document{ID: "q2", Body: "القيروان"}))
	n, err := ix.Like(context.Background(), docs[0].Body+docs[1].Body+docs[2].Body+docs[3].Body+strings.Repeat(" القيروان", 5), 0)
	require.NoError(t, err)
	assert.Equal(t, "القيروان", n.(*query.Or).Nodes[0].(*query.Word).Text)
}

// A name of two words is one word of the query.
func TestLikeOfANameOfTwoWords(t *testing.T) {
	ix := single(t, []Document{{ID: "a", Body: "وصل إلى أبو ظبي"}, {ID: "b", Body: "غادر أبوظبي"}, {ID: "c", Body: "عاد من بيروت"}})
	n, err := ix.Like(context.Background(), "مطار أبو ظبي", 0)
	require.NoError(t, err)
	res, err := ix.Search(context.Background(), Request{Query: n, Limit: 5, IDsOnly: true})
	require.NoError(t, err)
	require.Len(t, res.Hits, 2)
	assert.Equal(t, uint64(2), res.Total)
}

func TestLikeIsBounded(t *testing.T) {
	docs := bundledDocs()
	ix := single(t, docs)
	var all strings.Builder
	for _, d := range docs {
		all.WriteString(d.Body + "\n")
	}
	n, err := ix.Like(context.Background(), strings.Repeat(all.String(), 3), 0)
	require.NoError(t, err)
	assert.Len(t, n.(*query.Or).Nodes, likeWords)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = ix.Like(ctx, docs[0].Body, 0)
	assert.ErrorIs(t, err, context.Canceled)
	require.NoError(t, ix.Close())
	_, err = ix.Like(context.Background(), docs[0].Body, 0)
	assert.ErrorIs(t, err, ErrClosed)
}

// What Like asks for can be written and read again.
func TestLikeIsWritten(t *testing.T) {
	docs := bundledDocs()
	ix := single(t, docs)
	for _, d := range docs {
		n, err := ix.Like(context.Background(), d.Title+"\n"+d.Body, 0)
		require.NoError(t, err)
		again, err := query.ParseStrict(n.String())
		require.NoError(t, err, n.String())
		assert.Equal(t, n.String(), again.String(), d.ID)
	}
}

func TestExcept(t *testing.T) {
	ix := messy(t, bundledDocs())
	all, err := ix.Search(context.Background(), Request{Query: query.Match("وزير"), Limit: 100, IDsOnly: true})
	require.NoError(t, err)
	require.Greater(t, len(all.Hits), 4)
	var ids []string
	for _, h := range all.Hits {
		ids = append(ids, h.Document.ID)
	}
	for name, c := range map[string]struct {
		filter Filter
		want   []string
	}{
		"two of all":         {Filter{Except: []string{ids[0], ids[2], "unknown"}}, append([]string{ids[1]}, ids[3:]...)},
		"one of three":       {Filter{IDs: ids[:3], Except: ids[1:2]}, []string{ids[0], ids[2]}},
		"the only one":       {Filter{IDs: ids[:1], Except: ids[:1]}, nil},
		"one that was never": {Filter{Except: []string{"unknown"}}, ids},
	} {
		res, err := ix.Search(context.Background(), Request{Query: query.Match("وزير"), Filter: c.filter, Limit: 100, IDsOnly: true})
		require.NoError(t, err)
		var got []string
		for _, h := range res.Hits {
			got = append(got, h.Document.ID)
		}
		assert.Equal(t, c.want, got, name)
	}
}

func FuzzLike(f *testing.F) {
	docs := bundledDocs()
	ix, err := NewMemory(Options{})
	require.NoError(f, err)
	_, _, err = ix.Add(context.Background(), slices.Values(docs))
	require.NoError(f, err)
	f.Add(docs[0].Title)
	f.Add(docs[1].Body)
	f.Add("عبد\u00a0الله في أبو\tظبي و\u200fكوفيد-19 (title:هدنة) -وزير \"نص* #هاشتاغ_طويل http://example.org/وزير")
	f.Fuzz(func(t *testing.T, text string) {
		n, err := ix.Like(context.Background(), text, 0)
		require.NoError(t, err)
		_, err = ix.Search(context.Background(), Request{Query: n, Limit: 3})
		require.NoError(t, err)
		again, err := query.ParseStrict(n.String())
		require.NoError(t, err, n.String())
		require.Equal(t, n.String(), again.String())
	})
}

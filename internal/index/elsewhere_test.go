package index

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/testdata"
)

// collection is an index that plays the engine elsewhere: its documents are analyzed by
// Elsewhere.Terms, and its statistics are counted in what that gives.
type collection struct {
	ix    *Index
	e     *Elsewhere
	docs  []Document
	terms Terms
}

func newCollection(t *testing.T) *collection {
	t.Helper()
	var docs []Document
	for _, a := range testdata.Articles() {
		docs = append(docs, Document{ID: a.ID, Title: a.Title, Body: a.Body, Author: a.Author, Source: a.Source, Section: a.Section, Tags: a.Tags})
	}
	return collectionOf(t, docs)
}

func collectionOf(t *testing.T, docs []Document) *collection {
	t.Helper()
	ix, err := NewMemory(Options{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	c := &collection{ix: ix, docs: docs}
	_, _, err = ix.Add(context.Background(), slices.Values(c.docs))
	require.NoError(t, err)
	c.e, err = NewElsewhere(Words{}, nil, 0)
	require.NoError(t, err)
	held := map[string]map[string]uint64{}
	for i := range c.docs {
		d, err := c.e.Terms(context.Background(), &c.docs[i])
		require.NoError(t, err)
		for field, keys := range d.Keys {
			for _, key := range keys {
				if held[field] == nil {
					held[field] = map[string]uint64{}
				}
				held[field][key]++
			}
		}
	}
	c.terms.List = func(_ context.Context, field string) (iter.Seq2[string, uint64], error) {
		return maps.All(held[field]), nil
	}
	return c
}

func (c *collection) dictionary() Dictionary {
	return c.terms.Within(context.Background(), c)
}

// statistics are those of the index.
func (c *collection) statistics(t *testing.T) *rank.Statistics {
	t.Helper()
	v, err := c.ix.view(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { _ = v.close() })
	s := &rank.Statistics{Docs: v.live, Averages: map[string]float64{}}
	for _, name := range c.e.RankedFields() {
		of, err := v.segs[0].Lengths(name)
		require.NoError(t, err)
		sum := 0.0
		for _, n := range of {
			sum += float64(n)
		}
		s.Averages[name] = sum / float64(v.live)
	}
	s.Holders = func(p *rank.Part) (uint64, bool) {
		n, err := c.ix.engine.Holders(context.Background(), v.rank, rank.Word{Parts: []rank.Part{*p}})
		require.NoError(t, err)
		return n, true
	}
	return s
}

// What is found elsewhere and brought here has the score, the order, the passages and the
// explanation that it has in an index of all documents.
func TestFoundElsewhereIsAsHere(t *testing.T) {
	c := newCollection(t)
	all := c.statistics(t)
	for _, text := range []string{
		"الحكومة", "وزير الخارجية", `"مجلس النواب"`, "=الحكومة اجتماع", "√كتب", "اقتصاد*", "الحكومه~", "title:وزير سوق", "body:المدينة",
		`"الوزير اجتماع"~8`, "أسعار النفط -السعودية", "+وزير مجلس", "عبد الله", `"في المدينة"@stem`, "كاتب:أحمد", "م?ينة", "أحمد",
	} {
		req := Request{Query: query.Parse(text), Limit: len(c.docs), Explain: true, Refine: true}
		want, err := c.ix.Search(context.Background(), req)
		require.NoError(t, err, text)
		a, err := c.e.Ask(context.Background(), req, c.dictionary(), uint64(len(c.docs)))
		require.NoError(t, err, text)
		for _, p := range a.Parts() {
			_, err := CountOf(p)
			require.NoError(t, err, text)
		}
		var docs []Document // those that are found, in no order
		for i := range want.Hits {
			docs = append(docs, want.Hits[len(want.Hits)-1-i].Document)
		}
		f, err := a.Found(context.Background(), docs, all)
		require.NoError(t, err, text)
		hits, err := f.Scores()
		require.NoError(t, err, text)
		require.NoError(t, f.Refine(hits), text)
		require.Len(t, hits, len(want.Hits), text)
		for i := range hits {
			hit, err := f.Hit(hits[i])
			require.NoError(t, err, text)
			assert.Equal(t, want.Hits[i], hit, "%s, hit %d", text, i)
		}
		reads, err := a.Readings()
		require.NoError(t, err)
		assert.Len(t, reads, len(want.ReadAs), text)
	}
}

// Who asks for words that are not there yet is told why.
func TestWordsElsewhereThatCannotBeHad(t *testing.T) {
	e, err := NewElsewhere(Words{}, nil, 0)
	require.NoError(t, err)
	broken := fmt.Errorf("no connection")
	terms := &Terms{List: func(context.Context, string) (iter.Seq2[string, uint64], error) { return nil, broken }}
	for _, text := range []string{"كتاب", "كت*", "كتاب~", "=كتَاب"} {
		_, err = e.Ask(context.Background(), Request{Query: query.Parse(text)}, terms.Within(context.Background(), nil), 1)
		assert.ErrorIs(t, err, broken, text)
	}
}

// A segment of some documents has their own statistics unless it is told others.
func TestStatisticsOfTheWhole(t *testing.T) {
	c := newCollection(t)
	req := Request{Query: query.Parse("الحكومة")}
	a, err := c.e.Ask(context.Background(), req, c.dictionary(), 1000)
	require.NoError(t, err)
	score := func(docs uint64) float64 {
		all := &rank.Statistics{Docs: docs, Averages: map[string]float64{"stem": 100}, Holders: func(*rank.Part) (uint64, bool) { return 1, true }}
		f, err := a.Found(context.Background(), c.docs, all)
		require.NoError(t, err)
		hits, err := f.Scores()
		require.NoError(t, err)
		return hits[0].Score
	}
	assert.Greater(t, score(100000), score(1000))
}

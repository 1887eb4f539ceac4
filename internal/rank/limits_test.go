package rank_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/rank"
)

// A word that weighs next to nothing beside another still finds its documents:
// whatever the boosts, the search that skips gives what the exhaustive one does.
func TestUnequalWords(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 31))
		fakes := randomIndex(r, 0.1, 700, 20)
		e := rank.New(1 << 20)
		s := e.Snapshot(segments(fakes))
		for range 10 {
			q := randomQuery(r, fakes)
			for i := range q.Words {
				q.Words[i].Boost = math.Pow(10, float64(r.IntN(19)-9))
			}
			for _, k := range []int{3, 30, 1000} {
				got, err := e.TopK(ctx, s, q, k, rank.Options{})
				require.NoError(t, err)
				want, err := e.TopK(ctx, s, q, k, rank.Options{Exhaustive: true})
				require.NoError(t, err)
				require.Equal(t, want, got, "seed %d k %d", seed, k)
			}
		}
	}
}

// Words of more parts than are read together.
func TestWordsOfManyParts(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 33))
	fakes := randomIndex(r, 0.1, 300, 100)
	o := newOracle(fakes)
	e := rank.New(1 << 20)
	for n := 1; n <= rank.MaxParts; n++ {
		for range 5 {
			w := word(r.IntN(30))
			w.Parts = append(w.Parts, word(r.IntN(400)).Parts...)[:n]
			together := w
			together.Read = func(seg rank.Segment, rows *rank.Rows) (bool, error) {
				f, ok := seg.(*fake)
				if !ok {
					f = seg.(reader).fake
				}
				return reader{f}.ReadWord(w.Parts, rows)
			}
			for _, words := range [][]rank.Word{{w, word(r.IntN(400))}, {w}, {together}} {
				q := rank.Query{Words: words}
				want, all, touched := o.search(q)
				for _, e := range []*rank.Engine{e, rank.New(0)} {
					s := e.Snapshot(segments(fakes))
					for range 3 { // read, asked again, kept
						got, err := e.TopK(ctx, s, q, 40, rank.Options{Less: o.less})
						require.NoError(t, err)
						same(t, want[:min(40, len(want))], got, "%d parts", n)
						totals, err := e.Count(ctx, s, q)
						require.NoError(t, err)
						assert.Equal(t, rank.Totals{All: all, Any: touched}, totals, "%d parts", n)
					}
				}
			}
		}
	}
}

// A list keeps each row of frequencies once, however many documents have it,
// and documents a byte or two each.
func TestListsAreSmall(t *testing.T) {
	const n = 30_000
	articles := make([]article, n)
	for i := range articles {
		articles[i] = article{text: map[int]uint32{0: uint32(1 + i%3)}}
	}
	f := newFake(articles)
	for name, segment := range map[string]rank.Segment{"together": reader{f}, "apart": f} {
		e := rank.New(1 << 30)
		s := e.Snapshot([]rank.Segment{segment})
		_, err := e.TopK(ctx, s, rank.Query{Words: []rank.Word{word(0)}}, 10, rank.Options{})
		require.NoError(t, err)
		assert.Less(t, e.CacheBytes(), int64(11*n/2), "%s: without bounds", name)
		_, err = e.TopK(ctx, s, rank.Query{Words: []rank.Word{word(0), word(9)}}, 10, rank.Options{})
		require.NoError(t, err)
		assert.Less(t, e.CacheBytes(), int64(5*n/2), name)
	}
	// Frequencies too great for the table of small ones.
	for i := range articles {
		articles[i] = article{text: map[int]uint32{0: uint32(100 + i%3)}}
	}
	e := rank.New(1 << 30)
	s := e.Snapshot([]rank.Segment{newFake(articles)})
	_, err := e.TopK(ctx, s, rank.Query{Words: []rank.Word{word(0), word(9)}}, 10, rank.Options{})
	require.NoError(t, err)
	assert.Less(t, e.CacheBytes(), int64(5*n/2), "great frequencies")
}

// The sets that counting makes of a word are memory of the cache too: counted
// once, kept while the word is, and gone with it.
func TestSetsAreCounted(t *testing.T) {
	f := newFake(randomArticles(rand.New(rand.NewPCG(45, 45)), 20_000))
	e := rank.New(1 << 30)
	s := e.Snapshot([]rank.Segment{f})
	q := rank.Query{Words: []rank.Word{word(0)}}
	_, err := e.TopK(ctx, s, q, 10, rank.Options{})
	require.NoError(t, err)
	lists := e.CacheBytes()
	for range 3 {
		_, err := e.Count(ctx, s, q)
		require.NoError(t, err)
	}
	sets := e.CacheBytes() - lists
	assert.Greater(t, sets, int64(20_000/8), "a bit for each document at least")
	assert.Less(t, sets, int64(3*20_000/8), "two sets at most")
	_, err = e.TopK(ctx, s, q, 10, rank.Options{})
	require.NoError(t, err)
	assert.Equal(t, lists+sets, e.CacheBytes())
	e.Snapshot([]rank.Segment{f, newFake(randomArticles(rand.New(rand.NewPCG(46, 46)), 5))})
	e.Snapshot([]rank.Segment{f})
	assert.Equal(t, lists+sets, e.CacheBytes(), "a segment that the word was never read in has gone")
	e.Snapshot(nil)
	assert.Zero(t, e.CacheBytes())
}

func TestSameAs(t *testing.T) {
	list := func(rank.Segment, *rank.Postings) error { return nil }
	part := func(field string, weight float64, terms ...string) rank.Part {
		return rank.Part{Field: field, Weight: weight, Terms: terms}
	}
	w := func(parts ...rank.Part) *rank.Word { return &rank.Word{Parts: parts} }
	base := w(part("stem", 1, "a", "b"))
	boosted := *base
	boosted.Boost = 3
	assert.True(t, base.SameAs(&boosted), "boosts do not matter")
	assert.True(t, base.SameAs(w(part("stem", 1, "a", "b"))))
	for name, other := range map[string]*rank.Word{
		"field":      w(part("root", 1, "a", "b")),
		"weight":     w(part("stem", 2, "a", "b")),
		"terms":      w(part("stem", 1, "a", "c")),
		"fewer":      w(part("stem", 1, "a")),
		"more parts": w(part("stem", 1, "a", "b"), part("root", 1, "a")),
		"a list":     w(rank.Part{Field: "stem", Weight: 1, List: list, Key: "k"}),
	} {
		assert.False(t, base.SameAs(other), name)
		assert.False(t, other.SameAs(base), name)
	}
	keyed := func(key string) *rank.Word {
		return w(rank.Part{Field: "stem", Weight: 1, List: list, Key: key})
	}
	assert.True(t, keyed("k").SameAs(keyed("k")))
	assert.False(t, keyed("k").SameAs(keyed("l")))
	assert.False(t, keyed("").SameAs(keyed("")), "lists without a name may differ")
}

// Words whose names could be taken for one another are kept apart in the cache.
func TestWordsAreKeptApart(t *testing.T) {
	f := newFake(randomArticles(rand.New(rand.NewPCG(35, 35)), 200))
	o := newOracle([]*fake{f})
	e := rank.New(1 << 20)
	s := e.Snapshot([]rank.Segment{f})
	terms := func(field string, weight float64, terms ...string) rank.Word {
		return rank.Word{Parts: []rank.Part{{Field: field, Weight: weight, Terms: terms}}}
	}
	for _, w := range []rank.Word{
		terms("exact", 65536, "1", "2"), terms("exact", 1+1./256, "1", "2"), terms("exact", 1.5, "1", "2"), // a bit apart
		terms("exact", 1, "1", "2"), terms("exact", 1, "12"), terms("exact", 1, "2", "1"), terms("exact", 2, "1", "2"),
		terms("stem", 1, "1", "2"), terms("exact", 1, "1"), terms("exact", 1),
		{Parts: []rank.Part{{Field: "exact", Weight: 1, Terms: []string{"1"}}, {Field: "exact", Weight: 1, Terms: []string{"2"}}}},
		{Parts: []rank.Part{{Field: "exact", Weight: 1, Key: "1", List: func(s rank.Segment, dst *rank.Postings) error { return often(s, 1, dst) }}}},
		{Parts: []rank.Part{{Field: "exact", Weight: 1, Key: "2", List: func(s rank.Segment, dst *rank.Postings) error { return often(s, 2, dst) }}}},
	} {
		q := rank.Query{Words: []rank.Word{w}}
		want, _, _ := o.search(q)
		got, err := e.TopK(ctx, s, q, 20, rank.Options{Less: o.less})
		require.NoError(t, err)
		same(t, want[:min(20, len(want))], got, "%v", w)
	}
}

func TestBoundsOfFactors(t *testing.T) {
	e := rank.New(0)
	s := e.Snapshot([]rank.Segment{newFake(randomArticles(rand.New(rand.NewPCG(37, 37)), 5))})
	for _, c := range []struct {
		factor float64
		ok     bool
	}{{0, true}, {1e-9, true}, {1e9, true}, {0.99e-9, false}, {1.01e9, false}, {-1, false}, {math.NaN(), false}, {math.Inf(1), false}} {
		w := word(1)
		w.Boost = c.factor
		_, err := e.TopK(ctx, s, rank.Query{Words: []rank.Word{w}}, 1, rank.Options{})
		assert.Equal(t, c.ok, err == nil, "boost %v", c.factor)
		w = word(1)
		w.Parts[2].Weight = c.factor
		_, err = e.TopK(ctx, s, rank.Query{Words: []rank.Word{w}}, 1, rank.Options{})
		assert.Equal(t, c.ok, err == nil, "weight %v", c.factor)
	}
}

// faultySegment gives rows and lengths that it was told to give.
type faultySegment struct {
	*fake
	rows    func(*rank.Rows)
	lengths []uint32
	err     error
}

func (f faultySegment) ReadWord(_ []rank.Part, rows *rank.Rows) (bool, error) {
	f.rows(rows)
	return true, nil
}

func (f faultySegment) Lengths(string) ([]uint32, error) { return f.lengths, f.err }

// What a damaged segment says of itself is an error and never a crash, and the
// memory it was read into serves the next search.
func TestFaultySegments(t *testing.T) {
	const n = 100
	f := newFake(randomArticles(rand.New(rand.NewPCG(39, 39)), n))
	postings := func(docs []uint32, freqs []uint32) func(*rank.Rows) {
		return func(rows *rank.Rows) { rows.Add(&rank.Postings{Docs: docs, Freqs: freqs}, 1) }
	}
	fine := postings([]uint32{0, n - 1}, []uint32{1, 1<<16 - 1})
	lengths := make([]uint32, n)
	e := rank.New(0)
	search := func(g faultySegment) error {
		g.fake = f
		_, err := e.TopK(ctx, e.Snapshot([]rank.Segment{g}), rank.Query{Words: []rank.Word{word(1)}}, 10, rank.Options{})
		return err
	}
	assert.NoError(t, search(faultySegment{rows: fine, lengths: lengths}))
	for name, rows := range map[string]func(*rank.Rows){
		"a document too many": postings([]uint32{0, n}, []uint32{1, 1}),
		"a frequency of 0":    postings([]uint32{0, 1}, []uint32{1, 0}),
		"too frequent":        postings([]uint32{0, 1}, []uint32{1, 1 << 16}),
		"a frequency missing": postings([]uint32{0, 1}, []uint32{1}),
	} {
		assert.Error(t, search(faultySegment{rows: rows, lengths: lengths}), name)
		assert.NoError(t, search(faultySegment{rows: fine, lengths: lengths}), "after: %s", name)
	}
	e = rank.New(0) // the other one keeps lengths
	broken := errors.New("disk on fire")
	assert.ErrorIs(t, search(faultySegment{rows: fine, err: broken}), broken, "lengths")
	assert.ErrorContains(t, search(faultySegment{rows: fine, lengths: lengths[1:]}), "99 for 100 documents")
}

// misread gives postings that no segment can have.
type misread struct {
	*fake
	bad rank.Postings
}

func (m misread) Postings(_, _ string, dst *rank.Postings) error {
	dst.Docs, dst.Freqs = append(dst.Docs, m.bad.Docs...), append(dst.Freqs, m.bad.Freqs...)
	return nil
}

// Postings that cannot be are refused, also where several terms are one.
func TestMisreadPostings(t *testing.T) {
	f := newFake(randomArticles(rand.New(rand.NewPCG(47, 47)), 10))
	for name, bad := range map[string]rank.Postings{
		"a document too many":    {Docs: []uint32{0, 10}, Freqs: []uint32{1, 1}},
		"documents out of order": {Docs: []uint32{4, 3}, Freqs: []uint32{1, 1}},
		"a frequency of 0":       {Docs: []uint32{3}, Freqs: []uint32{0}},
		"a frequency missing":    {Docs: []uint32{3, 4}, Freqs: []uint32{1}},
	} {
		for _, terms := range [][]string{{"1"}, {"1", "2"}} {
			q := rank.Query{Words: []rank.Word{{Parts: []rank.Part{{Field: "exact", Weight: 1, Terms: terms}}}}}
			e := rank.New(0)
			_, err := e.TopK(ctx, e.Snapshot([]rank.Segment{misread{f, bad}}), q, 5, rank.Options{})
			assert.Error(t, err, "%s, %d terms", name, len(terms))
			hits, err := e.TopK(ctx, e.Snapshot([]rank.Segment{f}), q, 5, rank.Options{})
			require.NoError(t, err)
			want, _, _ := newOracle([]*fake{f}).search(q)
			same(t, want[:min(5, len(want))], hits, "after: %s", name)
		}
	}
}

// An index all of whose documents are gone has no hits, and no average that
// is no number.
func TestNothingLives(t *testing.T) {
	f := newFake(randomArticles(rand.New(rand.NewPCG(41, 41)), 40))
	all := make([]uint32, 40)
	for i := range all {
		all[i] = uint32(i)
	}
	e := rank.New(1 << 20)
	for _, fakes := range [][]*fake{{f.without(all...)}, {}, {newFake(nil)}} {
		s := e.Snapshot(segments(fakes))
		for _, q := range []rank.Query{{Words: []rank.Word{word(0)}}, {Rest: true}, {Words: []rank.Word{word(0)}, Rest: true}} {
			hits, err := e.TopK(ctx, s, q, 10, rank.Options{})
			require.NoError(t, err)
			assert.Empty(t, hits)
			totals, err := e.Count(ctx, s, q)
			require.NoError(t, err)
			assert.Zero(t, totals)
		}
	}
}

// Deleted documents and filters may reach beyond the segment: they come from
// elsewhere, and what is not there is overlooked.
func TestBitmapsBeyondTheEnd(t *testing.T) {
	for _, n := range []int{63, 64, 65, 600} {
		f := newFake(randomArticles(rand.New(rand.NewPCG(43, uint64(n))), n))
		f.dead.AddMany([]uint32{1, uint32(n) - 1, uint32(n), uint32(n) + 1000})
		filter := roaring.BitmapOf(0, 1, 2, uint32(n)-2, uint32(n)-1, uint32(n), 1<<20)
		e := rank.New(0)
		s := e.Snapshot([]rank.Segment{f})
		assert.Equal(t, uint64(n-2), s.Docs())
		hits, err := e.TopK(ctx, s, rank.Query{Rest: true, Filter: []*roaring.Bitmap{filter}}, 10, rank.Options{})
		require.NoError(t, err)
		var docs []string
		for _, h := range hits {
			docs = append(docs, strconv.FormatUint(h.Doc, 10))
		}
		assert.Equal(t, []string{"0", "2", fmt.Sprint(n - 2)}, docs)
	}
}

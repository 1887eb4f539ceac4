package rank_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fihris-search/fihris/internal/rank"
)

var ctx = context.Background()

// sizes of segments around those of blocks and windows.
var sizes = [][]int{{1}, {15, 16, 17}, {511, 1, 513}, {700, 512, 40}, {}}

// same compares hits with those of the oracle.
func same(t *testing.T, want, got []rank.Hit, what ...any) {
	t.Helper()
	require.Len(t, got, len(want), what...)
	for i := range want {
		require.InDelta(t, want[i].Score, got[i].Score, 1e-9, what...)
		require.Equal(t, want[i].Doc, got[i].Doc, what...)
	}
}

func TestTopKIsTheOracles(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 1))
		fakes := randomIndex(r, []float64{0, 0.1, 0.6}[seed%3], sizes[seed%uint64(len(sizes))]...)
		o := newOracle(fakes)
		e := rank.New([]int64{0, 1 << 12, 1 << 30}[seed%3])
		s := e.Snapshot(segments(fakes))
		if seed%2 == 1 {
			s = e.Snapshot(listers(fakes))
		}
		for range 18 {
			q := randomQuery(r, fakes)
			want, all, touched := o.search(q)
			for _, k := range []int{1, 10, 100, 5000} {
				var there rank.Totals
				opt := rank.Options{Less: o.less, Totals: &there}
				got, err := e.TopK(ctx, s, q, k, opt)
				require.NoError(t, err)
				same(t, want[:min(k, len(want))], got, "seed %d k %d", seed, k)
				if s.Docs() > 0 { // or nothing is searched
					assert.Equal(t, rank.Totals{All: all, Any: touched}, there, "seed %d k %d", seed, k)
				}
				opt.Exhaustive, opt.Totals = true, nil
				exhaustive, err := e.TopK(ctx, s, q, k, opt)
				require.NoError(t, err)
				require.Equal(t, exhaustive, got, "seed %d k %d: to the last bit", seed, k)
			}
			totals, err := e.Count(ctx, s, q)
			require.NoError(t, err)
			assert.Equal(t, rank.Totals{All: all, Any: touched}, totals, "seed %d", seed)
			for _, w := range q.Words {
				_, alone, _ := o.search(rank.Query{Words: []rank.Word{w}})
				for range 2 { // counted, and remembered
					n, err := e.Holders(ctx, s, w)
					require.NoError(t, err)
					assert.Equal(t, alone, n, "seed %d", seed)
				}
			}
		}
	}
}

// A document scores the same alone, whatever a query asks for besides words.
func TestScores(t *testing.T) {
	for name, layout := range layouts {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(11, 3))
			fakes := randomIndex(r, 0.1, 600, 300)
			e := rank.New(1 << 20)
			s := e.Snapshot(layout(fakes))
			for range 30 {
				q := randomQuery(r, fakes)
				q.Filter, q.Every, q.Rest = nil, false, false
				hits, err := e.TopK(ctx, s, q, 900, rank.Options{Exhaustive: true})
				require.NoError(t, err)
				want := map[uint64]float64{}
				for _, h := range hits {
					want[h.Doc] = h.Score
				}
				var docs []uint64
				for i, f := range fakes {
					for d := range f.Docs() {
						if f.Deleted() == nil || !f.Deleted().ContainsInt(d) {
							docs = append(docs, s.Base(i)+uint64(d))
						}
					}
				}
				q.Every = r.IntN(2) == 0
				got, err := e.Scores(ctx, s, q, docs)
				require.NoError(t, err)
				for i, d := range docs {
					require.Equal(t, want[d], got[i], "document %d", d)
				}
			}
		})
	}
}

// The hits of pages that continue one another are those of one long page.
func TestAfter(t *testing.T) {
	for name, layout := range layouts {
		t.Run(name, func(t *testing.T) { testAfter(t, layout) })
	}
}

func testAfter(t *testing.T, segments func([]*fake) []rank.Segment) {
	r := rand.New(rand.NewPCG(3, 3))
	fakes := randomIndex(r, 0.1, 600, 300)
	o := newOracle(fakes)
	e := rank.New(1 << 20)
	s := e.Snapshot(segments(fakes))
	for range 20 {
		q := randomQuery(r, fakes)
		want, _, _ := o.search(q)
		var got []rank.Hit
		opt := rank.Options{Less: o.less}
		for {
			page, err := e.TopK(ctx, s, q, 1+r.IntN(90), opt)
			require.NoError(t, err)
			if len(page) == 0 {
				break
			}
			got = append(got, page...)
			last := page[len(page)-1]
			opt.After = &rank.After{Score: last.Score, Behind: func(doc uint64) bool { return o.less(last.Doc, doc) }}
		}
		same(t, want, got)
	}
}

// Documents of the same content have the same score to the last bit.
func TestTwinsTie(t *testing.T) {
	for name, layout := range layouts {
		t.Run(name, func(t *testing.T) { testTwinsTie(t, layout) })
	}
}

func testTwinsTie(t *testing.T, segments func([]*fake) []rank.Segment) {
	r := rand.New(rand.NewPCG(5, 5))
	articles := randomArticles(r, 300)
	twins := slices.Clone(articles)
	for i := range twins {
		twins[i].id = "z" + twins[i].id
	}
	fakes := []*fake{newFake(articles), newFake(twins)}
	o := newOracle(fakes)
	e := rank.New(1 << 20)
	s := e.Snapshot(segments(fakes))
	for range 30 {
		hits, err := e.TopK(ctx, s, randomQuery(r, fakes), 50, rank.Options{Less: o.less})
		require.NoError(t, err)
		scores := map[string]float64{}
		for _, h := range hits {
			id := o.ids[h.Doc]
			if id[0] == 'z' {
				id = id[1:]
			}
			if x, ok := scores[id]; ok {
				require.Equal(t, x, h.Score)
			}
			scores[id] = h.Score
		}
	}
}

// A sequence of changes: documents deleted, segments merged and added. Lists
// that are kept from one snapshot to the next must serve it exactly.
func TestChanges(t *testing.T) {
	for name, layout := range layouts {
		t.Run(name, func(t *testing.T) { testChanges(t, layout) })
	}
}

func testChanges(t *testing.T, segments func([]*fake) []rank.Segment) {
	r := rand.New(rand.NewPCG(7, 7))
	fakes := randomIndex(r, 0, 400, 300)
	e := rank.New(1 << 20)
	words := []rank.Word{word(0), word(5), word(20), word(90)}
	queries := []rank.Query{{Words: words}, {Words: words[:1]}, {Words: words[2:]}}
	check := func(fakes []*fake, s *rank.Snapshot) {
		o := newOracle(fakes)
		for _, q := range queries {
			want, all, touched := o.search(q)
			got, err := e.TopK(ctx, s, q, 20, rank.Options{Less: o.less})
			require.NoError(t, err)
			same(t, want[:min(20, len(want))], got)
			totals, err := e.Count(ctx, s, q)
			require.NoError(t, err)
			require.Equal(t, rank.Totals{All: all, Any: touched}, totals)
		}
	}
	first, firstFakes := e.Snapshot(segments(fakes)), slices.Clone(fakes)
	check(fakes, first)
	for step := range 25 {
		switch at := r.IntN(len(fakes)); step % 3 {
		case 0: // a few articles go
			fakes[at] = fakes[at].without(r.Uint32N(uint32(len(fakes[at].articles))), r.Uint32N(uint32(len(fakes[at].articles))))
		case 1: // a batch comes: small ones hardly change frequencies
			fakes = append(fakes, newFake(randomArticles(r, 1+r.IntN(10))))
		default: // a segment is rewritten
			if len(fakes) > 2 {
				fakes = slices.Delete(slices.Clone(fakes), 0, 1)
			}
			fakes = append(fakes, newFake(randomArticles(r, 100+r.IntN(200))))
		}
		check(fakes, e.Snapshot(segments(fakes)))
		check(firstFakes, first) // one that was opened long ago
	}
}

// A search in an earlier snapshot, in which documents live that a later one has
// seen deleted, finds them: lists are shared by both.
func TestEarlierSnapshotKeepsItsDocuments(t *testing.T) {
	for name, layout := range layouts {
		t.Run(name, func(t *testing.T) { testEarlierSnapshot(t, layout) })
	}
}

func testEarlierSnapshot(t *testing.T, segments func([]*fake) []rank.Segment) {
	r := rand.New(rand.NewPCG(8, 8))
	before := randomIndex(r, 0, 3000)
	e := rank.New(1 << 20)
	first := e.Snapshot(segments(before))
	q := rank.Query{Words: []rank.Word{word(3), word(40)}}
	o := newOracle(before)
	want, all, touched := o.search(q)

	var best []uint32
	for _, h := range want[:5] { // too few to change frequencies much
		best = append(best, uint32(h.Doc))
	}
	after := []*fake{before[0].without(best...)}
	second := e.Snapshot(segments(after))
	o2 := newOracle(after)
	want2, _, _ := o2.search(q)
	got, err := e.TopK(ctx, second, q, 10, rank.Options{Less: o2.less})
	require.NoError(t, err)
	same(t, want2[:10], got)

	got, err = e.TopK(ctx, first, q, 10, rank.Options{Less: o.less})
	require.NoError(t, err)
	same(t, want[:10], got)
	totals, err := e.Count(ctx, first, q)
	require.NoError(t, err)
	assert.Equal(t, rank.Totals{All: all, Any: touched}, totals)
}

func TestListsAreKept(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	fakes := randomIndex(r, 0, 300)
	e := rank.New(1 << 20)
	s := e.Snapshot(segments(fakes))
	q := rank.Query{Words: []rank.Word{word(1), word(2)}}
	search := func() int64 {
		before := fakes[0].reads.Load()
		_, err := e.TopK(ctx, s, q, 10, rank.Options{})
		require.NoError(t, err)
		return fakes[0].reads.Load() - before
	}
	assert.Equal(t, int64(8), search(), "every part is read once")
	assert.Zero(t, search(), "and then no more")
	more := append(segments(fakes), newFake(randomArticles(r, 50)))
	s = e.Snapshot(more)
	assert.Zero(t, search(), "nor when another segment has come")
	assert.Positive(t, e.CacheBytes())

	e.Snapshot(nil)
	assert.Zero(t, e.CacheBytes(), "what segments leave is released")
}

// A search that a later snapshot overtakes leaves its lists to those that come after it: while
// somebody writes, that is every search.
func TestListsOfOvertakenSearchesAreKept(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 19))
	stays, goes := newFake(randomArticles(r, 300)), newFake(randomArticles(r, 300))
	e := rank.New(1 << 20)
	q := rank.Query{Words: []rank.Word{word(1), word(2)}}
	search := func(s *rank.Snapshot) []rank.Hit {
		hits, err := e.TopK(ctx, s, q, 10, rank.Options{})
		require.NoError(t, err)
		return hits
	}
	first := e.Snapshot([]rank.Segment{stays, goes})
	later := stays.without(3, 30)
	e.Snapshot([]rank.Segment{later, newFake(randomArticles(r, 50))})
	search(first)
	reads := stays.reads.Load()
	require.Positive(t, reads)
	one := e.CacheBytes()
	assert.Positive(t, one)

	last := []*fake{later, newFake(randomArticles(r, 80))}
	s := e.Snapshot(segments(last))
	search(s)
	assert.Zero(t, later.reads.Load(), "read once, whoever did")
	o := newOracle(last)
	want, _, _ := o.search(q)
	got, err := e.TopK(ctx, s, q, 10, rank.Options{Less: o.less})
	require.NoError(t, err)
	same(t, want[:10], got)
	now := e.CacheBytes()

	search(first) // puts nothing in the place of what the latest snapshot has
	assert.Equal(t, now, e.CacheBytes())
	before := later.reads.Load() + last[1].reads.Load()
	search(s)
	assert.Equal(t, before, later.reads.Load()+last[1].reads.Load())

	e.Snapshot([]rank.Segment{goes})
	search(s)
	assert.Zero(t, e.CacheBytes(), "nothing is kept of segments that are gone")
}

func TestCacheStaysInBudget(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	fakes := randomIndex(r, 0.05, 500)
	const budget = 60_000
	e := rank.New(budget)
	s := e.Snapshot(segments(fakes))
	for form := range 400 {
		q := rank.Query{Words: []rank.Word{word(form), word(0)}}
		_, err := e.TopK(ctx, s, q, 5, rank.Options{})
		require.NoError(t, err)
		_, err = e.Count(ctx, s, q)
		require.NoError(t, err)
		require.LessOrEqual(t, e.CacheBytes(), int64(budget))
	}
	before := fakes[0].reads.Load()
	_, err := e.TopK(ctx, s, rank.Query{Words: []rank.Word{word(0)}}, 5, rank.Options{})
	require.NoError(t, err)
	assert.Equal(t, before, fakes[0].reads.Load(), "what is always used stays")
	_, err = e.TopK(ctx, s, rank.Query{Words: []rank.Word{word(1)}}, 5, rank.Options{})
	require.NoError(t, err)
	assert.Less(t, before, fakes[0].reads.Load(), "what was used long ago went")
}

// What merges leave of words, and what searches that were given up leave, is
// nothing: it would grow with every merge, unseen by the budget.
func TestCacheKeepsNoEmptyWords(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 23))
	articles := randomArticles(r, 40)
	e := rank.New(1 << 30)
	const words = 300
	for range 5 {
		s := e.Snapshot([]rank.Segment{newFake(articles)}) // another key, as after a merge
		assert.Zero(t, e.Entries())
		assert.Zero(t, e.CacheBytes())
		for form := range words {
			_, err := e.TopK(ctx, s, rank.Query{Words: []rank.Word{word(9 * form)}}, 5, rank.Options{})
			require.NoError(t, err)
		}
		assert.Positive(t, e.Entries())
		assert.Less(t, e.Entries(), words, "what no article holds is not kept")
	}
	kept, gone := newFake(articles), newFake(articles)
	s := e.Snapshot([]rank.Segment{kept, gone})
	_, err := e.TopK(ctx, s, rank.Query{Words: []rank.Word{word(0)}}, 5, rank.Options{})
	require.NoError(t, err)
	e.Snapshot([]rank.Segment{kept})
	assert.Equal(t, 1, e.Entries(), "a list of a segment that is there stays")

	stopped, cancel := context.WithCancel(ctx)
	cancel()
	const budget = 100_000
	e = rank.New(budget)
	s = e.Snapshot([]rank.Segment{newFake(articles)})
	for form := range 2000 {
		_, err := e.TopK(stopped, s, rank.Query{Words: []rank.Word{word(form)}}, 5, rank.Options{})
		require.ErrorIs(t, err, context.Canceled)
	}
	assert.LessOrEqual(t, e.CacheBytes(), int64(budget))
	assert.LessOrEqual(t, e.Entries(), budget/256)
	e.Snapshot(nil)
	assert.Zero(t, e.Entries())
	assert.Zero(t, e.CacheBytes())
}

func TestConcurrentSearches(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 13))
	fakes := randomIndex(r, 0.1, 300, 200)
	o := newOracle(fakes)
	var queries []rank.Query
	var wants [][]rank.Hit
	for range 12 {
		q := randomQuery(r, fakes)
		want, _, _ := o.search(q)
		queries, wants = append(queries, q), append(wants, want[:min(10, len(want))])
	}
	e := rank.New(20_000) // little enough to drop words all the time
	s := e.Snapshot(segments(fakes))
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 60 {
				n := (i*7 + g) % len(queries)
				got, err := e.TopK(ctx, s, queries[n], 10, rank.Options{Less: o.less})
				if !assert.NoError(t, err) || !assert.Len(t, got, len(wants[n])) {
					return
				}
				for j := range got {
					assert.Equal(t, wants[n][j].Doc, got[j].Doc)
				}
				if _, err := e.Count(ctx, s, queries[n]); !assert.NoError(t, err) {
					return
				}
				if i%20 == 19 {
					e.Snapshot(segments(fakes)) // s becomes an earlier one
				}
			}
		})
	}
	wg.Wait()
}

func TestBitmaps(t *testing.T) {
	for name, layout := range layouts {
		t.Run(name, func(t *testing.T) { testBitmaps(t, layout) })
	}
}

func testBitmaps(t *testing.T, segments func([]*fake) []rank.Segment) {
	r := rand.New(rand.NewPCG(15, 15))
	fakes := randomIndex(r, 0.2, 600, 90)
	e := rank.New(1 << 20)
	s := e.Snapshot(segments(fakes))
	for range 40 {
		w := randomWord(r)
		for seg, f := range fakes {
			holds, touches := roaring.New(), roaring.New()
			for i := range w.Parts {
				for d, tf := range partTFs(f, &w.Parts[i]) {
					if tf > 0 && !f.dead.Contains(uint32(d)) {
						touches.Add(uint32(d))
						if i == 0 || w.Parts[i].Suffices {
							holds.Add(uint32(d))
						}
					}
				}
			}
			got, err := e.Holds(ctx, s, w)
			require.NoError(t, err)
			require.Len(t, got, len(fakes))
			require.Equal(t, holds.ToArray(), got[seg].ToArray())
			got, err = e.Touches(ctx, s, w)
			require.NoError(t, err)
			require.Equal(t, touches.ToArray(), got[seg].ToArray())
		}
	}
}

// Many rows of frequencies need codes of more than a byte.
func TestManyFrequencies(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 17))
	articles := make([]article, 70_000)
	for i := range articles {
		articles[i] = article{text: map[int]uint32{0: uint32(i + 1)}}
		articles[i].text[3] = 1 + r.Uint32N(50)
	}
	e := rank.New(1 << 24)
	s := e.Snapshot([]rank.Segment{reader{newFake(articles)}}) // some texts are too long to be read together
	q := rank.Query{Words: []rank.Word{word(0), word(3)}}
	got, err := e.TopK(ctx, s, q, 25, rank.Options{})
	require.NoError(t, err)
	want, err := e.TopK(ctx, s, q, 25, rank.Options{Exhaustive: true})
	require.NoError(t, err)
	assert.Equal(t, want, got)
	totals, err := e.Count(ctx, s, q)
	require.NoError(t, err)
	assert.Equal(t, rank.Totals{All: 70_000, Any: 70_000}, totals)
}

// More words than are pruned.
func TestManyWords(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 19))
	fakes := randomIndex(r, 0.1, 200)
	o := newOracle(fakes)
	var q rank.Query
	for range 130 {
		q.Words = append(q.Words, randomWord(r))
	}
	want, _, _ := o.search(q)
	e := rank.New(1 << 20)
	got, err := e.TopK(ctx, e.Snapshot(segments(fakes)), q, 10, rank.Options{Less: o.less})
	require.NoError(t, err)
	same(t, want[:10], got)
}

func TestErrors(t *testing.T) {
	f := newFake(randomArticles(rand.New(rand.NewPCG(21, 21)), 20))
	e := rank.New(1 << 20)
	s := e.Snapshot([]rank.Segment{f})
	top := func(q rank.Query) error {
		_, err := e.TopK(ctx, s, q, 10, rank.Options{})
		return err
	}
	list := func(docs, freqs []uint32) rank.Query {
		return rank.Query{Words: []rank.Word{{Parts: []rank.Part{{Field: "exact", Weight: 1, List: func(_ rank.Segment, dst *rank.Postings) error {
			dst.Docs, dst.Freqs = docs, freqs
			return nil
		}}}}}}
	}
	for name, q := range map[string]rank.Query{
		"a filter for another index": {Filter: []*roaring.Bitmap{nil, nil}},
		"a negative boost":           {Words: []rank.Word{{Boost: -1}}},
		"a weight beyond all bounds": {Words: []rank.Word{{Parts: []rank.Part{{Field: "stem", Weight: 1e300}}}}},
		"too many parts":             {Words: []rank.Word{{Parts: make([]rank.Part, rank.MaxParts+1)}}},
		"a document too many":        list([]uint32{3, 20}, []uint32{1, 1}),
		"documents out of order":     list([]uint32{4, 3}, []uint32{1, 1}),
		"a document twice":           list([]uint32{4, 4}, []uint32{1, 1}),
		"a frequency missing":        list([]uint32{4, 5}, []uint32{1}),
		"a frequency of 0":           list([]uint32{4, 5}, []uint32{1, 0}),
	} {
		assert.Error(t, top(q), name)
	}
	q := rank.Query{Words: []rank.Word{word(1)}}
	f.broken = errors.New("disk on fire")
	_, err := rank.New(0).TopK(ctx, e.Snapshot([]rank.Segment{reader{f}}), q, 10, rank.Options{})
	assert.ErrorIs(t, err, f.broken, "read together")
	s = e.Snapshot([]rank.Segment{f})
	assert.ErrorIs(t, top(q), f.broken)
	f.broken = nil
	assert.NoError(t, top(q), "an error is not kept")

	stopped, cancel := context.WithCancel(ctx)
	cancel()
	_, err = e.TopK(stopped, s, q, 10, rank.Options{})
	assert.ErrorIs(t, err, context.Canceled)
	_, err = e.TopK(ctx, nil, q, 10, rank.Options{})
	assert.Error(t, err)
}

func TestLocate(t *testing.T) {
	e := rank.New(0)
	s := e.Snapshot([]rank.Segment{newFake(make([]article, 3)), newFake(nil), newFake(make([]article, 5)).without(1)})
	assert.Equal(t, uint64(7), s.Docs())
	for doc, want := range [][2]int{{0, 0}, {0, 1}, {0, 2}, {2, 0}, {2, 1}, {2, 2}, {2, 3}, {2, 4}} {
		seg, local := s.Locate(uint64(doc))
		assert.Equal(t, want, [2]int{seg, int(local)})
		assert.Equal(t, uint64(doc), s.Base(seg)+uint64(local))
	}
}

func TestIDF(t *testing.T) {
	assert.InDelta(t, 0.6931471805599453, rank.IDF(50, 100), 1e-12) // ln 2
	assert.Positive(t, rank.IDF(100, 100))
}

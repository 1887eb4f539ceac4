package rank_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/rank"
)

// zipfian is a segment whose words are as frequent as those of a language: the
// n-th stem is in 1/(n+3) of the documents, half of its postings are of its
// exact form, and its root has half as many again.
type zipfian struct {
	docs    int
	lengths []uint32
	lists   map[string]*rank.Postings // by field and term, made when first asked for
}

func newZipfian(docs int) *zipfian {
	z := &zipfian{docs: docs, lengths: make([]uint32, docs), lists: map[string]*rank.Postings{}}
	r := rand.New(rand.NewPCG(1, 1))
	for i := range z.lengths {
		z.lengths[i] = uint32(30 + 150*r.ExpFloat64())
	}
	return z
}

func (z *zipfian) Key() uint64                      { return 1 }
func (z *zipfian) Docs() int                        { return z.docs }
func (z *zipfian) Deleted() *roaring.Bitmap         { return nil }
func (z *zipfian) Lengths(string) ([]uint32, error) { return z.lengths, nil }

func (z *zipfian) Postings(field, term string, dst *rank.Postings) error {
	l := z.lists[field+term]
	if l == nil {
		n, err := strconv.Atoi(term)
		if err != nil {
			return err
		}
		l = z.list(field, n)
		z.lists[field+term] = l
	}
	dst.Docs = append(dst.Docs, l.Docs...)
	dst.Freqs = append(dst.Freqs, l.Freqs...)
	return nil
}

func (z *zipfian) list(field string, n int) *rank.Postings {
	r := rand.New(rand.NewPCG(uint64(n), 2)) // the same documents at every level
	share := 1.5 / float64(n+3)
	l := &rank.Postings{}
	for doc := 0.0; ; {
		doc += math.Ceil(math.Log(r.Float64()) / math.Log(1-share))
		if doc >= float64(z.docs) {
			return l
		}
		freq := 1 + uint32(r.ExpFloat64()/1.5)
		if kind := r.IntN(3); field == "root" || kind < 2 && field == "stem" || kind == 0 && field == "exact" {
			l.Add(uint32(doc), freq)
		}
	}
}

func (z *zipfian) query(r *rand.Rand, words int) (q rank.Query) {
	for range words {
		t := strconv.Itoa(int(math.Pow(5000, 0.15+0.85*r.Float64())))
		q.Words = append(q.Words, rank.Word{Parts: []rank.Part{
			{Field: "stem", Weight: 1, Terms: []string{t}},
			{Field: "exact", Weight: 0.2, Terms: []string{t}},
			{Field: "root", Weight: 0.3, Terms: []string{t}},
		}})
	}
	return q
}

func benchmarkQueries(b *testing.B, words int, search func(e *rank.Engine, s *rank.Snapshot, q rank.Query) error) {
	b.Helper()
	benchmarkSized(b, 100_000, words, search)
}

func benchmarkSized(b *testing.B, docs, words int, search func(e *rank.Engine, s *rank.Snapshot, q rank.Query) error) {
	b.Helper()
	z := newZipfian(docs)
	e := rank.New(1 << 30)
	s := e.Snapshot([]rank.Segment{z})
	r := rand.New(rand.NewPCG(3, 3))
	var queries []rank.Query
	for range 100 {
		q := z.query(r, words)
		queries = append(queries, q)
		if err := search(e, s, q); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if err := search(e, s, queries[i%len(queries)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkTopK(b *testing.B) {
	for _, words := range []int{1, 2, 4, 6, 9} {
		for _, k := range []int{10, 1000} {
			b.Run(fmt.Sprintf("words=%d/k=%d", words, k), func(b *testing.B) {
				benchmarkQueries(b, words, func(e *rank.Engine, s *rank.Snapshot, q rank.Query) error {
					_, err := e.TopK(ctx, s, q, k, rank.Options{})
					return err
				})
			})
		}
	}
}

// BenchmarkGrowth asks the same of ever more documents.
func BenchmarkGrowth(b *testing.B) {
	for _, docs := range []int{50_000, 200_000, 500_000} {
		b.Run(fmt.Sprintf("docs=%d", docs), func(b *testing.B) {
			benchmarkSized(b, docs, 4, func(e *rank.Engine, s *rank.Snapshot, q rank.Query) error {
				_, err := e.TopK(ctx, s, q, 10, rank.Options{})
				return err
			})
		})
	}
}

func BenchmarkExhaustive(b *testing.B) {
	benchmarkQueries(b, 4, func(e *rank.Engine, s *rank.Snapshot, q rank.Query) error {
		_, err := e.TopK(ctx, s, q, 10, rank.Options{Exhaustive: true})
		return err
	})
}

func BenchmarkFiltered(b *testing.B) {
	for _, share := range []int{1000, 100, 3} {
		b.Run(fmt.Sprintf("one in %d", share), func(b *testing.B) {
			filter := roaring.New()
			for d := uint32(0); d < 100_000; d += uint32(share) {
				filter.Add(d)
			}
			benchmarkQueries(b, 4, func(e *rank.Engine, s *rank.Snapshot, q rank.Query) error {
				q.Filter = []*roaring.Bitmap{filter}
				_, err := e.TopK(ctx, s, q, 10, rank.Options{})
				return err
			})
		})
	}
}

func BenchmarkEvery(b *testing.B) {
	benchmarkQueries(b, 3, func(e *rank.Engine, s *rank.Snapshot, q rank.Query) error {
		q.Every = true
		_, err := e.TopK(ctx, s, q, 10, rank.Options{})
		return err
	})
}

func BenchmarkCount(b *testing.B) {
	benchmarkQueries(b, 4, func(e *rank.Engine, s *rank.Snapshot, q rank.Query) error {
		_, err := e.Count(ctx, s, q)
		return err
	})
}

// BenchmarkCold makes every word anew: what the first use of words costs,
// without reading them.
func BenchmarkCold(b *testing.B) {
	z := newZipfian(100_000)
	e := rank.New(0)
	s := e.Snapshot([]rank.Segment{z})
	q := z.query(rand.New(rand.NewPCG(4, 4)), 4)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.TopK(ctx, s, q, 10, rank.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// The lists of the benchmarks are skipped without a loss, too.
func TestZipfianIsTheOracles(t *testing.T) {
	z := newZipfian(20_000)
	e := rank.New(1 << 30)
	s := e.Snapshot([]rank.Segment{z})
	r := rand.New(rand.NewPCG(5, 5))
	for i := range 400 {
		q := z.query(r, 1+i%9)
		for _, k := range []int{1, 10, 300} {
			got, err := e.TopK(ctx, s, q, k, rank.Options{})
			if err != nil {
				t.Fatal(err)
			}
			want, err := e.TopK(ctx, s, q, k, rank.Options{Exhaustive: true})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(want, got) {
				t.Fatalf("query %d, k = %d: %v instead of %v", i, k, got, want)
			}
		}
	}
}

package rank_test

import (
	"context"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/rank"
)

// shelf is a segment of one field: the words of each document.
type shelf [][]string

func (s shelf) Key() uint64              { return 1 }
func (s shelf) Docs() int                { return len(s) }
func (s shelf) Deleted() *roaring.Bitmap { return nil }

func (s shelf) Postings(_, term string, dst *rank.Postings) error {
	for doc, words := range s {
		n := uint32(0)
		for _, w := range words {
			if w == term {
				n++
			}
		}
		if n > 0 {
			dst.Add(uint32(doc), n)
		}
	}
	return nil
}

func (s shelf) Lengths(string) ([]uint32, error) {
	lengths := make([]uint32, len(s))
	for doc, words := range s {
		lengths[doc] = uint32(len(words))
	}
	return lengths, nil
}

func Example() {
	ctx := context.Background()
	engine := rank.New(64 << 20) // one for each index
	books := shelf{{"وزير", "خارجيه"}, {"وزير", "وزير"}, {"مدرسه"}}
	snap := engine.Snapshot([]rank.Segment{books}) // whenever the index has changed

	word := func(term string) rank.Word {
		return rank.Word{Parts: []rank.Part{{Field: "text", Weight: 1, Terms: []string{term}}}}
	}
	query := rank.Query{Words: []rank.Word{word("وزير"), word("خارجيه")}}
	hits, err := engine.TopK(ctx, snap, query, 10, rank.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range hits {
		fmt.Printf("document %d: %.2f\n", h.Doc, h.Score)
	}

	totals, err := engine.Count(ctx, snap, query)
	fmt.Println(totals.All, "with both words,", totals.Any, "with one or more", err)

	minister, err := engine.Holds(ctx, snap, word("وزير")) // for AND, NOT, facets
	fmt.Println(minister[0].ToArray(), err)
	// Output:
	// document 0: 1.34
	// document 1: 0.61
	// 1 with both words, 2 with one or more <nil>
	// [0 1] <nil>
}

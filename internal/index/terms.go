package index

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/fihris-search/fihris/internal/analysis"
)

// Term is an exact form of the index and the number of documents that hold it,
// those included that were removed since the last merge.
type Term struct {
	Text     string
	Articles uint64
}

// Terms returns the n most frequent forms that begin with a prefix, also
// behind the article and proclitics; no prefix means all.
func (ix *Index) Terms(ctx context.Context, prefix string, n int) (out []Term, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer done(&err)
	words := v.vocabulary(fieldText)
	start := analysis.Fold(prefix)
	var f []foundForm
	if prefix == "" || start != "" {
		if f, err = startingIn(ctx, words, start, math.MaxInt, nil); err != nil {
			return nil, err
		}
	}
	for i := range f {
		out = append(out, Term{f[i].text, uint64(f[i].docs)})
	}
	out, err = sortWithin(ctx, out, func(a, b Term) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Text, b.Text))
	})
	if err != nil {
		return nil, err
	}
	return out[:min(max(n, 0), len(out))], v.whole()
}

// sortWithin sorts, and ends early, with its error, when ctx does.
func sortWithin[T any](ctx context.Context, all []T, order func(a, b T) int) ([]T, error) {
	const run = 1 << 12
	for part := range slices.Chunk(all, run) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		slices.SortFunc(part, order)
	}
	spare := make([]T, 0, len(all))
	for width := run; width < len(all); width *= 2 {
		spare = spare[:0]
		for pair := range slices.Chunk(all, 2*width) {
			a, b := pair[:min(width, len(pair))], pair[min(width, len(pair)):]
			for len(a)+len(b) > 0 {
				if len(spare)%run == 0 && ctx.Err() != nil {
					return nil, ctx.Err()
				}
				if len(b) == 0 || len(a) > 0 && order(a[0], b[0]) <= 0 {
					spare, a = append(spare, a[0]), a[1:]
				} else {
					spare, b = append(spare, b[0]), b[1:]
				}
			}
		}
		all, spare = spare, all
	}
	return all, nil
}

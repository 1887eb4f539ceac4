package index

import (
	"context"

	"github.com/fihris-search/fihris/internal/spell"
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
	f := spell.Counts{}
	if prefix != "" {
		f = prefixed(ctx, words, prefix)
	} else {
		for _, w := range words {
			for form, docs := range w.Prefix("") {
				f[form] += docs
			}
		}
	}
	for _, t := range f.Best(max(n, 0)) {
		out = append(out, Term{t, uint64(f[t])})
	}
	return out, v.whole()
}

package index

import (
	"context"

	"github.com/fihris-search/fihris/internal/query"
)

// Term is an exact form of the index and the number of documents that hold it,
// those included that were removed since the last merge.
type Term struct {
	Text     string
	Articles uint64
}

// Terms returns the n most frequent forms that begin with a prefix, also
// behind the article and proclitics; no prefix means all.
func (ix *Index) Terms(ctx context.Context, prefix string, n int) ([]Term, error) {
	if err := ix.enter(ctx); err != nil {
		return nil, err
	}
	defer ix.leave()
	v, err := ix.view()
	if err != nil {
		return nil, err
	}
	defer v.close()
	p := &plan{ctx: ctx, v: v, analyzer: ix.analyzer, engine: ix.engine}
	f := found{}
	if prefix == "" {
		for _, s := range v.segs {
			if err := s.forms(fieldText, nil, "", "", f.add); err != nil {
				return nil, err
			}
		}
	} else if f, err = p.prefixed(&query.Word{Text: prefix}); err != nil {
		return nil, err
	}
	var out []Term
	for _, t := range f.best(max(n, 0)) {
		out = append(out, Term{t, f[t]})
	}
	return out, nil
}

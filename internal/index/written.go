package index

import (
	"context"

	"github.com/fihris-search/fihris/internal/query"
)

// AsWritten returns exact forms, or lexemes, as people write them: as most of some
// articles do that hold the form.
func (ix *Index) AsWritten(ctx context.Context, forms []string) (out []string, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer done(&err)
	p, err := ix.plan(ctx, v, query.All{}, nil, false)
	if err != nil {
		return nil, err
	}
	src := &source{ix: ix, plan: p}
	for _, form := range forms {
		text, err := p.suggester.Written(src, form)
		if err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, nil
}

package main

import (
	"context"
	"fmt"

	"github.com/fihris-search/fihris"
	"github.com/fihris-search/fihris/arabic"
)

// maxZeroWords bounds the searches that a query without hits costs.
const maxZeroWords = 8

// printZero says why nothing was found: how each word was understood and in
// how many articles it is alone, and what the filters kept out.
func (a *app) printZero(ctx context.Context, s fihris.Searcher, req fihris.Request, query string) error {
	total := func(q fihris.Query) (uint64, error) {
		res, err := s.Search(ctx, fihris.Request{Query: q, Limit: fihris.NoHits})
		if err != nil {
			return 0, err
		}
		return res.Total, nil
	}
	n, err := total(req.Query)
	if err != nil {
		return err
	}
	if n > 0 {
		fmt.Fprintf(a.out, "  without --from, --to, --source, --section and --tag: %s\n", plural(n, "article"))
		return nil
	}
	seen := map[string]bool{}
	for _, t := range arabic.Analyze(query) {
		if t.Stem == "" || seen[t.Stem] || len(seen) == maxZeroWords {
			continue
		}
		seen[t.Stem] = true
		n, err := total(fihris.Match(t.Text))
		if err != nil {
			return err
		}
		where := "in no article"
		if n > 0 {
			where = plural(n, "article")
		}
		fmt.Fprintf(a.out, "  %s (stem %s): %s\n", a.screen.plain(t.Text), a.screen.plain(t.Stem), where)
	}
	return nil
}

package load

import (
	"context"
	"iter"

	"github.com/fihris-search/fihris"
)

// Result is what a run did.
type Result struct {
	fihris.Changes
	Refused []error // [*fihris.AddError]s of articles that the target did not take
}

// Articles sends the articles of a sequence to a target until it ends or ctx is
// done. Errors of the sequence are passed over: who made it tells them. After an
// error of the target what is in the result is durable.
func Articles(ctx context.Context, to Target, seq iter.Seq2[fihris.Article, error]) (Result, error) {
	b := &batches{ctx: ctx, to: to}
	for a, err := range seq {
		if ctx.Err() != nil || err == nil && !b.add(a) {
			break
		}
	}
	err := b.finish()
	if err == nil {
		err = ctx.Err()
	}
	return Result{b.changes, b.refused}, err
}

package index

import (
	"context"
	"maps"

	"github.com/fihris-search/fihris/internal/query"
)

// Has says whether there is a document of an ID.
func (ix *Index) Has(ctx context.Context, id string) (there bool, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return false, err
	}
	defer done(&err)
	return v.has(id), nil
}

// RemoveWhere deletes the documents that hold every word of a query, as it is typed: neither
// other readings of its words nor, where no document holds all, those with any. It is
// one change: all of them are gone, or none. A document that is written meanwhile and does not
// match any more stays.
func (ix *Index) RemoveWhere(ctx context.Context, q query.Node) (removed int, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return 0, err
	}
	defer done(&err)
	if ix.opts.ReadOnly {
		return 0, ErrReadOnly
	}
	ids, err := ix.where(ctx, v, q)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	// What was found may be written anew before its ID is claimed; from then on
	// nobody else writes it.
	defer ix.store.Claim(keys(ids))()
	now, err := ix.view(ctx)
	if err != nil {
		return 0, err
	}
	defer now.close()
	still, err := ix.where(ctx, now, q)
	if err != nil {
		return 0, err
	}
	maps.DeleteFunc(ids, func(id string, _ struct{}) bool { _, ok := still[id]; return !ok })
	if len(ids) == 0 {
		return 0, nil
	}
	c := newChange(ctx, nil, keys(ids))
	if ix.isSmall(c) {
		ix.journalClaimed([]*change{c})
	} else {
		c.err = ix.store.Delete(c.remove)
	}
	if c.err != nil {
		return 0, c.err
	}
	return len(ids), nil
}

// where finds the IDs of the documents that hold every word of a query.
func (ix *Index) where(ctx context.Context, v *view, q query.Node) (map[string]struct{}, error) {
	p, err := ix.plan(ctx, v, q, nil, false)
	if err != nil {
		return nil, err
	}
	set, err := p.strict(p.root)
	if err != nil {
		return nil, err
	}
	ids := make(map[string]struct{}, set.Count())
	for i, seg := range v.segs {
		for docs := set[i].Iterator(); docs.HasNext(); {
			if len(ids)%4096 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			id, err := seg.docID(docs.Next())
			if err != nil {
				return nil, err
			}
			ids[id] = struct{}{}
		}
	}
	return ids, nil
}

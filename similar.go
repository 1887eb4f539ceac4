package fihris

import (
	"context"
	"slices"
)

// Like returns a query for articles like a text, which may be as long as an
// article: the 30 words that tell most about it among the articles of the
// index, each with its weight. It is a query like any other; for a text without
// words that the index knows it is empty.
func (ix *Index) Like(ctx context.Context, text string) (Query, error) {
	n, err := ix.ix.Like(ctx, text, 0)
	return Query{node: n, strict: true}, wrap("search "+ix.path, err)
}

// Similar finds articles like the article of an ID, the most similar first.
// The article itself is not among them; its near-duplicates are, and come
// first. The query of the request is not looked at; totals are not counted.
func (ix *Index) Similar(ctx context.Context, id string, req Request) (*Results, error) {
	a, err := ix.Article(ctx, id)
	if err != nil {
		return nil, err
	}
	n, err := ix.ix.Like(ctx, a.Title+"\n"+a.Body, 1)
	if err != nil {
		return nil, wrap("search "+ix.path, err)
	}
	req.Query = Query{node: n, strict: true}
	req.Filter.Except = append(slices.Clip(req.Filter.Except), id)
	req.NoTotals = true
	return ix.Search(ctx, req)
}

package fihris

import (
	"context"
	"slices"

	"github.com/fihris-search/fihris/internal/index"
)

// Like returns a query for articles like a text, which may be as long as an
// article: the 30 words that tell most about it among the articles of the
// index, each with its weight. It is a query like any other; for a text without
// words that the index knows it is empty.
func (ix *Index) Like(ctx context.Context, text string) (Query, error) {
	n, err := ix.ix.Like(ctx, text, 0)
	return Query{node: n, strict: true}, wrap("search "+ix.name(), err)
}

// mostCopies is how many articles Copies looks at.
const mostCopies = 50

// Copies lists the near-duplicates of the article of an ID (agency copies, corrected versions; see
// Request.Group), the most similar first: those among the 50 articles that are most like it. They have no Body.
func (ix *Index) Copies(ctx context.Context, id string) ([]Article, error) {
	a, err := ix.Article(ctx, id)
	if err != nil {
		return nil, err
	}
	n, err := ix.ix.Like(ctx, a.Title+"\n"+a.Body, 1)
	if err != nil {
		return nil, wrap("search "+ix.name(), err)
	}
	res, err := ix.Search(ctx, Request{
		Query: Query{node: n, strict: true}, Limit: mostCopies, Group: true, NoTotals: true, NoPassages: true,
		Fields: []string{"title", "author", "source", "section", "url", "published", "tags"},
	})
	if err != nil {
		return nil, err
	}
	for _, h := range res.Hits {
		all := append([]Article{h.Article}, h.Copies...)
		if i := slices.IndexFunc(all, func(a Article) bool { return a.ID == id }); i >= 0 {
			return slices.Delete(all, i, i+1), nil
		}
	}
	return nil, nil
}

// Similar finds articles like the article of an ID, the most similar first.
// The article itself is not among them; its near-duplicates are, and come
// first. The query of the request is not looked at; totals are not counted.
func (ix *Index) Similar(ctx context.Context, id string, req Request) (*Results, error) {
	return similar(ctx, ix.ix, ix.name(), id, req)
}

func similar(ctx context.Context, e index.Engine, name, id string, req Request) (*Results, error) {
	a, err := e.Article(ctx, id)
	if err != nil {
		return nil, wrap("read article "+id, err)
	}
	n, err := e.Like(ctx, a.Title+"\n"+a.Body, 1)
	if err != nil {
		return nil, wrap("search "+name, err)
	}
	req.Query = Query{node: n, strict: true}
	req.Filter.Except = append(slices.Clip(req.Filter.Except), id)
	req.NoTotals = true
	return search(ctx, e, name, req)
}

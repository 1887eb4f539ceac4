package opensearch

import (
	"context"

	"github.com/fihris-search/fihris/internal/index"
)

// Complete completes the last word of what is typed: the words of the dictionary that begin so, which the
// cluster counts, and titles. What it looks up is asked in two or three requests.
func (e *engine) Complete(ctx context.Context, text string, n int) ([]index.Completion, error) {
	c, err := e.collection(ctx)
	if err != nil {
		return nil, err
	}
	return e.elsewhere.Complete(ctx, text, n, c.terms, c.docs, e.asker(c))
}

// Titles returns the titles of the articles of a set that were published last.
func (x *asker) Titles(ctx context.Context, set index.Want, n int) (titles []index.Titled, err error) {
	e := x.engine
	w := e.writer()
	query := obj{"bool": obj{"filter": w.want(set)}}
	if w.err != nil {
		return nil, w.err
	}
	newest := e.layout.sort(&index.SortWant{Field: index.FieldPublished, Kind: index.DateField, Descending: true})
	var a answer
	if err := e.search(ctx, obj{"size": n, "track_total_hits": false, "query": query, "sort": []obj{newest, {"id": "asc"}}, "_source": []string{"id", "article"}}, &a); err != nil {
		return nil, err
	}
	for i := range a.Hits.Hits {
		d, err := a.Hits.Hits[i].Source.document()
		if err != nil {
			return nil, err
		}
		titles = append(titles, index.Titled{ID: d.ID, Title: d.Title})
	}
	return titles, nil
}

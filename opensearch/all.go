package opensearch

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"github.com/fihris-search/fihris/internal/index"
)

// pitAge is how long a cluster keeps a moment of the index between two requests: as long as
// one may take with what he was given.
const pitAge = "10m"

// All yields every document in the order of the IDs, as they are when it is first asked.
func (e *engine) All(ctx context.Context) iter.Seq2[index.Document, error] {
	return e.stream(ctx, func() (obj, error) { return obj{"match_all": obj{}}, nil })
}

// Matching yields the documents that a request counts.
func (e *engine) Matching(ctx context.Context, req index.Request) iter.Seq2[index.Document, error] {
	return e.stream(ctx, func() (obj, error) {
		c, err := e.collection(ctx)
		if err != nil {
			return nil, err
		}
		x := &asked{engine: e, ctx: ctx, req: index.Request{Query: req.Query, Filter: req.Filter, Literal: req.Literal, Order: index.Newest, Limit: 1}}
		if x.a, err = e.elsewhere.Ask(ctx, x.req, c.terms.Within(ctx, e.asker(c)), c.docs); err != nil {
			return nil, err
		}
		if err := x.write(); err != nil {
			return nil, err
		}
		if err := x.totals(&index.Results{}); err != nil {
			return nil, err
		}
		if x.only != nil {
			return obj{"bool": obj{"filter": []obj{x.query, x.only}}}, nil
		}
		return x.query, nil
	})
}

// stream yields what a query finds, from one moment of the index.
func (e *engine) stream(ctx context.Context, choose func() (obj, error)) iter.Seq2[index.Document, error] {
	return func(yield func(index.Document, error) bool) {
		fail := func(err error) { yield(index.Document{}, named(err)) }
		q, err := choose()
		if err != nil {
			fail(err)
			return
		}
		var pit struct {
			ID string `json:"pit_id"`
		}
		if err := e.client.ask(ctx, http.MethodPost, "/"+e.opts.Index+"/_search/point_in_time?keep_alive="+pitAge, nil, &pit); err != nil {
			fail(err)
			return
		}
		defer func() { // also when nobody waits any more
			_ = e.client.once(context.WithoutCancel(ctx), http.MethodDelete, e.client.address()+"/_search/point_in_time", "application/json", e.client.body(obj{"pit_id": []string{pit.ID}}), nil)
		}()
		var after []json.RawMessage
		for {
			body := obj{
				"size": mostStreamed, "track_total_hits": false, "query": q, "sort": []obj{{"id": "asc"}},
				"_source": []string{"id", "article", "file"}, "pit": obj{"id": pit.ID, "keep_alive": pitAge},
			}
			if after != nil {
				body["search_after"] = after
			}
			var a answer
			if err := e.search(ctx, body, &a); err != nil {
				fail(err)
				return
			}
			for i := range a.Hits.Hits {
				d, err := a.Hits.Hits[i].Source.document()
				if !yield(d, err) {
					return
				}
			}
			if len(a.Hits.Hits) < mostStreamed {
				return
			}
			after = a.Hits.Hits[mostStreamed-1].Sort
		}
	}
}

const mostStreamed = 200 // articles of one answer

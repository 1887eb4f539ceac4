package opensearch

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/rank"
)

// asked is a request on its way.
type asked struct {
	*engine
	ctx   context.Context
	req   index.Request
	a     *index.Asked
	all   *rank.Statistics
	query obj // what finds the hits, and scores them
	only  obj // of the order by a field: those of the hits that are counted
	sort  []obj
	most  bool // the cluster's scores are the most that ours may be: see rough
}

// Search answers a request.
func (e *engine) Search(ctx context.Context, req index.Request) (*index.Results, error) {
	c, err := e.collection(ctx)
	if err != nil {
		return nil, err
	}
	res, err := e.answer(ctx, c, req)
	if err != nil {
		return nil, err
	}
	return e.elsewhere.Instead(req, res, func(req index.Request) (*index.Results, error) { return e.answer(ctx, c, req) })
}

// answer answers a request as it is.
func (e *engine) answer(ctx context.Context, c *collection, req index.Request) (*index.Results, error) {
	x := &asked{engine: e, ctx: ctx, req: req}
	var err error
	if x.a, err = e.elsewhere.Ask(ctx, req, c.terms.Within(ctx, e.asker(c)), c.docs); err != nil {
		return nil, err
	}
	if x.all, err = e.statistics(ctx, c, x.a); err != nil {
		return nil, err
	}
	if err := x.write(); err != nil {
		return nil, err
	}
	res := &index.Results{}
	if x.a.Sort != nil { // whose hits are those that are counted
		if err := x.totals(res); err != nil {
			return nil, err
		}
		err = x.shown(res)
	} else {
		err = x.both(res)
	}
	if err != nil {
		return nil, err
	}
	if req.Suggest && !req.NoTotals {
		if err := x.a.Suggest(ctx, res); err != nil {
			return nil, err
		}
	}
	res.ReadAs, err = x.a.Readings()
	return res, err
}

// both fills in totals and hits, which are asked for at the same time.
func (x *asked) both(res *index.Results) error {
	counted := &index.Results{}
	failed := make(chan error, 1)
	go func() { failed <- x.totals(counted) }()
	err := x.shown(res)
	if err := errors.Join(err, <-failed); err != nil {
		return err
	}
	res.Total, res.TotalAny, res.Relaxed, res.Facets = counted.Total, counted.TotalAny, counted.Relaxed, counted.Facets
	return nil
}

// shown fills in the hits.
func (x *asked) shown(res *index.Results) error {
	switch {
	case x.req.Limit <= 0:
		return nil
	case x.req.Group:
		return x.groups(res)
	}
	return x.hits(res)
}

// write writes the query of the hits.
func (x *asked) write() error {
	w := x.writer()
	var filter []obj
	if x.a.Filter != nil {
		filter = append(filter, w.want(x.a.Filter))
	}
	if x.a.Sort != nil {
		x.query = obj{"bool": obj{"filter": append(filter, w.want(x.a.Loose))}}
		x.sort = []obj{x.layout.sort(x.a.Sort), {"id": "asc"}}
		return w.err
	}
	least := 0
	if x.a.Plain {
		least = 1
	} else {
		filter = append(filter, w.want(x.a.Loose))
	}
	x.query = obj{"bool": obj{"filter": filter, "should": w.scored(x.a.Words, x.all), "minimum_should_match": least}}
	x.sort = []obj{{"_score": "desc"}, {"id": "asc"}}
	x.most = w.isRough(x.a.Words)
	return w.err
}

// totals counts the articles that hold every word and those that hold any, and facets.
func (x *asked) totals(res *index.Results) error {
	need := len(x.a.Facets) > 0 || x.a.Sort != nil && x.req.Limit > 0
	if x.req.NoTotals && !need {
		return nil
	}
	w := x.writer()
	strict := w.want(x.a.Strict)
	find := obj{"bool": obj{"should": []obj{strict, w.want(x.a.Loose)}, "minimum_should_match": 1}}
	if x.a.Filter != nil {
		find = obj{"bool": obj{"filter": []obj{find, w.want(x.a.Filter)}}}
	}
	if w.err != nil {
		return w.err
	}
	find = obj{"bool": obj{"filter": find}}
	all := obj{"filter": strict}
	if len(x.a.Facets) > 0 {
		all["aggs"] = x.layout.facets(x.a.Facets)
	}
	var a answer
	if err := x.search(x.ctx, obj{"size": 0, "track_total_hits": true, "query": find, "aggs": obj{"all": all}}, &a); err != nil {
		return err
	}
	counted := map[string]json.RawMessage{}
	if err := json.Unmarshal(a.Aggs["all"], &counted); err != nil {
		return err
	}
	var every uint64
	if err := json.Unmarshal(counted["doc_count"], &every); err != nil {
		return err
	}
	res.Total, res.TotalAny = every, a.Hits.Total.Value
	if every == 0 && res.TotalAny > 0 {
		res.Total, res.Relaxed = res.TotalAny, true
	} else {
		x.only = strict
	}
	if len(x.a.Facets) == 0 {
		return nil
	}
	if res.Relaxed {
		if err := x.search(x.ctx, obj{"size": 0, "track_total_hits": false, "query": find, "aggs": x.layout.facets(x.a.Facets)}, &a); err != nil {
			return err
		}
		counted = a.Aggs
	}
	var err error
	res.Facets, err = readFacets(x.a.Facets, counted)
	return err
}

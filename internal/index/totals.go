package index

import (
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
)

// totals counts the articles that hold every word and those that hold any. The
// set of those counted is returned where something else needs it: facets, and
// the order of date.
func (p *plan) totals(req Request, res *Results) (docset.Set, error) {
	needSet := len(req.Facets) > 0 || (p.by != nil && req.Limit > 0)
	if req.NoTotals && !needSet {
		return nil, nil
	}
	if !needSet && (p.bag() || p.conjunction()) {
		if req.Limit > 0 { // the ranking has the words ready
			p.counting = &rank.Totals{}
			return nil, nil
		}
		return nil, p.count(res)
	}
	strict, err := p.strict(p.root)
	if err != nil {
		return nil, err
	}
	loose, err := p.loose(p.root)
	if err != nil {
		return nil, err
	}
	if p.filter != nil {
		strict, loose = strict.And(p.filter), loose.And(p.filter)
	}
	res.count(strict.Count(), loose.Either(strict))
	if res.Relaxed { // so nothing is strict
		return loose, nil
	}
	return strict, nil
}

// count counts by the words of the query alone.
func (p *plan) count(res *Results) error {
	t, err := p.engine.Count(p.ctx, p.v.rank, p.query())
	res.count(t.All, t.Any)
	return err
}

// counted fills in what was counted while the hits were looked for.
func (p *plan) counted(res *Results) error {
	switch {
	case p.counting == nil:
		return nil
	case !p.isCounted:
		return p.count(res)
	}
	res.count(p.counting.All, p.counting.Any)
	return nil
}

func (r *Results) count(all, any uint64) {
	r.Total, r.TotalAny = all, any
	if all == 0 && any > 0 {
		r.Total, r.Relaxed = any, true
	}
}

// bag says whether the query is bare words, phrases and the like side by side:
// then its totals are those of its words.
func (p *plan) bag() bool {
	g, ok := p.root.(*query.Group)
	if !ok {
		_, word := p.root.(*query.Word)
		return word && len(p.words()) > 0
	}
	if len(g.Must)+len(g.Not) > 0 {
		return false
	}
	for _, n := range g.Any {
		switch n.(type) {
		case *query.Word, *query.Phrase:
			if !p.idle[n] && len(p.leaves[n].words) == 0 {
				return false
			}
		default:
			return false
		}
	}
	return len(p.words()) > 0
}

// conjunction says whether the query is words and phrases all of which are
// required, and nothing else: the ranking finds those articles by itself.
func (p *plan) conjunction() bool {
	var nodes []query.Node
	switch n := p.root.(type) {
	case *query.And:
		nodes = n.Nodes
	case *query.Group:
		if len(n.Any)+len(n.Not) == 0 {
			nodes = n.Must
		}
	}
	for _, n := range nodes {
		switch n.(type) {
		case *query.Word, *query.Phrase:
			if len(p.leaves[n].words) == 0 {
				return false
			}
		default:
			return false
		}
	}
	return len(nodes) > 0
}

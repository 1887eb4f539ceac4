package index

import (
	"context"

	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/passage"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
)

// Order says which hits come first.
type Order int

// The orders; hits that are equal in it come by ID.
const (
	ByScore Order = iota
	Newest
	Oldest
)

// Request is one search.
type Request struct {
	Query     query.Node
	Filter    Filter
	Order     Order
	Facets    []Facet
	After     string
	Offset    int
	Limit     int  // 0: no hits
	IDsOnly   bool // hits have ID and score only
	WholeText bool // the whole body as one snippet
	Explain   bool
	NoTotals  bool // totals are not wanted and stay 0
	Group     bool // near-duplicates go under the best of them; Offset and Limit count groups
	Refine    bool // put the first hits in a finer order; see refine.go

	Literal bool   // bare words are read as typed only
	Suggest bool   // fill in Suggestions and Zero; needs totals
	Text    string // the query as typed, for Suggest
}

// Span is a run of text that matches or does not; see passage.Span.
type Span = passage.Span

// Hit is one document found.
type Hit struct {
	Document Document
	Copies   []Document // of a group: the near-duplicates of Document, best first
	Score    float64
	Title    []Span
	Snippets [][]Span
	Why      []TermMatch
}

// Results is the answer to a request.
type Results struct {
	Total, TotalAny uint64
	Relaxed         bool
	Hits            []Hit
	Facets          [][]FacetValue
	Next            string
	ReadAs          []ReadAs // what bare words were read as too
	Suggestions     []Suggestion
	Instead         *Suggestion // what these results are of, in place of the query
	Zero            *ZeroHits
}

// Search answers a request.
func (ix *Index) Search(ctx context.Context, req Request) (res *Results, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer done(&err)
	res, err = ix.search(ctx, v, req)
	if err != nil {
		return nil, err
	}
	if s := instead(req, res); s != nil {
		if res, err = ix.searchInstead(ctx, v, req, res, s); err != nil {
			return nil, err
		}
	}
	return res, ctx.Err()
}

// search answers a request from a view.
func (ix *Index) search(ctx context.Context, v *view, req Request) (*Results, error) {
	filter, err := v.filtered(ctx, req.Filter)
	if err != nil {
		return nil, err
	}
	p, err := ix.plan(ctx, v, req.Query, filter, !req.Literal)
	if err != nil {
		return nil, err
	}
	res := &Results{}
	counted, err := p.totals(req, res)
	if err != nil {
		return nil, err
	}
	for _, f := range req.Facets {
		values, err := v.facet(ctx, f, counted)
		if err == nil {
			const size = 48 // of a value, about
			err = p.work.take(size * len(values))
		}
		if err != nil {
			return nil, err
		}
		res.Facets = append(res.Facets, values)
	}
	switch {
	case req.Limit <= 0:
	case req.Group:
		err = p.groups(req, counted, res)
	default:
		err = p.hits(req, counted, res)
	}
	if err != nil {
		return nil, err
	}
	if req.Suggest && !req.NoTotals {
		if err := ix.help(p, req, res); err != nil {
			return nil, err
		}
	}
	res.ReadAs, err = p.readings()
	return res, err
}

// totals counts the articles that hold every word and those that hold any. The
// set of those counted is returned where something else needs it: facets, and
// the order of date.
func (p *plan) totals(req Request, res *Results) (docset.Set, error) {
	needSet := len(req.Facets) > 0 || (req.Order != ByScore && req.Limit > 0)
	if req.NoTotals && !needSet {
		return nil, nil
	}
	if !needSet && (p.bag() || p.conjunction()) {
		t, err := p.engine.Count(p.ctx, p.v.rank, p.query())
		if err != nil {
			return nil, err
		}
		res.count(t.All, t.Any)
		return nil, nil
	}
	strict, err := p.strict(p.root)
	if err != nil {
		return nil, err
	}
	loose, err := p.loose(p.root)
	if err != nil {
		return nil, err
	}
	loose = loose.Or(strict)
	if p.filter != nil {
		strict, loose = strict.And(p.filter), loose.And(p.filter)
	}
	res.count(strict.Count(), loose.Count())
	if res.Relaxed {
		return loose, nil
	}
	return strict, nil
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

// query is the scoring words and the filter of the request.
func (p *plan) query() rank.Query {
	return rank.Query{Words: p.words(), Filter: p.filter, Every: p.conjunction(), Bytes: p.work.most}
}

// hits fills in the hits of the page asked for.
func (p *plan) hits(req Request, counted docset.Set, res *Results) error {
	after, err := p.readCursor(req)
	if err != nil {
		return err
	}
	k := req.Offset + req.Limit
	ranked, err := p.list(req, counted, k+1, after)
	if err != nil {
		return err
	}
	more := len(ranked) > k
	ranked = ranked[min(req.Offset, len(ranked)):min(k, len(ranked))]
	light := p.highlighter()
	if err := p.work.has(hitBytes * len(ranked)); err != nil {
		return err
	}
	res.Hits = make([]Hit, 0, len(ranked))
	for _, h := range ranked {
		hit, err := p.hit(req, light, h)
		if err != nil {
			return err
		}
		res.Hits = append(res.Hits, hit)
	}
	if more && len(ranked) > 0 {
		res.Next, err = p.encodeCursor(req.Order, ranked[len(ranked)-1])
	}
	return err
}

// What a hit and a span of a passage take, about, without texts.
const (
	hitBytes  = 512
	spanBytes = 32
)

// hit fills in one hit.
func (p *plan) hit(req Request, light *passage.Highlighter, h rank.Hit) (hit Hit, err error) {
	if err := p.work.take(hitBytes); err != nil {
		return hit, err
	}
	hit.Score = h.Score
	if req.IDsOnly {
		hit.Document.ID, err = p.v.id(h.Doc)
		return hit, err
	}
	if hit.Document, err = p.v.document(p.ctx, h.Doc); err != nil {
		return hit, err
	}
	if err := p.work.take(hit.Document.size()); err != nil {
		return hit, err
	}
	hit.Title, hit.Snippets, err = light.Article(p.ctx, hit.Document.Title, hit.Document.Body, req.WholeText)
	spans := len(hit.Title)
	for _, s := range hit.Snippets {
		spans += len(s)
	}
	if err == nil {
		err = p.work.take(spanBytes * spans)
	}
	if err == nil && req.Explain {
		hit.Why, err = p.explain(h, light)
	}
	return hit, err
}

// list is the first k documents in the order asked for, behind a place if
// there is one.
func (p *plan) list(req Request, counted docset.Set, k int, after *cursor) ([]rank.Hit, error) {
	const size = 48 // of a document while the first are looked for, about
	if err := p.work.has(size * int(min(uint64(k), p.v.live))); err != nil {
		return nil, err
	}
	if req.Order != ByScore {
		return p.byDate(req.Order, counted, k, after)
	}
	if after == nil && !req.Refine || after != nil && !after.refined {
		return p.ranked(k, after)
	}
	ranked, err := p.ranked(refined+k, nil)
	if err != nil {
		return nil, err
	}
	if err := p.refine(ranked); err != nil {
		return nil, err
	}
	p.window = ranked[:min(refined, len(ranked))]
	if after != nil {
		ranked = ranked[p.behind(ranked, after):]
	}
	return ranked[:min(k, len(ranked))], nil
}

// behind counts the hits of a list that are not behind a place in it.
func (p *plan) behind(hits []rank.Hit, after *cursor) int {
	for i, h := range hits {
		if h.Score < after.score || h.Score == after.score && p.v.isBehind(h.Doc, after.id) {
			return i
		}
	}
	return len(hits)
}

// ranked is the k best documents by score.
func (p *plan) ranked(k int, after *cursor) ([]rank.Hit, error) {
	q := p.query()
	if !q.Every && !plain(p.root) || len(q.Words) == 0 {
		loose, err := p.loose(p.root)
		if err != nil {
			return nil, err
		}
		q.Filter = docset.Both(p.filter, loose)
		q.Rest = true
	}
	opt := rank.Options{Less: p.v.less}
	if after != nil {
		opt.After = &rank.After{Score: after.score, Behind: func(doc uint64) bool { return p.v.isBehind(doc, after.id) }}
	}
	return p.engine.TopK(p.ctx, p.v.rank, q, k, opt)
}

// Article returns the document of an ID, or ErrNotFound.
func (ix *Index) Article(ctx context.Context, id string) (d Document, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return Document{}, err
	}
	defer done(&err)
	doc, ok := v.lookUp(id)
	if !ok {
		return Document{}, ErrNotFound
	}
	return v.document(ctx, doc)
}

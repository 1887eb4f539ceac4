package index

import (
	"context"
	"fmt"
	"slices"

	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/passage"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
)

// What passages may be.
const (
	mostPassages   = 20
	leastPassage   = 20 // letters
	longestPassage = 10_000
)

// Request is one search.
type Request struct {
	Query         query.Node
	Filter        Filter
	Order         Order
	Facets        []Facet
	After         string
	Offset        int
	Limit         int      // 0: no hits
	IDsOnly       bool     // hits have ID and score only
	NoPassages    bool     // hits have no title marked and no snippets
	WholeText     bool     // the whole body as one snippet
	Passages      int      // at most this many snippets a hit; 0 for as many as serve it
	PassageLength int      // letters of a snippet, about; 0 for as many as serve it
	Fields        []string // of documents that are wanted; none for all
	Explain       bool
	NoTotals      bool     // totals are not wanted and stay 0
	Group         bool     // near-duplicates go under the best of them; Offset and Limit count groups
	Refine        bool     // put the first hits in a finer order; see refine.go
	NoMeaning     bool     // by words only
	Weights       *Weights // nil for the default ones

	Literal bool   // bare words are read as typed only
	Suggest bool   // fill in Suggestions and Zero; needs totals
	Text    string // the query as typed, for Suggest

	near *nearby // what the embedder says; nil where it was not asked
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
	Meant    bool // among the first for its meaning only, not for its words
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
	Meaning         *MeaningOf // nil where it has no part
}

// Search answers a request.
func (ix *Index) Search(ctx context.Context, req Request) (res *Results, err error) {
	req.near = ix.meant(ctx, &req)
	v, done, err := ix.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer done(&err)
	res, err = ix.search(ctx, v, req)
	if err != nil {
		return nil, err
	}
	if s := instead(req, res); s != nil && (res.Meaning == nil || res.Meaning.Found == 0) {
		if res, err = ix.searchInstead(ctx, v, req, res, s); err != nil {
			return nil, err
		}
	}
	return res, ctx.Err()
}

// search answers a request from a view.
func (ix *Index) search(ctx context.Context, v *view, req Request) (*Results, error) {
	by, err := ix.own.sorting(req.Order)
	if err != nil {
		return nil, err
	}
	filter, err := v.filtered(ctx, req.Filter)
	if err != nil {
		return nil, err
	}
	if err := req.check(); err != nil {
		return nil, err
	}
	weights, err := req.Weights.complete()
	if err != nil {
		return nil, err
	}
	p, err := ix.planWeighed(ctx, v, req.Query, filter, !req.Literal, weights)
	if err != nil {
		return nil, err
	}
	p.by = by
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
	if err == nil {
		err = p.counted(res)
	}
	if err != nil {
		return nil, err
	}
	if req.Suggest && !req.NoTotals {
		if err := ix.help(p, req, res); err != nil {
			return nil, err
		}
	}
	if req.near != nil {
		res.Meaning = &req.near.of
	}
	res.ReadAs, err = p.readings()
	return res, err
}

// check says which of what is wanted of a hit there is not.
func (req *Request) check() error {
	if err := checkReturned(req.Fields); err != nil {
		return err
	}
	if req.Passages < 0 || req.Passages > mostPassages {
		return fmt.Errorf("%w: %d passages of a hit: from 1 to %d are possible", ErrRequest, req.Passages, mostPassages)
	}
	if n := req.PassageLength; n != 0 && (n < leastPassage || n > longestPassage) {
		return fmt.Errorf("%w: passages of %d letters: from %d to %d are possible", ErrRequest, n, leastPassage, longestPassage)
	}
	return nil
}

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
	var light *passage.Highlighter
	if !req.IDsOnly {
		light = p.highlighter()
	}
	if err := p.work.has(hitBytes * len(ranked)); err != nil {
		return err
	}
	res.Hits = make([]Hit, 0, len(ranked))
	for _, h := range ranked {
		hit, err := p.hit(&req, light, h)
		if err != nil {
			return err
		}
		res.Hits = append(res.Hits, hit)
	}
	if more && len(ranked) > 0 {
		res.Next, err = p.encodeCursor(req, p.by, ranked[len(ranked)-1])
	}
	return err
}

// What a hit and a span of a passage take, about, without texts.
const (
	hitBytes  = 512
	spanBytes = 32
)

// hit fills in one hit.
func (p *plan) hit(req *Request, light *passage.Highlighter, h rank.Hit) (Hit, error) {
	if err := p.work.take(hitBytes); err != nil {
		return Hit{}, err
	}
	if req.IDsOnly {
		id, err := p.v.id(h.Doc)
		return Hit{Document: Document{ID: id}, Score: h.Score, Meant: p.near != nil && p.near.alone[h.Doc]}, err
	}
	return p.loaded(req, light, h)
}

// loaded fills in one hit with what its article holds.
func (p *plan) loaded(req *Request, light *passage.Highlighter, h rank.Hit) (hit Hit, err error) {
	hit.Score = h.Score
	if hit.Document, err = p.v.document(p.ctx, h.Doc); err != nil {
		return hit, err
	}
	if err := p.work.take(hit.Document.size()); err != nil {
		return hit, err
	}
	hit.Document.Vector, hit.Document.VectorModel = nil, ""
	hit.Meant = p.near != nil && p.near.alone[h.Doc]
	if !req.NoPassages {
		hit.Title, hit.Snippets, err = light.Article(p.ctx, hit.Document.Title, hit.Document.Body, passage.Shape{Whole: req.WholeText, Number: req.Passages, Length: req.PassageLength}, p.v.own.textsOf(&hit.Document)...)
	}
	spans := len(hit.Title)
	for _, s := range hit.Snippets {
		spans += len(s)
	}
	if err == nil {
		err = p.work.take(spanBytes * spans)
	}
	if err == nil && req.Explain {
		hit.Why, err = p.explain(h, &hit.Document, light)
	}
	hit.Document = hit.Document.only(req.Fields)
	return hit, err
}

// list is the first k documents in the order asked for, behind a place if
// there is one.
func (p *plan) list(req Request, counted docset.Set, k int, after *cursor) ([]rank.Hit, error) {
	const size = 48 // of a document while the first are looked for, about
	if err := p.work.has(size * int(min(uint64(k), p.v.live))); err != nil {
		return nil, err
	}
	if p.by != nil {
		return p.sorted(p.by, counted, k, after)
	}
	near := req.near
	if after != nil && !after.meant {
		near = nil // the list that it leads on in is of words
	}
	if near != nil {
		if err := p.nearest(near); err != nil {
			return nil, err
		}
	}
	if after != nil && after.refined && after.meant && (near == nil || near.found.Count() == 0) {
		return nil, errMeantCursor
	}
	if after == nil && !req.Refine || after != nil && !after.refined && near == nil {
		return p.ranked(k, after)
	}
	most := max(k, refined+1) // the window, and the hit that it is lifted above
	if after != nil || near != nil {
		most = refined + k
	}
	if near != nil {
		most += nearestMost
	}
	ranked, err := p.ranked(most, nil)
	if err != nil {
		return nil, err
	}
	if err := p.refine(ranked); err != nil {
		return nil, err
	}
	p.window = ranked[:min(refined, len(ranked))]
	if near != nil && near.found.Count() > 0 {
		words := len(p.window)
		if ranked, err = p.fuse(near, ranked); err != nil {
			return nil, err
		}
		p.window, p.near = ranked[:words+len(near.alone)], near
	}
	if after != nil && !after.refined { // behind the finer order, which says what was there already
		return p.rankedBut(k, after, near)
	}
	if after != nil {
		ranked = ranked[p.behind(ranked, after):]
	}
	return ranked[:min(k, len(ranked))], nil
}

// rankedBut is ranked without the documents that meaning has put among the first.
func (p *plan) rankedBut(k int, after *cursor, near *nearby) ([]rank.Hit, error) {
	hits, err := p.ranked(k+len(near.alone), after)
	hits = slices.DeleteFunc(hits, func(h rank.Hit) bool { return near.alone[h.Doc] })
	return hits[:min(k, len(hits))], err
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
	if p.counting != nil && !p.isCounted && !q.Rest {
		opt.Totals, p.isCounted = p.counting, true
	}
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

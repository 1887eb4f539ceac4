package index

import (
	"slices"

	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/passage"
	"github.com/fihris-search/fihris/internal/rank"
)

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
	if req.NoPassages {
		hit.Document, err = p.v.document(p.ctx, h.Doc)
	} else {
		hit.Document, err = p.v.shown(p.ctx, h.Doc, returnsExtra(req.Fields))
	}
	if err != nil {
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
	switch {
	case after != nil && !after.refined && near == nil:
		return p.ranked(k, after)
	case after == nil && !req.Refine:
		return p.first(&req, k, false)
	}
	most := max(k, refined+1) // the window, and the hit that it is lifted above
	if after != nil || near != nil {
		most = refined + k
	}
	if near != nil {
		most += nearestMost
	}
	ranked, err := p.first(&req, most, true)
	if err != nil {
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

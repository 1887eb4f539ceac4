package index

import (
	"context"
	"fmt"

	"github.com/fihris-search/fihris/internal/passage"
	"github.com/fihris-search/fihris/internal/query"
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
	if res.Meaning == nil || res.Meaning.Found == 0 {
		if res, err = ix.own.searchInstead(req, res, func(req Request) (*Results, error) { return ix.search(ctx, v, req) }); err != nil {
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

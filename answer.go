package fihris

import (
	"context"
	"time"

	"github.com/fihris-search/fihris/internal/index"
)

// Search answers a request.
func (ix *Index) Search(ctx context.Context, req Request) (*Results, error) {
	return search(ctx, ix.ix, ix.name(), req)
}

// search asks an engine that messages call by a name.
func search(ctx context.Context, e index.Engine, name string, req Request) (*Results, error) {
	began := time.Now()
	q, err := req.Query.ready(e.Own())
	if err != nil {
		return nil, wrap("search "+name, err)
	}
	limit := req.Limit
	switch {
	case limit == 0:
		limit = defaultLimit
	case limit < 0:
		limit = 0
	}
	in := index.Request{
		Query: q.tree(), Filter: req.Filter.internal(), Order: index.Order(req.Order), After: string(req.After),
		Offset: min(max(req.Offset, 0), maxHits), Limit: min(limit, maxHits), IDsOnly: req.IDsOnly, NoPassages: req.NoPassages, WholeText: req.WholeText, Passages: req.Passages, PassageLength: req.PassageLength, Fields: req.Fields, NoMeaning: req.NoMeaning, Weights: (*index.Weights)(req.Weights), Explain: req.Explain, NoTotals: req.NoTotals, Group: req.Group, Refine: !req.FirstStage,
		Suggest: req.Suggest, Text: q.text, Literal: req.Literal || q.strict,
	}
	for _, f := range req.Facets {
		in.Facets = append(in.Facets, index.Facet{Field: string(f.Field), Limit: f.Limit})
	}
	res, err := e.Search(ctx, in)
	if err != nil {
		return nil, wrap("search "+name, err)
	}
	out := &Results{Total: res.Total, TotalAny: res.TotalAny, Relaxed: res.Relaxed, Next: Cursor(res.Next)}
	if len(res.Hits) > 0 {
		out.Hits = make([]Hit, 0, len(res.Hits))
	}
	for i := range res.Hits {
		out.Hits = append(out.Hits, newHit(&res.Hits[i]))
	}
	for i, values := range res.Facets {
		counts := FacetCounts{Field: req.Facets[i].Field}
		if len(values) > 0 {
			counts.Values = make([]FacetValue, 0, len(values))
		}
		for _, v := range values {
			counts.Values = append(counts.Values, FacetValue(v))
		}
		out.Facets = append(out.Facets, counts)
	}
	for _, s := range res.Suggestions {
		out.Suggestions = append(out.Suggestions, *newSuggestion(&s))
	}
	out.ReadAs = append(out.ReadAs, q.decoded...)
	for _, r := range res.ReadAs {
		out.ReadAs = append(out.ReadAs, ReadAs(r))
	}
	if res.Instead != nil {
		out.Instead = newSuggestion(res.Instead)
	}
	out.Zero = newZeroHits(res.Zero)
	if res.Meaning != nil {
		m := Meaning(*res.Meaning)
		out.Meaning = &m
	}
	out.Took = time.Since(began)
	return out, nil
}

func newHit(h *index.Hit) Hit {
	out := Hit{Article: Article(h.Document), Score: h.Score, Title: newSnippet(h.Title), Meant: h.Meant}
	for _, c := range h.Copies {
		out.Copies = append(out.Copies, Article(c))
	}
	for _, p := range h.Snippets {
		out.Snippets = append(out.Snippets, newSnippet(p))
	}
	if h.Why != nil {
		out.Why = &Explanation{}
		for _, m := range h.Why {
			out.Why.Terms = append(out.Why.Terms, TermMatch(m))
		}
	}
	return out
}

func newSnippet(spans []index.Span) Snippet {
	out := make(Snippet, len(spans))
	for i, s := range spans {
		out[i] = Span(s)
	}
	return out
}

func newSuggestion(s *index.Suggestion) *Suggestion { return &Suggestion{s.Query, s.Kind, s.Total} }

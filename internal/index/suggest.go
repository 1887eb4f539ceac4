package index

import (
	"context"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/spell"
	"github.com/fihris-search/fihris/internal/suggest"
)

// Suggestion is another query that finds what this one was meant to find.
type Suggestion = suggest.Suggestion

// Completion is what a reader may be about to type.
type Completion = suggest.Completion

// Complete returns up to n texts that begin with text, its last word completed
// in the ways that the most articles agree with, and titles that hold its words.
func (ix *Index) Complete(ctx context.Context, text string, n int) (found []Completion, err error) {
	v, done, err := ix.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer done(&err)
	p := &plan{ctx: ctx, work: newWork(ctx, &ix.opts), v: v, weights: &DefaultWeights, analyzer: ix.analyzer, engine: ix.engine}
	out, err := ix.suggester.Complete(suggest.Sets(&source{ix: ix, plan: p, typing: true}), text, n)
	if err != nil {
		return nil, err
	}
	return out, v.whole()
}

// help fills in what helps a reader whose query did not find what he wanted.
func (ix *Index) help(p *plan, req Request, res *Results) (err error) {
	if res.Suggestions, err = ix.suggester.Suggest(suggest.Sets(&source{ix: ix, plan: p}), p.toSuggest(req, res)); err != nil {
		return err
	}
	if err = p.v.whole(); err != nil {
		return err
	}
	if res.Total > 0 && !res.Relaxed {
		return nil
	}
	if res.Zero, err = ix.zero(p); err != nil {
		return err
	}
	res.Zero.Unmet, err = p.unmet(&req)
	return err
}

// toSuggest is a request and its answer, as suggestions are made for it.
func (p *plan) toSuggest(req Request, res *Results) suggest.Request {
	asked := suggest.Request{Query: req.Query, Text: req.Text, Every: res.Total, Found: res.Total, Stops: p.stops, Read: p.typedSo()}
	if res.Relaxed {
		asked.Every = 0
	}
	return asked
}

// source is a view within the filter of a request, as package suggest asks it.
type source struct {
	ix     *Index
	plan   *plan
	typing bool // a search asks for the same words soon
}

func (s *source) Count(n query.Node) (every, any uint64, err error) {
	p, err := s.ix.plan(s.plan.ctx, s.plan.v, n, s.plan.filter, s.plan.reads)
	if err != nil {
		return 0, 0, err
	}
	res := &Results{}
	if _, err = p.totals(Request{Query: n}, res); err != nil {
		return 0, 0, err
	}
	if res.Relaxed {
		return 0, res.TotalAny, nil
	}
	return res.Total, res.TotalAny, nil
}

func (s *source) Holding(in query.Field, l analysis.Level, t *analysis.Token) (docset.Set, error) {
	if err := s.plan.ctx.Err(); err != nil {
		return nil, err
	}
	v := s.plan.v
	switch {
	case in == query.Title:
		return v.holding(s.plan.ctx, titleLevels[l], termAt(l, t))
	case s.typing && l == analysis.Stem: // let the engine keep it
		w := rank.Word{Parts: s.plan.parts(query.Text, query.Stem, t, func(l analysis.Level) []string { return []string{termAt(l, t)} })}
		return s.plan.engine.Holds(s.plan.ctx, v.rank, w)
	}
	return s.plan.holdingBare(l, termAt(l, t))
}

func (s *source) Look(t *analysis.Token) (articles uint64, known bool, err error) {
	if err := s.plan.ctx.Err(); err != nil {
		return 0, false, err
	}
	articles = uint64(s.plan.v.bareWords().Lookup(t.Exact))
	if articles > 0 && len(s.plan.v.own.texts) > 0 { // which may be of the same articles
		held, err := s.plan.holdingBare(analysis.Exact, t.Exact)
		return held.Count(), true, err
	}
	if known = articles > 0; !known {
		known, err = s.plan.v.knows(keyAt(analysis.Stem, t))
	}
	return articles, known, err
}

func (s *source) Forms() spell.Vocabularies { return s.plan.v.bareWords() }

// textBytes is how much of a text is looked at for how people write a word.
const textBytes = 64 << 10

func (s *source) Texts(t *analysis.Token, n int) (texts []string, err error) {
	if s.plan.v.lexis != nil {
		return s.plan.v.lexis.Texts(t.Exact, n)
	}
	for i, seg := range s.plan.v.segs {
		if n <= 0 {
			break // most forms are in the first segment often enough
		}
		docs, err := s.plan.heldBare(seg, analysis.Exact, t.Exact)
		if err != nil {
			return nil, err
		}
		for it := docs.Iterator(); it.HasNext() && n > 0; n-- {
			if texts, err = s.appendTexts(texts, i, it.Next()); err != nil {
				return nil, err
			}
		}
	}
	return texts, nil
}

func (s *source) Sample(t *analysis.Token, in docset.Set, n int) (texts []string, err error) {
	held, err := s.plan.holdingBare(analysis.Exact, t.Exact)
	if err != nil {
		return nil, err
	}
	if both := docset.Both(held, in); both.Count() > 0 {
		held = both
	}
	every, passed := max(held.Count()/uint64(n), 1), uint64(0) // one of so many
	for i, docs := range held {
		size := docs.GetCardinality()
		for ; passed < size && n > 0; n, passed = n-1, passed+every {
			doc, err := docs.Select(uint32(passed))
			if err == nil {
				texts, err = s.appendTexts(texts, i, doc)
			}
			if err != nil {
				return nil, err
			}
		}
		passed -= min(passed, size)
	}
	return texts, nil
}

// appendTexts appends the texts of a document in which words are looked for.
func (s *source) appendTexts(texts []string, segment int, doc uint32) ([]string, error) {
	d, err := s.plan.v.document(s.plan.ctx, s.plan.v.base[segment]+uint64(doc))
	if err == nil {
		err = s.plan.ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	texts = append(texts, d.Title, d.Body[:min(len(d.Body), textBytes)])
	for _, text := range s.plan.v.own.textsOf(&d) {
		if !text.Named {
			texts = append(texts, text.Text[:min(len(text.Text), textBytes)])
		}
	}
	return texts, nil
}

func (s *source) Titles(in docset.Set, n int) ([]suggest.Titled, error) {
	hits, err := s.plan.sorted(newest, in, n, nil)
	if err != nil {
		return nil, err
	}
	titles := make([]suggest.Titled, len(hits))
	for i, h := range hits {
		d, err := s.plan.v.document(s.plan.ctx, h.Doc)
		if err != nil {
			return nil, err
		}
		titles[i] = suggest.Titled{ID: d.ID, Title: d.Title}
	}
	return titles, nil
}

func (s *source) Scope() docset.Set { return s.plan.filter }

func (s *source) Sizes() []int {
	sizes := make([]int, len(s.plan.v.segs))
	for i, seg := range s.plan.v.segs {
		sizes[i] = seg.docs
	}
	return sizes
}

func (s *source) Articles() uint64 { return s.plan.v.live }

func (s *source) Err() error { return s.plan.ctx.Err() }

package index

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/suggest"
)

// Suggest fills in what helps a reader whose query did not find what he wanted, as an index does.
func (a *Asked) Suggest(ctx context.Context, res *Results) (err error) {
	defer recoverFrom(&err)
	src := &suggesting{typing: typing{ctx: ctx, e: a.e, v: a.p.v}, reads: a.p.reads, scope: a.Filter}
	if res.Total == 0 || res.Relaxed { // before much is counted
		if res.Zero, err = a.p.countWords(); err != nil {
			return err
		}
	}
	if res.Zero != nil {
		if res.Zero.Unmet, err = a.p.unmet(&a.req); err != nil && !errors.Is(err, ErrManyCounts) {
			return err
		}
	}
	if res.Zero != nil && src.scope != nil {
		free := *src
		free.scope = nil
		every, any, err := free.Count(a.p.root)
		if err != nil {
			return err
		}
		if res.Zero.Unfiltered = every; every == 0 {
			res.Zero.Unfiltered = any
		}
	}
	if res.Suggestions, err = a.e.ix.suggester.Suggest(src, a.p.toSuggest(a.req, res)); errors.Is(err, ErrManyCounts) {
		res.Suggestions, err = nil, nil
	}
	if err == nil {
		err = a.p.v.whole()
	}
	return err
}

// Instead answers the first suggestion in place of a request that res answers, where an index does so; search answers
// a request.
func (e *Elsewhere) Instead(req Request, res *Results, search func(Request) (*Results, error)) (*Results, error) {
	return e.ix.own.searchInstead(req, res, search)
}

// suggesting is what suggestions ask. Sets of documents stay where they are: what is made here is questions for them.
type suggesting struct {
	typing
	reads bool
	scope Want // nil for all
}

// ErrManyCounts is the error of a Dictionary that has counted too much for one request: then there are no suggestions.
var ErrManyCounts = errors.New("more is to be counted than for one request")

// set is a question for documents.
type set struct{ want Want }

func (s *set) And(o suggest.Set) suggest.Set { return &set{WantEvery{s.want, o.(*set).want}} }

func (s *suggesting) Count(n query.Node) (every, any uint64, err error) {
	p, err := s.e.ix.plan(s.ctx, s.v, n, nil, s.reads)
	if err != nil {
		return 0, 0, err
	}
	strict, err := p.strictWant(p.root)
	if err != nil {
		return 0, 0, err
	}
	loose, err := p.looseWant(p.root)
	if err != nil {
		return 0, 0, err
	}
	counts, err := s.v.lexis.Counts([]Want{s.within(strict), s.within(WantEither{strict, loose})})
	if err != nil {
		return 0, 0, err
	}
	return counts[0], counts[1], nil
}

// within is the documents of a set that may be found.
func (s *suggesting) within(w Want) Want {
	if s.scope == nil {
		return w
	}
	return WantEvery{s.scope, w}
}

func (s *suggesting) Look(t *analysis.Token) (articles uint64, known bool, err error) {
	articles = uint64(s.v.bareWords().Lookup(t.Exact))
	if articles > 0 && len(s.v.own.texts) > 0 { // which may be of the same articles
		counts, err := s.v.lexis.Counts([]Want{s.bare(analysis.Exact, t)})
		if err != nil {
			return 0, false, err
		}
		return counts[0], true, nil
	}
	if known = articles > 0; !known {
		known, err = s.v.knows(keyAt(analysis.Stem, t))
	}
	return articles, known, err
}

// SideBySide counts articles in place of the places in some of them, as if it looked at as many.
func (s *suggesting) SideBySide(pairs []suggest.Pair) ([]int, error) {
	sides := make([]sideBySide, len(pairs))
	for i, p := range pairs {
		level := analysis.Stem
		if p.Neighbour.Stop {
			level = analysis.Exact
		}
		word, neighbour := slotOf(analysis.Exact, p.Word), slotOf(level, p.Neighbour)
		if p.Behind {
			sides[i] = sideBySide{neighbour, word, int(p.Neighbour.Width)}
		} else {
			sides[i] = sideBySide{word, neighbour, int(p.Word.Width)}
		}
	}
	return s.v.sampled(newWork(s.ctx, &s.e.ix.opts), sides, func(x *sideBySide) []slot { return []slot{x.first, x.second} })
}

func (s *suggesting) Holding(l analysis.Level, t *analysis.Token) (suggest.Set, error) {
	return &set{s.bare(l, t)}, nil
}

func (s *suggesting) Scope() suggest.Set {
	if s.scope == nil {
		return nil
	}
	return &set{s.scope}
}

func (s *suggesting) Counts(sets []suggest.Set) ([]uint64, error) {
	wants := make([]Want, len(sets))
	for i := range sets {
		wants[i] = sets[i].(*set).want
	}
	return s.v.lexis.Counts(wants)
}

func (s *suggesting) Articles() uint64 { return s.v.live }

func (s *suggesting) Err() error { return s.ctx.Err() }

func (s *suggesting) Tally() suggest.Tally { return &byQuestion{of: s} }

var _ suggest.Source = (*suggesting)(nil)

// byQuestion is a tally that asks how many documents are in so many of its sets. What was asked once is known, so that
// it may ask for all that it expects and then ask again.
type byQuestion struct {
	of   *suggesting
	sets []*set
}

func (t *byQuestion) Add(s suggest.Set) { t.sets = append(t.sets, s.(*set)) }

func (t *byQuestion) Remove(s suggest.Set) { t.sets = without(t.sets, s.(*set)) }

// without is sets but one.
func without(sets []*set, s *set) []*set {
	if i := slices.Index(sets, s); i >= 0 {
		return slices.Delete(slices.Clone(sets), i, i+1)
	}
	return sets
}

// atLeast is the documents that are in so many of some sets.
func atLeast(n int, sets []*set) Want {
	some := WantSome{Least: n}
	for _, s := range sets {
		some.Of = append(some.Of, s.want)
	}
	return some
}

// bests are what is counted for the best of some sets: those in one of them at least, in two, and so on.
func bests(sets []*set) (wants []Want) {
	for n := range sets {
		wants = append(wants, atLeast(n+1, sets))
	}
	return wants
}

func (t *byQuestion) best(sets []*set) (n int, articles uint64, err error) {
	counts, err := t.of.v.lexis.Counts(bests(sets))
	if err != nil {
		return 0, 0, err
	}
	for n := len(counts); n > 0; n-- {
		if counts[n-1] > 0 {
			return n, counts[n-1], nil
		}
	}
	if t.of.scope == nil {
		return 0, t.of.v.live, nil
	}
	if counts, err = t.of.v.lexis.Counts([]Want{t.of.scope}); err != nil {
		return 0, 0, err
	}
	return 0, counts[0], nil
}

func (t *byQuestion) Best() (n int, articles uint64, err error) { return t.best(t.sets) }

// among is the documents of a set that are in so many of others.
func among(s *set, n int, others []*set) Want {
	if n <= 0 {
		return s.want
	}
	return WantEvery{s.want, atLeast(n, others)}
}

func (t *byQuestion) Within(s suggest.Set) (as, less uint64, err error) {
	n, _, err := t.Best()
	if err != nil {
		return 0, 0, err
	}
	counts, err := t.of.v.lexis.Counts([]Want{among(s.(*set), n, t.sets)})
	if err != nil || counts[0] > 0 || n == 0 {
		return only(counts), 0, err
	}
	counts, err = t.of.v.lexis.Counts([]Want{among(s.(*set), n-1, t.sets)})
	return 0, only(counts), err
}

// only is the one count, 0 where there is none.
func only(counts []uint64) uint64 {
	if len(counts) == 0 {
		return 0
	}
	return counts[0]
}

// Expect asks for what the trials will ask, in three rounds, for the later ones go by the answers to those before.
func (t *byQuestion) Expect(trials iter.Seq2[suggest.Trial, error]) error {
	type trial struct {
		others []*set // that the last set is tried with
		last   *set
	}
	var all []trial
	var wants []Want
	for x, err := range trials {
		if err != nil {
			return err
		}
		others := t.sets
		for _, s := range x.Out {
			others = without(others, s.(*set))
		}
		wants = append(wants, bests(others)...)
		if len(x.In) == 0 {
			continue
		}
		others = slices.Clone(others)
		for _, s := range x.In[:len(x.In)-1] {
			others = append(others, s.(*set))
		}
		if len(x.In) > 1 {
			wants = append(wants, bests(others)...)
		}
		last := x.In[len(x.In)-1].(*set)
		all, wants = append(all, trial{others, last}), append(wants, last.want)
	}
	if _, err := t.of.v.lexis.Counts(wants); err != nil {
		return err
	}
	top := make([]int, len(all))
	wants = nil
	for i, x := range all {
		var err error
		if top[i], _, err = t.best(x.others); err != nil {
			return err
		}
		wants = append(wants, among(x.last, top[i], x.others))
	}
	counts, err := t.of.v.lexis.Counts(wants)
	if err != nil {
		return err
	}
	wants = nil
	for i, x := range all {
		if counts[i] == 0 && top[i] > 0 {
			wants = append(wants, among(x.last, top[i]-1, x.others))
		}
	}
	_, err = t.of.v.lexis.Counts(wants)
	return err
}

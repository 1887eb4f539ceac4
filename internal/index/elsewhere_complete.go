package index

import (
	"context"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/spell"
	"github.com/fihris-search/fihris/internal/suggest"
)

// Titled is the title of an article, with its ID.
type Titled = suggest.Titled

// Counter asks a collection that lies elsewhere.
type Counter interface {
	Asker
	// Titles returns the titles of the n documents of a set that were published last: those of one moment in
	// the order of their IDs, and those without a date last.
	Titles(ctx context.Context, set Want, n int) ([]Titled, error)
}

// Complete is [Index.Complete] of the collection.
func (e *Elsewhere) Complete(ctx context.Context, text string, n int, terms *Terms, docs uint64, c Counter) (out []Completion, err error) {
	defer recoverFrom(&err)
	v := e.view(terms.Within(ctx, c), docs)
	if out, err = e.ix.suggester.Complete(&typing{ctx, e, v, c}, text, n); err != nil {
		return nil, err
	}
	return out, v.whole()
}

// typing is what completion asks.
type typing struct {
	ctx context.Context
	e   *Elsewhere
	v   *view
	c   Counter
}

func (t *typing) Forms() spell.Vocabularies { return t.v.bareWords() }

func (t *typing) Texts(token *analysis.Token, n int) ([]string, error) {
	return t.v.lexis.Texts(token.Exact, n)
}

// held is the documents that hold a term in one of some fields of the ranking.
func held(term string, levels ...string) Want {
	either := make(WantEither, len(levels))
	for i, field := range levels {
		either[i] = WantPart{&rank.Part{Field: field, Terms: []string{term}}}
	}
	return either
}

// bare is the documents that hold a word at a level, wherever bare words are looked for.
func (t *typing) bare(l analysis.Level, token *analysis.Token) Want {
	return held(termAt(l, token), t.v.bareLevels(l)...)
}

// Sample is none: reading dozens of articles from afar takes longer than anyone types.
func (t *typing) Sample(*analysis.Token, []analysis.Token, int) ([]string, error) { return nil, nil }

func (t *typing) Beside(head, words []analysis.Token) ([]uint64, bool, error) {
	var with WantEvery
	for i := range head {
		with = append(with, t.bare(analysis.Stem, &head[i]))
	}
	// The head alone, each word with it, and each word alone: asked together, for each answer takes its time to come.
	wants := make([]Want, 1, 1+2*len(words))
	if wants[0] = with; len(head) == 0 {
		wants[0] = WantNone{}
	}
	for i := range words {
		wants = append(wants, WantEvery{wants[0], t.bare(analysis.Exact, &words[i])})
	}
	for i := range words {
		wants = append(wants, t.bare(analysis.Exact, &words[i]))
	}
	counts, err := t.c.Counts(t.ctx, wants)
	if err != nil {
		return nil, false, err
	}
	if counts[0] > 0 {
		return counts[1 : 1+len(words)], true, nil
	}
	return counts[1+len(words):], false, nil
}

func (t *typing) Phrases(texts []string) ([]uint64, error) {
	wants := make([]Want, len(texts))
	for i, text := range texts {
		p, err := t.e.ix.plan(t.ctx, t.v, &query.Phrase{Text: text}, nil, false)
		if err != nil {
			return nil, err
		}
		if wants[i], err = p.strictWant(p.root); err != nil {
			return nil, err
		}
	}
	return t.c.Counts(t.ctx, wants)
}

func (t *typing) Titles(head, words []analysis.Token, n int) ([]suggest.Titled, error) {
	var every WantEvery
	for i := range head {
		every = append(every, held(termAt(analysis.Stem, &head[i]), titleLevels[analysis.Stem]))
	}
	var any WantEither
	for i := range words {
		any = append(any, held(termAt(analysis.Stem, &words[i]), titleLevels[analysis.Stem]))
	}
	return t.c.Titles(t.ctx, append(every, any), n)
}

var _ suggest.Typing = (*typing)(nil)

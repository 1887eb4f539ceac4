package suggest

import (
	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// Index is an index at one moment, in the scope of a request, whose sets of articles are at hand. Its answers do
// not change; those that Source and Typing have too are theirs.
type Index interface {
	Count(n query.Node) (every, any uint64, err error)
	// Holding returns the articles that hold a word at a level: in the whole
	// text, or with query.Title in the title.
	Holding(in query.Field, l analysis.Level, t *analysis.Token) (docset.Set, error)
	Look(t *analysis.Token) (articles uint64, known bool, err error)
	Forms() spell.Vocabularies
	Texts(t *analysis.Token, n int) ([]string, error)
	// Sample returns the same as Texts, but of articles of a set, nil for all, from the first
	// of them to the last.
	Sample(t *analysis.Token, in docset.Set, n int) ([]string, error)
	SideBySide(p Pair) (places int, err error)
	// Titles returns the titles of the n articles of a set that were published
	// last, the newest first.
	Titles(in docset.Set, n int) ([]Titled, error)
	// Scope returns the articles that may be found; nil for all.
	Scope() docset.Set
	// Sizes returns how many documents each segment has, removed ones included.
	Sizes() []int
	Articles() uint64
	Err() error
}

// Sets answers by sets of articles what suggestions and completion ask.
func Sets(ix Index) interface {
	Source
	Typing
} {
	return sets{ix}
}

type sets struct{ Index }

// articles is a set that is made when a third one is to meet it: to be counted, two need not.
type articles struct{ of, and docset.Set }

func (a *articles) set() docset.Set {
	if a.and != nil {
		a.of, a.and = a.of.And(a.and), nil
	}
	return a.of
}

func (a *articles) And(b Set) Set { return &articles{a.set(), b.(*articles).set()} }

func (a *articles) count() uint64 {
	if a.and != nil {
		return a.of.Overlap(a.and)
	}
	return a.of.Count()
}

func (s sets) Holding(l analysis.Level, t *analysis.Token) (Set, error) {
	held, err := s.Index.Holding(query.Text, l, t)
	return &articles{of: held}, err
}

func (s sets) Scope() Set {
	if scope := s.Index.Scope(); scope != nil {
		return &articles{of: scope}
	}
	return nil
}

func (s sets) Counts(sets []Set) ([]uint64, error) {
	counts := make([]uint64, len(sets))
	for i := range sets {
		counts[i] = sets[i].(*articles).count()
	}
	return counts, nil
}

func (s sets) SideBySide(pairs []Pair) (places []int, err error) {
	places = make([]int, len(pairs))
	for i := range pairs {
		if places[i], err = s.Index.SideBySide(pairs[i]); err != nil {
			return nil, err
		}
	}
	return places, nil
}

// all is the set of articles that hold all of some words in any form; nil of no words.
func (s sets) all(in query.Field, words []analysis.Token) (set docset.Set, err error) {
	for i := range words {
		held, err := s.Index.Holding(in, analysis.Stem, &words[i])
		if err != nil {
			return nil, err
		}
		set = docset.Both(set, held)
	}
	return set, nil
}

func (s sets) Beside(head, words []analysis.Token) (articles []uint64, together bool, err error) {
	with, err := s.all(query.Text, head)
	if err != nil {
		return nil, false, err
	}
	together = with != nil && with.Count() > 0 // better a word that goes with none than no word
	articles = make([]uint64, len(words))
	for i := range words {
		if !together {
			if articles[i], _, err = s.Look(&words[i]); err != nil {
				return nil, false, err
			}
			continue
		}
		held, err := s.Index.Holding(query.Text, analysis.Exact, &words[i])
		if err != nil {
			return nil, false, err
		}
		articles[i] = held.Overlap(with)
	}
	return articles, together, nil
}

func (s sets) Sample(t *analysis.Token, head []analysis.Token, n int) ([]string, error) {
	with, err := s.all(query.Text, head)
	if err != nil {
		return nil, err
	}
	return s.Index.Sample(t, with, n)
}

func (s sets) Phrases(texts []string) (articles []uint64, err error) {
	articles = make([]uint64, len(texts))
	for i, text := range texts {
		if articles[i], _, err = s.Count(&query.Phrase{Text: text}); err != nil {
			return nil, err
		}
	}
	return articles, nil
}

func (s sets) Titles(head, words []analysis.Token, n int) ([]Titled, error) {
	with, err := s.all(query.Title, head)
	if err != nil {
		return nil, err
	}
	fit := docset.Empty(len(s.Sizes()))
	for i := range words {
		held, err := s.Index.Holding(query.Title, analysis.Stem, &words[i])
		if err != nil {
			return nil, err
		}
		fit = fit.Or(held)
	}
	return s.Index.Titles(docset.Both(fit, with), n)
}

package suggest

import (
	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
)

// Sets answers what completion asks by sets of articles.
func Sets(src Source) Typing { return sets{src} }

type sets struct{ Source }

// all is the set of articles that hold all of some words in any form; nil of no words.
func (s sets) all(in query.Field, words []analysis.Token) (set docset.Set, err error) {
	for i := range words {
		held, err := s.Holding(in, analysis.Stem, &words[i])
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
		held, err := s.Holding(query.Text, analysis.Exact, &words[i])
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
	return s.Source.Sample(t, with, n)
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
		held, err := s.Holding(query.Title, analysis.Stem, &words[i])
		if err != nil {
			return nil, err
		}
		fit = fit.Or(held)
	}
	return s.Source.Titles(docset.Both(fit, with), n)
}

package fihris

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/measure"
	"github.com/fihris-search/fihris/internal/query"
)

// Scope is a set of articles: those that a query counts, of those that a filter lets
// through. The zero Scope is all articles.
type Scope struct {
	Query  Query
	Filter Filter
}

// internal is the scope in an index with these fields of its own.
func (s Scope) internal(own query.Own) (index.Scope, error) {
	in := index.Scope{Filter: s.Filter.internal()}
	q, err := s.Query.ready(own)
	if q.node != nil {
		in.Query = q.tree()
	}
	return in, err
}

// KeywordsRequest asks for the words that are typical of a set of articles.
type KeywordsRequest struct {
	In        Scope
	Against   *Scope // what it is compared with; nil means all other articles
	Level     Level
	StopWords bool // stop words too
	Least     int  // only words that stand so often in the articles of In; 0 means 5
	New       bool // only words that stand nowhere in the articles of Against
	Limit     int  // at most so many; 0 means 50
}

// Keyword is a word that is more frequent in one set of articles than in another.
type Keyword struct {
	Word                        string   // at the level asked for, as people write it; a root as it is
	Forms                       []string // its forms in the set, the most frequent four
	In, Against                 uint64   // how often it stands in both
	InArticles, AgainstArticles uint64   // in how many articles
	PerMillion                  float64  // In, of a million words
	AgainstPerMillion           float64

	// LogLikelihood is G² (Dunning 1993; for keywords: Rayson and Garside 2000): how sure it is that
	// the word is more frequent in the set. 15.13 is p < 0.0001.
	LogLikelihood float64
	// LogRatio is the binary logarithm of the ratio of the relative frequencies (Hardie 2014): how
	// much more frequent it is. Half an occurrence stands for none.
	LogRatio float64
	// Dispersion is the deviation of proportions DP (Gries 2008) over the articles of the set: 0 for a
	// word that is in all of them alike, towards 1 for one of few articles.
	Dispersion float64
}

// Keywords is the answer to a [KeywordsRequest].
type Keywords struct {
	Keywords                    []Keyword
	Total                       int    // keywords that are frequent enough, shown or not
	In, Against                 uint64 // words of both sets
	InArticles, AgainstArticles uint64
}

// ErrNoArticles is the error of a comparison in which a set is empty.
var ErrNoArticles = errors.New("no article to count in")

// Keywords finds the words that are more frequent in a set of articles than in another, the
// surest first. Frequencies are relative to all words of the articles, stop words included.
func (ix *Index) Keywords(ctx context.Context, req KeywordsRequest) (Keywords, error) {
	doing := "find keywords in " + ix.name()
	level, err := req.Level.internal()
	if err != nil {
		return Keywords{}, wrap(doing, err)
	}
	scope, err := req.In.internal(ix.ix.Own())
	if err != nil {
		return Keywords{}, wrap(doing, err)
	}
	in := index.WordsRequest{In: scope, Rest: req.Against == nil, Level: level, StopWords: req.StopWords, Least: leastOf(req.Least, 5)}
	if req.Against != nil {
		if in.Against, err = req.Against.internal(ix.ix.Own()); err != nil {
			return Keywords{}, wrap(doing, err)
		}
	}
	res, err := ix.ix.Words(ctx, in)
	if err != nil {
		return Keywords{}, wrap(doing, err)
	}
	switch {
	case res.InArticles == 0:
		return Keywords{}, wrap(doing, fmt.Errorf("%w: the set is empty", ErrNoArticles))
	case res.AgainstArticles == 0:
		return Keywords{}, wrap(doing, fmt.Errorf("%w: there is nothing to compare it with", ErrNoArticles))
	}
	out := Keywords{In: res.In, Against: res.Against, InArticles: res.InArticles, AgainstArticles: res.AgainstArticles}
	for i := range res.Words {
		w := &res.Words[i]
		t := measure.Table{Together: float64(w.In), Part: float64(res.In), Word: float64(w.In + w.Against), All: float64(res.In + res.Against)}
		if float64(w.In) <= t.Expected() || req.New && w.Against > 0 {
			continue
		}
		out.Keywords = append(out.Keywords, Keyword{
			Word: w.Word, Forms: w.Forms, In: w.In, Against: w.Against, InArticles: w.InArticles, AgainstArticles: w.AgainstArticles,
			PerMillion: measure.PerMillion(w.In, res.In), AgainstPerMillion: measure.PerMillion(w.Against, res.Against),
			LogLikelihood: t.LogLikelihood(), LogRatio: t.LogRatio(), Dispersion: w.Dispersion,
		})
	}
	out.Total = len(out.Keywords)
	out.Keywords = best(out.Keywords, req.Limit, func(a, b *Keyword) int {
		return cmp.Or(cmp.Compare(b.LogLikelihood, a.LogLikelihood), cmp.Compare(a.Word, b.Word))
	})
	var words []*string
	for i := range out.Keywords {
		words = pointers(words, &out.Keywords[i].Word, out.Keywords[i].Forms, req.Level)
	}
	return out, wrap(doing, ix.spell(ctx, words))
}

// NGramsRequest asks for the runs of words that stand often in a set of articles.
type NGramsRequest struct {
	In        Scope
	Level     Level // stop words are their forms at every level
	Words     int   // in a run: 2 to 5; 0 means 2
	StopWords bool  // also runs that begin or end with a stop word
	Least     int   // only runs that stand so often, 2 at least; 0 means 5
	Limit     int   // at most so many; 0 means 50
}

// NGram is a run of words.
type NGram struct {
	Words       []string // at the level asked for, as people write them
	Occurrences uint64
	Articles    uint64 // that hold it
}

// NGrams counts runs of words within a sentence, the most frequent first, and how many there are
// that stand often enough. Words of a name of several words are words of the run.
func (ix *Index) NGrams(ctx context.Context, req NGramsRequest) (grams []NGram, total int, err error) {
	doing := "count runs of words in " + ix.name()
	level, err := req.Level.internal()
	if err != nil {
		return nil, 0, wrap(doing, err)
	}
	words := req.Words
	if words == 0 {
		words = 2
	}
	scope, err := req.In.internal(ix.ix.Own())
	if err != nil {
		return nil, 0, wrap(doing, err)
	}
	limit := req.Limit
	if limit == 0 {
		limit = defaultBest
	}
	all, total, err := ix.ix.NGrams(ctx, index.NGramRequest{
		Scope: scope, Level: level, Words: words, StopWords: req.StopWords, Least: leastOf(req.Least, 5), Limit: max(limit, 0),
	})
	if err != nil {
		return nil, 0, wrap(doing, err)
	}
	for _, g := range all {
		grams = append(grams, NGram(g))
	}
	var spelled []*string
	if req.Level != LevelRoot {
		for i := range grams {
			for k := range grams[i].Words {
				spelled = append(spelled, &grams[i].Words[k])
			}
		}
	}
	return grams, total, wrap(doing, ix.spell(ctx, spelled))
}

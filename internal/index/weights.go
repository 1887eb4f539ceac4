package index

import "fmt"

// Weights say what counts for how much in the score. They were found on seven
// collections and confirmed on seven others: docs/ranking.md.
type Weights struct {
	// The first stage: every article, a sum of BM25 scores.
	Stem  float64 // the word asked for
	Exact float64 // as it is spelled
	Root  float64 // its family
	Title float64 // in the title once more, at the level asked for
	Part  float64 // a word of a name that is asked for, at the stem level

	// The second stage: the first hits, by where their words stand.
	TitleExact float64 // the title, as it is spelled
	TitleRoot  float64 // the title, by the family
	Window     float64 // share of the query within its best 16 words, of all its weight
	Lead       float64 // share within the first 30 words, of the same
	Pairs      float64 // words that stand side by side in the query and in the article
	Spelling   float64 // a word spelled as it was typed, of its idf
	Coverage   float64 // exponent of the share of the query that the article has at the root level

	Meaning float64 // nearness of meaning, of the best score of words: see meaning.Fusion
}

// DefaultWeights are those that nothing else is said about.
var DefaultWeights = Weights{
	Stem: 1, Exact: .4, Root: .7, Title: .2, Part: .1,
	TitleExact: .4, TitleRoot: .15, Window: .7, Lead: .4, Pairs: .15, Spelling: .2, Coverage: .1,
	Meaning: .25,
}

// mostWeight bounds every weight, and leastWeight those that are not 0.
const (
	mostWeight  = 1000
	leastWeight = 1.0 / mostWeight
)

// complete returns the weights to search with, or says which of them is none.
func (w *Weights) complete() (*Weights, error) {
	if w == nil {
		return &DefaultWeights, nil
	}
	for _, one := range [...]struct {
		name  string
		value float64
	}{
		{"Stem", w.Stem}, {"Exact", w.Exact}, {"Root", w.Root}, {"Title", w.Title}, {"Part", w.Part}, {"TitleExact", w.TitleExact}, {"TitleRoot", w.TitleRoot},
		{"Window", w.Window}, {"Lead", w.Lead}, {"Pairs", w.Pairs}, {"Spelling", w.Spelling}, {"Coverage", w.Coverage}, {"Meaning", w.Meaning},
	} {
		if one.value != 0 && !(one.value >= leastWeight && one.value <= mostWeight) { // NaN neither
			return nil, fmt.Errorf("%w: the weight %s is 0, or a number from 1/%d to %d, not %v", ErrRequest, one.name, mostWeight, mostWeight, one.value)
		}
	}
	if w.Stem == 0 {
		return nil, fmt.Errorf("%w: the weight Stem, of the words that are asked for, is not 0", ErrRequest)
	}
	return w, nil
}

// What is not to be set: a phrase's own rarity already makes it weigh more than
// its words.
const (
	weightPhrase = 1.0
	weightTyped  = 0.05 // the word that was typed, where another counts as much
)

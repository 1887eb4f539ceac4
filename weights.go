package fihris

import "github.com/fihris-search/fihris/internal/index"

// Weights say what counts for how much in the score: see docs/ranking.md, which says
// how the default ones were found. Those of another collection may be better ones; whoever changes them
// should measure (fihris eval).
type Weights struct {
	// The first stage: every article, a sum of BM25 scores.
	Stem  float64 // the word asked for, in any form; not 0
	Exact float64 // as it is spelled
	Root  float64 // its family
	Title float64 // in the title once more, at the level asked for
	Part  float64 // a word of a name that is asked for

	// The second stage: the first hits, by where their words stand; see Request.FirstStage.
	TitleExact float64 // the title, as it is spelled
	TitleRoot  float64 // the title, by the family
	Window     float64 // share of the query within its best 16 words, of all its weight
	Lead       float64 // share within the first 30 words, of the same
	Pairs      float64 // words that stand side by side in the query and in the article
	Spelling   float64 // a word spelled as it was typed, of its rarity
	Coverage   float64 // exponent of the share of the query that the article has at the root level

	// With Options.Embedder: nearness of meaning, of the best score of words.
	Meaning float64
}

// weights are the weights by their names, in their order.
var weights = []struct {
	name string
	of   func(*Weights) *float64
}{
	{"stem", func(w *Weights) *float64 { return &w.Stem }},
	{"exact", func(w *Weights) *float64 { return &w.Exact }},
	{"root", func(w *Weights) *float64 { return &w.Root }},
	{"title", func(w *Weights) *float64 { return &w.Title }},
	{"part", func(w *Weights) *float64 { return &w.Part }},
	{"title_exact", func(w *Weights) *float64 { return &w.TitleExact }},
	{"title_root", func(w *Weights) *float64 { return &w.TitleRoot }},
	{"window", func(w *Weights) *float64 { return &w.Window }},
	{"lead", func(w *Weights) *float64 { return &w.Lead }},
	{"pairs", func(w *Weights) *float64 { return &w.Pairs }},
	{"spelling", func(w *Weights) *float64 { return &w.Spelling }},
	{"coverage", func(w *Weights) *float64 { return &w.Coverage }},
	{"meaning", func(w *Weights) *float64 { return &w.Meaning }},
}

// WeightNames lists the names of the weights, as the command and the HTTP interface take
// them: title, title_exact.
func WeightNames() (names []string) {
	for i := range weights {
		names = append(names, weights[i].name)
	}
	return names
}

// Of returns the weight of a name, to be read or set; nil where there is none.
func (w *Weights) Of(name string) *float64 {
	for i := range weights {
		if weights[i].name == name {
			return weights[i].of(w)
		}
	}
	return nil
}

// DefaultWeights returns the weights of a request that names none.
func DefaultWeights() Weights { return Weights(index.DefaultWeights) }

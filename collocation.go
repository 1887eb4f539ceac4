package fihris

import (
	"cmp"
	"context"
	"slices"

	"github.com/fihris-search/fihris/internal/index"
	"github.com/fihris-search/fihris/internal/measure"
)

// Measure is how closely two words go together.
type Measure string

// The measures. With O how often the collocate stands near the node, E how often it would if
// words were strewn at random (words near the node × frequency of the collocate / all words), f the
// frequencies:
const (
	LogDice           Measure = "logdice"        // 14 + log₂(2·O/(f(node)+f(collocate))); Rychlý 2008. At most 14; the same in collections of any size
	LogLikelihood     Measure = "log-likelihood" // G² = 2·Σ O·ln(O/E) over the four cells of the table, negative for O < E; Dunning 1993. How sure it is
	TScore            Measure = "t"              // (O−E)/√O; Church, Gale, Hanks and Hindle 1991. Prefers frequent words
	MutualInformation Measure = "mi"             // log₂(O/E), in bits; Church and Hanks 1990. Prefers rare words
	Frequency         Measure = "frequency"      // O
)

// Measures lists the measures.
var Measures = []Measure{LogDice, LogLikelihood, TScore, MutualInformation, Frequency}

// CollocationRequest asks for the words that stand near the occurrences of a study.
type CollocationRequest struct {
	Study
	Before, After int     // how many words before and behind count as near; both 0 mean 5 each; below 0 none
	StopWords     bool    // stop words too
	Least         int     // only collocates that stand near so often; 0 means 5
	By            Measure // the best first; empty means LogDice
	Limit         int     // at most so many; 0 means 50
}

// Collocate is a word that stands near the occurrences of a study. A word that is near to
// two of them counts once, on the side of the nearer one, and before it where both are as near;
// one within an occurrence is no neighbour.
type Collocate struct {
	Word   string   // at the level of the study: the lexeme or the form as people write it, or the root
	Forms  []string // the forms in which it stands near, the most frequent four
	Near   uint64   // O: how often it stands near
	Before uint64   // of these, before the occurrence
	After  uint64   // and behind it
	All    uint64   // f(collocate): how often it stands in all articles of the filter

	LogDice, LogLikelihood, T, MI float64
}

// Collocations is the answer to a [CollocationRequest].
type Collocations struct {
	Collocates  []Collocate
	Total       int    // collocates that are frequent enough, shown or not
	Occurrences uint64 // f(node)
	Near        uint64 // words near occurrences; a name of several words counts beside its words
	Words       uint64 // words of all articles of the filter, counted likewise
}

// Collocations finds the words that stand near the occurrences of a study more often
// than chance has it. Words count within one title or body. Equals come in the order of letters.
func (ix *Index) Collocations(ctx context.Context, req CollocationRequest) (Collocations, error) {
	doing := "find collocations in " + ix.name()
	study, err := req.Study.internal(ix.ix.Own())
	if err != nil {
		return Collocations{}, wrap(doing, err)
	}
	by := req.By
	if by == "" {
		by = LogDice
	}
	if !slices.Contains(Measures, by) {
		return Collocations{}, wrap(doing, unknownName("measure", by, Measures))
	}
	if req.Before == 0 && req.After == 0 {
		req.Before, req.After = 5, 5
	}
	res, err := ix.ix.Collocations(ctx, index.CollocationRequest{
		Study: study, Before: min(req.Before, mostWindow), After: min(req.After, mostWindow), StopWords: req.StopWords, Least: leastOf(req.Least, 5),
	})
	if err != nil {
		return Collocations{}, wrap(doing, err)
	}
	out := Collocations{Total: len(res.Words), Occurrences: res.Occurrences, Near: res.Near, Words: res.All}
	for i := range res.Words {
		w := &res.Words[i]
		c := Collocate{Word: w.Word, Forms: w.Forms, Near: w.Before + w.After, Before: w.Before, After: w.After, All: w.All}
		t := measure.Table{Together: float64(c.Near), Part: float64(res.Near), Word: float64(c.All), All: float64(res.All)}
		c.LogDice, c.LogLikelihood, c.T, c.MI = t.LogDice(float64(res.Occurrences)), t.LogLikelihood(), t.TScore(), t.MutualInformation()
		out.Collocates = append(out.Collocates, c)
	}
	out.Collocates = best(out.Collocates, req.Limit, func(a, b *Collocate) int {
		return cmp.Or(cmp.Compare(b.by(by), a.by(by)), cmp.Compare(b.Near, a.Near), cmp.Compare(a.Word, b.Word))
	})
	var words []*string
	for i := range out.Collocates {
		words = pointers(words, &out.Collocates[i].Word, out.Collocates[i].Forms, req.Level)
	}
	return out, wrap(doing, ix.spell(ctx, words))
}

// by is the value of a measure.
func (c *Collocate) by(m Measure) float64 {
	switch m {
	case LogLikelihood:
		return c.LogLikelihood
	case TScore:
		return c.T
	case MutualInformation:
		return c.MI
	case Frequency:
		return float64(c.Near)
	}
	return c.LogDice
}

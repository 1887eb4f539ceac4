package analysis

import (
	"maps"
	"slices"
)

// Occurrences returns how often a form stands in the texts that the vocabulary
// was counted from: twice for the news and once for books, within 4 %; 0 for
// what was never seen. The form is folded as Exact and Stem of a [Token] are.
// Slips of authors were counted too, though they are rare.
func (a *Analyzer) Occurrences(form string) float64 {
	n := 0.0
	for _, w := range a.lex.alike(form) {
		n += a.lex.count("", w, "")
	}
	return n
}

// StopWords returns the stop words in the form of Exact, sorted.
func (a *Analyzer) StopWords() []string {
	return slices.Compact(slices.Sorted(maps.Values(a.stops)))
}

// OccurrencesAs is [Analyzer.Occurrences] of the one word that is so written:
// of spending, not of tunnels, whose folded form is the same.
func (a *Analyzer) OccurrencesAs(written string) float64 {
	return a.lex.count("", a.lex.settle(FoldWritten(written)), "")
}

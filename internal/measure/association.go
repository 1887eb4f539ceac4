// Package measure has the measures of corpus linguistics: how closely two words
// go together, how typical a word is of some texts, how evenly it is spread, how a
// series of figures moves. It knows numbers only.
//
// What is observed of two words, or of a word in two sets of texts, is a table of
// two rows and two columns ([Table]); the names of its cells are those of Evert,
// Corpora and collocations (in: Lüdeling and Kytö, Corpus Linguistics, 2008).
package measure

import "math"

// Table is what was counted of a word in a part of some texts and in all of them.
// For collocations the part is what stands near the node; for keywords it is the
// set of texts.
type Table struct {
	Together float64 // O11: the word in the part
	Part     float64 // R1: all words of the part
	Word     float64 // C1: the word everywhere
	All      float64 // N: all words everywhere
}

// Expected is E11 = R1·C1/N: how often the word would stand in the part if it stood
// anywhere with the same likelihood.
func (t Table) Expected() float64 {
	if t.All == 0 {
		return 0
	}
	return t.Part * t.Word / t.All
}

// LogLikelihood is the statistic G² of Dunning (Accurate Methods for the Statistics
// of Surprise and Coincidence, Computational Linguistics 19:1, 1993) over the four
// cells of the table,
//
//	G² = 2 Σ O ln(O/E),
//
// with the sign of O11−E11: it is negative for words that are rarer in the part than
// elsewhere. 3.84, 6.63, 10.83 and 15.13 are the critical values for p < 0.05, 0.01,
// 0.001 and 0.0001 with one degree of freedom.
func (t Table) LogLikelihood() float64 {
	if t.All == 0 {
		return 0
	}
	rows := [2]float64{t.Part, t.All - t.Part}
	columns := [2]float64{t.Word, t.All - t.Word}
	observed := [2][2]float64{
		{t.Together, t.Part - t.Together},
		{t.Word - t.Together, t.All - t.Part - t.Word + t.Together},
	}
	sum := 0.0
	for i, row := range rows {
		for j, column := range columns {
			if o := observed[i][j]; o > 0 {
				sum += o * math.Log(o*t.All/(row*column))
			}
		}
	}
	g := max(2*sum, 0) // what rounding may leave below
	if t.Together < t.Expected() {
		return -g
	}
	return g
}

// MutualInformation is MI = log₂(O11/E11) (Church and Hanks, Word Association Norms,
// Mutual Information, and Lexicography, Computational Linguistics 16:1, 1990), in
// bits. It prefers rare words: use it with a least frequency.
func (t Table) MutualInformation() float64 {
	if t.Together == 0 || t.Expected() == 0 {
		return math.Inf(-1)
	}
	return math.Log2(t.Together / t.Expected())
}

// TScore is t = (O11−E11)/√O11 (Church, Gale, Hanks and Hindle, Using Statistics in
// Lexical Analysis, 1991). It prefers frequent words.
func (t Table) TScore() float64 {
	if t.Together == 0 {
		return math.Inf(-1)
	}
	return (t.Together - t.Expected()) / math.Sqrt(t.Together)
}

// LogDice is 14 + log₂(2·f(xy)/(f(x)+f(y))) (Rychlý, A Lexicographer-Friendly
// Association Score, RASLAN 2008): node is f(x), the frequency of the node. It is 14
// at most, and does not depend on how many words there are: a point more is twice as
// often.
func (t Table) LogDice(node float64) float64 {
	if t.Together == 0 {
		return math.Inf(-1)
	}
	return 14 + math.Log2(2*t.Together/(node+t.Word))
}

// LogRatio is log₂ of the relative frequency in the part over that elsewhere (Hardie,
// Log Ratio: an informal introduction, 2014): the size of a difference, of which
// LogLikelihood says how sure it is. Half an occurrence stands for none.
func (t Table) LogRatio() float64 {
	elsewhere, words := t.Word-t.Together, t.All-t.Part
	if t.Part == 0 || words == 0 {
		return 0
	}
	return math.Log2((max(t.Together, .5) / t.Part) / (max(elsewhere, .5) / words))
}

// PerMillion is how often something occurs in a million words; 0 in none.
func PerMillion(occurrences, words uint64) float64 {
	if words == 0 {
		return 0
	}
	return float64(occurrences) * 1e6 / float64(words)
}

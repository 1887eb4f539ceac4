package analysis

import (
	"fmt"
	"strings"
)

// Explanation says how a token came to its terms, a sentence for every step.
type Explanation struct {
	Token
	ExactWhy []string // from the text to Exact
	StemWhy  []string // from Exact to Stem: the rule, family or evidence
	RootWhy  []string // from Stem to Root
}

// Explain explains the first token of a text.
func (a *Analyzer) Explain(word string) Explanation {
	if all := a.ExplainText(word); len(all) > 0 {
		return all[0]
	}
	return Explanation{}
}

// ExplainText explains every token of a text.
func (a *Analyzer) ExplainText(text string) []Explanation {
	var all []Explanation
	for _, t := range a.AppendTokens(nil, text) {
		e := Explanation{Token: t, ExactWhy: a.explainExact(text[t.Start:t.End], t)}
		switch {
		case t.Stop:
			e.StemWhy = []string{"a stop word has neither stem nor root"}
		case isArabic(t.Exact):
			e.StemWhy = a.stems.explainStem(t.Exact)
			e.RootWhy = a.stems.explainRoot(t.Stem)
		default:
			e.StemWhy = explainForeign(t)
			e.RootWhy = []string{"a word that is not Arabic is its own root"}
		}
		all = append(all, e)
	}
	return all
}

func explainForeign(t Token) []string {
	switch {
	case isNumber(t.Exact):
		return []string{"a number is its own stem"}
	case isAddress(t.Exact):
		return []string{"the stem of an address is its host"}
	case isEnglish(t.Exact):
		return []string{fmt.Sprintf("Snowball's English stemmer gives %s", t.Stem)}
	}
	return []string{"a word of another script is its own stem"}
}

// letterSteps are the rules of folding, by what they look for.
var letterSteps = []struct {
	has func(rune) bool
	say string
}{
	{func(r rune) bool { return r == tatweel }, "tatweel goes"},
	{func(r rune) bool { return r == markHamzaAbove || r == markHamzaBelow }, "a hamza written as a mark joins its letter"},
	{func(r rune) bool {
		return classOf(r) == classMark && r != tatweel && r != markHamzaAbove && r != markHamzaBelow
	}, "vowel marks go"},
	{func(r rune) bool { return classOf(r) == classControl }, "invisible controls go"},
	{func(r rune) bool { return r >= 0xFB50 && classOf(r) == classArabic }, "presentation forms become letters"},
	{isAlefVariant, "alef with hamza, madda or wasla becomes alef"},
	{func(r rune) bool { return r == wawHamza || r == yehHamza }, "hamza on waw or yeh becomes hamza"},
	{isForeignLetter, "letters of other languages become the Arabic letter of their shape or sound"},
	{func(r rune) bool { return classOf(r) == classDigit && r > '9' }, "digits become ASCII"},
	{func(r rune) bool { return classOf(r) == classLetter && string(appendFoldedLatin(nil, r)) != string(r) }, "Latin letters become lower case without accents"},
}

func isAlefVariant(r rune) bool {
	return classOf(r) == classArabic && r != alef && r < 0x0700 && letterFold[r&0xFF] == alef
}

func isForeignLetter(r rune) bool {
	if r >= 0x0700 && r < 0xFB50 {
		return classOf(r) == classArabic
	}
	return r > alefWasla && r < 0x0700 && classOf(r) == classArabic && !isAlefVariant(r)
}

// explainExact names the rules that made the exact form of a token.
func (a *Analyzer) explainExact(text string, t Token) (why []string) {
	for _, step := range letterSteps {
		if strings.ContainsFunc(text, step.has) {
			why = append(why, step.say)
		}
	}
	if !isArabic(t.Exact) {
		if r := []rune(text); len(r) > 0 && classOf(r[0]) == classArabic {
			why = append(why, "the proclitics written onto it are left out")
		}
		return why
	}
	if len(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '_' })) > 1 {
		return append(why, "these words are one name and become one token")
	}
	return append(why, a.explainEnd(text, t)...)
}

// explainEnd names what became of the letters that the vocabulary or the stop
// words decide about.
func (a *Analyzer) explainEnd(text string, t Token) (why []string) {
	kept := cutRunes(foldKeepMaksura(text), maxRunes)
	folded := Fold(kept)
	switch {
	case t.Stop && t.Exact != kept:
		why = append(why, "a usual spelling of the stop word "+t.Exact)
	case t.Stop:
		why = append(why, "in the list of stop words")
	case kept != folded:
		why = append(why, "alef maksura becomes yeh: it is no stop word")
	}
	if !t.Stop && folded != t.Exact {
		why = append(why, "the vocabulary knows this word with the other of heh and teh marbuta at its end")
	}
	return why
}

package analysis

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
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
			e.StemWhy = a.rules().explainStem(a.settled(text[t.Start:t.End], t))
			e.RootWhy = a.rules().explainRoot(t.Stem)
		default:
			e.StemWhy = a.explainForeign(t)
			e.RootWhy = a.explainForeignRoot(t)
		}
		all = append(all, e)
	}
	return all
}

// settled is the word that was stemmed for a token.
func (a *Analyzer) settled(text string, t Token) string {
	if exact, word, _ := a.spell(text); exact == t.Exact {
		return word
	}
	_, word, _ := a.spell(t.Exact)
	return word
}

// explainForeign follows Analyzer.stem for what is not Arabic.
func (a *Analyzer) explainForeign(t Token) []string {
	of, listed := a.rules().fam.of(t.Exact)
	switch {
	case listed:
		return []string{fmt.Sprintf("%s is in the family of %s", t.Exact, of)}
	case isAddress(t.Exact):
		return []string{"the stem of an address is its host"}
	case isEnglish(t.Exact):
		return []string{fmt.Sprintf("Snowball's English stemmer makes %s of it", t.Stem)}
	case isNumber(t.Exact):
		return []string{"a number is its own stem"}
	}
	return []string{"a word of another script, or with digits, is its own stem"}
}

func (a *Analyzer) explainForeignRoot(t Token) []string {
	if isArabic(t.Stem) {
		return a.rules().explainRoot(t.Stem)
	}
	return []string{"what is not Arabic is its own root"}
}

// letterRules are the rules of folding, by the runes that each is about.
var letterRules = []struct {
	about func(rune) bool
	say   string
}{
	{func(r rune) bool { return r == tatweel }, "tatweel goes"},
	{isHamzaMark, "hamza written as a mark joins the letter before it"},
	{func(r rune) bool { return classOf(r) == classMark && r != tatweel && !isHamzaMark(r) }, "vowel marks go"},
	{func(r rune) bool { return classOf(r) == classControl }, "invisible controls go"},
	{isPresentationForm, "presentation forms become the letters that they show"},
	{isAlefVariant, "alef with hamza, madda or wasla becomes alef"},
	{func(r rune) bool { return r == wawHamza || r == yehHamza }, "hamza on waw or yeh becomes hamza"},
	{isForeignLetter, "letters of other languages become the Arabic letter of their shape or sound"},
	{func(r rune) bool { return classOf(r) == classDigit && r > '9' }, "digits become ASCII"},
	{func(r rune) bool { return classOf(r) == classLetter && unicode.IsUpper(r) }, "capitals become small letters"},
	{isAccented, "accents go"},
	{isApostrophe, "apostrophes go"},
}

func isHamzaMark(r rune) bool { return r == markHamzaAbove || r == markHamzaBelow }

func isPresentationForm(r rune) bool { return r >= firstForm && classOf(r) == classArabic }

func isAlefVariant(r rune) bool {
	return isBasicLetter(r) && r != alef && letterFold[r&0xFF] == alef
}

func isForeignLetter(r rune) bool {
	if !isBasicLetter(r) {
		return r < firstForm && classOf(r) == classArabic
	}
	return (r < hamza || r > yeh) && !isAlefVariant(r)
}

// isBasicLetter reports whether a letter is in the block of Arabic itself.
func isBasicLetter(r rune) bool { return r >= 0x0600 && r <= 0x06FF && classOf(r) == classArabic }

func isAccented(r rune) bool {
	if classOf(r) == classAccent {
		return true
	}
	return r >= 0x80 && classOf(r) == classLetter && string(appendFoldedLatin(nil, r)) != string(unicode.ToLower(r))
}

// explainExact names the rules that made the exact form of a token.
func (a *Analyzer) explainExact(text string, t Token) (why []string) {
	for _, rule := range letterRules {
		if strings.ContainsFunc(text, rule.about) {
			why = append(why, rule.say)
		}
	}
	if sign, n := utf8.DecodeRuneInString(text); n == len(text) && signs[sign] != "" {
		return []string{"the sign stands for the words " + signs[sign]}
	}
	arabic := isArabic(strings.TrimLeftFunc(text, func(r rune) bool { return classOf(r) != classArabic && !startsWord(classOf(r)) }))
	switch {
	case arabic && !isArabic(t.Exact):
		return append(why, "the proclitics written onto it are left out")
	case isNumber(t.Exact) && isPrefixed(text, t.Exact):
		return append(why, "00 before a telephone number goes, as + does")
	case isNumber(t.Exact) && strings.ContainsFunc(text, func(r rune) bool { return IsNumberSeparator(r) || unicode.IsSpace(r) }):
		return append(why, "separators of thousands go, that of the decimals is a point")
	case isDotted(t.Exact):
		return append(why, "an abbreviation: the points stay, for without them it is another word")
	case t.Role == Name && !strings.ContainsFunc(text, unicode.IsSpace) && a.joins.word(a.Word(text).Exact).unit == t.Exact:
		return append(why, "behind a number it means "+t.Exact)
	case t.Role == Name && !isArabic(t.Exact):
		return append(why, "these parts are one, which is found beside them")
	case !isAddress(t.Exact) && strings.Contains(text, "."):
		return append(why, "an abbreviation: the points go")
	case !arabic && strings.HasSuffix(t.Exact, "+") || strings.HasSuffix(t.Exact, "#"):
		return append(why, "the sign behind it tells it from the letter")
	case !arabic:
		return why
	case t.Role != Name && t.Role != Inner && isBroken(text):
		why = append(why, "what stands apart, or in two lines, is one word")
		return append(why, explainEnd(mend(text), t)...)
	case strings.ContainsFunc(text, func(r rune) bool { return r == '_' || unicode.IsSpace(r) }):
		why = append(why, "these words are one name, which is found beside them")
		if t.Stop {
			why = append(why, "in the list of stop words")
		}
		return why
	}
	return append(why, explainEnd(text, t)...)
}

func isPrefixed(text, exact string) bool { return Fold(text) == "00"+exact }

// explainEnd names what the stop words or the vocabulary decided about a word.
func explainEnd(text string, t Token) (why []string) {
	kept := cutRunes(foldKeepMaksura(text), maxRunes)
	folded := Fold(kept)
	switch {
	case t.Stop && t.Exact != kept:
		return []string{"another spelling of the stop word " + t.Exact}
	case t.Stop:
		return []string{"in the list of stop words"}
	case strings.HasPrefix(t.Exact, madda):
		return []string{"madda stays, or it would look like a stop word"}
	case kept != folded:
		why = append(why, "alef maksura becomes yeh, for it is no stop word")
	}
	if strings.HasPrefix(text, oldMadda) {
		why = append(why, "hamza and alef at the beginning are alef with madda")
	}
	if folded != t.Exact {
		why = append(why, fmt.Sprintf("the vocabulary knows %s rather than %s", t.Exact, folded))
	}
	return why
}

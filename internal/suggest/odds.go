package suggest

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/spell"
)

// How a replacement is chosen, in logarithms like those of package spell. They
// were set by damaging headlines and questions and counting what was repaired
// and what was left alone.
const (
	gainWord       = 3.0 // what it is worth that an article holds one more of the words
	gainAll        = 3.0 // the same for all of them
	weightArticles = 0.5 // how much the number of articles counts that hold so many
	weightDocs     = 0.5 // how much the frequency of a replacement counts
	toStop         = 2.0 // what it costs to become a stop word, and again if by no likely slip
	toApart        = 1.5 // what it costs to become several words
	toStopBehind   = 6.0 // and that the last of them is a stop word so short that any letters may be it

	wordsOfLanguage = 18.7 // how many words the language was counted in
	stopCount       = 1e5  // how often it has a stop word at least

	overUnknown = 0.0  // by how much likelier it must be that a word is a slip, where neither index nor language have it
	overSlip    = -4.0 // the same where it is a likely slip
	overRare    = -1.5 // the same where few articles have it, the language has not, and many times as many have the other
	timesSlip   = 30   // how many times
	overForm    = 0.0  // the same where the language has the word, but not this form of it
	overWord    = 2.0  // the same where one of them has
	formsOfWord = 100  // how many times as common as a form of it a word is, about
	rareForms   = 1000 // the same of a form that few articles have, and the language not at all
	overSound   = -1.0 // the same where then one article holds all of the words, as it does of most sound queries
	overSure    = 2.5  // the same for it to be searched without asking
	leastApart  = -12. // how likely several words must be in place of what is none, for each space

	shortStop = 3              // letters of one
	fewEvery  = 1000           // few articles have a word: one of so many
	cheapSlip = spell.Unit / 2 // how far off a replacement of a word that is a word may be
)

// accepts says whether a word in doubt is replaced. The best article lacked so
// many words before.
func (sp *speller) accepts(w *asked, f *fix, before int) bool {
	apart := strings.Count(f.form, " ") // words more than there were
	switch {
	case f.missing > before+apart:
		return false
	case f.last > f.first && w.Exact == analysis.Article:
		return strings.ContainsFunc(sp.asked[f.last].Exact, unicode.IsLetter) // nobody writes it alone
	case f.distance > cheapSlip && allStop(f.tokens):
		return false // every article has them: that one holds the rest of the query says nothing
	case w.latin && f.missing == before:
		return false // what words of other languages there are is not known
	case w.isRareSlip() && !w.common && !w.latin && uint64(f.held) >= timesSlip*w.docs:
		return sp.odds(f, before) > overRare
	case w.isRareSlip() && !w.latin && uint64(f.held) >= timesSlip*w.docs:
		return sp.odds(f, before) > overForm
	case w.seen || w.latin:
		return sp.odds(f, before) > overWord
	case apart > 0:
		return f.score > leastApart*float64(apart) && (f.missing < before || !w.stemmed && !sp.hasOddWord(f.tokens))
	case sp.together.n == 1 && f.missing < before && f.score == f.likely && f.distance >= spell.Unit:
		return false // one article has it, no likely slip leads there
	}
	least := overUnknown
	if f.distance <= cheapSlip {
		least = overSlip
	}
	return (f.missing < before || !w.stemmed) && sp.odds(f, before) > least
}

// allStop says whether a text is of stop words only.
func allStop(tokens []analysis.Token) bool {
	return !slices.ContainsFunc(tokens, func(t analysis.Token) bool { return !t.Stop })
}

// odds says how much likelier it is that the words which a fix replaces are
// slips of it than that they are meant, as a logarithm: how much commoner it is
// than they are, less what it takes to slip, and how surprising it would be that
// an article holds it beside more of the other words than any did before, and that
// articles have it at once before or behind its neighbours: the
// more of them it lacks, the less it is what was looked for.
//
// How common words are the language says rather than the index: a small index
// lacks most words, and what is right may well be missing from it.
func (sp *speller) odds(f *fix, before int) float64 {
	a := sp.analyzer
	sideBySide := spell.Together - wordsOfLanguage // of one word and the next
	word, meant := -sideBySide, -sideBySide
	for _, w := range sp.asked[f.first : f.last+1] {
		forms := float64(formsOfWord)
		if w.isRareSlip() {
			forms = rareForms
		}
		n := max(a.Occurrences(w.Exact), a.Occurrences(w.Stem)/forms, float64(w.docs))
		if w.Stop {
			n = max(n, stopCount)
		}
		word += math.Log1p(n) + sideBySide
	}
	for _, t := range f.tokens {
		meant += math.Log1p(max(a.Occurrences(t.Exact), float64(f.held))) + sideBySide
	}
	odds := meant - word - spell.SlipCost(f.distance) + f.beside
	if f.missing < before {
		odds += f.surprise * float64(sp.together.n-f.missing) / float64(sp.together.n)
	}
	return odds
}

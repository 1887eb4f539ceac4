package suggest

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

	wordsOfLanguage = 18.7 // how many words the language was counted in
	stopCount       = 1e5  // how often it has a stop word at least

	overUnknown = 0.0  // by how much likelier it must be that a word is a slip, where neither index nor language have it
	overSlip    = -4.0 // the same where it is a likely slip
	overRare    = -1.5 // the same where few articles have it, the language has not, and many times as many have the other
	timesSlip   = 200  // how many times
	overWord    = 2.0  // the same where one of them has
	overSound   = -1.0 // the same where then one article holds all of the words, as it does of most sound queries
	leastApart  = -12. // how likely several words must be in place of what is none

	cheapSlip = spell.Unit / 2 // how far off a replacement of a word that is a word may be
)

// How many replacements of a word are tried.
const (
	triedDoubtful = 40
	triedKnown    = 25
)

// fix is a replacement of one or two words of the query.
type fix struct {
	first, last int // words
	form        string
	text        string // how to write it, if the query says; else as articles do
	tokens      []analysis.Token
	held        int // articles that hold the form
	distance    int
	likely      float64 // the score of package spell
	score       float64 // the same with less weight on how frequent it is
	context     float64 // how well it goes with the other words
	fit                 // the same in numbers
}

// speller looks for the words that were meant.
type speller struct {
	*search
	corrector *spell.Corrector
	together  *together
	fixes     []fix
}

// spellings offers the query with its slips undone: words in doubt are replaced
// where an article then holds more of the query; where none holds all of it
// even so, a word that is a word may be the slip of another.
func (s *search) spellings() error {
	t, err := newTogether(s.src, s.asked)
	if err != nil {
		return err
	}
	sp := &speller{search: s, together: t}
	sp.corrector = spell.NewCorrector(queryWords{s.words, s.counted}, slices.Concat(analysis.Proclitics(), analysis.ArticleProclitics()), func(form string) bool {
		w := s.analyzer.Word(form)
		return s.isCommon(&w)
	})
	for i := 0; i < len(s.asked); i++ {
		if !s.asked[i].isDoubtful() {
			continue
		}
		if err := sp.repair(i); err != nil {
			return err
		}
	}
	if s.missed && t.missing() > 0 {
		if err := sp.repairKnown(); err != nil {
			return err
		}
	}
	if len(sp.fixes) == 0 {
		return nil
	}
	return sp.offerFixes()
}

// repair replaces a word in doubt, if a replacement is good enough.
func (sp *speller) repair(i int) error {
	if sp.fixed(i) {
		return nil
	}
	if err := sp.src.Err(); err != nil {
		return err
	}
	w := &sp.asked[i]
	before := sp.together.missing()
	fixes := sp.proposals(i, triedDoubtful)
	if len(fixes) == 0 {
		return nil
	}
	best, err := sp.best(fixes)
	if err != nil || best == nil {
		return err
	}
	if !sp.accepts(w, best, before) {
		return nil
	}
	return sp.apply(best)
}

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
	case w.isRareSlip() && !w.latin && uint64(f.held) >= timesSlip*w.docs:
		return sp.odds(f, before) > overRare
	case w.seen || w.latin:
		return sp.odds(f, before) > overWord
	case apart > 0:
		return f.score > leastApart && (f.missing < before || !w.stemmed && !sp.hasOddWord(f.tokens))
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
// an article holds it beside more of the other words than any did before: the
// more of them it lacks, the less it is what was looked for.
//
// How common words are the language says rather than the index: a small index
// lacks most words, and what is right may well be missing from it.
func (sp *speller) odds(f *fix, before int) float64 {
	a := sp.analyzer
	sideBySide := spell.Together - wordsOfLanguage // of one word and the next
	word, meant := -sideBySide, -sideBySide
	for _, w := range sp.asked[f.first : f.last+1] {
		n := max(a.Occurrences(w.Exact), a.Occurrences(w.Stem)/100, float64(w.docs))
		if w.Stop {
			n = max(n, stopCount)
		}
		word += math.Log1p(n) + sideBySide
	}
	for _, t := range f.tokens {
		meant += math.Log1p(max(a.Occurrences(t.Exact), float64(f.held))) + sideBySide
	}
	odds := meant - word - spell.SlipCost(f.distance)
	if f.missing < before {
		odds += f.surprise * float64(sp.together.n-f.missing) / float64(sp.together.n)
	}
	return odds
}

// repairKnown replaces the one word, or puts the two together, after which an
// article holds all of the words, if that is likely enough.
func (sp *speller) repairKnown() error {
	if sp.together.missing() > 2 || sp.together.n < 2 {
		return nil
	}
	var fixes []fix
	for i := range sp.asked {
		if err := sp.src.Err(); err != nil {
			return err
		}
		if w := &sp.asked[i]; !sp.fixed(i) && !w.Stop && !w.quoted {
			fixes = append(fixes, sp.cheap(i)...)
		}
		if f, ok := sp.joined(i); ok {
			fixes = append(fixes, f)
		}
	}
	if _, err := sp.best(fixes); err != nil {
		return err
	}
	var best *fix
	least := overSound
	for i := range fixes {
		if f := &fixes[i]; f.missing == 0 {
			if odds := sp.odds(f, sp.together.missing()); odds > least {
				best, least = f, odds
			}
		}
	}
	if best == nil {
		return nil
	}
	return sp.apply(best)
}

// hasOddWord says whether one of the words is neither a stop word nor common:
// any two or three letters are a word somewhere.
func (sp *speller) hasOddWord(tokens []analysis.Token) bool {
	return slices.ContainsFunc(tokens, func(t analysis.Token) bool {
		return !t.Stop && (utf8.RuneCountInString(t.Exact) < 3 || sp.analyzer.Occurrences(t.Exact) < commonForm)
	})
}

// asksFor says whether the query has another word of this stem than the one at i.
func (sp *speller) asksFor(stem string, i int) bool {
	for k := range sp.asked {
		if k != i && sp.asked[k].Stem == stem {
			return true
		}
	}
	return false
}

// best returns the likeliest fix, seeing what goes with the other words; nil if
// there is none.
func (sp *speller) best(fixes []fix) (*fix, error) {
	var best *fix
	for k := range fixes {
		f := &fixes[k]
		var taken [2]spot
		for i := f.first; i <= f.last; i++ {
			taken[i-f.first] = sp.together.take(i)
		}
		now, err := sp.together.spot(f.tokens...)
		if err != nil {
			return nil, err
		}
		f.fit = sp.together.with(now)
		f.context = weightArticles*math.Log1p(float64(f.articles)) - gainWord*float64(f.missing)
		if f.missing == 0 {
			f.context += gainAll
		}
		for i := f.first; i <= f.last; i++ {
			sp.together.put(i, taken[i-f.first])
		}
		if best == nil || f.score+f.context > best.score+best.context {
			best = f
		}
	}
	return best, nil
}

// apply makes a fix.
func (sp *speller) apply(f *fix) error {
	for i := f.first; i <= f.last; i++ {
		sp.together.take(i)
	}
	now, err := sp.together.spot(f.tokens...)
	if err != nil {
		return err
	}
	sp.together.put(f.first, now)
	sp.fixes = append(sp.fixes, *f)
	return nil
}

func (sp *speller) fixed(i int) bool {
	for _, f := range sp.fixes {
		if f.first <= i && i <= f.last {
			return true
		}
	}
	return false
}

// offerFixes offers the query with all fixes, as readers write the words.
func (sp *speller) offerFixes() error {
	var edits []edit
	for _, f := range sp.fixes {
		text := f.text
		if text == "" {
			var err error
			if text, err = sp.asWritten(sp.src, sp.words, f.form); err != nil {
				return err
			}
		}
		edits = append(edits, edit{sp.asked[f.first].start, sp.asked[f.last].end, text})
	}
	return sp.offer(replace(sp.text, edits), Spelling, true)
}

package index

import (
	"math"
	"slices"
	"strings"
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
	behindOther    = 4.0 // what it costs that the index has it behind other proclitics only
	toApart        = 1.5 // what it costs to become several words
	slipCost       = 7.5 // what a plain edit costs, as in package spell

	leastScore        = -12. // how likely a replacement must be by which an article holds more of the words
	leastAlone        = -6.5 // the same where none does
	leastApart        = -12. // and for a word that becomes several
	overSound         = 3.0  // by how much it must beat a word that some articles hold
	overLanguage      = 1.0  // by how much it must be commoner than a word that the language has
	overLanguageAlone = 3.0
	overKnown         = -1.5 // the same, times the other words, if it makes some article hold them all
	leastRoman        = -10. // how likely a reading of Latin letters must be

	shortestRoman = 3 // letters of a word in Latin letters that is read as Arabic
	farthestRoman = 5 // how far-fetched its reading may be

	cheapSlip = spell.Unit / 2 // how far off a replacement of a word that is a word may be
	manyWords = 5              // that one article holds all of so many is proof enough
	rarer     = 4              // how many times rarer than the word it may be
)

// How many replacements of a word are tried.
const (
	triedDoubtful = 40
	triedKnown    = 25
)

// maxKnown is how many words a query may have whose words are all known, to
// look for a slip that gave another word.
const maxKnown = 12

// fix is a replacement of one or two words of the query.
type fix struct {
	first, last int // words
	form        string
	text        string // how to write it, if the query says; else as articles do
	tokens      []analysis.Token
	kind        string
	distance    int
	likely      float64 // the score of package spell
	score       float64 // the same with less weight on how frequent it is
	context     float64 // how well it goes with the other words
	missing     int     // words that the best article then lacks
}

// speller looks for the words that were meant.
type speller struct {
	*suggester
	corrector *spell.Corrector
	together  *together
	fixes     []fix
}

// spellings offers the query with its slips undone: words in doubt are replaced
// where an article then holds more of the query; where none holds all of it
// even so, a word that is a word may be the slip of another.
func (s *suggester) spellings() error {
	t, err := s.p.newTogether(s.asked)
	if err != nil {
		return err
	}
	sp := &speller{suggester: s, together: t}
	sp.corrector = spell.NewCorrector(queryWords{s.words, s.counted}, func(form string) bool {
		w := s.p.analyzer.Word(form)
		return s.p.isCommon(&w)
	})
	for i := 0; i < len(s.asked); i++ {
		if !s.asked[i].isDoubtful() {
			continue
		}
		if err := sp.repair(i); err != nil {
			return err
		}
	}
	if s.missed && t.missing() > 0 && len(s.asked) <= maxKnown {
		if err := sp.repairKnown(); err != nil {
			return err
		}
	}
	if len(sp.fixes) == 0 || sp.halfRead() {
		return nil
	}
	return sp.offerFixes()
}

// repair replaces a word in doubt, if a replacement is good enough.
func (sp *speller) repair(i int) error {
	if sp.fixed(i) {
		return nil
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
	case f.last > f.first && w.Exact == article:
		return true // nobody writes it alone
	case f.kind == kindTransliteration:
		return f.missing < before && f.likely > leastRoman
	case w.common:
		least := overLanguage
		if f.missing >= before {
			least = overLanguageAlone
		}
		return sp.inLanguage(w, f) > least
	case w.docs > 0:
		return f.likely > overSound+math.Log(float64(w.docs))
	case f.missing < before:
		once := f.score == f.likely && f.distance >= spell.Unit // one article has it, no likely slip leads there
		return f.score > leastScore && !(sp.together.n == 1 && once)
	case apart > 0:
		return !w.stemmed && f.score > leastApart && !sp.hasOddWord(f.tokens)
	}
	return !w.stemmed && f.score > leastAlone
}

// inLanguage compares a replacement with the word by how often the language has
// each, less what it takes to slip.
func (sp *speller) inLanguage(w *asked, f *fix) float64 {
	a := sp.p.analyzer
	word := max(a.Occurrences(w.Exact), a.Occurrences(w.Stem)/100)
	meant := math.Inf(1)
	for _, t := range f.tokens {
		meant = min(meant, a.Occurrences(t.Exact))
	}
	return math.Log((meant+1)/(word+1)) - slipCost*float64(f.distance)/spell.Unit
}

// repairKnown replaces the one word, or puts the two together, after which an
// article holds all of the words.
func (sp *speller) repairKnown() error {
	if sp.together.missing() > 2 || sp.together.n < 2 {
		return nil
	}
	var fixes []fix
	for i := range sp.asked {
		if w := &sp.asked[i]; !sp.fixed(i) && !w.Stop && !w.quoted {
			fixes = append(fixes, sp.cheap(i)...)
		}
		if f, ok := sp.joined(i); ok {
			fixes = append(fixes, f)
		}
	}
	best, err := sp.best(fixes)
	if err != nil || best == nil || best.missing > 0 {
		return err
	}
	return sp.apply(best)
}

// hasOddWord says whether one of the words is neither a stop word nor common:
// any two or three letters are a word somewhere.
func (sp *speller) hasOddWord(tokens []analysis.Token) bool {
	return slices.ContainsFunc(tokens, func(t analysis.Token) bool {
		return !t.Stop && (utf8.RuneCountInString(t.Exact) < 3 || sp.p.analyzer.Occurrences(t.Exact) < commonForm)
	})
}

// halfRead says whether some words in Latin letters were read as Arabic and
// others were not: that is another language.
func (sp *speller) halfRead() bool {
	read := slices.ContainsFunc(sp.fixes, func(f fix) bool { return f.kind == kindTransliteration })
	for i := range sp.asked {
		if read && sp.asked[i].latin && !sp.fixed(i) {
			return true
		}
	}
	return false
}

// asksFor says whether the query has a word of this stem.
func (sp *speller) asksFor(stem string) bool {
	return slices.ContainsFunc(sp.asked, func(w asked) bool { return w.Stem == stem })
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
		var articles int
		f.missing, articles = sp.together.missingWith(now)
		f.context = weightArticles*math.Log1p(float64(articles)) - gainWord*float64(f.missing)
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
	kind := sp.fixes[0].kind
	for _, f := range sp.fixes {
		text := f.text
		if text == "" {
			var err error
			if text, err = sp.ix.written(sp.p.v, sp.words, f.form); err != nil {
				return err
			}
		}
		edits = append(edits, edit{sp.asked[f.first].start, sp.asked[f.last].end, text})
		if f.kind != kind {
			kind = kindSpelling
		}
	}
	return sp.offer(replace(sp.text, edits), kind, true)
}

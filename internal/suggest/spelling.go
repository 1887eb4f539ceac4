package suggest

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/spell"
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
	held        int  // articles that hold the form
	repeats     bool // the query asks for the word already: that articles hold both shows nothing
	distance    int
	likely      float64 // the score of package spell
	score       float64 // the same with less weight on how frequent it is
	context     float64 // how well it goes with the other words
	fit                 // the same in numbers
	beside      float64 // by how much oftener it stands beside its neighbours than what was typed
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
	if s.missed {
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
	fixes := sp.proposals(i, triedDoubtful)
	if len(fixes) == 0 {
		return nil
	}
	before, err := sp.together.missing()
	if err != nil {
		return err
	}
	best, err := sp.best(fixes, true)
	if err != nil || best == nil {
		return err
	}
	if !sp.accepts(w, best, before) {
		return nil
	}
	// Where a word that articles have asks for nothing any more, that one holds the others says nothing.
	sp.unsure = sp.unsure || w.stemmed && allStop(best.tokens)
	return sp.apply(best)
}

// repairKnown replaces the one word, or puts the two together, after which an
// article holds all of the words, if that is likely enough.
func (sp *speller) repairKnown() error {
	missing, err := sp.together.missing()
	if err != nil || missing == 0 || missing > 2 || sp.together.n < 2 {
		return err
	}
	var fixes []fix
	for i := range sp.asked {
		if err := sp.src.Err(); err != nil {
			return err
		}
		if w := &sp.asked[i]; !sp.fixed(i) && !w.Stop && !w.settled && !w.quoted {
			fixes = append(fixes, sp.fromKnown(i)...)
		}
		if f, ok := sp.joined(i); ok {
			fixes = append(fixes, f)
		}
	}
	if _, err := sp.best(fixes, false); err != nil {
		return err
	}
	var whole []*fix
	for i := range fixes {
		if fixes[i].missing == 0 {
			whole = append(whole, &fixes[i])
		}
	}
	if err := sp.seeBeside(whole); err != nil {
		return err
	}
	var best *fix
	least := overSound
	for _, f := range whole {
		if f.distance > cheapSlip && f.first == f.last && f.beside < leastBeside {
			continue // that one article holds all words says too little
		}
		if odds := sp.odds(f, missing); odds > least {
			best, least = f, odds
		}
	}
	if best == nil {
		return nil
	}
	sp.unsure = sp.unsure || least < overSure && best.beside < leastBeside
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

// best returns the likeliest fix, seeing what goes with the other words and stands beside
// its neighbours; nil if there is none. With only, those are passed over that cannot be the likeliest, whatever
// goes with them.
func (sp *speller) best(fixes []fix, only bool) (*fix, error) {
	if err := sp.together.tally.Expect(sp.expected(fixes)); err != nil {
		return nil, err
	}
	var seen []*fix
	most := math.Inf(-1)
	for k := range fixes {
		f := &fixes[k]
		least := math.Inf(-1)
		if only {
			least = most
		}
		ok, err := sp.see(f, least)
		if err != nil {
			return nil, err
		}
		if ok {
			seen = append(seen, f)
			most = max(most, f.score+f.context)
		}
	}
	if !only {
		return nil, nil
	}
	if err := sp.seeBeside(seen); err != nil || len(seen) == 0 {
		return nil, err
	}
	return slices.MaxFunc(seen, func(a, b *fix) int {
		return cmp.Compare(a.score+a.context+a.beside, b.score+b.context+b.beside)
	}), nil
}

// expected yields what see is going to ask.
func (sp *speller) expected(fixes []fix) iter.Seq2[Trial, error] {
	return func(yield func(Trial, error) bool) {
		for k := range fixes {
			f := &fixes[k]
			var t Trial
			for i := f.first; i <= f.last; i++ {
				t.Out = append(t.Out, sp.together.spots[i]...)
			}
			now, err := sp.spotOf(f)
			t.In = now
			if !yield(t, err) || err != nil {
				return
			}
		}
	}
}

// spotOf is what stands in the place of the words that a fix replaces.
func (sp *speller) spotOf(f *fix) (spot, error) {
	if f.repeats {
		return nil, nil
	}
	return sp.together.spot(f.tokens...)
}

// see fills in how well a fix goes with the other words; false if it cannot be as likely
// as that, whatever goes with it.
func (sp *speller) see(f *fix, least float64) (bool, error) {
	var taken [2]spot
	for i := f.first; i <= f.last; i++ {
		taken[i-f.first] = sp.together.take(i)
	}
	defer func() {
		for i := f.first; i <= f.last; i++ {
			sp.together.put(i, taken[i-f.first])
		}
	}()
	missing, err := sp.together.missing()
	if err != nil || f.score+contextOf(int(sp.together.docs), missing) < least { // no more than that all articles have them
		return false, err
	}
	now, err := sp.spotOf(f)
	if err != nil {
		return false, err
	}
	f.fit, err = sp.together.with(now)
	if sp.together.n == 0 { // a word alone was meant in this form: what others its stem has say nothing
		f.articles = min(f.articles, f.held)
	}
	f.context = contextOf(f.articles, f.missing)
	return true, err
}

// contextOf is what it adds that so many articles lack so many of the words, and none fewer.
func contextOf(articles, missing int) float64 {
	context := weightArticles*math.Log1p(float64(articles)) - gainWord*float64(missing)
	if missing == 0 {
		context += gainAll
	}
	return context
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
	sp.lacked = true
	for _, f := range sp.fixes {
		for _, w := range sp.asked[f.first : f.last+1] {
			sp.lacked = sp.lacked && !w.Stop && (!w.stemmed || w.docs == 0 && f.beside >= lackedBeside)
			if w.isRareSlip() { // no more hold the query as it was typed, whatever else its stem finds
				sp.total = min(sp.total, w.docs)
			}
		}
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

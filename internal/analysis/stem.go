package analysis

import "strings"

// letters as strings, to build forms from.
const (
	sAlef    = string(alef)
	sBeh     = string(beh)
	sFeh     = string(feh)
	sHamza   = string(hamza)
	sHeh     = string(heh)
	sLam     = string(lam)
	sMaksura = string(alefMaksura)
	sMarb    = string(tehMarbuta)
	sMeem    = string(meem)
	sNoon    = string(noon)
	sSeen    = string(seen)
	sTeh     = string(teh)
	sWaw     = string(waw)
	sYeh     = string(yeh)

	sAl  = Article       // the article
	sLil = sLam + sLam   // the preposition and the article
	sAn  = sAlef + sNoon // dual
	sAt  = sAlef + sTeh  // feminine plural
	sIn  = sYeh + sNoon  // dual or plural
	sUn  = sWaw + sNoon  // plural
	sWa  = sWaw + sAlef  // they, of verbs: the alef is mute
)

const (
	letterBytes = 2 // every Arabic letter takes two bytes
	two         = 2 * letterBytes
	three       = 3 * letterBytes
	four        = 4 * letterBytes
)

// taken says what was taken from a word, and as a mask, what may not be taken.
type taken uint8

const (
	tookVerb        taken = 1 << iota // a verb brought to its past
	tookArticle                       // with the proclitics before it
	tookPreposition                   // or another proclitic that only nouns have
	tookConjunction                   // or the alef of a question
	tookPronoun
	tookEnding // of number, case or gender
)

// forbids says what may not be taken from the rest of a word once t was: an
// article stands at the outer edge, nothing but a noun follows a preposition,
// no verb has the endings of nouns.
func (t taken) forbids() taken {
	var f taken
	if t&tookArticle != 0 {
		f |= tookVerb | tookArticle | tookPreposition | tookConjunction | tookPronoun
	}
	if t&tookPreposition != 0 {
		f |= tookVerb | tookPreposition | tookConjunction
	}
	if t&tookEnding != 0 {
		f |= tookVerb | tookPronoun
	}
	if t&tookPronoun != 0 {
		f |= tookPronoun
	}
	return f
}

// reading is one way to take a word apart, by one step.
type reading struct {
	stem     string  // what remains
	took     taken   // what was taken off
	rest     string  // the word without what stood before the stem, if several things were taken at once
	pro, suf string  // as it is written, for explanations
	score    float64 // how many occurrences of the word this would explain
}

// stemmer brings words to their lexemes and these to their roots.
type stemmer struct {
	lex     *lexicon
	aff     *affixes
	fam     *familySet
	roots   *rooter
	plurals [maxPattern + 1][]pluralShape
}

func newStemmer(lex *lexicon, w Words) (*stemmer, error) {
	s, err := newRules(lex)
	if err != nil {
		return nil, err
	}
	if s.fam, err = newFamilySet(lex, w); err != nil {
		return nil, err
	}
	s.roots, err = newRooter(lex)
	return s, err
}

// newRules returns a stemmer that knows no families and no roots: enough to
// ask for readings.
func newRules(lex *lexicon) (*stemmer, error) {
	aff, err := parseAffixes(affixesText)
	if err != nil {
		return nil, err
	}
	plurals, err := parsePlurals(pluralsText)
	return &stemmer{lex: lex, aff: aff, plurals: plurals}, err
}

// maxSteps is how often something may be taken from one word: conjunction,
// article, pronoun, number, gender, and one to spare.
const maxSteps = 6

// stem returns the lexeme of a word: what is left when everything that the
// vocabulary confirms is taken off, or the representative of its family. The
// word is settled, and so is its stem: folded, but for a letter that makes it
// another word than the folded one.
func (s *stemmer) stem(word string) string {
	if !isLetters(word) {
		return word
	}
	w, not := word, taken(0)
	for range maxSteps + 1 {
		w = s.lex.known(w)
		if at := provenProclitic(w); at > 0 {
			w, not = w[at:], not|tookVerb|tookArticle|tookPreposition|tookConjunction
			continue
		}
		if rep, ok := s.fam.rest(w, not); ok {
			return rep
		}
		if f, ok := s.behind(w, not); ok {
			return f.rep
		}
		if f, ok := s.aroundVerb(w, not); ok {
			return f.rep
		}
		r := s.step(w, not)
		if r.took&tookVerb != 0 {
			return Fold(r.stem)
		}
		if rep, ok := s.between(&r); ok {
			return rep
		}
		if singular, ok := s.ofPlural(w, &r); ok {
			return singular
		}
		if r.stem != w {
			w, not = r.stem, not|r.took.forbids()
			continue
		}
		if rep, ok := s.ownedPlural(w, not); ok {
			return rep
		}
		rest, took, ok := s.last(w, not)
		if !ok {
			return w
		}
		w, not = rest, not|tookVerb|took.forbids()
	}
	return s.lex.known(w)
}

// last is what remains to be tried where no reading takes anything: a broken
// plural by its shape, and light stemming of a word that was never counted.
func (s *stemmer) last(w string, not taken) (rest string, took taken, ok bool) {
	if s.lex.count("", w, "") == 0 {
		return s.light(w, not)
	}
	rest, ok = s.singular(w)
	return rest, tookEnding, ok
}

// step returns the best reading of w: the remembered one where it is allowed.
func (s *stemmer) step(w string, not taken) reading {
	if r, ok := s.lex.remembered(w); ok && r.took&not == 0 {
		return r
	}
	return s.rule(w, not)
}

// overstated is how much of a word's occurrences a reading is believed to explain
// that explains more than there are.
const overstated = .5

const expected = 5 // occurrences of a verb behind the other "and", of which one would have been seen

const futures = .3 // of a word that begins like a future, the presents that must stand beside it: or it is a name

const leastRare = .1 // of a word's occurrences, what a past of women must explain: names that end so are commoner (نادين)

// rule asks the rules for the best reading of w.
func (s *stemmer) rule(w string, not taken) reading {
	best := reading{stem: w, score: s.whole(w)}
	after := s.afterPreposition(w)
	n, art := s.lex.count("", w, ""), s.articled(w, "")
	own := ownLetter * art // the article shows that the first letter belongs to the word
	consider := func(r reading) {
		switch {
		case r.score <= best.score:
		case r.took == tookConjunction && r.score <= own:
		case after && r.pro != "" && r.took&tookArticle == 0:
		case n == 0 && s.isUnlikely(w, &r):
		case n == 0 && r.took == tookVerb && strings.HasPrefix(r.pro, sFeh) && r.score > expected:
		case r.took == tookVerb && n > 0 && r.pro == "" && r.suf == sNoon && r.score < leastRare*n:
		case r.took == tookVerb && n > rare && strings.HasPrefix(r.pro, sSeen) && s.lex.count("", w[letterBytes:], "") < futures*n:
		case r.pro != "" && r.took&tookArticle == 0 && art > 0 && min(r.score, overstated*n) <= art: // more is explained than there is
		default:
			best = r
		}
	}
	s.nouns(w, not, consider)
	if not&tookVerb == 0 {
		s.verbs(w, consider)
	}
	if best.stem == w && best.took == 0 {
		return s.feminine(w)
	}
	return best
}

func isLetters(w string) bool {
	if len(w)%letterBytes != 0 {
		return false
	}
	for i := 0; i < len(w); i += letterBytes {
		if w[i] < 0xD8 || w[i] > 0xDB {
			return false
		}
	}
	return true
}

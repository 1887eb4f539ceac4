package analysis

import "strings"

// letter constants as strings, to build forms from.
const (
	sAlef  = string(alef)
	sWaw   = string(waw)
	sYeh   = string(yeh)
	sTeh   = string(teh)
	sNoon  = string(noon)
	sHeh   = string(heh)
	sHamza = string(hamza)
	sMarb  = string(tehMarbuta)
	sAl    = string(alef) + string(lam)
	sLil   = string(lam) + string(lam)
	sAt    = string(alef) + string(teh)
	sAn    = string(alef) + string(noon)
	sUn    = string(waw) + string(noon)
	sIn    = string(yeh) + string(noon)
)

const letterBytes = 2 // every Arabic letter takes two bytes

// mode says what may no longer be taken from the rest of a word.
type mode uint8

const (
	noVerb mode = 1 << iota
	noArticle
	noProclitic
	noPronoun // nor the alef of tanween

	anything   mode = 0
	inflection      = noVerb | noPronoun                // an ending was taken: no verb, no second pronoun
	definite        = inflection | noArticle | noProclitic // an article was taken
)

// reading is one way to take a word apart.
type reading struct {
	stem     string // what remains
	verb     bool   // as a verb: stem is its past
	next     mode   // what may be taken from the stem
	score    float64
	pro, suf string // what was taken off
}

type stemmer struct {
	lex *lexicon
	aff *affixes
	fam *familySet
	roots *rooter
}

func newStemmer(w Words) (*stemmer, error) {
	lex, err := openLexicon(lexiconData)
	if err != nil {
		return nil, err
	}
	aff, err := parseAffixes(affixesText)
	if err != nil {
		return nil, err
	}
	fam, err := newFamilySet(w)
	if err != nil {
		return nil, err
	}
	roots, err := newRooter()
	if err != nil {
		return nil, err
	}
	return &stemmer{lex: lex, aff: aff, fam: fam, roots: roots}, nil
}

func (s *stemmer) stem(exact string) string {
	if !isLetters(exact) {
		return exact
	}
	w, m := exact, anything
	for range 4 {
		if rep, ok := s.fam.of(w); ok {
			return rep
		}
		r := s.best(w, m)
		if r.verb {
			return r.stem
		}
		if r.stem == w {
			break
		}
		w, m = r.stem, m|r.next
	}
	base := s.settle(w)
	if rep, ok := s.fam.of(base); ok {
		return rep
	}
	return base
}

// settle takes the feminine of an adjective back to the masculine.
func (s *stemmer) settle(base string) string {
	if m, ok := strings.CutSuffix(base, sMarb); ok && len(m) >= 3*letterBytes && s.isFeminine(m) {
		return m
	}
	return base
}

func (s *stemmer) best(w string, m mode) reading {
	best := reading{stem: w, score: s.whole(w)}
	consider := func(r reading) {
		if r.score > best.score {
			best = r
		}
	}
	s.nouns(w, m, consider)
	if m&noVerb == 0 {
		s.verbs(w, consider)
	}
	return best
}

// whole is the evidence that w is a noun of its own: it takes the article.
func (s *stemmer) whole(w string) float64 {
	n := s.lex.count("", w, "")
	base := .02 * n
	if n < 200 {
		base *= n / 200
	}
	if strings.HasPrefix(w, sAl) { // only a word whose alef belongs to it follows the preposition unchanged
		return base + 15*s.lex.count(string(lam), w, "")
	}
	return base + s.articled(w, "")
}

// articled is how often a noun stands with an article.
func (s *stemmer) articled(a, b string) float64 {
	c := s.lex.count
	if ab := a + b; strings.HasPrefix(ab, string(lam)) { // l + al + l... is written with two lams
		return c(sAl, a, b) + c(sWaw+sAl, a, b) + c(string(beh)+sAl, a, b)
	}
	return c(sAl, a, b) + c(sWaw+sAl, a, b) + c(string(beh)+sAl, a, b) + c(sLil, a, b)
}

// noun is how often the noun a+b stands by itself or with an article.
func (s *stemmer) noun(a, b string) float64 {
	return s.lex.count("", a, b) + s.articled(a, b)
}

// common is the evidence for a noun that is no name and no form of a verb: it
// takes the article.
func (s *stemmer) common(a, b string) float64 {
	art := s.articled(a, b)
	return min(s.lex.count("", a, b)+art, 30*art+1)
}

func isLetters(w string) bool {
	if len(w)%letterBytes != 0 {
		return false
	}
	for i := 0; i < len(w); i += 2 {
		if w[i] < 0xD8 || w[i] > 0xDB {
			return false
		}
	}
	return true
}

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

// forbids is what may not be taken from the rest after a reading of w: no conjunction
// stands behind another either, but for that of a question.
func (r *reading) forbids(w string) taken {
	f := r.took.forbids()
	if r.took&tookConjunction != 0 && !strings.HasPrefix(w, sAlef) {
		f |= tookConjunction
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

	keepsNames bool // their article too: from names no roots are learned
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
	w, not, ended := word, taken(0), ""
	for range maxSteps + 1 {
		w = s.lex.known(w)
		if at := provenProclitic(w); at > 0 {
			w, not = w[at:], not|tookVerb|tookArticle|tookPreposition|tookConjunction
			continue
		}
		if s.lex.isBelow(w) {
			not |= tookVerb | tookConjunction
		}
		if rep, ok := s.fam.rest(w, not); ok {
			return rep
		}
		if rest, ok := s.unjoined(w, not); ok {
			w = rest
			continue
		}
		if f, ok := s.behind(w, not); ok {
			return f.rep
		}
		if f, ok := s.aroundVerb(w, not); ok {
			return f.rep
		}
		r := s.step(w, not)
		if s.isOfOther(&r, w, ended) {
			return w
		}
		if r.took&tookVerb != 0 {
			return Fold(r.stem)
		}
		if rep, ok := s.between(&r); ok {
			return rep
		}
		if singular, ok := s.ofPlural(w, &r); ok {
			return singular
		}
		if rest, ok := s.andFirst(w, &r, not); ok {
			w, not = rest, not|tookConjunction
			continue
		}
		if r.stem != w {
			if ended = ""; r.took == tookEnding {
				ended = w
			}
			w, not = r.stem, not|r.forbids(w)
			continue
		}
		if rep, ok := s.ownedPlural(w, not); ok {
			return rep
		}
		rest, took, ok := s.last(w, not)
		switch {
		case !ok:
			return w
		case took == tookArticle && s.isNamedInTeh(w, rest):
			return rest
		}
		w, not = rest, not|tookVerb|took.forbids()
	}
	return s.lex.known(w)
}

// ofEnded is how much of a word with an ending there must be without the proclitic
// that is taken from the word without the ending.
const ofEnded = .1

// isOfOther says whether a reading takes a proclitic from a word whose ending was
// taken before, and the word with the ending never stands without that, or mostly
// with the article: it is a letter of its own (smiling, in the feminine, is nothing "in the name").
func (s *stemmer) isOfOther(r *reading, w, ended string) bool {
	pro, ok := strings.CutSuffix(w, r.stem)
	if !ok || ended == "" || r.took&(tookPreposition|tookConjunction) == 0 || !strings.HasPrefix(ended, w) {
		return false
	}
	n := s.lex.count("", ended, "")
	if s.articled(ended, "") > n { // which stands before no preposition: urinary, in the feminine
		return true
	}
	return n >= expected && s.noun(ended[len(pro):], "") < ofEnded*n
}

// andFirst takes "and" from a word of which an ending would be taken first, if it would be
// taken behind that: what stands before the ending says then which singular it has.
func (s *stemmer) andFirst(w string, r *reading, not taken) (rest string, ok bool) {
	if r.took != tookEnding || not&tookConjunction != 0 || !strings.HasPrefix(w, sWaw) || !strings.HasPrefix(r.stem, sWaw) {
		return w, false
	}
	rest = w[letterBytes:]
	next := s.step(r.stem, not|r.forbids(w))
	if next.took != tookConjunction || next.stem != r.stem[letterBytes:] || s.articled(w, "") > 0 {
		return w, false
	}
	return rest, s.step(rest, not|tookConjunction).took&tookEnding != 0
}

// last is what remains to be tried where no reading takes anything: a broken
// plural by its shape, and light stemming of a word that was never counted.
func (s *stemmer) last(w string, not taken) (rest string, took taken, ok bool) {
	if s.lex.count("", w, "") == 0 {
		return s.light(w, not)
	}
	if not&tookArticle == 0 && !s.keepsNames && s.isArticled(w) {
		return w[two:], tookArticle, true
	}
	rest, ok = s.singular(w)
	return rest, tookEnding, ok
}

// isArticled says whether a word that begins like an article has one, although it was
// never counted without, as most family names and many loan words were not: a word whose
// own letters these are is written with a hamza, which gives it a key of its own, but for
// verbs of form VIII and their nouns. What was counted without is a present.
func (s *stemmer) isArticled(w string) bool {
	rest, ok := strings.CutPrefix(w, sAl)
	if !ok || len(rest) < three || hasWritten(rest) || s.isVerbal(w) || isOfEighth(w) {
		return false
	}
	n := s.lex.count("", w, "")
	return ownArticle*s.lex.count(sLam, w, "") <= n && (s.lex.count("", rest, "") == 0 || s.isPresent(rest))
}

// isNamedInTeh says whether what has an article, and was never counted without, ends in teh marbuta
// as a name does: an adjective of relation would leave it (البيارة is no feminine of Pierre).
func (s *stemmer) isNamedInTeh(w, rest string) bool {
	return s.lex.count("", w, "") > 0 && strings.HasSuffix(rest, sMarb) && !strings.HasSuffix(rest, sYeh+sMarb)
}

// isOfEighth says whether a word has the shape of a past of form VIII, or its verbal noun,
// of a root in lam (stick together, sticking together).
func isOfEighth(w string) bool {
	const past = four + letterBytes
	return strings.HasPrefix(w, sAl+sTeh) && (len(w) == past || len(w) == past+letterBytes && w[four:past] == sAlef)
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

// rule asks the rules for the best reading of w.
func (s *stemmer) rule(w string, not taken) reading {
	best := reading{stem: w, score: s.whole(w)}
	after := s.afterPreposition(w)
	n, art := s.lex.count("", w, ""), s.articled(w, "")
	own := ownLetter * art          // the article shows that the first letter belongs to the word
	if strings.HasPrefix(w, sFeh) { // which hardly begins one word in a thousand
		own *= ownFeh
	}
	consider := func(r reading) {
		switch {
		case r.score <= best.score:
		case r.took == tookConjunction && (r.score <= own || art > rareArticle && art > articledShare*n):
		case r.took&tookConjunction != 0 && s.isOwnFirst(w):
		case r.took == tookPreposition && !hasWritten(r.stem) && s.lex.count("", r.stem, "") == 0 && s.articled(r.stem, "") < n: // which hardly stands without
		case n > 0 && s.isRareEnding(w, &r, n):
		case r.took == tookVerb && strings.HasPrefix(r.pro, sAlef+sFeh) && len(r.suf) < two: // a question before a bare verb is a name (إيفان)
		case r.took == tookConjunction && r.pro == sFeh && s.isAnd(r.stem):
		case r.took == tookPreposition && n > rare/2 && s.isNamePart(r.stem, n):
		case r.took == tookPreposition && n >= expected && r.pro == string(kaf) && r.score < leastLike*n && s.articled(r.stem, "") < partShare*s.lex.count("", r.stem, ""):
		case r.took == tookPreposition && n <= rare/2 && len(r.stem) <= three && !hasWritten(r.stem) && s.noun(r.stem, "") < partShare*n:
		case r.took == tookPreposition && len(r.stem) == two && !hasWritten(r.stem) && s.lex.pastOf(r.stem) == 0 && s.articled(r.stem, "") < leastShortNoun*s.lex.count("", r.stem, ""):
		case r.took == tookPreposition && n > 0 && strings.HasPrefix(r.stem, sAlef) && s.lex.pastOf(w) > n: // it touched, not "for yesterday"
		case after && r.pro != "" && r.took&tookArticle == 0 && !s.isPlain(&r, n, art):
		case n == 0 && s.isUnlikely(w, &r):
		case n == 0 && r.took == tookVerb && strings.HasPrefix(r.pro, sFeh) && r.score > expected:
		case r.took == tookVerb && n > 0 && r.pro == "" && r.suf == sNoon && r.score < leastRare*n:
		case r.took == tookVerb && n >= leastPerson && s.isNameBeforePerson(w, &r, n):
		case r.took == tookVerb && n > rare && strings.HasPrefix(r.pro, sSeen) && s.lex.count("", w[letterBytes:], "") < futures*n:
		case r.pro != "" && r.took&tookArticle == 0 && art > 0 && min(r.score, overstated*n) <= art: // more is explained than there is
		default:
			best = r
		}
	}
	s.nouns(w, not, consider)
	if not&tookVerb == 0 {
		s.verbs(w, not, consider)
	}
	if best.stem == w && best.took == 0 {
		if best = s.feminine(w); best.stem == w && not == 0 {
			return s.asDefinite(w)
		}
	}
	return s.withMadda(w, best)
}

// withMadda gives the stem of a form that is written with madda the one that it has, if
// that is a word of its own: signs are those of a sign, not of "which". So does a plural
// behind a preposition, whose singular there is "by which", which has hardly an article.
func (s *stemmer) withMadda(w string, r reading) reading {
	form := w
	if r.rest != "" {
		form = r.rest
	}
	if r.stem == w || form == r.stem || r.took&tookVerb != 0 {
		return r
	}
	for _, p := range prepositions {
		inner, written := strings.CutPrefix(form, p)
		rest, ok := strings.CutPrefix(r.stem, p+sAlef)
		if !ok || !written || !strings.HasPrefix(inner, sAlef) || s.lex.own(maddaKey, inner, "") == 0 {
			continue
		}
		if p != "" && (r.took&tookArticle != 0 || !strings.HasPrefix(r.suf, sAt) || s.articled(r.stem, "") > unexplained*s.lex.count("", r.stem, "")) {
			continue
		}
		if x := madda + rest; s.lex.has(x) && !s.lex.has(madda+inner[letterBytes:]) { // else the folded form is another word
			r.stem = x
			if p != "" {
				r.rest, r.pro, r.took = inner, r.pro+p, r.took|tookPreposition
			}
			return r
		}
	}
	return r
}

// asDefinite is what a word is that nothing was taken from by itself: what it is
// behind the article, where no clitic and no verb is in question.
func (s *stemmer) asDefinite(w string) reading {
	if strings.HasPrefix(w, sAl) || s.lex.count(sAl, w, "") == 0 {
		return reading{stem: w}
	}
	r := s.rule(sAl+w, 0)
	if r.took != tookArticle|tookEnding || r.pro != sAl || r.suf == sUn || r.suf == sAn { // names end so
		return reading{stem: w}
	}
	return reading{stem: r.stem, took: tookEnding, suf: r.suf}
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

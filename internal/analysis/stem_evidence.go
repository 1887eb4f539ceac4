package analysis

import (
	"slices"
	"strings"
)

// What the evidence for a word may fall short of the share that an ordinary
// word has. All were set by the conflation of a few thousand news words and
// checked on words that they were not set by.
const (
	unexplained   = .01  // of a word's occurrences: what other readings must beat
	bareArticle   = .2   // of that, where the word begins like an article
	ownLetter     = 2    // occurrences of a noun that are expected for one with the article
	ownFeh        = 10   // times that, where the letter is the rarer conjunction
	rare          = 200  // occurrences under which a count is an accident
	prepared      = .02  // of a word's occurrences, those after two prepositions: it begins with none itself
	explained     = 1    // of a word's occurrences, what the preposition and the rest explain, to need twice as many
	stacked       = .02  // of a word's occurrences, those behind "and": it begins with no "and" itself
	ownStacked    = .045 // the same of those with an article or a preposition, of a word whose rest is commoner
	articledShare = .25  // of a word's occurrences, the same with an article
	rareArticle   = 40   // occurrences with an article under which they say nothing of a word with "and"
	conjoined     = .5   // of a word's occurrences, those behind "and", at most
	perArticle    = 30   // occurrences of a noun for one with an article, at most
	ownArticle    = 50   // occurrences of a word that begins like an article, for one behind the preposition that would swallow that
	perLil        = 15   // occurrences of a noun for one with the article after the preposition, as a rule
)

// whole is the evidence that nothing is to be taken from w: it stands with the
// article; and a hundredth of its own occurrences, which no other reading may
// fail to explain (less of a rare word, whose count says little).
func (s *stemmer) whole(w string) float64 {
	n := s.lex.count("", w, "")
	base := n * unexplained * min(n/rare, 1)
	if strings.HasPrefix(w, sAl) {
		if len(w) > four+letterBytes { // what begins so and has no article is written with its hamza
			base *= bareArticle
		}
		return base
	}
	return base + s.articled(w, "")
}

// afterPreposition says whether prepositions stand before w to a noticeable
// degree. Then the beginning of w is no proclitic and no prefix of a verb, for
// nothing stands before those: so a name stays whole that looks like "and he
// arrives". One of the two prepositions does stand before an imperfect, the
// other in dialect, and the first makes an article of another lam.
func (s *stemmer) afterPreposition(w string) bool {
	c := s.lex.count
	n := c(sBeh, w, "")
	switch w[:min(letterBytes, len(w))] {
	case sYeh:
		if c(sSeen, w, "") > 0 || c(sTeh, w[letterBytes:], "") > .1*c("", w, "") { // it has a future or a feminine: a verb
			return false
		}
	case sTeh:
		if c(sSeen, w, "") > n {
			return false
		}
	case sNoon:
		if c(sYeh, w[letterBytes:], "") > c("", w, "") {
			return false
		}
	case sWaw: // the first of the two is also "father of" in the names of some countries
		n = 2 * min(n, c(sLam, w, ""))
	case sAlef:
	case sLam:
		if c(sBeh, w, sMarb) > n { // a balcony
			n = 0
		}
		if s.articled(w, "") == 0 && s.common(w[letterBytes:], "")*s.aff.shareOf(sLam) > explained*c("", w, "") { // "for" and a word as common as that
			n /= 2
		}
	default:
		n += c(sLam, w, "")
	}
	return n > prepared*c("", w, "")
}

// isOwnFirst says whether the first letter of w, which looks like a conjunction,
// belongs to the word: another conjunction stands before it, and two never do.
func (s *stemmer) isOwnFirst(w string) bool {
	n := s.lex.count(sWaw, w, "")
	return n > expected && n > stacked*s.lex.count("", w, "")
}

// unjoined takes "and" from a word before anything else is asked, so that it is what
// the word is without: where that word is known and commoner, and nothing shows that
// the letter belongs to it, such as an article, a preposition or another "and".
func (s *stemmer) unjoined(w string, not taken) (rest string, ok bool) {
	if rest, ok = strings.CutPrefix(w, sWaw); !ok || not&tookConjunction != 0 || len(rest) < three || s.isOwnFirst(w) {
		return w, false
	}
	n, all := s.lex.count("", w, ""), s.lex.count("", rest, "")
	_, member := s.fam.member(rest)
	if all < rare && !member || n > conjoined*s.noun(rest, "") {
		return w, false
	}
	r := s.step(w, not)
	verb := r.took&tookVerb != 0 && !s.endsInPronoun(w)
	if all < rare && !verb {
		return w, false
	}
	if verb {
		if !member || r.stem == Fold(rest) || s.isPresent(rest) {
			return w, false // bare, "and" stands before a verb more often than the word without it is one
		}
	}
	if x, ok := strings.CutSuffix(w, sAlef); ok && s.noun(x, "") > all { // loyal, in the accusative
		return w, false
	}
	return rest, s.articled(w, "")+s.lex.count(sBeh, w, "")+s.lex.count(sLam, w, "") <= ownStacked*n
}

// endsInPronoun says whether a word may end in one of the commoner pronouns.
func (s *stemmer) endsInPronoun(w string) bool {
	return slices.ContainsFunc(s.aff.pronoun[:4], func(p affix) bool { return strings.HasSuffix(w, p.text) })
}

// articled is how often the noun a+b stands with an article.
func (s *stemmer) articled(a, b string) float64 {
	c := s.lex.count
	n := c(sAl, a, b) + c(sWaw+sAl, a, b) + c(sBeh+sAl, a, b)
	if !strings.HasPrefix(a, sLam) { // three lams are written as two
		n += c(sLil, a, b)
	}
	return n
}

// noun is how often a+b stands by itself or with an article.
func (s *stemmer) noun(a, b string) float64 {
	return s.lex.count("", a, b) + s.articled(a, b)
}

// common is the evidence for a noun that is no name and no form of a verb: it
// takes the article.
func (s *stemmer) common(a, b string) float64 {
	art := s.articled(a, b)
	return min(s.lex.count("", a, b)+art, perArticle*art)
}

// possessedBy is how often a+b stands with one of the commoner pronouns.
func (s *stemmer) possessedBy(a, b string) float64 {
	n := 0.0
	for _, p := range s.aff.pronoun[:6] {
		n += s.lex.count(a, b, p.text)
	}
	return n
}

// possessedByOthers is how often a stands with one of the pronouns of the third
// person, and ours, in none of which names end.
func (s *stemmer) possessedByOthers(a string) (n float64) {
	for _, p := range s.aff.pronoun[:4] {
		n += s.lex.count("", a, p.text)
	}
	return n
}

// plural is the evidence for a sound masculine plural of x: both of its cases,
// or a shape that no other word in -in has. The shorter the word, the less its
// plural may be commoner than itself: lest names become plurals.
func (s *stemmer) plural(x string) float64 {
	un, in, one := s.noun(x, sUn), s.noun(x, sIn), s.common(x, "")
	if len(x) < four {
		in = max(in-oblique*s.noun(x, sAn), 0) // what is no dual
	}
	switch {
	case len(x) == three && strings.HasPrefix(x, sMeem) && !isWeak(x[letterBytes:two]) && !isWeak(x[two:]): // or a participle of a doubled verb: those who prepare
		return min(5*un, max(in, min(s.noun(x, sIn), un)), 3*one)
	case len(x) < four:
		return min(5*un, in, 3*one)
	case s.isSubstance(x):
		return 0
	case strings.HasSuffix(x, sYeh) || strings.HasPrefix(x, sMeem) || len(x) == four && x[two:three] == sAlef: // nisba, participle, trade
		return min(max(un, in), 10*one)
	}
	return min(20*un, in, 3*one)
}

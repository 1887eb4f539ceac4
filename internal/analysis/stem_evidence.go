package analysis

import "strings"

// What the evidence for a word may fall short of the share that an ordinary
// word has. All were set by the conflation of a few thousand news words and
// checked on words that they were not set by.
const (
	unexplained = .01 // of a word's occurrences: what other readings must beat
	bareArticle = .2  // of that, where the word begins like an article
	ownLetter   = 2   // occurrences of a noun that are expected for one with the article
	rare        = 200 // occurrences under which a count is an accident
	prepared    = .02 // of a word's occurrences, those after two prepositions: it begins with none itself
	perArticle  = 30  // occurrences of a noun for one with an article, at most
	perLil      = 15  // occurrences of a noun for one with the article after the preposition, as a rule
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
	case sAlef, sLam:
	default:
		n += c(sLam, w, "")
	}
	return n > prepared*c("", w, "")
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

// plural is the evidence for a sound masculine plural of x: both of its cases,
// or a shape that no other word in -in has. The shorter the word, the less its
// plural may be commoner than itself: lest names become plurals.
func (s *stemmer) plural(x string) float64 {
	un, in, one := s.noun(x, sUn), s.noun(x, sIn), s.common(x, "")
	if len(x) < four {
		in = max(in-oblique*s.noun(x, sAn), 0) // what is no dual
	}
	switch {
	case len(x) < four:
		return min(5*un, in, 3*one)
	case strings.HasSuffix(x, sYeh) || strings.HasPrefix(x, sMeem) || len(x) == four && x[two:three] == sAlef: // nisba, participle, trade
		return min(max(un, in), 10*one)
	}
	return min(20*un, in, 10*one)
}

package analysis

import (
	"math"
	"strings"
)

// How common the forms of number are, and how far beyond that they are believed.
const (
	dualShare    = .01  // of a noun, its dual in one case
	knownDual    = .03  // the same where it cannot be a name
	unpaired     = 60   // occurrences in yeh by which the other case of a dual would have been seen
	oneCase      = .1   // of those in yeh, the other case of a dual, at least
	weakDual     = .05  // of a participle in -i, its dual in yeh, at most: its plural has lost the -i
	alone        = .1   // of a noun, its dual in yeh where the other case was never seen, at most
	oblique      = 3    // the case in yeh for one in alef or waw
	pluralLimit  = 3    // sound plurals for one singular, at most
	instance     = .02  // of a noun of three letters, the one with teh marbuta that has its plural
	atShare      = .5   // plurals in -at for one singular without teh marbuta
	longAtLimit  = 10   // the same of a word of four letters and more, at most
	properShare  = .2   // of a word in waw, those with an article (القليلو الخبرة): more, and it is no plural before a genitive
	wawConstruct = .2   // of a sound plural, those before a genitive, in waw
	yehConstruct = .03  // the same in yeh, which is so often another letter
	thingOwned   = .01  // of the feminine of what names things, those with a pronoun
	oneThing     = .2   // of that, what names things, where no pronoun ever stands
	personal     = .05  // of a word that names persons, plurals in -un
	maksuraShare = .08  // for one noun in alef maksura, what looks like the singular of its plural
	perPlural    = 50   // what a plural in -at of three letters may explain, for one by itself or with the article
	hardlyBare   = .06  // of a feminine passive participle, those without article, at least
	apartArticle = 10   // times the share of the article that the masculine has, the feminine's: and it is another word
	taConstruct  = .005 // of a noun with teh marbuta, its duals before a genitive
)

// inflected offers rest without the endings of number.
func (s *stemmer) inflected(rest string, r reading, share float64, consider func(reading)) {
	offer := func(stem, suf string, score float64) {
		consider(reading{stem: stem, rest: r.rest, took: r.took | tookEnding, pro: r.pro, suf: suf + r.suf, score: score * share})
	}
	if x, ok := strings.CutSuffix(rest, sAt); ok && len(x) >= two {
		s.feminines(x, offer)
	}
	if x, ok := strings.CutSuffix(rest, sAn); ok && len(x) >= two {
		s.dual(x, sAn, 1, offer)
	}
	if x, ok := strings.CutSuffix(rest, sIn); ok && len(x) >= two {
		s.dual(x, sIn, oblique, offer)
		if len(x) >= three {
			offer(x, sIn, pluralLimit*s.plural(x))
			s.defectives(x, sIn, offer)
		}
	}
	if x, ok := strings.CutSuffix(rest, sUn); ok && len(x) >= three {
		in := s.noun(x, sIn)
		if len(x) == three {
			in = max(in-oblique*s.noun(x, sAn), 0) // what is no dual
		}
		score := pluralLimit * max(min(in, s.common(x, "")), s.plural(x))
		if s.isPresent(x) { // you know, rather than learnings
			score *= .05
		}
		offer(x, sUn, score)
		s.defectives(x, sUn, offer)
	}
	if r.suf != "" || r.took&tookArticle != 0 {
		return
	}
	if x, ok := strings.CutSuffix(rest, sTeh+sAlef); ok && len(x) >= two { // before a genitive
		offer(x+sMarb, sTeh+sAlef, taConstruct*s.common(x, sMarb))
	}
	if x, ok := strings.CutSuffix(rest, sWaw); ok && len(x) >= three && s.articled(rest, "") <= properShare*s.lex.count("", rest, "") { // which no article stands before
		offer(x, sWaw, wawConstruct*s.plural(x))
		s.defectives(x, sWaw, offer)
	}
	if x, ok := strings.CutSuffix(rest, sYeh); ok && len(x) >= three {
		offer(x, sYeh, yehConstruct*s.plural(x))
	}
}

// defectives offers the singular in -i of a plural that swallowed it (lawyers).
func (s *stemmer) defectives(x, end string, offer func(stem, suf string, score float64)) {
	if un := s.noun(x, sUn); un > 0 && isPersonal(x+sYeh) {
		limit := s.common(x, sYeh)
		if end == sWaw {
			limit = min(limit, un+s.noun(x, sIn))
		}
		offer(x+sYeh, end, s.asCommon(limit, x, end))
	}
}

// feminines offers the singular of a plural in -at: a word with teh marbuta,
// or one without.
func (s *stemmer) feminines(x string, offer func(stem, suf string, score float64)) {
	one := s.noun(x, sMarb)
	if s.isThing(x) { // what is proposed: no feminine
		one = 0
	}
	if len(x) >= three && strings.HasPrefix(x, sMeem) { // a hamza before the ending makes a madda of two alefs
		offer(x+sAlef+sMarb, sTeh, pluralLimit*s.noun(x, sAlef+sMarb))
	}
	if len(x) < three { // or the past of a verb with a final hamza: she read
		offer(x+sMarb, sAt, max(.2*one, s.asCommon(pluralLimit*one, x, sAt)))
	} else {
		offer(x+sMarb, sAt, s.ofInstance(x, one))
	}
	if len(x) >= three { // loan words: camera
		offer(x+sAlef, sTeh, s.common(x, sAlef))
	}
	if y, ok := strings.CutSuffix(x, sYeh); ok && len(y) >= two && s.noun(x, sMarb) < maksuraShare*s.common(y, sMaksura) {
		offer(y+sMaksura, sAt, pluralLimit*s.common(y, sMaksura)) // memories
	}
	if len(x) < three {
		return
	}
	n := min(s.noun(x, ""), 5*s.articled(x, "")+1)
	if len(x) == three && !strings.HasPrefix(x, sMeem) && one > instance*n {
		return
	}
	score := min(atShare*n, perPlural*(s.noun(x, sAt)+1))
	if len(x) >= four {
		score = max(score, s.asCommon(longAtLimit*n, x, sAt))
	}
	offer(x, sAt, score)
}

// isThing says whether x is a participle that names things, of no gender, whose
// plural is in -at (a proposal, proposals; proposed): the form with teh marbuta
// is nobody's, and x is no person.
func (s *stemmer) isThing(x string) bool {
	if len(x) < four || !strings.HasPrefix(x, sMeem) {
		return false
	}
	one, n := s.noun(x, sMarb), s.noun(x, "")
	owned := s.possessedBy(x, sTeh)
	if s.noun(x, sUn) == 0 { // then those in yeh are two
		return n > one && owned < thingOwned*one || n > oneThing*one && owned == 0
	}
	return (n > one && owned < thingOwned*one || n > oneThing*one && owned == 0) && s.noun(x, sIn)+s.noun(x, sUn) < personal*n
}

// ofInstance is the evidence for a plural in -at of x with teh marbuta, which
// stands one times: more where the word without is rarer, or too short to have
// such a plural (a beat, beats; beating).
func (s *stemmer) ofInstance(x string, one float64) float64 {
	n := s.noun(x, "")
	if one >= n || len(x) == three && !strings.HasPrefix(x, sMeem) && one > instance*n {
		return max(pluralLimit*one, s.asCommon(longAtLimit*one, x, sAt))
	}
	return pluralLimit * one
}

// dual offers the singular of a dual, sooner where both of its cases stand:
// names in -an lack the other.
func (s *stemmer) dual(x, end string, k float64, offer func(stem, suf string, score float64)) {
	n := s.common(x, "")
	score := dualShare * n
	an, in := s.noun(x, sAn), s.noun(x, sIn)
	if end == sIn && s.isSubstance(x) {
		k = 0
	}
	if len(x) >= three && (an > 0 && in > .3*an || an == 0 && n > 3*in) {
		score = max(knownDual*n, s.asCommon(n, x, end))
	}
	offer(x, end, k*score)
	if f, ok := strings.CutSuffix(x, sTeh); ok && len(f) >= two {
		limit := s.common(f, sMarb)
		if end == sIn && an == 0 && in > unpaired { // the other case would have been seen of one so common
			limit *= alone
		}
		offer(f+sMarb, sTeh+end, k*max(knownDual*s.common(f, sMarb), s.asCommon(limit, x, end)))
	}
}

// isSubstance says whether x and -in, where x is a participle in -i, which its plural
// loses, is too common to be its dual, whose other case is rare: caffeine is no two
// sufficient ones, as the last two (الماضيين) are past.
func (s *stemmer) isSubstance(x string) bool {
	if len(x) != four || x[letterBytes:two] != sAlef || !strings.HasSuffix(x, sYeh) {
		return false
	}
	in := s.noun(x, sIn)
	return in > max(unpaired, weakDual*s.common(x, "")) && s.noun(x, sAn) < oneCase*in && s.noun(x, sUn) == 0
}

// asCommon is what a form x+end needs to be explained as a form of its
// singular though it may be commoner than that, and limit at most.
func (s *stemmer) asCommon(limit float64, x, end string) float64 {
	return min(limit, 1.05*(s.articled(x, end)+unexplained*s.lex.count("", x, end))+1)
}

// feminine takes the teh marbuta from the feminine of an adjective, and from
// no word that means something else (currency and work, state and states).
func (s *stemmer) feminine(w string) reading {
	if m, ok := strings.CutSuffix(w, sMarb); ok && len(m) >= three && s.isAdjective(m) {
		return reading{stem: m, took: tookEnding, suf: sMarb}
	}
	return reading{stem: w}
}

// isAdjective says whether m and m+teh marbuta are one word, an adjective or a
// person of either sex: such a feminine has no pronouns and no plural of its
// own to speak of, and is not beyond all measure commoner than the masculine.
// The figures were set on some 120 adjectives and nouns that look like their feminines.
func (s *stemmer) isAdjective(m string) bool {
	feminine, masculine := s.noun(m, sMarb), s.noun(m, "")
	if masculine == 0 || masculine < .003*feminine {
		return false
	}
	var (
		people         = (s.noun(m, sIn) + s.noun(m, sUn)) / masculine
		owned          = s.possessedBy(m, sTeh) / feminine
		ownedMasculine = s.possessedBy(m, "") / masculine
		many           = s.noun(m, sAt) / feminine
		ratio          = math.Log2(feminine / masculine)
		relation       = strings.HasSuffix(m, sYeh)
	)
	switch {
	case ratio > 1 && s.articled(m, sMarb)/feminine < .1*s.articled(m, "")/masculine && s.lex.count("", m, sAlef) < .1*feminine: // all of, sufficient
		return false
	case strings.HasPrefix(m, sTeh) && strings.HasSuffix(m, sYeh) && s.articled(m, "") < unexplained*masculine && s.isPresent(m): // the same of a verb in yeh: compliance
		return false
	case s.articled(m, "") == 0 && len(m) > four && s.lex.pastOf(m) > 0: // a past, and its verbal noun: to replace
		return false
	case min(feminine, masculine) > rare/2 && !relation && isPassive(m) && s.lex.count("", m, sMarb) < hardlyBare*feminine && s.lex.count("", m, "") > conjoined*masculine: // Mansura, too
		return false
	case s.isThing(m):
		return true
	case !strings.HasPrefix(m, sMeem) && s.articled(m, sMarb) == 0 && feminine > rare/2 && s.articled(m, "") > articledShare*masculine: // a town
		return false
	case !relation && !strings.HasPrefix(m, sMeem) && feminine > rare && s.lex.count("", m, sMarb) < .03*feminine && s.lex.count("", m, "") > .1*masculine && s.lex.pastOf(m) == 0: // Hudaydah, which always has the article, iron
		return false
	case min(feminine, masculine) > rare/2 && !relation && s.articled(m, sMarb)/feminine > apartArticle*s.articled(m, "")/masculine && s.lex.count("", m, sAlef) < unexplained*masculine: // Mansura, a man's name
		return false
	case !relation && feminine < rare && s.articled(m, sMarb)+s.articled(m, "") == 0 && !isActive(m) && !strings.HasPrefix(m, sMeem) && !strings.HasPrefix(m, sAl) && !strings.HasPrefix(m, sWaw): // names
		return false
	case s.articled(m, "") > .9*masculine && ratio < -3: // Damascus, a mole
		return false
	case len(m) == four && m[two:three] == sAlef && ratio > 1 && owned > .0005: // trades: navigation is not the feminine of navigator
		return false
	case owned < .0015 && (many < .05 || many < .1 && relation) && (len(m) > three || ownedMasculine < .01):
		return ratio < 4.5 || people > .1
	case len(m) >= four && relation && ratio < 1.75: // the abstract noun beside it is rarer
		return owned < .06 && many < .1 || owned < .03 && people > .15 || owned < .003 && many < .2 && ratio < 1
	case isPassive(m) && owned < .05 && ratio < 2:
		return true
	case len(m) >= four && strings.HasPrefix(m, sMeem) && owned < .02 && many < .04 && ratio < 2.5:
		return true
	case isPersonal(m) && owned < .02 && many < .012 && ownedMasculine < .1 && math.Abs(ratio) < 2:
		return true
	case len(m) == three && m[letterBytes:two] == sYeh && owned < .005 && many < .2 && ratio < 2: // bad, good
		return true
	case isPersonal(m) && ratio < -1.6 && (owned < .05 || !strings.HasPrefix(m, sMeem)):
		return true
	}
	noun := 100*owned + min(6*many, 1.2) + .35*max(ratio, 0)
	if people > .3 {
		noun -= .8
	} else {
		noun += 10 * ownedMasculine
	}
	return noun < 1.5
}

// isPassive says whether a word has the shape of the passive participle of a
// simple verb: written, published.
func isPassive(m string) bool {
	return len(m) == four+letterBytes && strings.HasPrefix(m, sMeem) && m[three:four] == sWaw
}

// isPersonal says whether a word has the shape of an active participle or
// another that names persons.
func isPersonal(m string) bool {
	return isActive(m) || len(m) == four && m[two:three] == sYeh ||
		len(m) >= four && strings.HasPrefix(m, sMeem)
}

// isActive says whether a word has the shape of the active participle of a simple verb.
func isActive(m string) bool { return len(m) == four && m[letterBytes:two] == sAlef }

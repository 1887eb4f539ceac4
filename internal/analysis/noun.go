package analysis

import (
	"slices"
	"strings"
)

// How far the forms around a noun bear out each other.
const (
	afterArticle = 100  // bare occurrences of a word that may be no noun, for one with an article and more
	afterBeh     = 20   // the same after a preposition
	tanweenLimit = .3   // accusatives in alef for one other form: some adverbs hardly have any
	shortTanween = .05  // the same of two letters, where the alef is a past's more often
	nameTanween  = .001 // the same of what follows articles and prepositions: the alef of a name
	named        = .05  // of a word, those after them that make it a name
	finalAlef    = .5   // how far a changed last letter is believed beside an unchanged one
	nameRatio    = 4    // bare occurrences of a name for one after a preposition
	herShare     = .1   // of an imperfect, its feminine, at least
	exchange     = .5   // of the occurrences with a pronoun, what the other pronouns let expect
	pairedPast   = .2   // of a past of hers with a pronoun, those without any, at least
	pairShare    = .006 // of a noun, its duals before a pronoun, where it is one of a pair
	mostPairs    = 5    // times the noun, the same at most: or it is another word
	ownedShort   = 5    // of a noun of two letters, those with one pronoun, at most
	oneExchange  = .2   // of that, where only one other was counted
	verbalNouns  = 10   // of what is an imperfect too, the nouns for one with the article, at most
	otherPerson  = .95  // of an imperfect in teh with an object, the same in yeh, at least: it is no verbal noun
	manyArticles = 2000 // of a noun, that many: and it says something that it hardly stands without article
	nameBare     = .015 // of a noun, those without the article: fewer, and it is a name, which has no tanween
)

// nouns offers the readings of w as a noun with proclitics and pronouns.
func (s *stemmer) nouns(w string, not taken, consider func(reading)) {
	definite := false
	if not&tookArticle == 0 {
		enough := s.whole(w)
		for _, p := range s.aff.article {
			rest, ok := strings.CutPrefix(w, p.text)
			if !ok {
				continue
			}
			if strings.HasSuffix(p.text, sLil) && s.definite(sLam+rest, p, consider) > enough { // three lams are written as two
				definite = true
			}
			if len(rest) >= two && s.definite(rest, p, consider) > enough {
				definite = true
			}
		}
	}
	if definite {
		not |= tookEnding // what follows the article is not to be judged together with it
	}
	s.indefinite(w, affix{share: 1}, 0, not, consider)
	for _, p := range s.aff.proclitic {
		took := p.kind()
		if rest, ok := strings.CutPrefix(w, p.text); ok && took&not == 0 && len(rest) >= two {
			s.indefinite(rest, p, took, not, consider)
		}
	}
}

// kind says what a proclitic of nouns takes: a conjunction may stand before a
// verb too.
func (p affix) kind() taken {
	switch p.text {
	case sWaw, sFeh, sAlef:
		return tookConjunction
	}
	return tookPreposition
}

// definite offers rest after an article, which is real where the rest stands
// without it too: bare, or after the preposition that swallows the alef. So
// Germany keeps the letters that only look like an article. It returns the
// evidence for the article.
func (s *stemmer) definite(rest string, p affix, consider func(reading)) (score float64) {
	c := s.lex.count
	if strings.HasSuffix(p.text, sLil) { // after the preposition: is the article elsewhere too?
		art := c(sAl, rest, "") + c(sBeh+sAl, rest, "")
		if art == 0 && s.isOwned(rest) { // his meeting, behind the preposition
			return 0
		}
		score = c("", rest, "") + art
	} else {
		score = s.withoutArticle(rest)
		if perLil*c(sLam, p.text, rest) > score { // the preposition leaves this alef alone: no article
			return 0
		}
	}
	r := reading{stem: rest, rest: rest, took: tookArticle, pro: p.text, score: score * p.share}
	consider(r)
	s.inflected(rest, r, p.share, consider)
	return r.score
}

// isOwned says whether a word is one that takes the article, with one of the commoner
// pronouns.
func (s *stemmer) isOwned(w string) bool {
	for _, p := range s.aff.pronoun[:4] {
		if x, ok := strings.CutSuffix(w, p.text); ok && len(x) >= three && s.articled(x, "") > s.lex.count("", w, "") {
			return true
		}
	}
	return false
}

// withoutArticle is the evidence that rest, found after an article, is a noun
// where none stands: bare, or after the preposition. Particles and verbs that
// stand bare are no evidence, nor is what "and" stands before, unless the word
// inflects behind the article.
func (s *stemmer) withoutArticle(rest string) float64 {
	c := s.lex.count
	bare, lil := c("", rest, "")+c("", rest, sMarb)+c("", rest, sAlef), c(sLil, rest, "") // indefinites of either gender
	if c(sAl+sLam, rest, "") > bare+c(sAl, rest, "") {
		lil = 0 // of a word that begins with lam
	}
	articled := func() float64 {
		plural := strings.TrimSuffix(rest, sMarb)
		return lil + c(sBeh+sAl, rest, "") + c(sWaw+sAl, rest, "") + c(sAl, rest, sMarb) + c(sAl, rest, sIn) + c(sAl, plural, sAt)
	}
	switch {
	case len(rest) == two:
		bil := c(sBeh+sAl, rest, "")
		bare = min(bare, afterArticle*max(lil, bil))
	case s.isPresent(rest) && s.isVerbal(sAl+rest):
		bare = min(bare, afterArticle*(lil+c(sBeh+sAl, rest, "")+c(sWaw+sAl, rest, "")))
	case s.isPresent(rest):
		bare = min(bare, afterArticle*articled())
	case strings.HasPrefix(rest, sWaw) || strings.HasPrefix(rest, sFeh):
		if c("", rest[letterBytes:], "") > 5*bare {
			bare = min(bare, afterArticle*articled())
		}
	}
	return bare + perLil*lil
}

// isVerbal says whether a word is the past or the verbal noun of a verb, whose
// first letters only look like an article (they met, meeting).
func (s *stemmer) isVerbal(w string) bool {
	if s.lex.pastOf(w) > 0 {
		return true
	}
	n := len(w) - letterBytes
	return n > two && w[n-letterBytes:n] == sAlef && s.lex.pastOf(w[:n-letterBytes]+w[n:]) > 0
}

// isPresent says whether a word looks like an imperfect of a known verb.
func (s *stemmer) isPresent(w string) bool {
	switch w[:letterBytes] {
	case sYeh, sTeh, sNoon:
		_, n := s.lex.verbOf(w[letterBytes:])
		return n > 0
	}
	return false
}

// isInflectedPresent says the same of an imperfect with an ending or an object.
func (s *stemmer) isInflectedPresent(w string) (yes bool) {
	switch w[:letterBytes] {
	case sYeh, sTeh, sNoon:
		s.withEndings(w[letterBytes:], s.aff.present, func(stem, _, _ string, _ float64) {
			_, n := s.lex.verbOf(stem)
			yes = yes || n > 0
		})
	}
	return yes
}

// indefinite offers rest after a proclitic or none, with what may follow a
// noun without article: an ending, the alef of tanween, a pronoun.
func (s *stemmer) indefinite(rest string, p affix, took, not taken, consider func(reading)) {
	if s.hasHamza(p.text, rest) {
		return
	}
	if took != 0 {
		score := s.noun(rest, "")
		if took == tookPreposition && p.text != sLam && s.isThird(rest) && s.lex.count(p.text, rest, "") >= rare { // no verb follows it, but in dialect
			score = 0
		}
		if took == tookPreposition && !s.isForeign(p.text, rest) {
			other := sBeh // the word itself is no evidence for a name in -o-
			if p.text == sBeh && strings.HasPrefix(rest, sWaw) {
				other = sLam
			}
			score = min(score, afterBeh*(s.articled(rest, "")+s.lex.count(other, rest, "")))
		}
		consider(reading{stem: rest, took: took, pro: p.text, score: score * p.share})
	}
	if not&tookEnding == 0 {
		s.inflected(rest, reading{rest: rest, took: took, pro: p.text}, p.share, consider)
	}
	if not&tookPronoun != 0 {
		return
	}
	if x, ok := strings.CutSuffix(rest, sAlef); ok && len(x) >= two {
		s.tanween(rest, x, p, took, consider)
	}
	for _, x := range s.aff.pronoun {
		stem, ok := strings.CutSuffix(rest, x.text)
		if !ok || len(stem) < two || len(stem) == two && isWeak(Fold(stem[letterBytes:])) || s.hasArticle(stem) {
			continue
		}
		s.possessed(stem, reading{rest: rest, took: took | tookPronoun | tookEnding, pro: p.text, suf: x.text}, p.share*x.share, consider)
		if took == 0 {
			s.exchanged(stem, x, consider)
		}
	}
}

// isThird says whether a word is an imperfect of the third person, by what stands beside
// it: its feminine, its future, and hardly an article.
func (s *stemmer) isThird(w string) bool {
	x, ok := strings.CutPrefix(w, sYeh)
	c := s.lex.count
	return ok && c(sSeen, w, "") > expected && c(sTeh, x, "") > herShare*c("", w, "") && s.articled(w, "") < unexplained*c("", w, "")
}

// hasHamza says whether a proclitic before a word in alef has a key of its own,
// with its hamza: then the folded one is that of another word.
func (s *stemmer) hasHamza(p, rest string) bool {
	if strings.HasPrefix(rest, sHamza) { // no word begins so: it sits on a letter within this one
		return true
	}
	if p == "" || !strings.HasPrefix(rest, sAlef) || s.isVerbal(rest) && len(rest) > four { // verbal nouns and imperatives may have none
		return false
	}
	if strings.HasPrefix(p, sFeh) || strings.HasPrefix(p, sWaw) && (p != sWaw || len(rest) > two) {
		return false
	}
	below := s.lex.own(belowKey, rest, "") > 0
	for _, h := range seats {
		if below && h != sBelow {
			continue
		}
		if s.lex.own(p, h, rest[letterBytes:]) > leastShare*s.lex.own(p, rest, "") && s.lex.own("", h, rest[letterBytes:]) == 0 {
			return true
		}
	}
	return false
}

// isForeign says whether what follows a preposition looks like a name that is
// no word of the language: of some length, no form of a verb, and much commoner
// without the preposition.
func (s *stemmer) isForeign(before, rest string) bool {
	return len(rest) >= four && s.lex.count("", rest, "") > nameRatio*s.lex.count(before, rest, "") &&
		s.lex.pastOf(rest) == 0 && !s.isPresent(rest) && !s.isInflectedPresent(rest)
}

// tanween offers x without the alef of an indefinite accusative. The last
// alef of a name is another: it follows prepositions and articles.
func (s *stemmer) tanween(rest, x string, p affix, took taken, consider func(reading)) {
	c := s.lex.count
	k := tanweenLimit
	if strings.HasSuffix(x, sWaw) && (len(x) > three || s.articled(x, "") < named*c("", x, "")) { // the plural of a verb: words so long that end in waw are foreign, and "even if" takes no tanween
		return
	}
	art := s.articled(rest, "")
	if art < unexplained*s.articled(x, "") { // of verse, where an alef is put for the rhyme
		art = 0
	}
	switch {
	case c(sBeh, rest, "")+c(sLam, rest, "")+art > named*c("", rest, ""):
		k = nameTanween
	case len(x) == two:
		k = shortTanween
	}
	took |= tookPronoun | tookEnding
	n := s.common(x, "")
	if bare := c("", x, ""); n > manyArticles && bare < nameBare*n { // Jordan, we wanted
		n = bare
	}
	consider(reading{stem: x, rest: rest, took: took, pro: p.text, suf: sAlef, score: n * k * p.share})
}

// possessed offers the noun before a pronoun: as it is, with teh for teh
// marbuta, with alef for final yeh, as a plural or a dual without its noon.
func (s *stemmer) possessed(stem string, r reading, share float64, consider func(reading)) {
	offer := func(x, suf string, score float64) {
		consider(reading{stem: x, rest: r.rest, took: r.took, pro: r.pro, suf: suf + r.suf, score: score * share})
	}
	if !strings.HasSuffix(stem, sMarb) {
		offer(stem, "", s.nominal(stem, r.suf)+min(s.lex.count("", stem, ""), 1))
	}
	if x, ok := strings.CutSuffix(stem, sTeh); ok && len(x) >= two && (r.pro != "" || !s.isPastOwned(x, r.rest)) {
		offer(x+sMarb, sTeh, s.common(x, sMarb))
	}
	if x, ok := strings.CutSuffix(stem, sAlef); ok && len(x) >= two {
		offer(x+sYeh, sAlef, finalAlef*s.common(x, sYeh))
		offer(x+sMaksura, sAlef, finalAlef*s.common(x, sMaksura))
	}
	if x, ok := strings.CutSuffix(stem, sHamza); ok && len(x) >= two { // a final hamza on alef changes its seat
		offer(x+sAlef, sHamza, finalAlef*s.common(x, sAlef))
	}
	s.inflected(stem, r, share, consider)
	for _, end := range []string{sYeh, sWaw, sAlef} {
		x, ok := strings.CutSuffix(stem, end)
		if !ok || len(x) < two {
			continue
		}
		isPast := end == sAlef && s.lex.pastOf(x+sYeh) > s.lex.count("", r.rest, "")   // it was enough for you
		articled := s.articled(r.rest, "") > articledShare*s.lex.count("", r.rest, "") // which no word with a pronoun is
		pair := func(x, one, end string, n float64) {
			if r.suf != sYeh && r.suf != sNoon+sAlef && !isPast && !articled && s.isPair(x, r.suf, n) {
				offer(one, end, min(n, s.lex.count("", r.rest, ""))/share)
			}
		}
		if n := s.plural(x); n > 0 && len(x) >= three {
			offer(x, end, finalAlef*n)
		}
		if end == sWaw {
			continue
		}
		if n, m := s.common(x, ""), s.common(x, sMaksura); m == 0 || r.suf == sHeh+sMeem+sAlef && n > m {
			pair(x, x, end, n)
		}
		if len(x) < three {
			continue
		}
		offer(x, end, dualShare*s.common(x, ""))
		if f, ok := strings.CutSuffix(x, sTeh); ok {
			offer(f+sMarb, sTeh+end, .002*s.noun(f, sMarb))
			pair(x, f+sMarb, sTeh+end, s.noun(f, sMarb))
		}
	}
}

// nominal is common for what may be an imperfect as well: where the other person has that
// object nearly as often, most of what stands bare is that (she represents him), and only
// the article tells how much is a noun.
func (s *stemmer) nominal(stem, pronoun string) float64 {
	n := s.common(stem, "")
	if x, ok := strings.CutPrefix(stem, sTeh); ok && s.isPresent(stem) && s.lex.count(sYeh, x, pronoun) > otherPerson*s.lex.count("", stem, pronoun) {
		return min(n, verbalNouns*s.articled(stem, ""))
	}
	return n
}

// isPastOwned says whether x, teh and a pronoun are a past of hers and its object,
// where they may be a noun in teh marbuta too (it gathered him, his Friday): it is
// common, no preposition stands before it, as before every noun, nobody calls it
// his own, and the verb is common too.
func (s *stemmer) isPastOwned(x, w string) bool {
	c := s.lex.count
	n := c("", w, "")
	return n >= rare && c(sBeh, w, "")+c(sLam, w, "") < unexplained*n && c("", x, sTeh+sYeh) < unexplained*n &&
		s.lex.pastOf(x) > n && c("", x, sTeh) > pairedPast*n
}

// isPair says whether what stands before the ending of a dual and a pronoun does so
// in both cases, as the parts of the body do: often, for n times the noun itself, and
// in the commoner case more often.
func (s *stemmer) isPair(x, pronoun string, n float64) bool {
	c := s.lex.count
	if pronoun == sHeh+sMeem+sAlef && len(x) >= three && s.articled(x, "") > 0 { // of two
		return true
	}
	art := s.articled(x, sIn)
	if n == 0 || c("", x, sIn)+art == 0 || c("", x, sAn)+art == 0 || len(x) < three && art == 0 {
		return false
	}
	if y, ok := strings.CutPrefix(x, sWaw); ok && s.common(y, "") > n {
		return false
	}
	alefs, yehs := 0.0, 0.0
	for _, p := range s.aff.pronoun[:2] {
		alef := c(x, sAlef, p.text)
		if len(x) < three && alef == 0 { // his and hers
			return false
		}
		alefs, yehs = alefs+alef, yehs+c(x, sYeh, p.text)
	}
	for _, p := range prepositions[1:] {
		if y, ok := strings.CutPrefix(x, p); ok && len(y) >= two && c(y, sYeh, sHeh) > yehs { // behind a preposition: by his father
			return false
		}
	}
	return yehs > pairShare*n && yehs > alefs && alefs > 0 && yehs < mostPairs*n
}

// exchanged offers what takes several pronouns in turn: it has a pronoun, be
// the word behind it a noun with a preposition or a verb.
func (s *stemmer) exchanged(stem string, x affix, consider func(reading)) {
	if s.lex.count("", stem, "") == 0 || s.changed(stem) {
		return
	}
	if y, ok := strings.CutSuffix(stem, sWaw); ok && !strings.HasPrefix(stem, sAlef) && s.lex.pastOf(y) > 0 && s.articled(stem, "") == 0 { // of them who did it: they described him
		return
	}
	if len(stem) == two && s.lex.count("", stem, x.text) > ownedShort*s.noun(stem, "") {
		return
	}
	if at := writtenAt(stem, 0); at > 0 && slices.Contains(proclitics, stem[:at]) { // behind a preposition, as the hamza tells
		return
	}
	kinds, others, share := 0, 0.0, 0.0
	for _, y := range s.aff.pronoun[:4] {
		if y.text == x.text {
			continue
		}
		share += y.share
		if n := s.lex.count("", stem, y.text); n > 0 {
			others += n
			kinds++
		}
	}
	score := exchange * min(s.lex.count("", stem, x.text), others*x.share/share)
	if kinds < 2 {
		score *= oneExchange
	}
	consider(reading{stem: stem, took: tookPronoun, suf: x.text, score: score})
}

// changed says whether the last letter of a stem is another without the
// pronoun: possessed knows better then.
func (s *stemmer) changed(stem string) bool {
	if x, ok := strings.CutSuffix(stem, sTeh); ok {
		return s.lex.count("", x, sMarb) > 0
	}
	x, ok := strings.CutSuffix(stem, sAlef)
	return ok && s.common(x, sYeh)+s.common(x, sMaksura) > s.common(stem, "")
}

// hasArticle says whether a word stands with an article, which excludes a
// pronoun; not so a word that only begins like one.
func (s *stemmer) hasArticle(w string) bool {
	x, ok := strings.CutPrefix(w, sAl)
	return ok && len(x) >= three && s.lex.count(sLam, w, "") == 0 && s.withoutArticle(x) > s.lex.count("", w, "")*unexplained
}

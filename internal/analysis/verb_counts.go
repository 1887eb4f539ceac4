package analysis

import "strings"

// What tells a verb in the counts. A count of its own says little where a noun
// may have the same letters; these shares say how little.
const (
	otherObjects = .2   // of an imperfect with an object, the same with other objects at least
	barePast     = 5    // bare pasts that are believed for one with an ending that nouns lack
	firstPerson  = .2   // of the pasts in teh: more of a hollow verb, and they are its first person
	fewThey      = .05  // of the pasts in teh: fewer plurals, and no verb has them as its third person
	andShare     = .25  // of a past, the same behind "and"
	ofWeak       = .1   // of the pasts of form IV with a doubled letter, where the weak verb beside it is commoner
	jussives     = .1   // of the imperfects in yeh, those without it: more, and they may be another verb's
	muchOther    = 50   // times an imperfect, that of the other weak letter: and it is no other form of that verb
	muchWaw      = 10   // times a past of two letters, that with a waw before it: and it is the imperative of that
	fewShe       = .1   // of an imperfect, the feminine past that keeps its last letters: fewer, and they are an ending
	ofArticle    = .01  // of a past that begins like an article, the same with the article behind a preposition: and it is a noun
	questions    = 1000 // pasts for one of the same with the alef of a question
)

// imperfect is how often the stem stands as an imperfect of the third person;
// 0 where its first letter belongs to a noun or its last ones are an object.
func (in inducer) imperfect(stem string) float64 {
	c := in.lex.count
	y := c(sYeh, stem, "") + c(sWaw+sYeh, stem, "") + c(sSeen+sYeh, stem, "") + c(sLam+sYeh, stem, "")
	if y == 0 || in.isNoun(y, c(sTeh, stem, ""), c(sAl+sYeh, stem, "")) {
		return 0
	}
	if in.endsInObject(stem) || in.endsInNumber(stem) || in.isShort(stem) {
		return 0
	}
	return y
}

// isNoun says whether the letter of the third person belongs to a noun or a
// name: they have no feminine in teh beside them (Joseph), or hardly one and
// the article (the euro), or the article so often that the feminine must be
// common too (hands, he convicts).
func (in inducer) isNoun(he, she, articled float64) bool {
	switch {
	case he > rare && she < .003*he:
		return true
	case articled > .05*he && she < .02*he:
		return true
	}
	return articled > .2*he && she < .3*he
}

// isShort says whether the stem is a commoner one without its weak last letter,
// as after the negation of the past.
func (in inducer) isShort(stem string) bool {
	if len(stem) == two && in.perfect(sWaw+stem) > in.lex.count(sYeh, stem, "") { // he inherits
		return false
	}
	if isWeak(stem[len(stem)-letterBytes:]) {
		return false
	}
	short, full := in.lex.count(sYeh, stem, ""), in.lex.count(sYeh, stem, sYeh)
	return full > short && !in.isDoubled(stem, short, full)
}

// isDoubled says whether a stem of two letters, whose weak form stands so often
// beside it, is a verb with a doubled letter (he ceases; it suffices): its two
// consonants part in the past, or it has objects that no jussive has so often.
func (in inducer) isDoubled(stem string, short, full float64) bool {
	if len(stem) != two || in.perfect(stem) == 0 {
		return false
	}
	c := in.lex.count
	parted := stem + stem[letterBytes:]
	if c("", parted, sTeh)+c("", parted, sNoon+sAlef) > 0 && short > jussives*full {
		return true
	}
	objects, weak := 0.0, 0.0
	for _, o := range objectEndings[:3] {
		objects, weak = objects+c(sYeh, stem, o), weak+c(sYeh, stem+sYeh, o)
	}
	return objects > rare && objects > jussives*weak
}

// endsInNumber says whether the stem is a commoner one in the plural or dual.
func (in inducer) endsInNumber(stem string) bool {
	for _, end := range []string{sWa, sUn, sAlef, sAn} {
		x, ok := strings.CutSuffix(stem, end)
		if !ok || len(x) < two {
			continue
		}
		n := in.lex.count(sYeh, x, "")
		if strings.HasPrefix(end, sWaw) && in.lex.count("", stem, sTeh) < fewShe*in.lex.count(sYeh, stem, "") {
			n = max(n, in.lex.count(sYeh, x, sYeh)) // which is lost before it: they turn
		}
		if n > in.lex.count(sYeh, stem, "") {
			return true
		}
	}
	if x, ok := strings.CutSuffix(stem, sNoon); ok && len(x) > two && strings.HasSuffix(x, sYeh) && in.lex.count(sYeh, x, "") > in.lex.count(sYeh, stem, "") {
		return true // they suffer, of women
	}
	return strings.HasSuffix(stem, sWa) && len(stem) > three
}

// endsInObject says whether the stem is a shorter one with an object: that is
// as common, and takes other objects too.
func (in inducer) endsInObject(stem string) bool {
	own := in.lex.count(sYeh, stem, "")
	for i, o := range objectEndings {
		x, ok := strings.CutSuffix(stem, o)
		if !ok || len(x) < two {
			continue
		}
		bare := in.lex.count(sYeh, x, "")
		if y, ok := strings.CutSuffix(x, sAlef); ok && o != sHeh+sNoon { // final yeh is alef before an object: he sees me
			bare += in.lex.count(sYeh, y, sYeh)
		}
		if bare < own {
			continue
		}
		others := 0.0
		for j, p := range objectEndings[:3] {
			if i != j {
				others += in.lex.count(sYeh, x, p)
			}
		}
		if others > otherObjects*own {
			return true
		}
	}
	return false
}

// objectEndings are the pronouns of objects, the commonest first.
var objectEndings = []string{
	sHeh, sHeh + sAlef, sHeh + sMeem, sNoon + sAlef, sNoon + sYeh, string(kaf), string(kaf) + sMeem,
	sHeh + sMeem + sAlef, sHeh + sNoon,
}

// perfect is how often p stands as a past. Its endings, which nouns do not
// have, count most; then the conjunction before it.
func (in inducer) perfect(p string) float64 {
	c := in.lex.count
	she, they := in.pastEndings(p)
	if q, ok := strings.CutPrefix(p, sWaw); ok && c("", q, sTeh) > she && c(sTeh, p, "") <= .1*c(sYeh, p, "") {
		return 0 // the waw is "and"
	}
	if q, ok := strings.CutPrefix(p, sWaw); ok { // "and" before a shorter past
		she, they = max(she-andShare*c("", q, sTeh), 0), max(they-andShare*c("", q, sWa), 0)
		if c(sYeh, q, sTeh) > fewShe*she { // the teh is a consonant: "and he drew attention"
			she = 0
		}
	}
	she *= in.ofHollow(p)
	if q, ok := strings.CutPrefix(p, sAlef); ok && c("", q, sTeh) > questions*she {
		return 0
	}
	for _, o := range objectEndings {
		if x, ok := strings.CutSuffix(p, o); ok && len(x) >= two && c("", x, "") >= c("", p, "") && she+they < .01*c("", p, "") {
			return 0 // an object
		}
	}
	return 3*(she+they) + min(c(sWaw, p, "")+.2*c("", p, ""), barePast*(she+they+1))
}

// pastEndings counts the third persons of a past that show an ending: the
// feminine and the plural.
func (in inducer) pastEndings(p string) (she, they float64) {
	c := in.lex.count
	she, they = c("", p, sTeh), c("", p, sWa)
	n := len(p) - letterBytes
	last := p[n:]
	if len(p) >= three && (last == sYeh || last == sAlef && (len(p) == three || p[:letterBytes] != sAlef)) {
		short, k := p[:n], 1.0               // the weak letter is lost before them; a final hamza stays
		if last == sYeh && len(p) == three { // or it was another, and more likely so
			k = (c("", p, "") + 1) / (c("", p, "") + c("", short, sAlef) + 1)
		}
		she, they = she+k*c("", short, sTeh), they+k*c("", short, sWa)
	}
	if last == sYeh && strings.HasPrefix(p, sAl) && c(sLil, p[two:n], sTeh)+c(sLil, p[two:], sTeh) > ofArticle*she { // the decision, the house
		she = 0
	}
	if len(p) == three && p[:letterBytes] == sAlef && c("", p, sYeh) > she && c(sYeh, p, "")+c(sYeh+sHamza, p[letterBytes:], "") == 0 {
		she, they = ofWeak*she, ofWeak*they // of the weak verb: it became evening, not it made touch
	}
	if c(p[:n]+sAlef, last, sTeh) > firstPerson*she && they < fewThey*she {
		she = 0 // the first person of a hollow verb
	}
	return she, they
}

// ofHollow is the share of the feminine pasts of a hollow verb that are not of
// the weak one which loses its last letter there: she helped, she suffered.
func (in inducer) ofHollow(p string) float64 {
	if len(p) != three || p[letterBytes:two] != sAlef {
		return 1
	}
	present := func(stem string) float64 { return in.lex.count(sYeh, stem, "") }
	hollow := present(p[:letterBytes]+sWaw+p[two:]) + present(p[:letterBytes]+sYeh+p[two:])
	return (hollow + 1) / (hollow + present(p+sYeh) + 1)
}

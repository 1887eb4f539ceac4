package analysis

import (
	"slices"
	"strings"
)

// found is a family and what was taken from a word to find it.
type found struct {
	rep  string
	took taken
	text string
}

// behind looks for a member of a family behind proclitics that need no
// evidence: a name of some length behind any, if it is commoner than the
// whole and this is no noun that takes the article itself; a word that begins like an article but has none
// (colours, songs) behind a preposition; and behind the two lams that stand
// for three.
func (s *stemmer) behind(w string, not taken) (f found, ok bool) {
	if not&tookPreposition == 0 {
		for _, p := range s.aff.proclitic {
			rest, ok := strings.CutPrefix(w, p.text)
			if !ok || len(rest) < three || strings.HasSuffix(p.text, sAlef) && strings.HasPrefix(rest, sLam) { // no question, an article
				continue
			}
			m, ok := s.fam.member(rest)
			if !ok {
				if f, ok := s.beforeEnding(rest); ok {
					return f, true
				}
				continue
			}
			own := s.lex.count("", w, "")
			name := m.kind.isName() && len(rest) >= four && s.articled(w, "") == 0 && s.lex.count("", rest, "")*s.mostBefore(p) >= own
			if strings.HasPrefix(rest, sAl) || name || own == 0 {
				return found{m.rep, tookPreposition, p.text}, true
			}
		}
	}
	if not&tookArticle != 0 {
		return f, false
	}
	for _, p := range s.aff.article {
		rest, ok := strings.CutPrefix(w, p.text)
		if !ok || len(rest) < two {
			continue
		}
		m, ok := s.fam.member(rest)
		ok = ok && m.kind != verbFamily // which no article stands before
		if strings.HasSuffix(p.text, sLil) {
			if rep, lam := s.fam.of(sLam + rest); lam && (!ok || s.noun(sLam, rest) > s.noun(rest, "")) {
				return found{rep, tookArticle, p.text}, true
			}
		}
		if ok && (m.kind.isName() || s.isArticle(w, p.text, rest)) {
			return found{m.rep, tookArticle, p.text}, true
		}
	}
	return s.beforeEnding(w)
}

// rareBefore is the share of a proclitic before nouns, up to which a name behind it is
// as rare; mostRare is the most that stand so of the name itself.
const rareBefore, mostRare = .002, .15

// mostBefore is how often a name may stand behind a proclitic, for one that stands without:
// towns may do so as often, but hardly anything behind "like" or the rarer "and" (فلورنس, كلاين).
func (s *stemmer) mostBefore(p affix) float64 {
	if p.share <= rareBefore {
		return mostRare
	}
	return 1
}

// aroundVerb looks for a form of a verb that has a family behind what stands
// before verbs and before their objects.
func (s *stemmer) aroundVerb(w string, not taken) (f found, ok bool) {
	if not&tookVerb != 0 {
		return f, false
	}
	n := s.lex.count("", w, "")
	for _, p := range s.aff.beforeOrNone {
		rest, ok := strings.CutPrefix(w, p.text)
		if !ok || len(rest) < three || strings.HasSuffix(p.text, sSeen) && (!s.hasPerson(rest) || s.articled(w, "") > aroundForm*n) {
			continue
		}
		for _, o := range s.aff.objectOrNone {
			x, ok := strings.CutSuffix(rest, o.text)
			if !ok || p.share < rareObject/100 && o.text != "" {
				continue
			}
			x = s.lex.known(x)
			m, known := s.fam.member(x)
			if !known || m.kind != verbFamily {
				continue
			}
			if s.articled(rest, "") > aroundForm*s.lex.count("", rest, "") { // a noun: accumulation
				break
			}
			if y, ok := strings.CutSuffix(x, sTeh); ok && o.text != "" && s.common(y, sMarb) > s.lex.count("", x, "") { // his dismissal, not she dismissed him
				continue
			}
			own := s.lex.count("", x, "")
			_, verb := s.lex.verbOf(rest[letterBytes:])
			if o.text != "" && verb > 0 && o.share <= rareObject { // he pawns, not he sees them
				continue
			}
			if own*p.share*o.share >= aroundForm*n || o.text != "" && own < n { // some forms stand before objects only
				return found{m.rep, tookVerb, p.text + "- -" + o.text}, true
			}
		}
	}
	return f, false
}

// hasPerson says whether a word begins like a present, before which alone a
// future can stand: سرايا (brigades) is none of رأى.
func (s *stemmer) hasPerson(w string) bool {
	w = Fold(w)
	return slices.ContainsFunc(s.aff.person, func(x affix) bool { return strings.HasPrefix(w, x.text) })
}

// aroundForm is the share of a word's occurrences that a form of a verb within it
// must explain.
const aroundForm = .05

const rareObject = .002 // the share of pronouns that may as well be letters of a known verb

// isArticle says whether nothing speaks against an article before the member
// of a family: a preposition that leaves its alef alone, a verb (they met).
func (s *stemmer) isArticle(w, article, rest string) bool {
	n := s.noun(rest, "")
	return perLil*s.lex.count(sLam, article, rest) <= n && s.lex.pastOf(w) <= n
}

// beforeEnding looks for a member of a family that begins like an article
// before a pronoun or the alef of tanween, which no article allows.
func (s *stemmer) beforeEnding(w string) (f found, ok bool) {
	if !strings.HasPrefix(w, sAl) {
		return f, false
	}
	if x, ok := strings.CutSuffix(w, sAlef); ok && strings.HasPrefix(x, sAl) {
		if rep, ok := s.fam.of(x); ok {
			return found{rep, tookEnding, sAlef}, true
		}
	}
	for _, p := range s.aff.pronoun {
		if x, ok := strings.CutSuffix(w, p.text); ok {
			if rep, ok := s.fam.of(x); ok {
				return found{rep, tookPronoun, p.text}, true
			}
		}
	}
	return f, false
}

// between looks for a member of a family between a word and its stem, where
// one step took several things: its proclitics only, or these and its pronoun.
func (s *stemmer) between(r *reading) (string, bool) {
	if r.took&(r.took-1) == 0 || r.rest == "" {
		return "", false
	}
	if rep, ok := s.fam.of(r.rest); ok {
		return rep, true
	}
	if r.took&tookPronoun != 0 {
		for _, p := range s.aff.pronoun {
			if x, ok := strings.CutSuffix(r.rest, p.text); ok && len(x) >= two && x[:len(x)-letterBytes]+sMarb != r.stem && !(len(r.stem) > len(x) && strings.HasPrefix(r.rest, r.stem)) {
				if rep, ok := s.fam.of(x); ok {
					return rep, true
				}
			}
		}
	}
	return "", false
}

// ofPlural mends a reading that takes a broken plural for the singular of a
// sound one or for the masculine of a word with teh marbuta: confiscation is
// no feminine of sources, demonstrations are none of appearances. It returns
// the word with teh marbuta, or the plural where there is none such.
func (s *stemmer) ofPlural(w string, r *reading) (string, bool) {
	if r.took&tookEnding == 0 || !s.fam.isPlural(r.stem) {
		return "", false
	}
	if w == r.stem+sMarb {
		return w, true
	}
	if x, ok := strings.CutSuffix(r.stem, sMarb); ok && s.withoutPronoun(w, r) == x+sAt && s.lex.count("", x, "") > 0 {
		return x, true
	}
	if rest := s.withoutPronoun(w, r); rest == r.stem+sAt || rest == r.stem+sUn || rest == r.stem+sIn {
		if one := r.stem + sMarb; rest == r.stem+sAt && s.lex.count("", one, "")+s.articled(one, "") > 0 {
			return one, true
		}
		return r.stem, true
	}
	return "", false
}

// ownedPlural looks for a broken plural of a family before a pronoun, where no
// reading takes anything: some are commoner so than by themselves (ages).
func (s *stemmer) ownedPlural(w string, not taken) (string, bool) {
	if not&tookPronoun != 0 {
		return "", false
	}
	for _, p := range s.aff.pronoun {
		x, ok := strings.CutSuffix(w, p.text)
		if ok && p.text != sYeh && len(x) >= four && s.fam.isPlural(x) && s.noun(x, "") > aroundForm*s.lex.count("", w, "") {
			rep, _ := s.fam.of(x)
			return rep, true
		}
	}
	return "", false
}

// withoutPronoun is what a reading leaves of w before it takes an ending.
func (s *stemmer) withoutPronoun(w string, r *reading) string {
	rest := w
	if r.rest != "" {
		rest = r.rest
	}
	if r.took&tookPronoun == 0 {
		return rest
	}
	for _, p := range s.aff.pronoun {
		if x, ok := strings.CutSuffix(rest, p.text); ok && strings.HasPrefix(x, r.stem) && len(x) > len(r.stem) {
			return x
		}
	}
	return rest
}

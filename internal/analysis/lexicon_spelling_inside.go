package analysis

import "strings"

// insides decides the words of which both spellings of one letter behind the
// first are common, behind all proclitics: the last, yeh or alef maksura, or an
// alef. Yeh, and the commonest alef, have the folded key, but for one that isBesideDefective.
func (s *speller) insides() {
	for w, n := range s.written {
		if hasMaksura(w) {
			s.maksura[withMaksura(Fold(w))] += n
		}
	}
	groups := map[string]spelling{}
	s.eachBase(hasWritten, func(w string, before int) {
		for i := writtenAt(w, before+letterBytes); i >= 0; i = writtenAt(w, i+letterBytes) {
			if w[i:i+letterBytes] != sBelow { // which only begins words
				count(groups, w, before, i, true, s.written[w])
			}
		}
		if hasMaksura(w) {
			count(groups, w, before, len(w)-letterBytes, true, s.written[w])
		}
	})
	s.eachBase(func(string) bool { return true }, func(w string, before int) {
		for i := before + letterBytes; i < len(w); i += letterBytes {
			if letter := w[i : i+letterBytes]; letter == sAlef || letter == sYeh && i == len(w)-letterBytes {
				count(groups, w, before, i, false, s.written[w])
			}
		}
	})
	for x, g := range groups {
		if _, stop := s.stops.find(Fold(x)); stop {
			continue
		}
		all := g.total()
		most, _ := g.most()
		for letter, n := range g {
			if letter == sMaksura && (g[sYeh] < leastOwn || g[sYeh] < yehShare*all && !s.isBesideNisba(x, all) || s.isOneInYeh(strings.TrimSuffix(x, anyLetter))) {
				continue
			}
			if letter != sAlef && letter != sYeh && letter != most && n >= leastOwn && n >= g.least(letter)*all {
				s.own[strings.Replace(x, anyLetter, letter, 1)] = true
			}
			if letter == sAbove && letter == most && s.isBesideDefective(x, g) {
				s.own[strings.Replace(x, anyLetter, letter, 1)] = true
			}
		}
	}
}

// isBesideDefective says whether the group x, of a word that ends in a hamza on alef, is
// as often written without, as the past of a verb in waw is: he began, he seemed. Then
// that has the folded key, though it is the rarer.
func (s *speller) isBesideDefective(x string, g spelling) bool {
	base, last := strings.CutSuffix(x, anyLetter)
	return last && g[sAlef] > commonSlip*g[sAbove] && s.written[sYeh+base+sWaw] >= leastOwn && s.written[sYeh+base+sAbove] >= leastOwn
}

// isBesideNisba says whether the group x, of a word that ends in alef maksura, has an adjective
// in yeh beside it, whose feminine is too common for a slip: Salma, peaceful. So a word
// that careless hands write with yeh has none (hospital).
func (s *speller) isBesideNisba(x string, all float64) bool {
	base, last := strings.CutSuffix(x, anyLetter)
	if !last {
		return false
	}
	she := s.written[base+sYeh+sMarb] + s.written[sAl+base+sYeh+sMarb]
	return she >= leastOwn && she >= leastShare*all
}

// eachBase calls f with every written form that is wanted, and with how many
// bytes of proclitics may stand before its word.
func (s *speller) eachBase(wanted func(w string) bool, f func(w string, before int)) {
	for w := range s.written {
		if !wanted(w) || !isLetters(w) || s.isStop(w) {
			continue
		}
		folded := Fold(w)
		for _, p := range beforeHamza {
			if x, ok := strings.CutPrefix(folded, p); ok && len(x) >= three {
				f(w, len(p))
			}
		}
	}
}

// count counts a letter of a written form, n times seen, in the group of the
// words that differ there; a new group only if it may begin one.
func count(groups map[string]spelling, w string, before, at int, begins bool, n float64) {
	folded := Fold(w)
	name := folded[before:at] + anyLetter + folded[at+letterBytes:]
	if groups[name] == nil {
		if !begins {
			return
		}
		groups[name] = spelling{}
	}
	groups[name][w[at:at+letterBytes]] += n
}

// isOneInYeh says whether x with yeh and with alef maksura are two spellings of
// one word: a verb, or a plural that has both endings (صحاري, صحارى).
func (s *speller) isOneInYeh(x string) bool {
	for _, p := range beforeHamza {
		bare, ok := strings.CutPrefix(x, p)
		if !ok || len(bare) < two {
			continue
		}
		plural := len(bare) == four && bare[two:three] == sAlef && !strings.ContainsAny(bare[:letterBytes], sMeem+sWaw+sFeh+sLam+sBeh)
		if plural && s.written[bare+sYeh+sMarb] < leastOwn || s.isDefective(bare) {
			return true
		}
	}
	return false
}

// isDefective says whether x and a weak letter are a verb, which is written with
// alef maksura in one form and with yeh in another: it has the imperfect too,
// and no article.
func (s *speller) isDefective(x string) bool {
	bare := strings.TrimPrefix(x, sAlef)
	n := 0.0
	for _, person := range []string{sYeh, sTeh} {
		for _, weak := range []string{sYeh, sMaksura, sWaw} {
			if person == sYeh || weak != sYeh { // which may be the ending of a woman (greet!)
				n += s.written[person+bare+weak]
			}
		}
		if y, ok := strings.CutPrefix(x, person); ok { // an imperfect itself
			n += s.written[sYeh+y+sMaksura] + s.written[sYeh+y+sYeh]
		}
	}
	own := s.maksura[x+sMaksura]
	return n > defective*own && s.maksura[sAl+x+sMaksura] < articled*own
}

// anyLetter stands in the names of groups for the letter in question.
const anyLetter = "?"

// least is the share under which a letter is a slip. Nobody writes a madda for
// nothing.
func (s spelling) least(letter string) float64 {
	if letter == string(alefMadda) {
		return leastShare / 3
	}
	return leastShare
}

package analysis

import "strings"

// isTwo says whether alef+x, a word of the language, is another word with the
// letter h than with the commonest one, and not the same in two spellings
// (finger, Spain): the grammar knows both, or they do not stand alike.
func (s *speller) isTwo(x, h, most string, g spelling) bool {
	if len(x) <= two || h == string(alefMadda) || h == sBelow && most == string(alefMadda) { // which nobody takes for each other
		return true
	}
	if most == string(alefMadda) { // a common slip, or the past of a hollow verb
		hollow := len(x) == three && x[letterBytes:two] == sAlef && s.written[sYeh+x[:letterBytes]+sYeh+x[two:]] >= leastOwn
		return hollow || g[h] > commonSlip*g[most]
	}
	if root, _ := s.roots.best(sAlef + x); strings.HasPrefix(root, sHamza) { // the hamza belongs to it
		return true
	}
	if s.isPluralBesideNoun(x) || s.standsApart(x, h, most) {
		return true
	}
	for _, end := range afterHamza[:9] {
		y, ok := strings.CutSuffix(x, end)
		if !ok || len(y) < three {
			continue
		}
		if strings.HasSuffix(y, sTeh) || s.isPluralBesideNoun(y) { // and it hit him, his being hit
			return true
		}
	}
	return false
}

// isPluralBesideNoun says whether alef+x has the shape that both plurals (أفعال)
// and the nouns of verbs of form IV (إفعال) have, and there is such a verb.
func (s *speller) isPluralBesideNoun(x string) bool {
	if len(x) != four || x[two:three] != sAlef {
		return false
	}
	one, second, last := x[:letterBytes], x[letterBytes:two], x[three:]
	past, present := x[:two]+last, x[:two]+last
	switch {
	case one == sYeh: // of a verb that begins with waw or hamza
		return true
	case last == sHamza:
		past, present = x[:two]+sMaksura, x[:two]+sYeh
	case second == last:
		past, present = x[:two], x[:two]
	}
	return min(s.written[sAbove+past], s.written[sYeh+present]) >= leastOwn
}

// standsApart says whether one of two spellings stands with the article or with
// a pronoun much more often than the other.
func (s *speller) standsApart(x, h, most string) bool {
	a, n := s.articledAs(h + x)
	b, m := s.articledAs(most + x)
	if n < leastOwn || m < leastOwn {
		return false
	}
	p, q := (a+1)/(n+2), (b+1)/(m+2)
	return p > contrast*q || q > contrast*p
}

// articledAs counts a word as written with the article, and all of it.
func (s *speller) articledAs(w string) (articled, all float64) {
	for _, p := range articleProclitics {
		articled += s.written[p+w]
	}
	all = articled
	for _, p := range proclitics {
		all += s.written[p+w]
	}
	return articled, all
}

// isPastBesideNoun says whether alef+x is a past with teh and a pronoun, where
// what looks like the noun in teh marbuta has its hamza below: it hit him, his
// being hit.
func (s *speller) isPastBesideNoun(x string) bool {
	for _, end := range afterHamza[:9] {
		if y, ok := strings.CutSuffix(x, sTeh+end); ok && len(y) >= two {
			return s.written[sBelow+y+sMarb] > muchMore*(s.written[sAbove+y+sMarb]+s.written[sAbove+y+sHeh])
		}
	}
	return false
}

// isNative says whether a pattern of the language shows a root in alef+x, as it
// is or without a pronoun. Foreign names are one in both spellings.
func (s *speller) isNative(x string) bool {
	w := sAlef + x
	if len(w) <= three {
		return true
	}
	if root, _ := s.roots.best(w); root != w {
		return true
	}
	for _, end := range afterHamza[:9] {
		y, ok := strings.CutSuffix(w, end)
		if !ok || len(y) < three {
			continue
		}
		if z, ok := strings.CutSuffix(y, sTeh); ok {
			y = z + sMarb
		}
		if root, _ := s.roots.best(y); root != y {
			return true
		}
	}
	return false
}

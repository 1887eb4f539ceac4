package analysis

import (
	"math"
	"strings"
)

// nouns offers the readings of w as a noun.
func (s *stemmer) nouns(w string, m mode, consider func(reading)) {
	if m&noArticle == 0 {
		for _, p := range s.aff.article {
			rest, ok := strings.CutPrefix(w, p.text)
			if !ok {
				continue
			}
			if strings.HasSuffix(p.text, sLil) {
				s.definite(string(lam)+rest, p, consider)
			}
			if len(rest) >= 2*letterBytes {
				s.definite(rest, p, consider)
			}
		}
	}
	s.indefinite(w, affix{"", 1}, m, consider)
	if m&noProclitic != 0 {
		return
	}
	for _, p := range s.aff.proclitic {
		if rest, ok := strings.CutPrefix(w, p.text); ok && len(rest) >= 2*letterBytes {
			s.indefinite(rest, p, m, consider)
		}
	}
}

// definite: the article is real where the rest stands without it.
func (s *stemmer) definite(rest string, p affix, consider func(reading)) {
	c := s.lex.count
	bare := c("", rest, "")
	if len(rest) == 2*letterBytes { // of two letters are the particles too, which take no article
		bare = min(bare, 100*c(sLil, rest, ""))
	}
	score := bare + 15*c(sLil, rest, "")
	r := reading{stem: rest, pro: p.text, next: definite, score: score * p.share}
	consider(r)
	s.inflected(rest, r, p.share, consider)
}

func (s *stemmer) indefinite(rest string, p affix, m mode, consider func(reading)) {
	if p.text != "" {
		next, score := anything, s.noun(rest, "")
		if p.text != sWaw && p.text != string(feh) { // a preposition: no verb follows
			next, score = noVerb|noProclitic, min(score, 100*(s.articled(rest, "")+s.lex.count(string(beh), rest, ""))+1)
		}
		consider(reading{stem: rest, pro: p.text, next: next, score: score * p.share})
	}
	s.inflected(rest, reading{pro: p.text}, p.share, consider)
	if x, ok := strings.CutSuffix(rest, sAlef); ok && len(x) >= 2*letterBytes && m&noPronoun == 0 {
		s.tanween(rest, x, p, consider)
	}
	if m&noPronoun != 0 {
		return
	}
	for _, x := range s.aff.pronoun {
		if stem, ok := strings.CutSuffix(rest, x.text); ok && len(stem) >= 2*letterBytes {
			s.possessed(stem, reading{pro: p.text, suf: x.text}, p.share*x.share, consider)
			if p.text == "" {
				s.exchanged(stem, x, consider)
			}
		}
	}
}

// tanween: the alef of an indefinite accusative; not the last letter of a name,
// which would follow prepositions and articles.
func (s *stemmer) tanween(rest, x string, p affix, consider func(reading)) {
	c := s.lex.count
	k := .3
	if len(x) == 2*letterBytes {
		k = .05
	}
	if c(string(beh), rest, "")+c(string(lam), rest, "")+s.articled(rest, "") > .02*c("", rest, "") {
		k = .001
	}
	consider(reading{stem: x, pro: p.text, suf: sAlef, next: inflection, score: s.common(x, "") * k * p.share})
}

// exchanged: what takes several pronouns in turn has a pronoun, also where the
// noun behind it is otherwise rare.
func (s *stemmer) exchanged(stem string, x affix, consider func(reading)) {
	n, kinds := s.lex.count("", stem, ""), 0
	if n == 0 {
		return
	}
	sum := 0.0
	for _, y := range s.aff.pronoun[:4] {
		if y.text != x.text {
			if k := s.lex.count("", stem, y.text); k > 0 {
				sum += k
				kinds++
			}
		}
	}
	if kinds >= 2 {
		consider(reading{stem: stem, suf: x.text, next: noPronoun, score: min(n, sum) * x.share})
	}
}

// possessed: the noun before a pronoun.
func (s *stemmer) possessed(stem string, r reading, share float64, consider func(reading)) {
	r.stem, r.score, r.next = stem, s.common(stem, "")*share, inflection
	if !strings.HasSuffix(stem, sMarb) {
		consider(r)
	}
	if x, ok := strings.CutSuffix(stem, sTeh); ok && len(x) >= 2*letterBytes {
		consider(reading{stem: x + sMarb, pro: r.pro, suf: sTeh + r.suf, next: inflection, score: s.common(x, sMarb) * share})
	}
	if x, ok := strings.CutSuffix(stem, sAlef); ok && len(x) >= 2*letterBytes {
		consider(reading{stem: x + sYeh, pro: r.pro, suf: sAlef + r.suf, next: inflection, score: s.common(x, sYeh) * share * .5})
	}
	s.inflected(stem, r, share, consider)
	for _, end := range []string{sYeh, sWaw, sAlef} { // plural and dual without their noon
		if x, ok := strings.CutSuffix(stem, end); ok && len(x) >= 3*letterBytes {
			if pl := s.plural(x); pl > 0 {
				consider(reading{stem: x, pro: r.pro, suf: end + r.suf, next: inflection, score: pl * share * .5})
			}
			if f, ok := strings.CutSuffix(x, sTeh); ok && end != sWaw {
				consider(reading{stem: f + sMarb, pro: r.pro, suf: sTeh + end + r.suf, next: inflection, score: s.noun(f, sMarb) * share * .002})
			}
		}
	}
}

// plural is the evidence for a sound masculine plural of x: both of its cases,
// or a shape that no other word in -in has.
func (s *stemmer) plural(x string) float64 {
	un, in, one := s.noun(x, sUn), s.noun(x, sIn), s.noun(x, "")
	if len(x) >= 4*letterBytes {
		if strings.HasSuffix(x, sYeh) || strings.HasPrefix(x, string(meem)) {
			return min(max(un, in), one*10)
		}
		return min(un*20, in, one*10)
	}
	return min(un*5, in, one*3)
}

// inflected: sound plurals and duals of the noun rest.
func (s *stemmer) inflected(rest string, r reading, share float64, consider func(reading)) {
	offer := func(stem, suf string, score float64) {
		consider(reading{stem: stem, pro: r.pro, suf: suf + r.suf, next: inflection, score: score})
	}
	if x, ok := strings.CutSuffix(rest, sAt); ok && len(x) >= 2*letterBytes {
		s.feminines(x, share, offer)
	}
	if x, ok := strings.CutSuffix(rest, sAn); ok && len(x) >= 2*letterBytes {
		s.dual(x, sAn, share, offer)
	}
	if x, ok := strings.CutSuffix(rest, sIn); ok && len(x) >= 2*letterBytes {
		s.dual(x, sIn, share*3, offer)
		offer(x, sIn, s.plural(x)*share*3)
	}
	if x, ok := strings.CutSuffix(rest, sUn); ok && len(x) >= 2*letterBytes {
		offer(x, sUn, min(s.noun(x, sIn), s.noun(x, ""))*share*3)
	}
	if r.suf == "" && !strings.HasSuffix(r.pro, sAl) && !strings.HasSuffix(r.pro, sLil) { // before a genitive
		if x, ok := strings.CutSuffix(rest, sWaw); ok && len(x) >= 3*letterBytes {
			offer(x, sWaw, s.plural(x)*share*.2)
		}
		if x, ok := strings.CutSuffix(rest, sYeh); ok && len(x) >= 3*letterBytes {
			offer(x, sYeh, s.plural(x)*share*.03)
		}
	}
}

// feminines: the plural in -at of a word with teh marbuta, or of one without.
func (s *stemmer) feminines(x string, share float64, offer func(stem, suf string, score float64)) {
	one := x + sMarb
	if rep, ok := s.fam.of(one); !ok || rep == one { // a broken plural has no plural
		offer(one, sAt, s.noun(one, "")*share*3)
	}
	if len(x) >= 3*letterBytes {
		n := s.common(x, "")
		score := n * .5
		if len(x) >= 4*letterBytes { // long words have such a plural though it is commoner than they
			score = max(score, min(n*10, s.articled(x, sAt)*1.05+1))
		}
		offer(x, sAt, score*share)
	}
}

func (s *stemmer) dual(x, end string, share float64, offer func(stem, suf string, score float64)) {
	k := .01
	if len(x) >= 3*letterBytes && s.noun(x, sAn) > 0 && s.noun(x, sIn) > 0 {
		k = .03
	}
	offer(x, end, s.noun(x, "")*share*k)
	if f, ok := strings.CutSuffix(x, sTeh); ok && len(f) >= 2*letterBytes {
		offer(f+sMarb, sTeh+end, s.noun(f, sMarb)*share*.03)
	}
}

// isFeminine says whether m+ة is the feminine of the adjective m and no word of its own.
func (s *stemmer) isFeminine(m string) bool {
	ef, em := s.noun(m, sMarb), s.noun(m, "")
	if em == 0 || em < .003*ef {
		return false
	}
	pl := s.noun(m, sIn) + s.noun(m, sUn)
	pf := (s.pronouned(m, sTeh) / ef)
	at := s.noun(m, sAt) / ef
	pm := s.pronouned(m, "") / em
	ratio := math.Log2(ef / em)
	if pf < .0015 && at < .05 && (len(m) > 3*letterBytes || pm < .01) {
		return ratio < 4.5 || pl > .1*em
	}
	x := pf*100 + at*6 + pm*10 + .35*max(ratio, 0)
	if pl > .3*em {
		x -= .8
	}
	return x < 1.3
}

func (s *stemmer) pronouned(a, b string) float64 {
	c := 0.0
	for i := range 6 {
		c += s.lex.count(a, b, s.aff.pronoun[i].text)
	}
	return c
}

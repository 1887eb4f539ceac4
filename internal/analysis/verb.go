package analysis

import "strings"

// maxVerb is the length of the longest stem of a verb: ten consonants and
// vowels are more than any has.
const maxVerb = 8 * letterBytes

// How far forms that lose a letter are believed beside those that keep it.
const (
	shortPresent = .06  // hollow imperfects without their vowel, as after the negation of the past
	shortWeak    = .07  // the same of a weak last letter
	lostWeak     = .5   // of a weak last letter before an ending
	shortPast    = .2   // of the vowel of a hollow past, or of a doubled consonant, before an ending
	longPassive  = .5   // passives of other hollow pasts, and of form III
	hollowPast   = .1   // passives of hollow pasts
	seatChange   = .5   // of a final hamza, before what follows
	pastShare    = .5   // of a verb, its pasts beside the imperfects of one person
	imperatives  = .003 // of a verb, its imperatives
	lostOther    = .01  // of a verb in waw, the imperfects of one in yeh with those letters, at most
	emphatic     = .05  // of pasts after lam
)

// leastImperatives is how often the imperative of several must have been counted.
const leastImperatives = 20

// verbs offers the readings of w as a verb: proclitics, then an imperfect with
// its person or a past.
func (s *stemmer) verbs(w string, not taken, consider func(reading)) {
	s.verbAfter(w, affix{share: 1}, consider)
	s.imperative(w, consider)
	for _, p := range s.aff.before {
		if not&tookConjunction != 0 && (strings.HasPrefix(p.text, sWaw) || strings.HasPrefix(p.text, sFeh)) {
			continue
		}
		if rest, ok := strings.CutPrefix(w, p.text); ok && len(rest) >= two && !s.hasHamza(p.text, rest) {
			s.verbAfter(rest, p, consider)
		}
	}
}

// imperative offers the imperatives of verbs that begin with waw, which they have lost,
// where that of several was counted too: put, stop.
func (s *stemmer) imperative(w string, consider func(reading)) {
	for _, end := range []string{"", sWa} {
		stem, ok := strings.CutSuffix(w, end)
		if !ok || len(stem) != two || isWeak(stem[letterBytes:]) || s.lex.count("", stem, sWa) < leastImperatives {
			continue
		}
		if past, n := s.lex.verbOf(stem); past == sWaw+stem && s.lex.count(sYeh, stem, sYeh) < lostOther*n { // pray has lost another letter than join
			consider(reading{stem: past, took: tookVerb, suf: end, score: n * imperatives})
		}
	}
}

func (s *stemmer) verbAfter(w string, p affix, consider func(reading)) {
	for _, x := range s.aff.person {
		if rest, ok := strings.CutPrefix(w, x.text); ok {
			s.presentForm(rest, x.text, p.text+x.text, p.share*x.share, consider)
		}
	}
	switch {
	case strings.HasSuffix(p.text, sSeen): // future
	case strings.HasSuffix(p.text, sLam): // emphasis, in old style
		s.pastForm(w, p.text, emphatic*p.share, consider)
	default:
		s.pastForm(w, p.text, p.share, consider)
	}
}

// withEndings takes the ending and the object from a verb form and calls f for
// each way: the stem, the ending as it is without an object, both as written.
func (s *stemmer) withEndings(w string, endings []affix, f func(stem, ending, written string, share float64)) {
	each := func(x, object string, share float64) {
		f(x, "", object, share)
		if y, ok := strings.CutSuffix(x, sHamza); ok && object != "" && len(y) >= two { // a hamza on alef changes its seat
			f(y+sAlef, "", object, seatChange*share)
		}
		for _, e := range endings {
			end := e.text
			if object != "" && end == sWa {
				end = sWaw // the mute alef goes before an object
			} else if object != "" && end == sTeh+sMeem {
				end += sWaw
			}
			y, ok := strings.CutSuffix(x, end)
			if !ok || len(y) < two {
				continue
			}
			f(y, e.text, end+object, share*e.share)
			if z, ok := strings.CutSuffix(y, sHamza); ok && len(z) >= two {
				f(z+sAlef, e.text, end+object, seatChange*share*e.share)
			}
		}
	}
	each(w, "", 1)
	for _, o := range s.aff.object {
		x, ok := strings.CutSuffix(w, o.text)
		if !ok || len(x) < two {
			continue
		}
		each(x, o.text, o.share)
		if y, ok := strings.CutSuffix(x, sAlef); ok && len(y) >= two { // final yeh is alef before an object
			f(y+sYeh, "", sAlef+o.text, o.share)
		}
	}
}

// presentForm offers what stands after the person of an imperfect. The first
// persons have no endings; what begins like them and has one is an imperative.
func (s *stemmer) presentForm(w, person, pro string, share float64, consider func(reading)) {
	first := person == sAlef || person == sNoon
	s.withEndings(w, s.aff.present, func(stem, ending, written string, k float64) {
		if len(stem) < two || len(stem) > maxVerb || first && len(ending) > letterBytes && strings.HasSuffix(ending, sNoon) {
			return
		}
		offer := func(stem string, k float64) {
			if past, n := s.lex.verbOf(stem); n > 0 {
				consider(reading{stem: past, took: tookVerb, pro: pro, suf: written, score: n * share * k})
			}
		}
		offer(stem, k)
		switch {
		case written == "" && !strings.HasSuffix(strings.TrimSuffix(pro, person), sSeen): // without its weak letter, as after the negation of the past; no future has lost it
			head, last := stem[:len(stem)-letterBytes], stem[len(stem)-letterBytes:]
			if pro == sWaw+person || pro == sFeh+person { // nothing follows "and" so but behind a negation (وينر)
				break
			}
			for _, weak := range []string{sWaw, sYeh, sAlef} {
				if !isWeak(last) && !isWeak(head[len(head)-letterBytes:]) { // of two weak letters the first stays (تاي), and no alef stands before one (يحال)
					offer(head+weak+last, shortPresent*k)
				}
			}
			offer(stem+sYeh, shortWeak*k)
			offer(stem+sWaw, shortWeak*k)
		case strings.HasPrefix(ending, sWaw) || ending == sIn: // a weak last letter is lost before them
			offer(stem+sYeh, lostWeak*k)
			offer(stem+sWaw, lostWeak*k)
		}
	})
}

// isOfHamza says whether a past that is written with madda is one of a verb whose first
// consonant is a hamza, as all those are: then its imperfect shows it.
func (s *stemmer) isOfHamza(past string) bool {
	x := Fold(past)[letterBytes:]
	for _, stem := range []string{sHamza + x, sHamza + sAlef + x} { // he believes, he fraternizes
		if _, n := s.lex.verbOf(stem); n > 0 {
			return true
		}
	}
	return false
}

// pastForm offers the readings of w as a past.
func (s *stemmer) pastForm(w, pro string, share float64, consider func(reading)) {
	if strings.HasPrefix(w, sBelow) { // so begins the verbal noun, never the past
		return
	}
	hamza := strings.HasPrefix(w, madda)
	s.withEndings(w, s.aff.past, func(stem, ending, written string, k float64) {
		n := len(stem)
		if n < two || n > maxVerb {
			return
		}
		offer := func(past string, k float64) {
			if hamza && !s.isOfHamza(past) {
				return
			}
			if n := s.lex.pastOf(past); n > 0 {
				consider(reading{stem: past, took: tookVerb, pro: pro, suf: written, score: n * share * pastShare * k})
			}
		}
		offer(stem, k)
		head, last := stem[:n-letterBytes], stem[n-letterBytes:]
		if before, ok := strings.CutSuffix(head, sYeh); ok && n >= three { // passive of hollow verbs
			how := hollowPast
			if n > three {
				how = longPassive
			}
			offer(before+sAlef+last, how*k)
		}
		if before, ok := strings.CutSuffix(head, sHamza); ok && n == three { // and of those with hamza: was asked
			offer(before+sAlef+last, hollowPast*k)
		}
		if n == four && stem[letterBytes:two] == sWaw { // of form III: was seen, was surprised
			full := stem[:letterBytes] + sAlef + stem[two:]
			if before, ok := strings.CutSuffix(full, sHamza); ok {
				full = before + sAlef
			}
			offer(full, longPassive*k)
		}
		if ending == sWa || ending == sTeh || ending == sTeh+sAlef { // a weak last letter is lost before them
			offer(stem+sAlef, k)
			offer(stem+sYeh, k)
		}
		if ending != "" && ending != sWa && ending != sAlef && ending != sTeh+sAlef { // endings with a consonant
			offer(head+sAlef+last, shortPast*k) // hollow: the alef is lost
			if n >= three && strings.HasSuffix(head, last) && (n == three || strings.HasPrefix(Fold(head), sAlef)) {
				offer(head, shortPast*k) // doubled (رد, أعد; not ورد): the two consonants part
			}
		}
	})
}

package analysis

import "strings"

// verbs offers the readings of w as a verb: proclitics, then an imperfect with
// its person or a past.
func (s *stemmer) verbs(w string, consider func(reading)) {
	s.verbAfter(w, affix{"", 1}, consider)
	for _, p := range s.aff.before {
		if rest, ok := strings.CutPrefix(w, p.text); ok && len(rest) >= 2*letterBytes {
			s.verbAfter(rest, p, consider)
		}
	}
}

func (s *stemmer) verbAfter(w string, p affix, consider func(reading)) {
	for _, x := range s.aff.person {
		if rest, ok := strings.CutPrefix(w, x.text); ok {
			s.presentForm(rest, reading{pro: p.text + x.text, verb: true}, p.share*x.share, consider)
		}
	}
	if !strings.HasSuffix(p.text, string(seen)) && !strings.HasSuffix(p.text, string(lam)) {
		s.pastForm(w, reading{pro: p.text, verb: true}, p.share, consider)
	}
}

// withEndings takes the ending and the object from a verb form and calls f for
// each way: the stem, the ending as it is before no object, both as written.
func (s *stemmer) withEndings(w string, endings []affix, f func(stem, ending, written string, share float64)) {
	each := func(x, object string, share float64) {
		f(x, "", object, share)
		for _, e := range endings {
			end := e.text
			if object != "" && end == sWaw+sAlef {
				end = sWaw // the mute alef goes before an object
			}
			if y, ok := strings.CutSuffix(x, end); ok && len(y) >= 2*letterBytes {
				f(y, e.text, end+object, share*e.share)
			}
		}
	}
	each(w, "", 1)
	for _, o := range s.aff.object {
		x, ok := strings.CutSuffix(w, o.text)
		if !ok || len(x) < 2*letterBytes {
			continue
		}
		each(x, o.text, o.share)
		if y, ok := strings.CutSuffix(x, sAlef); ok && len(y) >= 2*letterBytes { // final yeh is alef before an object
			f(y+sYeh, "", sAlef+o.text, o.share)
		}
	}
}

// past is a past that an imperfect stem may have, and how ready we are to
// believe it.
type past struct {
	form string
	k    float64
}

// pasts appends the pasts of an imperfect stem, by the grammar alone.
func pasts(dst []past, stem string) []past {
	n := len(stem)
	first, last := stem[:letterBytes], stem[n-letterBytes:]
	hollow := n >= 3*letterBytes && last != sAlef && last != sWaw && last != sYeh && isWeak(stem[n-2*letterBytes:n-letterBytes])
	if last != sWaw { // I, II, III, V, VI; IV, VII, VIII, X
		dst = append(dst, past{stem, 1})
		k := 1.0
		if hollow {
			k = .02
		}
		dst = append(dst, past{sAlef + stem, k})
	}
	if n >= 3*letterBytes && (last == sWaw || last == sYeh) {
		dst = append(dst, past{stem[:n-letterBytes] + sAlef, 1})
	}
	if first == sHamza { // hamza on waw after the prefix, on alef without
		dst = append(dst, past{sAlef + stem[letterBytes:], 1})
	}
	if n == 2*letterBytes { // the first waw is lost
		dst = append(dst, past{sWaw + stem, 1})
	}
	if hollow { // I; IV, VII, VIII, X
		a := stem[:n-2*letterBytes] + sAlef + last
		if a != stem {
			dst = append(dst, past{a, 1})
		}
		dst = append(dst, past{sAlef + a, 1})
	}
	return dst
}

// presents appends the imperfect stems that a past may have: the inverse of pasts.
func presents(dst []string, p string) []string {
	n := len(p)
	dst = append(dst, p)
	if n > 2*letterBytes && p[:letterBytes] == sAlef {
		dst = append(dst, p[letterBytes:], sHamza+p[letterBytes:])
	}
	if n == 3*letterBytes && p[:letterBytes] == sWaw {
		dst = append(dst, p[letterBytes:])
	}
	if n >= 3*letterBytes && p[n-letterBytes:] == sAlef {
		dst = append(dst, p[:n-letterBytes]+sWaw, p[:n-letterBytes]+sYeh)
	}
	if n >= 3*letterBytes && p[n-2*letterBytes:n-letterBytes] == sAlef {
		a, b := p[:n-2*letterBytes], p[n-letterBytes:]
		dst = append(dst, a+sWaw+b, a+sYeh+b)
		if len(a) > letterBytes && a[:letterBytes] == sAlef {
			dst = append(dst, a[letterBytes:]+sYeh+b, a[letterBytes:]+sWaw+b)
		}
	}
	return dst
}

// imperfect is how often the stem stands as an imperfect of the third person.
func (s *stemmer) imperfect(stem string) float64 {
	c := s.lex.count
	y := c(sYeh, stem, "") + c(sWaw+sYeh, stem, "") + c(string(seen)+sYeh, stem, "") + c(string(lam)+sYeh, stem, "")
	if y == 0 || c(sAl+sYeh, stem, "") > .2*y {
		return 0
	}
	for _, o := range s.aff.object {
		if x, ok := strings.CutSuffix(stem, o.text); ok && len(x) >= 2*letterBytes && c(sYeh, x, "") >= c(sYeh, stem, "") {
			return 0 // an object, no consonant of the stem
		}
	}
	return y + min(c(sTeh, stem, ""), 2*y)
}

// perfect is how often p stands as a past: what its endings tell from a noun
// counts most.
func (s *stemmer) perfect(p string) float64 {
	c := s.lex.count
	short := p
	if last := p[len(p)-letterBytes:]; (last == sAlef || last == sYeh) && len(p) >= 3*letterBytes {
		short = p[:len(p)-letterBytes]
	}
	she, they := c("", short, sTeh), c("", short, sWaw+sAlef)
	if len(p) == 2*letterBytes && c(p[:letterBytes]+sAlef, p[letterBytes:], sTeh) > 3*she {
		she = 0 // the first person of a hollow verb
	}
	if q, ok := strings.CutPrefix(p, sWaw); ok && c("", q, sTeh) > she {
		return 0 // the waw is "and"
	}
	if q, ok := strings.CutPrefix(p, sAlef); ok && c("", q, sTeh) > 30*she {
		return 0 // the alef asks
	}
	return 3*(she+they) + min(c(sWaw, p, "")+.2*c("", p, ""), 30*(she+they)+5)
}

// conjugation is how often the imperfect stem stands for the verb of this past
// rather than for the others that share it.
func (s *stemmer) conjugation(stem, form string) float64 {
	i := s.imperfect(stem)
	if i == 0 {
		return 0
	}
	var buf [8]past
	var mine, all float64
	for _, p := range pasts(buf[:0], stem) {
		n := s.perfect(p.form) * p.k
		all += n
		if p.form == form {
			mine += n
		}
	}
	if mine == 0 {
		return 0
	}
	return i * mine / all
}

func isWeak(letter string) bool { return letter == sWaw || letter == sYeh || letter == sAlef }

package analysis

import "strings"

// presentForm offers what stands after the person of an imperfect.
func (s *stemmer) presentForm(w string, r reading, share float64, consider func(reading)) {
	s.withEndings(w, s.aff.present, func(stem, ending, written string, k float64) {
		if len(stem) < 2*letterBytes || len(stem) > 7*letterBytes {
			return
		}
		r.suf = written
		s.presentStem(stem, r, share*k, consider)
		switch {
		case ending == "" && written == "":
			s.jussive(stem, r, share*k*.08, consider)
		case strings.HasPrefix(ending, sWaw) || ending == sIn: // a weak last letter is lost before them
			s.presentStem(stem+sYeh, r, share*k*.5, consider)
			s.presentStem(stem+sWaw, r, share*k*.5, consider)
		}
	})
}

// presentStem offers the verbs of one imperfect stem.
func (s *stemmer) presentStem(stem string, r reading, share float64, consider func(reading)) {
	i := s.imperfect(stem)
	if i == 0 {
		return
	}
	var buf [8]past
	list := pasts(buf[:0], stem)
	all := 0.0
	for k, p := range list {
		list[k].k = s.perfect(p.form) * p.k
		all += list[k].k
	}
	if all == 0 {
		return
	}
	for _, p := range list {
		r.stem, r.score = p.form, i*min(1, 4*all/i)*p.k/all*share
		consider(r)
	}
}

// jussive offers the imperfect without its weak letter, as after the negation
// of the past: inside hollow verbs, at the end of defective ones.
func (s *stemmer) jussive(stem string, r reading, share float64, consider func(reading)) {
	n := len(stem)
	head, last := stem[:n-letterBytes], stem[n-letterBytes:]
	for _, weak := range []string{sWaw, sYeh, sAlef} {
		s.presentStem(head+weak+last, r, share, consider)
	}
	s.presentStem(stem+sYeh, r, share*.5, consider)
	s.presentStem(stem+sWaw, r, share*.5, consider)
}

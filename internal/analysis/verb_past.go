package analysis

import "strings"

// pastForm offers the readings of w as a past.
func (s *stemmer) pastForm(w string, r reading, share float64, consider func(reading)) {
	s.withEndings(w, s.aff.past, func(stem, ending, written string, k float64) {
		if len(stem) < 2*letterBytes || len(stem) > 8*letterBytes {
			return
		}
		r.suf = written
		s.pastStem(stem, r, share*k, consider)
		n := len(stem)
		head, last := stem[:n-letterBytes], stem[n-letterBytes:]
		if m := n - 2*letterBytes; n >= 3*letterBytes && stem[m:m+letterBytes] == sYeh { // passive of hollow verbs
			s.pastStem(stem[:m]+sAlef+last, r, share*k*.3, consider)
		}
		switch {
		case ending == "":
			return
		case ending == sWaw+sAlef || ending == sTeh: // a weak last letter is lost before them
			s.pastStem(stem+sAlef, r, share*k, consider)
			s.pastStem(stem+sYeh, r, share*k, consider)
		}
		if ending != sWaw+sAlef && ending != sAlef && ending != sTeh+sAlef { // endings with a consonant
			s.pastStem(head+sAlef+last, r, share*k*.2, consider) // hollow: the alef is lost
			if strings.HasSuffix(head, last) && n >= 3*letterBytes {
				s.pastStem(head, r, share*k*.2, consider) // doubled: the two consonants part
			}
		}
	})
}

// pastStem offers the verb of one past.
func (s *stemmer) pastStem(p string, r reading, share float64, consider func(reading)) {
	perfect := s.perfect(p)
	if perfect == 0 {
		return
	}
	var buf [8]string
	best := 0.0
	for _, stem := range presents(buf[:0], p) {
		best = max(best, s.conjugation(stem, p))
	}
	r.stem, r.score = p, min(perfect, 4*best)*share*.5
	if best > 0 {
		consider(r)
	}
}

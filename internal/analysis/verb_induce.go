package analysis

import "strings"

// inducer finds the verbs of a language in the counts of its forms: an
// imperfect stem and a past that the grammar allows it, where both stand in
// forms that nouns do not have. It works when the lexicon is compiled.
type inducer struct{ lex *lexicon }

// candidate is a past that an imperfect stem may have, and its weight.
type candidate struct {
	past   string
	weight float64
}

// candidates returns the pasts of an imperfect stem, each with its share of
// the evidence.
func (in inducer) candidates(stem string) (list []candidate, total float64) {
	list = grammarPasts(stem)
	for i, p := range list {
		if in.isOther(stem, p.past) {
			list[i].weight = .05
			if in.imperfect(stem[:letterBytes]+otherWeak(stem[letterBytes:two])+stem[two:]) > muchOther*in.imperfect(stem) { // he dismisses: who says has no such form
				list[i].weight = 0
			}
		}
		if in.isPassive(stem, p.past) || in.isImperative(stem, p.past) {
			list[i].weight = 0
		}
		list[i].weight *= in.perfect(p.past) * in.ofFourth(stem, p.past)
		total += list[i].weight
	}
	return list, total
}

// ofFourth is the share of a past in alef that is that of form IV, where a verb whose
// first consonant is the hamza has the same past: he confirms (يؤكد) is no form of "he
// toils". Where that is the commoner, form IV is none.
func (in inducer) ofFourth(stem, past string) float64 {
	if past != sAlef+stem || stem[:letterBytes] == sHamza {
		return 1
	}
	own, other := in.imperfect(stem)+1, in.imperfect(sHamza+stem)
	if other > own && len(stem) == two {
		return 0
	}
	return own / (own + other)
}

// isOther says whether the hollow past of three letters has another imperfect
// than this: the one with the other weak letter is commoner, or it is there
// and the causative claims this one (he returns, he gives back).
func (in inducer) isOther(stem, past string) bool {
	if len(stem) != three || past != stem[:letterBytes]+sAlef+stem[two:] || !isWeak(stem[letterBytes:two]) || past == stem {
		return false
	}
	weak := stem[:letterBytes] + otherWeak(stem[letterBytes:two]) + stem[two:]
	own, other := in.imperfect(stem), in.imperfect(weak)
	if in.perfect(weak) > in.perfect(past) { // a verb of its own (he develops), that keeps its letter
		return false
	}
	if other > own {
		return true
	}
	return stem[letterBytes:two] == sYeh && other > .02*own && in.perfect(sAlef+past) > .1*in.perfect(past)
}

// isPassive says whether the past that keeps the yeh of its imperfect is rather the
// passive of a hollow one: it was said.
func (in inducer) isPassive(stem, past string) bool {
	return past == stem && len(stem) == three && stem[letterBytes:two] == sYeh &&
		in.perfect(stem[:letterBytes]+sAlef+stem[two:]) > muchOther*in.perfect(past)
}

// isImperative says whether the past of two letters that its imperfect would have, had it
// a doubled one, is rather the imperative of a verb in waw: put, beside he put.
func (in inducer) isImperative(stem, past string) bool {
	return past == stem && len(stem) == two && in.perfect(sWaw+stem) > muchWaw*in.perfect(past)
}

// isAllWeak says whether a stem has no consonant, or one behind two weak letters, as
// that of no verb but one (he takes shelter).
func isAllWeak(stem string) bool {
	return stem != sAlef+sWaw+sYeh && strings.Trim(stem, sAlef+sWaw+sYeh) == "" ||
		len(stem) == three && strings.HasPrefix(stem, sWaw+sAlef) // no hollow verb begins with waw (yuan)
}

// verbsOf returns the pasts that share the imperfect stem, if it is one.
func (in inducer) verbsOf(stem string) (list []string) {
	if in.imperfect(stem) == 0 || isAllWeak(stem) {
		return nil
	}
	all, _ := in.candidates(stem)
	for _, p := range all {
		if p.weight > 0 {
			list = append(list, p.past)
		}
	}
	return list
}

// bestPast returns the likeliest past of an imperfect stem and the number of
// imperfects that belong to it.
func (in inducer) bestPast(stem string) (past string, evidence float64) {
	i := in.imperfect(stem)
	if i == 0 || isAllWeak(stem) {
		return "", 0
	}
	list, total := in.candidates(stem)
	for _, p := range list {
		if n := min(i, 4*total) * p.weight / max(total, 1); n > evidence {
			past, evidence = p.past, n
		}
	}
	return past, evidence
}

// past is the evidence for a past: its own forms, as far as there is an
// imperfect to it.
func (in inducer) past(p string) float64 {
	best := 0.0
	for _, stem := range grammarPresents(p) {
		i := in.imperfect(stem)
		if i == 0 {
			continue
		}
		list, total := in.candidates(stem)
		mine := 0.0
		for _, c := range list {
			if c.past == p {
				mine += c.weight
			}
		}
		if mine > 0 {
			best = max(best, i*mine/total)
		}
	}
	return min(in.perfect(p), 4*best)
}

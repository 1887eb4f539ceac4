package analysis

import "strings"

// inducer finds the verbs of a language in the counts of its forms: an
// imperfect stem and a past that the grammar allows it, where both stand in
// forms that nouns do not have. It works when the lexicon is compiled.
type inducer struct{ lex *lexicon }

// imperfect is how often the stem stands as an imperfect of the third person;
// 0 where its first letter belongs to a noun or its last ones are an object.
func (in inducer) imperfect(stem string) float64 {
	c := in.lex.count
	y := c(sYeh, stem, "") + c(sWaw+sYeh, stem, "") + c(sSeen+sYeh, stem, "") + c(sLam+sYeh, stem, "")
	if y == 0 || c(sAl+sYeh, stem, "") > .1*y {
		return 0
	}
	if y > 200 && c(sTeh, stem, "") < .01*y {
		return 0 // a verb has a feminine too: Joseph, the euro
	}
	if in.endsInObject(stem) || in.endsInNumber(stem) {
		return 0
	}
	return y
}

// endsInNumber says whether the stem is a commoner one in the plural or dual.
func (in inducer) endsInNumber(stem string) bool {
	for _, end := range []string{sWa, sUn, sAlef, sAn} {
		if x, ok := strings.CutSuffix(stem, end); ok && len(x) >= two && in.lex.count(sYeh, x, "") > in.lex.count(sYeh, stem, "") {
			return true
		}
	}
	return strings.HasSuffix(stem, sWa) && len(stem) > three
}

// endsInObject says whether the stem is a shorter one with an object: that is
// as common, and takes other objects too.
func (in inducer) endsInObject(stem string) bool {
	own := in.lex.count(sYeh, stem, "")
	for i, o := range objectEndings {
		x, ok := strings.CutSuffix(stem, o)
		if !ok || len(x) < two || in.lex.count(sYeh, x, "") < own {
			continue
		}
		others := 0.0
		for j, p := range objectEndings[:3] {
			if i != j {
				others += in.lex.count(sYeh, x, p)
			}
		}
		if others > .2*own {
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

// count is how often the stem stands with the prefix of the third person.
func (in inducer) count(stem string) float64 { return in.lex.count(sYeh, stem, "") }

// perfect is how often p stands as a past. Its endings, which nouns do not
// have, count most; then the conjunction before it.
func (in inducer) perfect(p string) float64 {
	c := in.lex.count
	she, they := c("", p, sTeh), c("", p, sWa)
	if last := p[len(p)-letterBytes:]; len(p) >= three && (last == sYeh || last == sAlef && (len(p) == three || p[:letterBytes] != sAlef)) {
		short, k := p[:len(p)-letterBytes], 1.0 // the weak letter is lost; a final hamza stays
		if last == sYeh && len(p) == three {    // or it was another, and more likely so
			k = (c("", p, "") + 1) / (c("", p, "") + c("", short, sAlef) + 1)
		}
		she, they = she+k*c("", short, sTeh), they+k*c("", short, sWa)
	}
	if last := len(p) - letterBytes; c(p[:last]+sAlef, p[last:], sTeh) > .2*she && they < .05*she {
		she = 0 // the first person of a hollow verb
	}
	if q, ok := strings.CutPrefix(p, sWaw); ok && c("", q, sTeh) > she && c(sTeh, p, "") <= .1*c(sYeh, p, "") {
		return 0 // the waw is "and"
	}
	if len(p) == three && p[letterBytes:two] == sAlef { // "she" may be of the weak verb: it means, he suffers
		hollow := in.count(p[:letterBytes]+sWaw+p[two:]) + in.count(p[:letterBytes]+sYeh+p[two:])
		she *= (hollow + 1) / (hollow + in.count(p+sYeh) + 1)
	}
	if q, ok := strings.CutPrefix(p, sAlef); ok && c("", q, sTeh) > 1000*she {
		return 0 // the alef asks
	}
	for _, o := range objectEndings {
		if x, ok := strings.CutSuffix(p, o); ok && len(x) >= two && c("", x, "") >= c("", p, "") && she+they < .01*c("", p, "") {
			return 0 // an object
		}
	}
	return 3*(she+they) + min(c(sWaw, p, "")+.2*c("", p, ""), 5*(she+they)+5)
}

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
		}
		list[i].weight *= in.perfect(p.past)
		total += list[i].weight
	}
	return list, total
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

// verbsOf returns the pasts that share the imperfect stem, if it is one.
func (in inducer) verbsOf(stem string) (list []string) {
	if in.imperfect(stem) == 0 {
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
	if i == 0 {
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

// grammarPasts returns the pasts that the grammar gives an imperfect stem.
func grammarPasts(stem string) (list []candidate) {
	n := len(stem)
	last := stem[n-letterBytes:]
	hollow := n >= three && !isWeak(last) && isWeak(stem[n-two:n-letterBytes])
	if n == two && (last == sWaw || last == sAlef) {
		return nil // no stem of two letters ends so
	}
	if last != sWaw && !(n == two && last == sYeh) { // I, II, III, V, VI; IV, VII, VIII, X
		first, fourth := 1.0, 1.0
		if last == sHamza { // which has another seat in the past
			first, fourth = .05, .05
		}
		if hollow { // then only II keeps the letter
			first, fourth = .45, .02
		}
		list = append(list, candidate{stem, first}, candidate{sAlef + stem, fourth})
	}
	if n >= three && last == sWaw { // defective
		list = append(list, candidate{stem[:n-letterBytes] + sAlef, 1})
	}
	if n >= three && last == sYeh { // the same in the passive
		list = append(list, candidate{stem[:n-letterBytes] + sAlef, .02})
	}
	if stem[:letterBytes] == sHamza { // hamza on waw after the prefix, on alef without
		list = append(list, candidate{sAlef + stem[letterBytes:], 1})
	}
	if n >= three && last == sHamza { // a final hamza loses its seat in the past
		a, first := stem[:n-letterBytes]+sAlef, 1.0
		if n == three { // I has alef in the imperfect too
			first = .1
		}
		list = append(list, candidate{a, first}, candidate{sAlef + a, 1})
	}
	if n >= four && stem[n-two:n-letterBytes] == sHamza { // and one in the middle
		list = append(list, candidate{sAlef + stem[:n-two] + sAlef + last, 1})
	}
	if n == two { // the first waw is lost
		list = append(list, candidate{sWaw + stem, 1})
	}
	if hollow { // I; IV, VII, VIII, X
		a := stem[:n-two] + sAlef + last
		if a != stem {
			list = append(list, candidate{a, 1})
		}
		list = append(list, candidate{sAlef + a, 1})
	}
	return list
}

// grammarPresents returns the imperfect stems that grammarPasts brings to p.
func grammarPresents(p string) (list []string) {
	n := len(p)
	list = append(list, p)
	if n > two && p[:letterBytes] == sAlef {
		list = append(list, p[letterBytes:], sHamza+p[letterBytes:])
	}
	if n == three && p[:letterBytes] == sWaw {
		list = append(list, p[letterBytes:])
	}
	if n >= three && p[n-letterBytes:] == sAlef {
		list = append(list, p[:n-letterBytes]+sWaw, p[:n-letterBytes]+sYeh, p[:n-letterBytes]+sHamza)
		if p[:letterBytes] == sAlef {
			list = append(list, p[letterBytes:n-letterBytes]+sHamza)
		}
	}
	if n >= three && p[n-two:n-letterBytes] == sAlef {
		a, b := p[:n-two], p[n-letterBytes:]
		list = append(list, a+sWaw+b, a+sYeh+b)
		if len(a) > letterBytes && a[:letterBytes] == sAlef {
			list = append(list, a[letterBytes:]+sYeh+b, a[letterBytes:]+sWaw+b, a[letterBytes:]+sHamza+b)
		}
	}
	return list
}

func isWeak(letter string) bool { return letter == sWaw || letter == sYeh || letter == sAlef }

func otherWeak(letter string) string {
	if letter == sWaw {
		return sYeh
	}
	return sWaw
}

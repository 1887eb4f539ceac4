package analysis

import "strings"

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
	if hollow && (n == three || !isFifth(stem)) { // I; IV, VII, VIII, X
		a := stem[:n-two] + sAlef + last
		if a != stem {
			list = append(list, candidate{a, 1})
		}
		list = append(list, candidate{sAlef + a, 1})
	}
	return list
}

// isFifth says whether an imperfect stem of a hollow root is of form V or of a verb
// of four consonants, which keep its waw or yeh: only VII, VIII and X lose it, and
// those have an alef there, or begin with what is left of است.
func isFifth(stem string) bool {
	n := len(stem)
	return stem[n-two:n-letterBytes] != sAlef && !strings.HasPrefix(stem, sSeen+sTeh)
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

package analysis

import "strings"

// settleHeh decides a final heh or teh marbuta, which many writers mix up, by
// the spelling that the vocabulary has: after an article, where no pronoun can
// stand, by the one that is clearly commoner; elsewhere only where one of the two is all but
// unheard of, for heh may be a pronoun ("his work" beside "currency").
func (l *lexicon) settleHeh(folded string) string {
	if len(folded) < 3*letterBytes {
		return folded
	}
	stem, last := folded[:len(folded)-letterBytes], folded[len(folded)-letterBytes:]
	if last != sMarb && last != sHeh {
		return folded
	}
	marbuta, hehs, articled := l.spellings(stem)
	switch {
	case last == sHeh && articled && marbuta > articledRatio*hehs:
		return stem + sMarb
	case last == sHeh && marbuta > hehRatio*(hehs+l.count(stem, sHeh, sAlef)+l.count(stem, sHeh, sMeem)):
		return stem + sMarb
	case last == sMarb && hehs > marbutaRatio*(marbuta+1) && marbuta < 300:
		return stem + sHeh
	}
	return folded
}

const (
	articledRatio = 5   // the same after an article, where no pronoun can be meant
	hehRatio      = 10  // how much commoner the spelling with teh marbuta must be to be meant by heh
	marbutaRatio  = 100 // and the one with heh, to be meant by teh marbuta: that slip is rare
)

// spellings counts stem+teh marbuta and stem+heh, and says whether an article
// stands before. What was never counted is looked up without its proclitics.
func (l *lexicon) spellings(stem string) (marbuta, hehs float64, articled bool) {
	for _, p := range hehProclitics {
		rest, ok := strings.CutPrefix(stem, p.text)
		if !ok || len(rest) < 2*letterBytes {
			continue
		}
		m, h := l.count(rest, sMarb, ""), l.count(rest, sHeh, "")
		if p.article {
			m, h = m+l.count(p.text, rest, sMarb), h+l.count(p.text, rest, sHeh)
			if l.count(rest, sMarb, "")+l.count(sAl, rest, sMarb) == 0 || l.count(sLam, p.text, rest)+l.count(stem, sHeh, sAlef)+l.count(stem, sHeh, sMeem) > 0 {
				continue // no article, or nothing that is known
			}
		} else if p.text != "" && m < 10 {
			continue
		}
		if m+h > 0 {
			return m, h, p.article
		}
	}
	return 0, 0, false
}

// hehProclitics: what may stand before the word, the articles first. The first
// with which the rest is known decides.
var hehProclitics = func() (list []struct {
	text    string
	article bool
}) {
	add := func(text string, article bool) {
		list = append(list, struct {
			text    string
			article bool
		}{text, article})
	}
	for _, p := range articleProclitics {
		add(p, true)
	}
	b, l, k, f := string(beh), string(lam), string(kaf), string(feh)
	for _, p := range []string{"", sWaw, b, l, f, k, sWaw + b, sWaw + l} {
		add(p, false)
	}
	return list
}()

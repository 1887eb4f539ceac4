package analysis

import (
	"slices"
	"strings"
)

// The lexicon is keyed by folded words. Where folding makes one of two words
// (spending and tunnels, right hand and Yemeni), the commoner one has the folded
// key and the other a key of its own, with the letter that tells it apart. So
// every word is asked for as it was written, and what has no key of its own is
// the folded one: a slip, or the only word there is.

// settle returns a word in the letters by which the lexicon knows it: those of
// Fold, but for the one hamza, madda or alef maksura that makes it another word.
// The word comes from FoldWritten. A bare alef may be any: it is restored where
// the lexicon knows the word by a hamza only, or sooner so.
func (l *lexicon) settle(written string) string {
	if !isLetters(written) {
		return Fold(written)
	}
	if hasWritten(written) {
		if w := settled(written, l.isOwn); hasWritten(w) {
			return w
		}
		if isDecided(written) {
			return Fold(written)
		}
	}
	return l.restore(Fold(written))
}

// isDecided says whether the author wrote a hamza, so that no other may be
// restored; but for one before lam, of which the folded word knows nothing.
func isDecided(written string) bool {
	i := writtenAt(written, 0)
	return i >= 0 && !strings.HasPrefix(written[i+letterBytes:], sLam)
}

// settled folds a word but for the one letter with which it is a word of its
// own, if it has such a one.
func settled(written string, isOwn func(w string, at int) bool) string {
	folded := Fold(written)
	for i := writtenAt(written, 0); i >= 0; i = writtenAt(written, i+letterBytes) {
		if w := folded[:i] + written[i:i+letterBytes] + folded[i+letterBytes:]; isOwn(w, i) {
			return w
		}
	}
	if w := withMaksura(folded); hasMaksura(written) && isOwn(w, len(w)-letterBytes) {
		return w
	}
	return folded
}

// known is settle for what was left of a settled word: a rest that is no word of
// its own is folded.
func (l *lexicon) known(w string) string {
	if !hasWritten(w) {
		return w
	}
	return l.settle(w)
}

// spelled is how often a folded word was counted, with the hamza that belongs to it.
func (l *lexicon) spelled(w string) float64 { return l.count("", l.settle(w), "") }

// isBelow says whether a folded word that begins with an alef is mostly written with the hamza
// below it: then that is no person of a verb, no question, and no plural (إريك, إيرث, إحراز).
func (l *lexicon) isBelow(w string) bool {
	return strings.HasPrefix(w, sAlef) && l.own(belowKey, w, "") > mostlyBelow*l.count("", w, "")
}

const mostlyBelow = .5 // of all spellings, the one with the hamza below

const ofArticled = .5 // of a word that begins with alef, hamza and lam, those without the hamza that make another word

// withMaksura writes the final yeh of a word as alef maksura.
func withMaksura(w string) string {
	if x, ok := strings.CutSuffix(w, sYeh); ok {
		return x + sMaksura
	}
	return w
}

// isOwn says whether a word that is written with a letter at a place, and
// otherwise folded, is no other spelling of the folded one: it has a key, or a
// part of it has from which only clitics were taken. A hamza before lam proves
// that the two are no article.
func (l *lexicon) isOwn(w string, at int) bool {
	if at := provenProclitic(w); at > 0 && l.own(belowKey, Fold(w[at:]), "") > 0 {
		return true
	}
	for _, p := range beforeHamza {
		if len(p) > at || !strings.HasPrefix(w, p) {
			continue
		}
		x := w[len(p):]
		if l.has(x) || len(p) == at && l.isOwnForm(x) || l.isOwnBefore(x, at-len(p)) {
			return true
		}
	}
	return false
}

// isOwnBefore says whether what ends in a hamza within x is a word of its own, and what
// follows is an object: he began it.
func (l *lexicon) isOwnBefore(x string, at int) bool {
	end := at + letterBytes
	return at >= two && end < len(x) && x[at:end] == sAbove && slices.Contains(objectEndings, x[end:]) && l.has(x[:end])
}

// provenProclitic returns how many bytes stand before a hamza below an alef,
// which only begins words: what stands before it is proclitics, if it can be.
func provenProclitic(w string) int {
	if at := strings.Index(w, sBelow); at > 0 && slices.Contains(beforeHamza, w[:at]) {
		return at
	}
	return 0
}

// isOwnForm says whether a word whose first letter is in question, an alef with
// hamza, is a form of a word of its own, or not known at all and no article.
func (l *lexicon) isOwnForm(x string) bool {
	folded := Fold(x)
	n := l.count(folded, "", "")
	for _, end := range afterHamza {
		if y, ok := strings.CutSuffix(x, end); ok && len(y) >= three && l.own(y, "", "") > n {
			return true
		}
	}
	return strings.HasPrefix(x[letterBytes:], sLam) && len(x) > three && n == 0 && l.restore(folded) == folded
}

// beforeHamza is what may stand before the word whose first letter is in
// question, the article among it.
var beforeHamza = func() []string {
	return append(slices.Clone(proclitics), articleProclitics...)
}()

// afterHamza is what may follow that word: pronouns, and the endings of number.
var afterHamza = []string{
	sHeh, sHeh + sAlef, sHeh + sMeem, sNoon + sAlef, sYeh, string(kaf), string(kaf) + sMeem, sHeh + sMeem + sAlef, sHeh + sNoon, sAlef,
	sAt, sAn, sIn, sUn, sMarb, sTeh, sWa, sYeh + sMarb, sYeh + sAt, sYeh + sUn, sYeh + sIn,
}

// restore gives a bare alef the hamza with which the lexicon knows the word, if
// it knows it so rather than bare: the article's one, or that of a word that
// begins with it, behind proclitics or none.
func (l *lexicon) restore(w string) string {
	if !strings.Contains(w, sAlef) {
		return w
	}
	best, most := w, l.count(w, "", "")
	for _, p := range beforeHamza {
		x, ok := strings.CutPrefix(w, p)
		if !ok || len(x) < two || x[:letterBytes] != sAlef || most > 0 && isLetterBefore(p) {
			continue
		}
		article := p == "" && strings.HasPrefix(w, sAl)
		for _, h := range seats {
			n := l.own(p, h, x[letterBytes:])
			if article && most > ofArticled*n {
				continue // counted so although it may have a hamza: this is an article
			}
			if n > most {
				best, most = p+h+x[letterBytes:], n
			}
		}
	}
	if most == 0 {
		return l.restoreBehind(w)
	}
	return best
}

// restoreBehind is restore for a word that was never counted: by what stands
// behind its article.
func (l *lexicon) restoreBehind(w string) string {
	best, most := w, 0.0
	for _, p := range articleProclitics {
		x, ok := strings.CutPrefix(w, p)
		if !ok || len(x) < four || x[:letterBytes] != sAlef {
			continue
		}
		for _, h := range seats {
			if n := l.own("", h, x[letterBytes:]); n > max(most, l.own("", x, "")) {
				best, most = p+h+x[letterBytes:], n
			}
		}
	}
	return best
}

// isLetterBefore says whether what stands before an alef may be a letter of a
// word that has no hamza: a proclitic, but no article.
func isLetterBefore(p string) bool {
	return p != "" && !strings.HasSuffix(p, sAl) && !strings.HasSuffix(p, sLil)
}

// own is how often the form a+b+c was counted under a key of its own.
func (l *lexicon) own(a, b, c string) float64 {
	_, n := l.at(hashForm(a, b, c))
	return n
}

func (l *lexicon) has(w string) bool { return l.own(w, "", "") > 0 }

// folded looks for the folded form of a+b+c: not where a part is a word of its
// own, nor where the folded form is written with the hamza below the alef and
// this one is not, nor where this one has a madda and that is another word.
func (l *lexicon) folded(a, b, c string) (slot int, count float64) {
	if hasWritten(a) && l.has(a) || hasWritten(b) && l.has(b) {
		return -1, 0
	}
	if !hasWritten(a) && writtenAt(b, 0) == 0 {
		switch {
		case strings.HasPrefix(b, madda):
			if l.own(maddaKey, Fold(b), c) == 0 {
				return -1, 0
			}
		case !strings.HasPrefix(b, sBelow) && l.own(belowKey, Fold(b), c) > 0:
			return -1, 0
		}
	}
	return l.at(hashForm(Fold(a), Fold(b), c))
}

// longestAlike bounds, in bytes, what is looked up letter by letter: no word is as
// long, and the time grows with the square of the length (30,000 letters: 14 s).
const longestAlike = 64 * letterBytes

// alike are the words that have one folded form, as they may be written: itself,
// and those that are written with another letter and are words of their own.
func (l *lexicon) alike(folded string) []string {
	all := []string{folded}
	if len(folded) > longestAlike {
		return all
	}
	if !strings.Contains(folded, sAlef) && !strings.HasSuffix(folded, sYeh) {
		return all
	}
	restored := l.restore(folded) != folded // the folded word is only seen where its own hamza is written
	for i := 0; i+letterBytes <= len(folded); i += letterBytes {
		if folded[i:i+letterBytes] != sAlef {
			continue
		}
		for _, h := range seats {
			w := folded[:i] + h + folded[i+letterBytes:]
			if l.isOwn(w, i) || restored && l.settle(w) == folded {
				all = append(all, w)
			}
		}
	}
	if w := withMaksura(folded); w != folded && l.isOwn(w, len(w)-letterBytes) {
		all = append(all, w)
	}
	return all
}

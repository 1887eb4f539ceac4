package analysis

import (
	"strings"
	"unicode/utf8"
)

// isGlued reports whether an Arabic word with a control inside is two words
// between which only the control stands: all parts are words of the
// vocabulary, the whole is none. Anything else is one word that a right-to-left
// mark, say, has strayed into.
func (a *Analyzer) isGlued(raw string) bool { return !a.known(raw) && a.areWords(raw) }

// areWords says whether all parts of a word with something inside are words of the vocabulary.
func (a *Analyzer) areWords(raw string) bool {
	parts := 0
	for from := 0; from < len(raw); {
		start, end := gluedPart(raw, from)
		if start == end {
			break
		}
		if utf8.RuneCountInString(Fold(raw[start:end])) < 2 || !a.known(raw[start:end]) {
			return false
		}
		parts, from = parts+1, end
	}
	return parts > 1
}

// isWhole recognizes quickly most of the words that cannot be several: letters
// only, and none inside that ends a word.
func isWhole(raw string) bool {
	for i, r := range raw {
		if r < hamza || r > yeh || r == tatweel || (r == tehMarbuta || r == alefMaksura) && i+letterBytes < len(raw) {
			return false
		}
	}
	return true
}

func (a *Analyzer) known(raw string) bool {
	_, word, stop := a.spell(raw)
	return stop || a.lex.count("", word, "") > 0
}

// firstWord returns how long the first word may be of what is written as one:
// people forget the space behind teh marbuta, which ends a word, and behind alef
// maksura, which may also be a careless yeh, where an article stands.
func firstWord(raw string) int {
	var before rune
	for i, r := range raw {
		if classOf(r) != classArabic {
			continue
		}
		if isTehMarbuta(before) && !isTehMarbuta(r) || before == alefMaksura && strings.HasPrefix(raw[i:], Article) {
			return i
		}
		before = r
	}
	return len(raw)
}

// firstWord returns how long it is. A teh marbuta amid what gives no word on
// either side, or with one letter behind it, is a slip.
func (a *Analyzer) firstWord(raw string) int {
	n := firstWord(raw)
	if n == len(raw) || strings.HasPrefix(raw[n:], Article) || utf8.RuneCountInString(Fold(raw[n:])) > 1 && (a.known(raw[n:]) || a.known(raw[:n])) {
		return n
	}
	return len(raw)
}

func isTehMarbuta(r rune) bool {
	switch r {
	case tehMarbuta, 0x06C3, 0xFE93, 0xFE94:
		return true
	}
	return false
}

// gluedPart returns the first part of a glued word at or after from.
func gluedPart(raw string, from int) (start, end int) {
	start = from
	for i := from; i < len(raw); {
		r, n := utf8.DecodeRuneInString(raw[i:])
		if classOf(r) == classControl || isBreakSign(r) {
			if i > start {
				return start, i
			}
			start = i + n
		}
		i += n
	}
	return start, len(raw)
}

// appendSplit appends the parts of a glued word as tokens of their own: the words
// behind each other, or else what the controls and breaks part.
func (a *Analyzer) appendSplit(dst []Token, j *joining, text string, p *piece) []Token {
	raw := text[p.start:p.end]
	cut := gluedPart
	if a.firstWord(raw) < len(raw) {
		cut = a.nextWord
	}
	for from := 0; from < len(raw); {
		start, end := cut(raw, from)
		part := piece{start: p.start + start, end: p.start + end, from: p.start + start}
		if from == 0 {
			part.from = p.from
		}
		if e := a.lookup(raw[start:end], kindArabic); e.split {
			dst = a.appendSplit(dst, j, text, &part)
		} else {
			dst = a.append(dst, j, text, &part, e)
		}
		for from = end; from < len(raw) && isControlAt(raw, from); {
			_, n := utf8.DecodeRuneInString(raw[from:])
			from += n
		}
	}
	return dst
}

// nextWord returns the word at from, without the controls behind it.
func (a *Analyzer) nextWord(raw string, from int) (start, end int) {
	word := raw[from : from+a.firstWord(raw[from:])]
	return from, from + len(strings.TrimRightFunc(word, isControl))
}

func isControl(r rune) bool { return classOf(r) == classControl }

func isControlAt(raw string, i int) bool {
	r, _ := utf8.DecodeRuneInString(raw[i:])
	return isControl(r)
}

func containsControl(raw string) bool {
	for _, r := range raw {
		if classOf(r) == classControl {
			return true
		}
	}
	return false
}

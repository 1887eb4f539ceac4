package analysis

import "unicode/utf8"

// isGlued reports whether an Arabic word with a control inside is two words
// between which only the control stands: all parts are words of the
// vocabulary, the whole is none. Anything else is one word that a right-to-left
// mark, say, has strayed into.
func (a *Analyzer) isGlued(raw string) bool {
	if a.known(raw) {
		return false
	}
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

func (a *Analyzer) known(raw string) bool {
	_, word, stop := a.spell(raw)
	return stop || a.stems.lex.count("", word, "") > 0
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

// appendSplit appends the parts of a glued word as tokens of their own.
func (a *Analyzer) appendSplit(dst []Token, j *joining, text string, p *piece) []Token {
	raw := text[p.start:p.end]
	for from := 0; from < len(raw); {
		start, end := gluedPart(raw, from)
		part := piece{start: p.start + start, end: p.start + end, from: p.start + start}
		if from == 0 {
			part.from = p.from
		}
		dst = a.append(dst, j, text, &part, a.lookup(raw[start:end], kindArabic))
		from = end
	}
	return dst
}

func containsControl(raw string) bool {
	for _, r := range raw {
		if classOf(r) == classControl {
			return true
		}
	}
	return false
}

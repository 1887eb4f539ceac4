package analysis

import "strings"

// Some words are written with a space or the end of a line inside: و that stands
// apart from the word after it, a word with a hyphen at the end of a line, a teh
// marbuta at the beginning of one, a space before each mark, as programs write that
// take a text out of a PDF. The scanner takes them as one piece; whether
// it is one word, the vocabulary says.

// mayBeBroken says quickly of most words that they are whole.
func (s *scanner) mayBeBroken(p *piece) bool {
	if s.at >= len(s.text) {
		return false
	}
	switch s.text[s.at] {
	case ' ':
		return p.letters == 1 || isMarkAt(s.text, s.at+1)
	case '-', '\n', '\r':
		return true
	}
	return false
}

// broken extends an Arabic word over what may be the rest of it, and reports
// whether there is any.
func (s *scanner) broken(p *piece) bool {
	if n := firstWord(s.text[p.start:p.end]); p.start+n < p.end {
		p.end, s.at = p.start+n, p.start+n
		return false
	}
	rest := s.text[s.at:]
	next := 0
	switch {
	case isMarkAt(rest, 1), rest[0] == ' ' && Fold(s.text[p.start:p.end]) == sWaw:
		next = 1
	case lineEnd(rest) > 0:
		next = lineEnd(rest)
	case rest[0] == '-':
		if next = lineEnd(rest[1:]); next > 0 {
			next++
		}
	}
	if next == 0 {
		return false
	}
	at := s.skipUnseen(s.at + next)
	if s.classAt(at) != classArabic {
		return false
	}
	if r, _ := s.peek(at); lineEnd(rest) > 0 && !isTehMarbuta(r) {
		return false
	}
	sub, more := scanner{text: s.text, at: at}, piece{start: at}
	sub.arabicWord(&more)
	if n := firstWord(s.text[at:more.end]); at+n < more.end {
		more.end, sub.at = at+n, at+n
	}
	if rest[0] == ' ' && !isMarkAt(rest, 1) && len(Fold(s.text[at:more.end])) < 2*letterBytes {
		return false
	}
	p.letters += more.letters
	p.end, s.at = more.end, sub.at
	return true
}

// isMarkAt says whether one of the eight common marks stands at i, which no word begins with.
func isMarkAt(text string, i int) bool {
	return i+1 < len(text) && text[i] == 0xD9 && text[i+1] >= 0x8B && text[i+1] <= 0x92
}

// lineEnd returns how long the end of a line is that a text begins with, 0 if none.
func lineEnd(text string) int {
	if strings.HasPrefix(text, "\r\n") {
		return 2
	}
	if strings.HasPrefix(text, "\n") {
		return 1
	}
	return 0
}

// isBreakSign recognizes what only a broken word has inside.
func isBreakSign(r rune) bool { return r == ' ' || r == '-' || r == '\n' || r == '\r' }

func isBroken(raw string) bool { return strings.ContainsAny(raw, " -\n\r") }

// mend writes a broken word as one.
func mend(word string) string {
	if !isBroken(word) || !strings.ContainsFunc(word, func(r rune) bool { return classOf(r) == classArabic }) {
		return word
	}
	return strings.Map(func(r rune) rune {
		if isBreakSign(r) {
			return -1
		}
		return r
	}, word)
}

// isApart reports whether the parts of a broken word are words of their own:
// where و is no conjunction when it is written onto the next (و جد is not وجد),
// and where a hyphen, or a space before a mark, parts what together is no word:
// many a hand writes the mark behind the space (شكرا ًلكم).
func (a *Analyzer) isApart(raw string) bool {
	whole := mend(raw)
	if i := strings.IndexByte(raw, ' '); isMarkAt(raw, i+1) {
		return !a.known(whole) || a.areWords(raw)
	}
	if rest, ok := strings.CutPrefix(raw, sWaw+" "); ok {
		_, joined, stop := a.spell(whole)
		_, bare, bareStop := a.spell(rest)
		if stop || bareStop {
			return stop != bareStop
		}
		one, _ := a.lexeme(joined)
		other, _ := a.lexeme(bare)
		return one != other
	}
	return strings.Contains(raw, "-") && !a.known(whole)
}

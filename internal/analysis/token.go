package analysis

import (
	"strings"
	"unicode/utf8"
)

// kind says what a piece of text is, and so how its term is made.
type kind uint8

const (
	kindArabic       kind = iota
	kindLatin             // a word of another script, with digits perhaps
	kindNumber            // digits with their separators
	kindAddress           // a URL, a host name or an e-mail address
	kindAbbreviation      // single letters with dots between them
	kindSign              // a pious phrase written as one sign
)

// piece is a token before its term is looked up.
type piece struct {
	start, end int // the part of the text that the term is made of
	from       int // where the token begins: before start when a proclitic is left out
	letters    int // Arabic: the letters written
	kind       kind
}

// scanner cuts a text into pieces, from left to right.
type scanner struct {
	text     string
	at       int // the next byte to read
	plainEnd int // before this byte digits are numbers of their own: 12.5.2020
}

// next returns the next piece, or false at the end of the text.
func (s *scanner) next(p *piece) bool {
	from := -1
	for s.at < len(s.text) {
		r, n := s.peek(s.at)
		switch classOf(r) {
		case classArabic:
			s.arabic(p)
			if s.leadsOver(p) {
				if from < 0 {
					from = p.start
				}
				continue
			}
		case classDigit:
			s.number(p)
		case classLetter:
			s.latin(p)
		case classSign:
			*p = piece{start: s.at, end: s.at + n, kind: kindSign}
			s.at += n
		case classLone:
			*p = piece{start: s.at, end: s.at + n, kind: kindLatin}
			s.at += n
		case classControl:
			s.at += n
			continue
		default:
			s.at += n
			from = -1
			continue
		}
		p.from = p.start
		if from >= 0 {
			p.from = from
		}
		return true
	}
	return false
}

// peek decodes the rune at i; a broken byte is a break of length 1.
func (s *scanner) peek(i int) (rune, int) {
	c := s.text[i]
	if c < utf8.RuneSelf {
		return rune(c), 1
	}
	if c >= 0xC2 && c <= 0xDF && i+1 < len(s.text) && s.text[i+1]&0xC0 == 0x80 {
		return rune(c&0x1F)<<6 | rune(s.text[i+1]&0x3F), 2
	}
	return utf8.DecodeRuneInString(s.text[i:])
}

// classAt classifies the rune at i; the end of the text is a break.
func (s *scanner) classAt(i int) class {
	if i >= len(s.text) {
		return classBreak
	}
	r, _ := s.peek(i)
	return classOf(r)
}

// arabic reads the Arabic word at s.at, or the abbreviation that begins there.
func (s *scanner) arabic(p *piece) {
	*p = piece{start: s.at, kind: kindArabic}
	s.arabicWord(p)
	for s.mayBeBroken(p) && s.broken(p) {
	}
	if p.letters <= 2 && s.at < len(s.text) && s.text[s.at] == '.' && s.isSingle(p) {
		s.abbreviation(p, classArabic)
	}
}

// arabicWord reads letters, and the marks, accents and controls among and after
// them. Controls at the end stay outside.
func (s *scanner) arabicWord(p *piece) {
	text, i := s.text, s.at
	for i < len(text) {
		c := text[i]
		if c < utf8.RuneSelf {
			break
		}
		var r rune
		n := letterBytes
		if c >= 0xD8 && c <= 0xDB && i+1 < len(text) && text[i+1]&0xC0 == 0x80 { // the letters of Arabic, without a call
			r = rune(c&0x1F)<<6 | rune(text[i+1]&0x3F)
		} else {
			r, n = s.peek(i)
		}
		switch classOf(r) {
		case classArabic:
			p.letters++
		case classMark, classAccent:
		case classControl:
			i += n
			continue
		default:
			s.at = i
			return
		}
		i += n
		p.end = i
	}
	s.at = i
}

// leadsOver reports whether the word just read is nothing but proclitics
// written onto a number or a word of another script, which then stands for
// both: the article of "the 20", the preposition of "for BBC".
func (s *scanner) leadsOver(p *piece) bool {
	if p.kind != kindArabic || p.letters > maxProclitics {
		return false
	}
	if c := s.classAt(s.at); c != classDigit && c != classLetter {
		return false
	}
	return isProclitics(foldKeepMaksura(s.text[p.start:p.end]))
}

// abbreviation extends a piece of one letter over the single letters that
// follow it, each after a dot.
func (s *scanner) abbreviation(p *piece, script class) {
	end, n := p.end, 1
	for end < len(s.text) && s.text[end] == '.' {
		next, ok := s.singleLetter(end+1, script)
		if !ok {
			break
		}
		end, n = next, n+1
	}
	if n > 1 {
		p.end, p.kind, s.at = end, kindAbbreviation, end
	}
}

// singleLetter reports where the word at i ends, if it is one letter.
func (s *scanner) singleLetter(i int, script class) (end int, ok bool) {
	if s.classAt(i) != script {
		return 0, false
	}
	sub := scanner{text: s.text, at: i}
	p := piece{start: i}
	if script == classArabic {
		sub.arabicWord(&p)
	} else {
		sub.latinRun(&p)
	}
	return p.end, s.isSingle(&p)
}

// isSingle reports whether a word is one letter, or hamza and alef for one. No
// word begins with teh marbuta, so it stands for none.
func (s *scanner) isSingle(p *piece) bool {
	if p.letters > 2 {
		return false
	}
	letter := Fold(s.text[p.start:p.end])
	return utf8.RuneCountInString(letter) == 1 && letter != sMarb
}

// latin reads the word of another script at s.at, or the address that begins there.
func (s *scanner) latin(p *piece) {
	*p = piece{start: s.at, kind: kindLatin}
	s.latinRun(p)
	if s.nextIs(p, '.') && s.isSingle(p) && addressEnd(s.text, p.start, p.end) == 0 {
		s.abbreviation(p, classLetter)
	}
	s.apostrophe(p)
	s.language(p)
	if p.end < len(s.text) && p.kind == kindLatin {
		if end := addressEnd(s.text, p.start, p.end); end > 0 {
			p.end, p.kind, s.at = end, kindAddress, end
		}
	}
}

// language takes the signs that tell the languages C++ and C# from C.
func (s *scanner) language(p *piece) {
	end := p.end + len(languageSign(s.text[p.start:p.end], s.text[p.end:]))
	if c := s.classAt(end); end > p.end && !startsWord(c) {
		p.end, s.at = end, end
	}
}

// languageSign returns the sign of a language that stands behind a word of one
// letter or two, "" if none does.
func languageSign(word, behind string) string {
	for _, sign := range []string{"++", "#"} {
		if strings.HasPrefix(behind, sign) && len(word) <= 2 && isEnglish(Fold(word)) {
			return sign
		}
	}
	return ""
}

// skipUnseen returns where what is neither letter nor sign ends that begins at i.
func (s *scanner) skipUnseen(i int) int {
	for {
		switch s.classAt(i) {
		case classControl, classMark, classAccent:
			_, n := s.peek(i)
			i += n
		default:
			return i
		}
	}
}

func (s *scanner) nextIs(p *piece, c byte) bool { return p.end < len(s.text) && s.text[p.end] == c }

// latinRun reads letters, digits and accents; controls among them vanish.
func (s *scanner) latinRun(p *piece) {
	i := s.at
	for i < len(s.text) {
		r, n := s.peek(i)
		switch classOf(r) {
		case classLetter, classDigit:
			p.letters++
			fallthrough
		case classAccent:
			i += n
			p.end = i
			continue
		case classControl:
			i += n
			continue
		}
		break
	}
	s.at = p.end
}

// The typographic apostrophe U+2019 and its first byte.
const (
	typographicApostrophe = '\u2019'
	apostropheLead        = 0xE2
)

// apostrophe joins what follows an apostrophe to the word before it (don't,
// Qur'an, Sana'a); the sign itself is not written in the term. One letter, or
// qu, is an elided word of French or Italian and stays by itself (l'Orient).
func (s *scanner) apostrophe(p *piece) {
	for p.end < len(s.text) {
		r, n := s.peek(p.end)
		if !isApostrophe(r) || s.classAt(p.end+n) != classLetter || isElided(s.text[p.start:p.end]) {
			return
		}
		s.at = p.end + n
		s.latinRun(p)
	}
}

func isApostrophe(r rune) bool { return r == '\'' || r == typographicApostrophe }

func isElided(word string) bool {
	word = Fold(strings.ReplaceAll(word, ".", ""))
	return utf8.RuneCountInString(word) == 1 || word == "qu"
}

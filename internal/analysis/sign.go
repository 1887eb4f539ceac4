package analysis

import "strings"

// signs are the pious phrases that Unicode has as one sign each: a text that
// has the sign has the words, all of them where it stands.
var signs = map[rune]string{
	0xFD40: "رحمه الله",
	0xFD41: "رضي الله عنه",
	0xFD42: "رضي الله عنها",
	0xFD43: "رضي الله عنهم",
	0xFD44: "رضي الله عنهما",
	0xFD45: "رضي الله عنهن",
	0xFD46: "صلى الله عليه وآله",
	0xFD47: "عليه السلام",
	0xFD48: "عليهم السلام",
	0xFD49: "عليهما السلام",
	0xFD4A: "عليه الصلاة والسلام",
	0xFD4B: "قدس سره",
	0xFD4C: "صلى الله عليه وآله وسلم",
	0xFD4D: "عليها السلام",
	0xFD4E: "تبارك وتعالى",
	0xFD4F: "رحمهم الله",
	0xFDCF: "سلامه علينا",
	0xFDFA: "صلى الله عليه وسلم",
	0xFDFB: "جل جلاله",
	0xFDFD: "بسم الله الرحمن الرحيم",
	0xFDFE: "سبحانه وتعالى",
	0xFDFF: "عز وجل",
}

// appendSign appends the words of a sign as tokens that each cover it.
func (a *Analyzer) appendSign(dst []Token, j *joining, text string, p *piece) []Token {
	s := scanner{text: text}
	r, _ := s.peek(p.start)
	for _, word := range strings.Fields(signs[r]) {
		dst = a.append(dst, j, text, p, a.lookup(word, kindArabic))
	}
	return dst
}

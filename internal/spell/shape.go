package spell

import "strings"

// shape is what the vowels of a word of two syllables are, which says which of them is long.
type shape int

const (
	shapeOther  shape = iota
	shapeCaCiC        // kashif, Adel, al-walid, Maliki
	shapeCaCaC        // Kamal
	shapeCiCaC        // Imad
	shapeCaCiCa       // jamila, but also kalima
)

// shapeOf says of which shape the word is whose second vowel is at a place, if its first is in an open
// syllable, behind the article or not. What belongs to a CaCiC (Maliki) is as that is.
func shapeOf(latin string, i int) shape {
	if strings.IndexByte("aie", latin[i]) < 0 {
		return shapeOther
	}
	before, after := latin[strings.LastIndexByte(latin[:i], '-')+1:i], latin[i+1:]
	at := strings.IndexFunc(before, func(r rune) bool { return vowel(byte(r)) })
	if at < 0 || at > 0 && !isConsonant(before[:at]) || !isConsonant(before[at+1:]) {
		return shapeOther
	}
	isWhole := isConsonant(after)
	switch first, second := before[at], latin[i]; {
	case first == 'a' && second != 'a' && (isWhole || isConsonant(strings.TrimRight(after, "iy"))):
		return shapeCaCiC
	case first == 'a' && second == 'i' && isConsonant(strings.TrimSuffix(strings.TrimSuffix(after, "h"), "a")):
		return shapeCaCiCa
	case first == 'a' && second == 'a' && isWhole:
		return shapeCaCaC
	case first == 'i' && second == 'a' && isWhole:
		return shapeCiCaC
	}
	return shapeOther
}

// isCaCi reports whether the vowel at a place is the first of a word that ends in one consonant and i: Sami.
func isCaCi(latin string, i int) bool {
	rest, ok := strings.CutSuffix(latin[i+1:], "i")
	return ok && latin[i] == 'a' && isConsonant(rest) && isConsonant(latin[strings.LastIndexByte(latin[:i], '-')+1:i])
}

// isConsonant reports whether some letters are one consonant; as in French that of Yasser is.
func isConsonant(letters string) bool {
	return letters == "ss" || soundsOf(letters) == 1 && !strings.ContainsFunc(letters, func(r rune) bool { return vowel(byte(r)) })
}

// isCaCCaC reports whether some letters are those of a word with a doubled consonant up to the vowel
// behind it, with one consonant before that or none: haddad, Ammar, but not Muhammad.
func isCaCCaC(latin string) bool {
	latin = latin[strings.LastIndexByte(latin, '-')+1:]
	first := strings.IndexFunc(latin, func(r rune) bool { return vowel(byte(r)) })
	if first < 0 || soundsOf(latin[:first]) > 1 {
		return false
	}
	rest := latin[first+1:]
	return len(rest) == 3 && rest[0] == rest[1] && !vowel(rest[0]) && rest[2] == 'a'
}

// soundsOf counts the consonants of some letters, of which the first two may be one.
func soundsOf(letters string) int {
	if digraph(letters, 0) {
		return len(letters) - 1
	}
	return len(letters)
}

// consonantsOf counts the consonants of some letters.
func consonantsOf(letters string) (n int) {
	for letters != "" {
		end := strings.IndexFunc(letters, func(r rune) bool { return vowel(byte(r)) })
		if end < 0 {
			end = len(letters)
		}
		n += soundsOf(letters[:end])
		letters = letters[min(end+1, len(letters)):]
	}
	return n
}

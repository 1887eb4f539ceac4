package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns a word with its letters folded and nothing else decided: marks,
// tatweel and controls gone; presentation forms resolved; the alefs one alef,
// hamza on any seat but alef a bare hamza, alef maksura yeh; letters of Persian,
// Urdu, Kurdish and the Maghreb the Arabic letter that they look like or stand
// for; digits ASCII; other letters in lower case without accents and
// apostrophes. It asks no vocabulary, so a final heh stays heh and a teh
// marbuta teh marbuta. It is the key of the lexicon and idempotent.
func Fold(word string) string {
	if isFolded(word) {
		return word
	}
	var buf [128]byte
	return string(unmaksura(appendFold(buf[:0], word)))
}

// foldKeepMaksura folds like Fold but keeps a written alef maksura, which
// tells the preposition "on" from the name Ali.
func foldKeepMaksura(word string) string {
	if isFolded(word) {
		return word
	}
	var buf [128]byte
	return string(appendFold(buf[:0], word))
}

// isFolded recognizes quickly the words that Fold leaves alone; it may say no
// to some of them.
func isFolded(word string) bool {
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' || c == '\'' {
				return false
			}
			i++
			continue
		}
		if c < 0xD8 || c > 0xD9 || i+1 == len(word) || word[i+1]&0xC0 != 0x80 {
			return false
		}
		r := rune(c&0x1F)<<6 | rune(word[i+1]&0x3F)
		if r < alef && r != hamza || r > yeh || r == tatweel || r == alefMaksura || letterFold[r&0xFF] != r {
			return false
		}
		i += letterBytes
	}
	return !strings.HasPrefix(word, oldMadda)
}

// oldMadda is alef madda as old and Koranic spelling writes it.
const oldMadda = string(hamza) + string(alef)

// appendFold appends the folded word to dst; alef maksura stays.
func appendFold(dst []byte, word string) []byte {
	start := len(dst)
	for i := 0; i < len(word); {
		r, n := utf8.DecodeRuneInString(word[i:])
		if r == utf8.RuneError && n == 1 {
			i++
			continue
		}
		dst = appendFoldedRune(dst, start, r)
		i += n
	}
	if strings.HasPrefix(string(dst[start:]), oldMadda) {
		dst = append(dst[:start], dst[start+utf8.RuneLen(hamza):]...)
	}
	return dst
}

// appendFoldedRune appends one folded rune; dst[start:] is the word so far.
func appendFoldedRune(dst []byte, start int, r rune) []byte {
	switch classOf(r) {
	case classMark:
		if r == markHamzaAbove || r == markHamzaBelow {
			return seatHamza(dst, start)
		}
		return dst
	case classControl, classAccent:
		return dst
	case classArabic:
		if r >= 0x0600 && r <= 0x06FF {
			return utf8.AppendRune(dst, letterFold[r&0xFF])
		}
		return appendFoldedForm(dst, start, r)
	case classDigit:
		return append(dst, digitOf(r))
	default:
		if isApostrophe(r) {
			return dst
		}
		return appendFoldedLatin(dst, r)
	}
}

// seatHamza turns the waw or yeh at the end of the word into hamza, when a
// decomposed text writes the hamza as a mark above or below it. On alef and
// everywhere else the mark says nothing.
func seatHamza(dst []byte, start int) []byte {
	r, n := utf8.DecodeLastRune(dst[start:])
	if r == waw || r == yeh || r == alefMaksura {
		return utf8.AppendRune(dst[:len(dst)-n], hamza)
	}
	return dst
}

// appendFoldedForm folds the letters outside the basic block: presentation
// forms through their compatibility decomposition, the extended letters of
// African and Asian languages by their basic shape.
func appendFoldedForm(dst []byte, start int, r rune) []byte {
	if r < firstForm {
		return utf8.AppendRune(dst, extendedFold(r))
	}
	if r == ligatureAllah {
		// Fonts that draw the sign without its alef made people write the alef before it.
		if last, n := utf8.DecodeLastRune(dst[start:]); last == alef {
			dst = dst[:len(dst)-n]
		}
	}
	var buf [48]byte
	for _, part := range string(norm.NFKC.AppendString(buf[:0], string(r))) {
		if c := classOf(part); c == classArabic || c == classMark {
			dst = appendFoldedRune(dst, start, part)
		}
	}
	return dst
}

// appendFoldedLatin appends a letter of another script in lower case and
// without accents.
func appendFoldedLatin(dst []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(dst, byte(r))
	}
	r = unicode.ToLower(r)
	if s, ok := latinFold[r]; ok {
		return append(dst, s...)
	}
	if unicode.Is(unicode.Hangul, r) || r == kanaYori || r == kanaKoto {
		return utf8.AppendRune(dst, r) // one sign, though it decomposes into letters
	}
	var buf [48]byte
	for _, part := range string(norm.NFKD.AppendString(buf[:0], string(r))) {
		if c := classOf(part); c != classLetter && c != classLone {
			continue
		}
		part = unicode.ToLower(part)
		if s, ok := latinFold[part]; ok {
			dst = append(dst, s...)
			continue
		}
		dst = utf8.AppendRune(dst, part)
	}
	return dst
}

// The kana that stand for two.
const (
	kanaYori = 0x309F
	kanaKoto = 0x30FF
)

// unmaksura turns every alef maksura of a folded word into yeh, in place: both
// are two bytes long.
func unmaksura(word []byte) []byte {
	for i := 0; i+1 < len(word); i++ {
		if word[i] == alefMaksuraLead && word[i+1] == alefMaksuraTrail {
			word[i+1] = yehTrail
		}
	}
	return word
}

// The UTF-8 bytes of alef maksura, and the second one of yeh.
const (
	alefMaksuraLead  = 0xC0 | alefMaksura>>6
	alefMaksuraTrail = 0x80 | alefMaksura&0x3F
	yehTrail         = 0x80 | yeh&0x3F
)

// digitOf returns the ASCII digit of a decimal digit of any script.
func digitOf(r rune) byte {
	switch {
	case r >= '0' && r <= '9':
		return byte(r)
	case r >= 0x0660 && r <= 0x0669:
		return byte('0' + r - 0x0660)
	case r >= 0x06F0 && r <= 0x06F9:
		return byte('0' + r - 0x06F0)
	}
	// Unicode keeps the ten digits of a script together, beginning with its
	// zero, in runs that unicode.Nd lists by their first and last digit.
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return byte('0' + (r-rune(t.Lo))%10)
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return byte('0' + (r-rune(t.Lo))%10)
		}
	}
	return '0'
}

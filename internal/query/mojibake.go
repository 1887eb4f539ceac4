package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Arabic that was read in another encoding than it was written in is copied from
// old pages, mails and names of files. Three misreadings have nearly all of it:
// UTF-8 as Western (Ø³Ø¹Ø±) or as windows-1256 (ط³ط¹ط±), windows-1256 as Western (ÓÚÑ).

// leastMisread is how many letters of Arabic one word must give to prove that the
// text was misread.
const leastMisread = 3

// readBack returns a text as it was written, if a word of it proves that it was
// misread. With = or quotes it is meant as it stands, and so behind a backslash.
func readBack(text string) string {
	if !misread(text) || strings.ContainsAny(text, `"=\`) {
		return text
	}
	for _, back := range [...]func(string) (string, int){utf8AsWestern, utf8As1256, as1256} {
		proven := false
		var words []string
		for _, word := range strings.FieldsFunc(text, isBetween) {
			mended, letters := back(word)
			proven = proven || letters >= leastMisread
			if letters > 0 {
				word = mended
			}
			words = append(words, word)
		}
		if proven {
			return strings.Join(words, " ")
		}
	}
	return text
}

// isBetween says whether a character stands between words: a space that is no second
// byte of a letter, as U+0085 is of ميم.
func isBetween(r rune) bool { return unicode.IsSpace(r) && r != 0x85 }

// misread says quickly whether a text may be: all that are have letters of Latin-1,
// or Arabic ones beside signs that no text has inside a word.
func misread(text string) bool {
	return strings.IndexByte(text, 0xC3) >= 0 || strings.Contains(text, "ط") && strings.Contains(text, "ظ") || strings.ContainsFunc(text, isSign)
}

// isSign tells what the second byte of a letter becomes where UTF-8 is read as
// windows-1256.
func isSign(r rune) bool { return r >= 0x80 && r < 0xC0 && r != 0xA0 && r != '«' && r != '»' }

// utf8AsWestern reads a word back that was UTF-8.
func utf8AsWestern(word string) (back string, letters int) {
	return readBackUTF8(word, func(r rune) (byte, bool) {
		if r >= 0x80 && r < 0xA0 {
			return byte(r), true // what windows-1252 lacks
		}
		return charmap.Windows1252.EncodeRune(r)
	})
}

// utf8As1256 does so where it was read as windows-1256.
func utf8As1256(word string) (back string, letters int) {
	return readBackUTF8(word, charmap.Windows1256.EncodeRune)
}

// Of two letters, the second byte becomes a sign that no one sees and that a copy
// may lack: a soft hyphen of حاء, a control of فاء.
var unseen = map[byte]byte{0xD8: 0xAD, 0xD9: 0x81}

// readBackUTF8 writes a word in an encoding of one byte a letter, reads that as UTF-8,
// and says how many letters of Arabic come of it; none where it is no UTF-8.
func readBackUTF8(word string, encode func(rune) (byte, bool)) (back string, letters int) {
	var raw []byte
	var lead byte // which nothing came behind yet
	complete := func() {
		if second, ok := unseen[lead]; ok {
			raw = append(raw, second)
		}
	}
	for _, r := range word {
		b, ok := encode(r)
		if !ok {
			return word, 0
		}
		if utf8.RuneStart(b) {
			complete()
			lead = b
		} else {
			lead = 0
		}
		raw = append(raw, b)
	}
	complete()
	if !utf8.Valid(raw) {
		return word, 0
	}
	return string(raw), arabicLetters(string(raw))
}

// as1256 reads a word back that was windows-1256 and was read as Western, if it is
// all Arabic: words of other languages have letters of ASCII.
func as1256(word string) (back string, letters int) {
	raw := make([]byte, 0, len(word))
	for _, r := range word {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok && r >= 0x80 && r < 0xA0 {
			b, ok = byte(r), true
		}
		if !ok || b < utf8.RuneSelf && unicode.IsLetter(r) {
			return word, 0
		}
		raw = append(raw, b)
	}
	return in1256(raw)
}

// in1256 reads bytes in windows-1256, and says how many letters of Arabic they are; none
// where there are letters of another language.
func in1256(raw []byte) (text string, letters int) {
	var b strings.Builder
	for _, c := range raw {
		r := charmap.Windows1256.DecodeByte(c)
		if c >= utf8.RuneSelf && !unicode.In(r, unicode.Arabic, unicode.Common, unicode.Inherited) || isSign(r) || strings.ContainsRune(urdu, r) {
			return string(raw), 0
		}
		b.WriteRune(r)
	}
	return b.String(), arabicLetters(b.String())
}

// urdu are letters of windows-1256 that Arabic lacks.
const urdu = "ٹڈڑںھہے"

func arabicLetters(s string) (n int) {
	for _, r := range s {
		if unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

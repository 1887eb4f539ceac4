package trie

import "unicode/utf8"

// The codes of letters: a byte up to ASCII's last and from firstArabic on, or
// the byte of a range and the letter's number in it.
const (
	below       = 0x80 // the letters between ASCII and Arabic: two bytes follow
	firstArabic = 0x81
	above       = 0xfd // the letters behind: three bytes follow

	arabic    = '\u0620'
	lastOfRow = arabic + above - firstArabic - 1
)

// appendCodes appends the codes of a word.
func appendCodes(dst []byte, word string) []byte {
	for _, r := range word {
		dst = appendCode(dst, r)
	}
	return dst
}

func appendCode(dst []byte, r rune) []byte {
	switch {
	case r < below:
		return append(dst, byte(r))
	case r < arabic:
		return append(dst, below, byte(r>>8), byte(r))
	case r <= lastOfRow:
		return append(dst, byte(r-arabic+firstArabic))
	}
	return append(dst, above, byte(r>>16), byte(r>>8), byte(r))
}

// Beginning packs the codes of the first letters of a word into a number: where
// the numbers of two words differ, their order is that of the words.
func Beginning(word string) (packed uint64) {
	var buf [16]byte
	codes := buf[:0]
	for _, r := range word {
		if codes = appendCode(codes, r); len(codes) >= 8 {
			break
		}
	}
	for i := range 8 {
		packed <<= 8
		if i < len(codes) {
			packed |= uint64(codes[i])
		}
	}
	return packed
}

// following is how many bytes follow the first one of a letter.
func following(first byte) int {
	switch first {
	case below:
		return 2
	case above:
		return 3
	}
	return 0
}

// appendText appends the word of some codes. Codes that are cut short are left
// out.
func appendText(dst, codes []byte) []byte {
	for len(codes) > 0 {
		n := 1 + following(codes[0])
		if n > len(codes) {
			break
		}
		dst = utf8.AppendRune(dst, letter(codes[:n]))
		codes = codes[n:]
	}
	return dst
}

// letter is the letter of its codes, which are all there.
func letter(codes []byte) rune {
	switch c := codes[0]; {
	case c < below:
		return rune(c)
	case c == below:
		return rune(codes[1])<<8 | rune(codes[2])
	case c < above:
		return rune(c) - firstArabic + arabic
	case c > above:
		return utf8.RuneError // no letter begins so
	}
	return rune(codes[1])<<16 | rune(codes[2])<<8 | rune(codes[3])
}

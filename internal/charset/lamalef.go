package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mendLamAlef swaps back what the extraction of a PDF swapped. Lam and alef are
// one glyph there, and many programs give its letters in the wrong order: األمم
// for الأمم. A word that begins with alef and an alef with hamza or madda before
// lam is no other word; it may carry و ف ب ك. With two bare alefs (االقتصاد) it
// may be a slip of the keyboard, so that is mended only where the text proves
// the damage elsewhere. Inside a word (خالل for خلال) nothing can be known.
func mendLamAlef(s string) (string, int) {
	if !strings.Contains(s, "األ") && !strings.Contains(s, "اإل") && !strings.Contains(s, "اآل") {
		return s, 0
	}
	mended, n := swapWords(s, "أإآ")
	if n == 0 {
		return s, 0
	}
	mended, more := swapWords(mended, "ا")
	return mended, n + more
}

// swapWords mends the words whose second alef is one of alefs.
func swapWords(s, alefs string) (string, int) {
	var b strings.Builder
	n, start := 0, true // start: no letter stands before
	for i, r := range s {
		if start && strings.HasPrefix(s[i:], "ا") || start && proclitic(r) {
			if at := swappedAt(s[i:], alefs); at > 0 {
				at += i
				b.WriteString(s[b.Len():at])
				b.WriteString("ل")
				b.WriteString(s[at : at+len("أ")])
				n++
			}
		}
		start = !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r)
	}
	if n == 0 {
		return s, 0
	}
	b.WriteString(s[b.Len():])
	return b.String(), n
}

func proclitic(r rune) bool { return strings.ContainsRune("وفبك", r) }

// swappedAt returns where the second alef of a damaged word stands, 0 if the
// word is sound.
func swappedAt(word, alefs string) int {
	const letter = len("ا")
	i := 0
	for n := 0; n < 2; n++ {
		if r, size := utf8.DecodeRuneInString(word[i:]); proclitic(r) {
			i += size
		}
	}
	rest, ok := strings.CutPrefix(word[i:], "ا")
	if !ok {
		return 0
	}
	r, size := utf8.DecodeRuneInString(rest)
	if !strings.ContainsRune(alefs, r) || !strings.HasPrefix(rest[size:], "ل") {
		return 0
	}
	if next, _ := utf8.DecodeRuneInString(rest[size+letter:]); !unicode.IsLetter(next) || slipped(rest) {
		return 0
	}
	return i + letter
}

// slipped reports whether s begins with a word before which an alef is rather a
// slip of the keyboard: اإلى.
func slipped(s string) bool {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(s)
	}
	switch s[:end] {
	case "إلى", "إلا", "ألا", "إليه", "إليها", "إليهم", "إلينا", "إليك":
		return true
	}
	return false
}

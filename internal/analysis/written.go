package analysis

import (
	"strings"
	"unicode/utf8"
)

// FoldWritten folds a word like foldKeepMaksura but keeps what folding throws
// away and the author decided: hamza and madda on alef. What is decomposed
// (alef and a mark above or below it) is put together, what old spelling writes
// with two letters (hamza, alef) becomes alef with madda.
func FoldWritten(word string) string {
	if isFolded(word) {
		return word
	}
	return foldWritten(word)
}

func foldWritten(word string) string {
	var buf [128]byte
	dst := buf[:0]
	for i := 0; i < len(word); {
		r, n := utf8.DecodeRuneInString(word[i:])
		i += n
		switch {
		case r == utf8.RuneError && n == 1:
		case isHamzaAlef(r):
			dst = utf8.AppendRune(dst, r)
		case isAlefMark(r) && strings.HasSuffix(string(dst), sAlef):
			dst = utf8.AppendRune(dst[:len(dst)-letterBytes], alefWith[r])
		default:
			dst = appendFoldedRune(dst, 0, r)
		}
	}
	w := string(dst)
	if x, ok := strings.CutPrefix(w, sHamza); ok && strings.HasPrefix(bareFrom(x, 0), sAlef) {
		return string(alefMadda) + x[letterBytes:]
	}
	return w
}

// isPlain recognizes quickly most of the words that FoldWritten folds as
// foldKeepMaksura does: of the letters of Arabic and its vowel marks, no hamza or
// madda on alef and none that begins the word.
func isPlain(word string) bool {
	for i, r := range word {
		if r < hamza || r > sukun || isHamzaAlef(r) || i == 0 && (r == hamza || r == wawHamza || r == yehHamza || r > yeh) {
			return false
		}
	}
	return true
}

func isHamzaAlef(r rune) bool {
	return r == alefMadda || r == alefHamzaAbove || r == alefHamzaBelow
}

const markMadda = '\u0653' // the madda of decomposed text

func isAlefMark(r rune) bool {
	return r == markMadda || r == markHamzaAbove || r == markHamzaBelow
}

// alefWith is the alef that a mark makes of a bare one.
var alefWith = map[rune]rune{markMadda: alefMadda, markHamzaAbove: alefHamzaAbove, markHamzaBelow: alefHamzaBelow}

// seats are the alefs that folding makes one.
var seats = [...]string{sAbove, sBelow, string(alefMadda)}

const (
	sAbove = string(alefHamzaAbove)
	sBelow = string(alefHamzaBelow)
)

// hasWritten says whether a folded word still has a letter that Fold would
// change: an alef with hamza or madda, or alef maksura.
func hasWritten(w string) bool { return writtenAt(w, 0) >= 0 || hasMaksura(w) }

// writtenAt returns where the next alef with hamza or madda stands in a word, -1 if there is none.
func writtenAt(w string, from int) int {
	for i := from; i+1 < len(w); i++ {
		if c := w[i+1]; (c == maddaTrail || c == aboveTrail || c == belowTrail) && w[i] == alefLead {
			return i
		}
	}
	return -1
}

func hasMaksura(w string) bool { return strings.HasSuffix(w, sMaksura) }

// The UTF-8 bytes of the alefs.
const (
	alefLead   = 0xC0 | alef>>6
	maddaTrail = 0x80 | alefMadda&0x3F
	aboveTrail = 0x80 | alefHamzaAbove&0x3F
	belowTrail = 0x80 | alefHamzaBelow&0x3F
	alefTrail  = 0x80 | alef&0x3F
)

// bareFrom folds the alefs of a word from a place on.
func bareFrom(w string, from int) string {
	if writtenAt(w, from) < 0 {
		return w
	}
	b := []byte(w)
	for i := writtenAt(w, from); i >= 0; i = writtenAt(w, i+letterBytes) {
		b[i+1] = alefTrail
	}
	return string(b)
}

package analysis

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Written says how a word was written where its exact form does not say it: the
// hamza of each alef, the last letter, the seat of a hamza and the vowel marks,
// in 64 bits. Two bits for each of the first four alefs (bare, hamza above,
// below, madda), three for the last letter, two for the seat of the first hamza
// that is on no alef, three for the mark of each of the first seventeen letters.
// A bare alef and a letter without a mark leave open what belongs there. Only
// words of one exact form compare.
type Written uint64

const (
	writtenAlefs = 4
	writtenMarks = 17
	endAt        = 2 * writtenAlefs
	seatAt       = endAt + 3
	marksAt      = seatAt + 2
	marksOnly    = ^Written(1<<marksAt - 1)
)

// alefCode is what the bits of an alef say.
func alefCode(r rune) Written {
	switch r {
	case alefHamzaAbove, markHamzaAbove:
		return 1
	case alefHamzaBelow, markHamzaBelow:
		return 2
	case alefMadda, markMadda:
		return 3
	}
	return 0
}

// lastLetterCode tells the letters apart that folding or the vocabulary may
// change at the end of a word.
func lastLetterCode(r rune) Written {
	switch r {
	case alefMaksura:
		return 1
	case heh:
		return 2
	case tehMarbuta:
		return 3
	case yeh:
		return 4
	}
	return 0
}

func seatCode(r rune) Written {
	switch r {
	case hamza:
		return 1
	case wawHamza:
		return 2
	case yehHamza:
		return 3
	}
	return 0
}

// markCode is what the bits of a mark say. Tanween counts as its vowel: it says
// how the word is used, not which it is.
func markCode(r rune) Written {
	switch r {
	case fatha, fathatan:
		return 1
	case damma, dammatan:
		return 2
	case kasra, kasratan:
		return 3
	case sukun:
		return 4
	}
	return 0
}

// writtenOf returns how a word was written that has an exact form. Where the two
// have not the same letters (small vowels of the Koran, elongation) the places of
// its marks would say nothing, and its marks are left out.
func writtenOf(raw, exact string) (w Written) {
	if strings.ContainsFunc(raw, func(r rune) bool { return r >= firstForm }) {
		raw = norm.NFKC.String(raw)
	}
	letters, alefs := 0, 0
	var last rune
	for _, r := range raw {
		if code := markCode(r); code > 0 {
			if at := letters - 1; at >= 0 && at < writtenMarks {
				w |= code << (marksAt + 3*at)
			}
			continue
		}
		switch {
		case alefCode(r) > 0 && last == alef && !isHamzaAlef(r):
			w |= alefAt(alefs-1, alefCode(r))
			continue
		case r == alef && last == hamza && letters == 1: // two letters for one, as of old
			w |= alefAt(0, alefCode(alefMadda))
			w &^= 3 << seatAt
			alefs, last = 1, r
			continue
		case r == tatweel || classOf(r) != classArabic:
			continue
		}
		letters++
		last = r
		if r == alef || r == alefWasla || isHamzaAlef(r) {
			w |= alefAt(alefs, alefCode(r))
			alefs++
		} else if code := seatCode(r); w>>seatAt&3 == 0 {
			w |= code << seatAt
		}
	}
	w |= lastLetterCode(last) << endAt
	if letters*letterBytes != len(exact) {
		w &^= marksOnly
	}
	return w
}

func alefAt(at int, code Written) Written {
	if at < 0 || at >= writtenAlefs {
		return 0
	}
	return code << (2 * at)
}

// IsHamzaOnYeh says whether the first hamza that is on no alef is on a yeh.
func (typed Written) IsHamzaOnYeh() bool { return typed>>seatAt&3 == seatCode(yehHamza) }

// Agrees says whether a word of a text, written as w, may be what was typed:
// each hamza, last letter and mark that was typed stands there too. A mark that
// the text leaves out agrees with any, and what was typed bare agrees with all.
func (typed Written) Agrees(w Written) bool {
	for at := 0; at < endAt; at += 2 {
		if t := typed >> at & 3; t != 0 && t != w>>at&3 {
			return false
		}
	}
	if t := typed >> endAt & 7; t != 0 && t != w>>endAt&7 {
		return false
	}
	if t := typed >> seatAt & 3; t != 0 && t != w>>seatAt&3 {
		return false
	}
	return !typed.contradicts(w)
}

// contradicts says whether a mark was typed where w has another.
func (typed Written) contradicts(w Written) bool {
	for t, m := typed>>marksAt, w>>marksAt; t != 0 && m != 0; t, m = t>>3, m>>3 {
		if t&7 != 0 && m&7 != 0 && t&7 != m&7 {
			return true
		}
	}
	return false
}

// Compare says how well a word of a text, written as w, agrees with what was
// typed, by alefs and marks: 1 has each hamza and mark that was typed, 0 leaves
// some out, -1 has another.
func (typed Written) Compare(w Written) int {
	result := 1
	for at := 0; at < endAt; at += 2 {
		switch t, x := typed>>at&3, w>>at&3; {
		case t == 0 || t == x:
		case x != 0:
			return -1
		default:
			result = 0
		}
	}
	for at := marksAt; at < 64; at += 3 {
		switch t, x := typed>>at&7, w>>at&7; {
		case t == 0 || t == x:
		case x != 0:
			return -1
		default:
			result = 0
		}
	}
	return result
}

// Behind is how a word is written that has letters before it, proclitics or the
// article, of which nothing was typed but the letters.
func (typed Written) Behind(before string) Written {
	alefs, letters := 0, 0
	for _, r := range before {
		if letters++; r == alef {
			alefs++
		}
	}
	const alefBits = 1<<endAt - 1
	return typed&alefBits<<(2*alefs)&alefBits | typed&^marksOnly&^alefBits | typed>>marksAt<<(3*letters)<<marksAt
}

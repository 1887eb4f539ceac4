package analysis

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letterFold maps the last byte of a letter U+06xx to the letter that stands
// for it in a term.
var letterFold = buildLetterFold()

// foldRuns lists letters that fold to another, as runs of code points of the
// block U+0600-06FF. Hamza on waw or yeh is bare hamza, so that the spellings
// of the Levant and of Egypt meet; hamza on alef goes, because it is so often
// not written; what Persian, Urdu, Kurdish, Pashto or Sindhi add becomes the
// Arabic letter of its shape, except where Arabs use it for another sound: the
// three-dotted qaf and kaf of the Maghreb for g, veh for feh, tcheh for jeem,
// jeh for zain.
var foldRuns = []struct {
	first, last rune
	to          rune
}{
	{0x0620, 0x0620, yeh}, {alefMadda, alefHamzaAbove, alef}, {wawHamza, wawHamza, hamza},
	{alefHamzaBelow, alefHamzaBelow, alef}, {yehHamza, yehHamza, hamza}, {0x063B, 0x063C, kaf}, {0x063D, 0x063F, yeh},
	{0x066E, 0x066E, beh}, {0x066F, 0x066F, qaf}, {alefWasla, 0x0673, alef}, {0x0675, 0x0675, alef},
	{0x0676, 0x0676, hamza}, {0x0677, 0x0677, waw}, {0x0678, 0x0678, hamza}, {0x0679, 0x067A, teh}, {0x067B, 0x067B, beh},
	{0x067C, 0x067D, teh}, {0x067E, 0x067E, beh}, {0x067F, 0x067F, teh}, {0x0680, 0x0680, beh}, {0x0681, 0x0681, hah},
	{0x0682, 0x0682, khah}, {0x0683, 0x0684, jeem}, {0x0685, 0x0685, khah}, {0x0686, 0x0687, jeem}, {0x0688, 0x068B, dal},
	{0x068C, 0x068C, thal}, {0x068D, 0x068D, dal}, {0x068E, 0x068F, thal}, {0x0690, 0x0690, dal}, {0x0691, 0x0696, reh},
	{0x0697, 0x0698, zain}, {0x0699, 0x0699, reh}, {0x069A, 0x069B, seen}, {0x069C, 0x069C, sheen}, {0x069D, 0x069D, sad},
	{0x069E, 0x069E, dad}, {0x069F, 0x069F, zah}, {0x06A0, 0x06A0, ghain}, {0x06A1, 0x06A6, feh}, {0x06A7, 0x06A8, qaf},
	{0x06A9, 0x06B4, kaf}, {0x06B5, 0x06B8, lam}, {0x06B9, 0x06BD, noon}, {0x06BE, 0x06BE, heh}, {0x06BF, 0x06BF, jeem},
	{0x06C0, 0x06C2, heh}, {0x06C3, 0x06C3, tehMarbuta}, {0x06C4, 0x06CB, waw}, {0x06CC, 0x06CE, yeh}, {0x06CF, 0x06CF, waw},
	{0x06D0, 0x06D2, yeh}, {0x06D3, 0x06D3, hamza}, {0x06D5, 0x06D5, heh}, {0x06EE, 0x06EE, dal}, {0x06EF, 0x06EF, reh},
	{0x06FA, 0x06FA, sheen}, {0x06FB, 0x06FB, dad}, {0x06FC, 0x06FC, ghain}, {0x06FF, 0x06FF, heh},
}

func buildLetterFold() (table [256]rune) {
	for i := range table {
		table[i] = 0x0600 + rune(i)
	}
	for _, run := range foldRuns {
		for r := run.first; r <= run.last; r++ {
			table[r&0xFF] = run.to
		}
	}
	return table
}

// extendedRuns folds the letters of Arabic Supplement and Extended A and B,
// which write African and Asian languages, by their basic shape.
var extendedRuns = []struct {
	first, last rune
	to          rune
}{
	{0x0750, 0x0756, beh}, {0x0757, 0x0758, hah}, {0x0759, 0x075A, dal}, {0x075B, 0x075B, reh}, {0x075C, 0x075C, seen},
	{0x075D, 0x075F, ain}, {0x0760, 0x0761, feh}, {0x0762, 0x0764, kaf}, {0x0765, 0x0766, meem}, {0x0767, 0x0769, noon},
	{0x076A, 0x076A, lam}, {0x076B, 0x076C, reh}, {0x076D, 0x076D, seen}, {0x076E, 0x076F, hah}, {0x0770, 0x0770, seen},
	{0x0771, 0x0771, reh}, {0x0772, 0x0772, hah}, {0x0773, 0x0774, alef}, {0x0775, 0x0777, yeh}, {0x0778, 0x0779, waw},
	{0x077A, 0x077B, yeh}, {0x077C, 0x077C, hah}, {0x077D, 0x077E, seen}, {0x077F, 0x077F, kaf}, {0x0870, 0x0882, alef},
	{0x0883, 0x0887, yeh}, {0x0889, 0x0889, noon}, {0x088A, 0x088A, hah}, {0x088B, 0x088C, tah}, {0x088D, 0x088D, kaf},
	{0x088E, 0x088E, dal}, {0x08A0, 0x08A1, beh}, {0x08A2, 0x08A2, jeem}, {0x08A3, 0x08A3, tah}, {0x08A4, 0x08A4, feh},
	{0x08A5, 0x08A5, qaf}, {0x08A6, 0x08A6, lam}, {0x08A7, 0x08A7, meem}, {0x08A8, 0x08A9, yeh}, {0x08AA, 0x08AA, reh},
	{0x08AB, 0x08AB, waw}, {0x08AC, 0x08AC, yeh}, {0x08AD, 0x08AD, alef}, {0x08AE, 0x08AE, dal}, {0x08AF, 0x08AF, sad},
	{0x08B0, 0x08B0, kaf}, {0x08B1, 0x08B1, waw}, {0x08B2, 0x08B2, zain}, {0x08B3, 0x08B3, ain}, {0x08B4, 0x08B4, kaf},
	{0x08B5, 0x08B5, qaf}, {0x08B6, 0x08B7, beh}, {0x08B8, 0x08B8, teh}, {0x08B9, 0x08B9, reh}, {0x08BA, 0x08BA, yeh}, {0x08BB, 0x08BB, feh}, {0x08BC, 0x08BC, qaf},
	{0x08BD, 0x08BD, noon}, {0x08BE, 0x08BE, beh}, {0x08BF, 0x08C0, teh}, {0x08C1, 0x08C1, jeem}, {0x08C2, 0x08C2, kaf}, {0x08C3, 0x08C3, ghain}, {0x08C4, 0x08C4, qaf},
	{0x08C5, 0x08C6, jeem}, {0x08C7, 0x08C7, lam}, {0x08C8, 0x08C8, kaf}, {0x08C9, 0x08C9, yeh},
}

func extendedFold(r rune) rune {
	for _, run := range extendedRuns {
		if r <= run.last && r >= run.first {
			return run.to
		}
	}
	return r
}

// latinFold spells the letters that have no decomposition, in lower case.
var latinFold = map[rune]string{
	'\u00DF': "ss", '\u00E6': "ae", '\u00F0': "d", '\u00F8': "o", '\u00FE': "th", '\u0111': "d", '\u0127': "h",
	'\u0131': "i", '\u0138': "k", '\u0142': "l", '\u014B': "n", '\u0153': "oe", '\u0167': "t", '\u017F': "s",
	'\u0180': "b", '\u018F': "e", '\u0259': "e", '\u0192': "f", '\u01DD': "e",
}

// classTable classifies the runes of one and two bytes.
var classTable = buildClassTable()

func buildClassTable() (table [0x800]class) {
	for r := range rune(len(table)) {
		table[r] = slowClass(r)
	}
	return table
}

// classOf classifies any rune.
func classOf(r rune) class {
	if r >= 0 && int(r) < len(classTable) {
		return classTable[r]
	}
	return slowClass(r)
}

// The marks among the modifier letters: the apostrophes, hamza and ain of
// transliterations, which most people leave out.
const (
	firstModifierMark = 0x02B9
	lastModifierMark  = 0x02DF
)

func slowClass(r rune) class {
	switch {
	case within(markSpans, r):
		return classMark
	case within(controlSpans, r):
		return classControl
	case signs[r] != "":
		return classSign
	case within(arabicSpans, r):
		return classArabic
	case unicode.Is(unicode.Nd, r):
		return classDigit
	case unicode.Is(unicode.Lm, r) && isSpacedAccent(r):
		return classAccent
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) && unicode.IsLetter(r):
		return classLone
	case r >= firstModifierMark && r <= lastModifierMark:
		return classAccent
	case unicode.IsLetter(r) && !unicode.Is(unicode.Arabic, r):
		return classLetter
	case unicode.Is(unicode.M, r):
		return classAccent
	}
	return classBreak
}

// isSpacedAccent reports whether a modifier letter is an accent by itself, of
// which nothing is left without it: the iota of Greek, the voicing of kana.
func isSpacedAccent(r rune) bool {
	for _, part := range norm.NFKD.String(string(r)) {
		mark := unicode.Is(unicode.M, part) || part >= firstModifierMark && part <= lastModifierMark
		if !mark && !unicode.IsSpace(part) {
			return false
		}
	}
	return true
}

package analysis

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// orthography reads spellings that say more, or less, than the usual one: the signs
// of the Koran, letters repeated for emphasis, a hamza on another seat or on none.
// Each rule asks the vocabulary, and leaves alone what gives no word.
type orthography struct {
	lex   *lexicon
	stops stopWords
}

// read returns the folded spelling, alef maksura kept, that a word as written
// stands for; kept is the word folded so, which is no stop word.
func (s orthography) read(word, kept string) string {
	last := lastLetter(word)
	kept = s.shortVowels(word, s.maddaBehind(kept))
	kept = s.openTeh(word, kept)
	if isEasternHeh(last) {
		kept = s.easternHeh(kept)
	}
	if last == yehHamza {
		kept = s.seatedHamza(kept)
	}
	for range 3 { // one rule may make way for another, and the result must stay
		next := s.finalHamza(s.lostHamza(s.elongation(kept)))
		if next == kept || s.isStop(next) {
			return next
		}
		kept = next
	}
	return kept
}

// maddaBehind reads hamza and alef behind proclitics as one alef with madda, as they
// are at the beginning of a word in old spelling: وءاتوا is وآتوا. A word that was counted stays.
func (s orthography) maddaBehind(kept string) string {
	if !strings.Contains(kept, oldMadda) || s.lex.spelled(Fold(kept)) > 0 { // categories, harmony
		return kept
	}
	for _, p := range proclitics {
		rest, ok := strings.CutPrefix(kept, p)
		if full := p + rest[min(letterBytes, len(rest)):]; ok && p != "" && strings.HasPrefix(rest, oldMadda) && s.count(full) > s.count(kept) {
			return full
		}
	}
	return kept
}

func (s orthography) isStop(kept string) bool {
	_, stop := s.stops.find(kept)
	return stop
}

// count says how often a spelling was counted, and what it may be behind proclitics.
func (s orthography) count(kept string) (n float64) {
	form := Fold(kept)
	for _, p := range proclitics {
		if rest, ok := strings.CutPrefix(form, p); ok && len(rest) >= 2*letterBytes {
			n += s.lex.spelled(rest)
		}
	}
	return n
}

// plainRatio is how much commoner a word must be without the letter than with it
// to be written without: الرحمن, but not السموت.
const plainRatio = 20

// shortVowels reads the dagger alef, and the small letters of the Koran, as
// letters where that gives a word: ٱلْكَـٰفِرُونَ is الكافرون, ٱلْحَيَوٰةِ is الحياة.
func (s orthography) shortVowels(word, kept string) string {
	if !hasSmallVowel(word) {
		return kept
	}
	count := func(w string) float64 { return s.count(w) + s.lex.spelled(sAl+Fold(w)) }
	best, most := kept, count(kept)/plainRatio
	for _, overWaw := range []bool{false, true} {
		full := foldKeepMaksura(writeVowels(word, overWaw))
		if n := count(full); n > most {
			best, most = full, n
		}
	}
	return cutRunes(best, maxRunes)
}

func hasSmallVowel(word string) bool {
	for _, r := range word {
		if r == daggerAlef || r == smallWaw || r == smallYeh {
			return true
		}
	}
	return false
}

// writeVowels writes small vowels as letters. The dagger on alef maksura at the end
// of a word only says how that is read; on one within, and with overWaw on a
// waw, it takes the place of the letter.
func writeVowels(word string, overWaw bool) string {
	var b []rune
	letters := []rune(word)
	for i, r := range letters {
		final := lastLetter(string(letters[i+1:])) == 0
		at := lastLetterAt(b)
		switch {
		case r == daggerAlef && at >= 0 && b[at] == alefMaksura && final:
		case r == daggerAlef && at >= 0 && (b[at] == alefMaksura || overWaw && b[at] == waw):
			b[at] = alef
		case r == daggerAlef:
			b = append(b, alef)
		case r == smallYeh:
			b = append(b, yeh)
		case r == smallWaw && !final:
			b = append(b, waw)
		default:
			b = append(b, r)
		}
	}
	return string(b)
}

// openTeh reads a teh at the end as teh marbuta, as the Koran has رَحْمَتَ, where the
// marks say that it is no verb's (which has a sukun on it, or before it) and
// the vocabulary that it is a noun's.
func (s orthography) openTeh(word, kept string) string {
	stem, ok := strings.CutSuffix(kept, string(teh))
	if !ok || !endsInVowelled(word, teh, fatha, damma, kasra) {
		return kept
	}
	before := word[:strings.LastIndex(word, string(teh))]
	if r, _ := utf8.DecodeLastRuneInString(before); r == fatha && s.count(stem+sMarb) > 2*s.count(kept) {
		return stem + sMarb
	}
	return kept
}

// endsInVowelled says whether a word ends in a letter and one of the marks.
func endsInVowelled(word string, letter rune, marks ...rune) bool {
	for _, m := range marks {
		if strings.HasSuffix(word, string([]rune{letter, m})) {
			return true
		}
	}
	return false
}

// isEasternHeh recognizes the letters of Urdu and Kurdish that stand at the end
// of a word for teh marbuta as often as for heh.
func isEasternHeh(r rune) bool { return r == 0x06C1 || r == 0x06D5 }

func (s orthography) easternHeh(kept string) string {
	stem, ok := strings.CutSuffix(kept, sHeh)
	if ok && s.count(stem+sMarb) > s.count(kept) {
		return stem + sMarb
	}
	return kept
}

// elongation takes letters away that were repeated for emphasis, three times or
// more, where a word is left: جميييل, مرحباااا. Three at the beginning of a word, or
// three times teh, may be its own (تتتابع, تشتتت).
func (s orthography) elongation(kept string) string {
	if !hasRun(kept) {
		return kept
	}
	best, most := kept, 10*s.count(kept)
	for length := 1; length <= 2; length++ {
		short := shortenRuns(kept, length)
		n := s.count(short)
		switch {
		case s.isStop(short):
			n = max(n, 1)
		case len(short) <= 2*letterBytes: // هاااا is laughter, and no word
			n = 0
		}
		if n > most {
			best, most = short, n
		}
	}
	return best
}

// minRun is the length from which on a letter was repeated for emphasis.
const minRun = 3

func hasRun(word string) bool {
	n := 0
	var run rune // the letter that stands before, n times
	first := true
	for _, r := range word {
		if isYeh(r) {
			r = yeh
		}
		if r != run {
			run, n, first = r, 0, run == 0
		}
		if n++; n > minRun || n == minRun && !first && r != teh {
			return true
		}
	}
	return false
}

// shortenRuns leaves so many of the letters that stand side by side too often.
func shortenRuns(word string, length int) string {
	letters := []rune(word)
	var out []rune
	for i := 0; i < len(letters); {
		end := i
		for end < len(letters) && (letters[end] == letters[i] || isYeh(letters[end]) && isYeh(letters[i])) {
			end++
		}
		n := end - i
		if n > minRun || n == minRun && i > 0 && letters[i] != teh {
			n = length
		}
		out, i = append(out, letters[end-n:end]...), end
	}
	return string(out)
}

func isYeh(r rune) bool { return r == yeh || r == alefMaksura }

// lostRatio is how much commoner a word with a hamza must be than what was
// written with its bare seat.
const lostRatio = 100

// lostHamza reads as hamza a yeh behind alef, and a waw behind the first letter
// or before another waw, where only that gives a word: عايلة, موتمر, مسوول. Alef maksura ends a word: within one it is hamza (راىد) where
// that is the commoner, and the word is none with its hamza on an alef (توأم).
func (s orthography) lostHamza(kept string) string {
	best, most, plain := kept, 0.0, -1.0
	for i, r := range kept {
		bare := false
		switch {
		case i == 0 || i+letterBytes == len(kept):
			continue
		case r == yeh && strings.HasSuffix(kept[:i], sAlef), r == waw && isBareSeat(kept[:i], kept[i+letterBytes:]):
			bare = true
		case r != alefMaksura:
			continue
		}
		if plain < 0 { // most words have no such letter, and are not looked up
			plain = s.lex.spelled(Fold(kept))
		}
		if plain > lostRatio && !strings.ContainsRune(kept, alefMaksura) {
			return kept
		}
		least := plain
		if bare {
			least = lostRatio * max(s.count(kept), 1)
		}
		seated := kept[:i] + sHamza + kept[i+letterBytes:]
		if n := s.lex.spelled(seated); n > max(most, least) {
			best, most = seated, n
		}
	}
	if best != kept && s.hasInnerHamza(Fold(kept)) {
		return kept
	}
	return best
}

// hasInnerHamza says whether a folded word is one that has a hamza on an alef
// behind its first letter, proclitics apart.
func (s orthography) hasInnerHamza(folded string) bool {
	return slices.ContainsFunc(s.lex.alike(folded), func(w string) bool {
		at := writtenAt(w, 0)
		return at > 0 && !slices.Contains(beforeHamza, w[:at])
	})
}

// isBareSeat says whether a waw between the two parts of a word may have lost its
// hamza.
func isBareSeat(before, behind string) bool {
	before = strings.TrimPrefix(before, Article)
	return strings.HasPrefix(behind, sWaw) || len(before) == letterBytes && strings.Contains("ميتن", before)
}

// seatedHamza reads a hamza on yeh at the end of a short word as yeh and hamza,
// as Egypt writes برئ for بريء, unless the word without yeh is far commoner.
func (s orthography) seatedHamza(kept string) string {
	base, ok := strings.CutSuffix(kept, sHamza)
	if !ok || strings.HasSuffix(Fold(base), sYeh) {
		return kept
	}
	full := base + sYeh + sHamza
	if word, short := shortBase(base); short {
		if s.lex.count(word, sYeh, sHamza)*3 > s.lex.count(word, sHamza, "") {
			return full
		}
		return kept
	}
	if s.isCommoner(full, kept) {
		return full
	}
	return kept
}

// finalHamza reads yeh and hamza at the end as hamza on yeh, as Egypt writes
// هاديء for هادئ, where that is commoner. In a short word the yeh is its own.
func (s orthography) finalHamza(kept string) string {
	base, ok := strings.CutSuffix(kept, sHamza)
	if !ok {
		return kept
	}
	base, ok = strings.CutSuffix(Fold(base), sYeh)
	if _, short := shortBase(base); !ok || short || strings.HasSuffix(base, sYeh) || !s.isCommoner(base+sHamza, base+sYeh+sHamza) {
		return kept
	}
	return base + sHamza
}

// isCommoner compares two spellings; where neither was ever counted, what they
// may be behind proclitics.
func (s orthography) isCommoner(a, b string) bool {
	x, y := s.lex.spelled(a), s.lex.spelled(b)
	if x+y == 0 {
		x, y = s.count(a), s.count(b)
	}
	return x > y
}

// shortBase says whether no more than two letters stand before the end of a
// word, the article and و apart, and which: what ends in yeh and hamza then is
// فعيل (بريء), else mostly فاعل (هادئ).
func shortBase(base string) (word string, short bool) {
	for _, p := range articleProclitics {
		if rest, ok := strings.CutPrefix(base, p); ok && rest != "" {
			base = rest
			break
		}
	}
	if rest, ok := strings.CutPrefix(base, sWaw); ok && !strings.HasPrefix(rest, sAlef) && len(rest) == 2*letterBytes {
		base = rest
	}
	return base, utf8.RuneCountInString(base) <= 2
}

// lastLetter is the last letter of a word, marks and controls apart; 0 if it has none.
func lastLetter(word string) rune {
	for word != "" {
		r, n := utf8.DecodeLastRuneInString(word)
		if isLetter(r) {
			return r
		}
		word = word[:len(word)-n]
	}
	return 0
}

func isLetter(r rune) bool {
	c := classOf(r)
	return c != classMark && c != classControl
}

func lastLetterAt(word []rune) int {
	for i := len(word) - 1; i >= 0; i-- {
		if isLetter(word[i]) {
			return i
		}
	}
	return -1
}

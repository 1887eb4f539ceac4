package analysis

import (
	"strings"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
)

// Level says how closely two words agree. A closer level is greater; words
// that agree at one agree at those beyond it too, stop words apart, which have
// only the exact form.
type Level uint8

// The levels.
const (
	NoLevel Level = iota // not at all
	Root                 // the consonants of the word family
	Stem                 // the lexeme
	Exact                // the spelling after normalization
)

// Levels lists the levels, the closest first.
var Levels = [...]Level{Exact, Stem, Root}

// String returns the name of the level: exact, stem or root; none for no level.
func (l Level) String() string {
	switch l {
	case Exact:
		return "exact"
	case Stem:
		return "stem"
	case Root:
		return "root"
	}
	return "none"
}

// At returns the term of a token at a level; empty if it has none there.
func (t *Token) At(l Level) string {
	switch l {
	case Exact:
		return t.Exact
	case Stem:
		return t.Stem
	case Root:
		return t.Root
	}
	return ""
}

const (
	maxRunes   = 64  // letters of a term; what is longer is cut, for no word is
	maxAddress = 512 // bytes of the term of a URL
)

// newEntry works out the levels of a spelling.
func (a *Analyzer) newEntry(raw string, kind kind) *entry {
	if kind == kindArabic && !isWhole(raw) && (a.firstWord(raw) < len(raw) || isBroken(raw) && a.isApart(raw) || containsControl(raw) && a.isGlued(raw)) {
		return &entry{split: true}
	}
	return a.wordEntry(raw, kind)
}

// wordEntry works out the levels of a spelling that is one word.
func (a *Analyzer) wordEntry(raw string, kind kind) *entry {
	e, word, known := &entry{}, "", false
	if a.remembersAsIs && kind == kindArabic {
		e.stem, e.root, known = a.lex.lexemeAsIs(raw)
	}
	if known {
		e.exact = raw
	} else {
		e.exact, word, e.stop = a.exact(raw, kind)
	}
	if kind == kindArabic {
		e.written = writtenOf(raw, e.exact)
		e.odd = e.written != Usual(e.exact)
	}
	name := a.joins.word(e.exact)
	e.starts, e.unit, e.sort = name.starts, name.unit != "", sortOf(e.exact, kind)
	e.width = uint8(max(name.widthOf(e.exact), widthOfSeries(e.exact, kind)))
	if !known && !e.stop {
		e.stem, e.root = a.lexeme(word)
	}
	return e
}

// exact returns the exact form of a piece of text, the word that it is, and
// whether it is a stop word.
func (a *Analyzer) exact(raw string, kind kind) (exact, word string, stop bool) {
	switch kind {
	case kindNumber:
		exact = numberTerm(raw)
	case kindAddress:
		exact = addressTerm(raw)
	case kindAbbreviation:
		return a.abbreviation(raw)
	default:
		return a.spell(raw)
	}
	return exact, exact, false
}

// abbreviation writes an abbreviation without its points, unless that is an
// Arabic word: ج.م.ع is no جمع.
func (a *Analyzer) abbreviation(raw string) (exact, word string, stop bool) {
	letters := strings.ReplaceAll(raw, ".", "")
	if exact, word, stop = a.spell(letters); !isArabic(exact) || !stop && a.lex.spelled(exact) == 0 {
		return exact, word, stop
	}
	var points []string
	for _, letter := range strings.Split(raw, ".") {
		points = append(points, Fold(letter))
	}
	exact = strings.Join(points, ".")
	return exact, exact, false
}

// spell returns the exact form of a word and the word itself: in the letters
// that tell it from others of the same exact form. Stop words are looked for
// before alef maksura becomes yeh, and again when the final heh is settled. What
// is written otherwise than a stop word and is a word is none (imam, before).
func (a *Analyzer) spell(raw string) (exact, word string, stop bool) {
	raw = mend(raw)
	kept := foldKeepMaksura(raw)
	written := kept
	if !isPlain(raw) {
		written = FoldWritten(raw)
	}
	kept, written = cutRunes(kept, maxRunes), cutRunes(written, maxRunes)
	exact, stop = a.stops.find(kept)
	if !stop && isArabic(kept) {
		if next := (orthography{a.lex, a.stops}).read(raw, kept); next != kept {
			kept, written = next, respelled(written, next)
			exact, stop = a.stops.find(kept)
		}
	}
	word = a.lex.settle(written)
	folded := Fold(kept)
	switch {
	case stop && exact != kept && exact != folded && strings.HasPrefix(written, madda):
		// Careless spelling writes too little, never a madda: this is the word
		// "automatic", not "to", and must not look like it.
		return madda + strings.TrimPrefix(folded, string(alef)), word, false
	case stop && (exact != folded || writtenAt(word, 0) < 0 || writtenAt(written, 0) < 0 || a.asWritten().has(written)):
		return exact, exact, true
	case stop:
		return folded, word, false
	}
	word = a.lex.settleHeh(word)
	if exact = Fold(word); exact != folded {
		if of, ok := a.stops[exact]; ok {
			return of, of, true
		}
	}
	return exact, word, false
}

// respelled writes a spelling that was mended with the first letter that was
// written: what was mended stands behind it.
func respelled(written, mended string) string {
	if writtenAt(written, 0) == 0 && strings.HasPrefix(mended, sAlef) {
		return written[:letterBytes] + mended[letterBytes:]
	}
	return mended
}

// madda begins the few exact forms that keep it: see spell.
const madda = string(alefMadda)

// lexeme returns the stem and the root of a settled word or another exact form.
func (a *Analyzer) lexeme(word string) (stem, root string) {
	if isArabic(word) && !isDotted(word) {
		if a.remembers {
			if stem, root, ok := a.lex.lexeme(word); ok {
				return stem, root
			}
		}
	}
	stem = a.stem(word)
	return stem, a.root(stem)
}

// stem is the stem alone, by what the word is made of.
func (a *Analyzer) stem(exact string) string {
	if isDotted(exact) {
		return exact
	}
	if isArabic(exact) {
		return a.rules().stem(exact)
	}
	if of, ok := a.rules().fam.of(exact); ok {
		return of // of a family or protected by the user
	}
	switch {
	case isAddress(exact):
		return hostOf(exact)
	case isEnglish(exact):
		return english.Stem(exact, false)
	}
	return exact
}

// root returns the root of a stem; only Arabic words have one of their own.
func (a *Analyzer) root(stem string) string {
	if isArabic(stem) && !isDotted(stem) {
		return a.rules().root(stem)
	}
	return stem
}

func isArabic(term string) bool {
	r, _ := utf8.DecodeRuneInString(term)
	return classOf(r) == classArabic
}

// isDotted recognizes an abbreviation that keeps its points.
func isDotted(term string) bool { return isArabic(term) && strings.Contains(term, ".") }

// isAddress recognizes a URL, host name or e-mail address among exact forms:
// numbers apart, nothing else has a point or an at sign.
func isAddress(exact string) bool {
	return strings.ContainsAny(exact, "@/") || strings.Contains(exact, ".") && !isNumber(exact) && !isDotted(exact)
}

func isNumber(exact string) bool { return strings.Trim(exact, "0123456789.") == "" }

// isEnglish reports whether a term is Latin letters only, which the English
// stemmer may take.
func isEnglish(exact string) bool {
	for i := range len(exact) {
		if c := exact[i]; c < 'a' || c > 'z' {
			return false
		}
	}
	return exact != ""
}

// cutRunes returns at most the first n runes of a word.
func cutRunes(word string, n int) string {
	if len(word) <= n {
		return word
	}
	for i := range word {
		if n--; n < 0 {
			return word[:i]
		}
	}
	return word
}

// cutBytes returns at most the first n bytes of a string, cut before a rune.
func cutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

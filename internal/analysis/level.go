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
	e := &entry{}
	if kind == kindArabic && (isBroken(raw) && a.isApart(raw) || containsControl(raw) && a.isGlued(raw)) {
		e.split = true
		return e
	}
	e.exact, e.stop = a.exact(raw, kind)
	e.starts = a.joins.first[joinKey(e.exact)]
	e.sort = sortOf(e.exact, kind)
	e.width = uint8(max(a.joins.widthOf(e.exact), widthOfSeries(e.exact, kind)))
	if !e.stop {
		e.stem = a.stem(e.exact)
		e.root = a.root(e.stem)
	}
	return e
}

// exact returns the exact form of a piece of text and whether it is a stop word.
func (a *Analyzer) exact(raw string, kind kind) (exact string, stop bool) {
	switch kind {
	case kindNumber:
		return numberTerm(raw), false
	case kindAddress:
		return addressTerm(raw), false
	case kindAbbreviation:
		return a.abbreviation(raw)
	}
	return a.spell(raw)
}

// abbreviation writes an abbreviation without its points, unless that is an
// Arabic word: ج.م.ع is no جمع.
func (a *Analyzer) abbreviation(raw string) (exact string, stop bool) {
	letters := strings.ReplaceAll(raw, ".", "")
	if exact, stop = a.spell(letters); !isArabic(exact) || !stop && a.stems.lex.count("", exact, "") == 0 {
		return exact, stop
	}
	var points []string
	for _, letter := range strings.Split(raw, ".") {
		points = append(points, Fold(letter))
	}
	return strings.Join(points, "."), false
}

// spell returns the exact form of a word. Stop words are looked for before
// alef maksura becomes yeh, and again when the final heh is settled.
func (a *Analyzer) spell(word string) (exact string, stop bool) {
	word = mend(word)
	kept := cutRunes(foldKeepMaksura(word), maxRunes)
	if isArabic(kept) {
		kept = spelling{a.stems.lex, a.stops}.read(word, kept)
	}
	exact, stop = a.stops.find(kept)
	folded := Fold(kept)
	if stop && exact != kept && exact != folded && strings.HasPrefix(word, madda) {
		// Careless spelling writes too little, never a madda: this is the word
		// "automatic", not "to", and must not look like it.
		return madda + strings.TrimPrefix(folded, string(alef)), false
	}
	if stop {
		return exact, true
	}
	if settled := a.stems.lex.settleHeh(folded); settled != folded {
		if exact, stop = a.stops[settled]; stop {
			return exact, true
		}
		return settled, false
	}
	return folded, false
}

// madda begins the few exact forms that keep it: see spell.
const madda = string(alefMadda)

// stem returns the stem of an exact form, by what it is made of.
func (a *Analyzer) stem(exact string) string {
	if isDotted(exact) {
		return exact
	}
	if isArabic(exact) {
		return a.stems.stem(Fold(exact))
	}
	if of, ok := a.stems.fam.of(exact); ok {
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
		return a.stems.root(stem)
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

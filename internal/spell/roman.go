package spell

import (
	"cmp"
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed roman.txt
var romanText string

// Reading is a word in Arabic letters that a word in Latin letters may stand
// for, and how far-fetched that is: 0 and up, [Unit] a good deal.
type Reading struct {
	Text string
	Cost int
}

// romanRule says what a Latin spelling may stand for.
type romanRule struct {
	latin      string
	start, end bool // only there
	arabic     []Reading
}

// romanRules holds the rules by their first letter, in the order of the file. They are
// read when Latin letters are first asked for.
var romanRules = sync.OnceValue(func() map[byte][]romanRule { return readRoman(romanText) })

func readRoman(text string) map[byte][]romanRule {
	rules := make(map[byte][]romanRule)
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) < 3 || f[0] == "#" {
			continue
		}
		var r romanRule
		r.latin, r.start = strings.CutPrefix(f[0], "^")
		r.latin, r.end = strings.CutSuffix(r.latin, "$")
		r.latin = norm.NFD.String(r.latin)
		for i := 1; i+1 < len(f); i += 2 {
			n, err := strconv.Atoi(f[i+1])
			if err != nil {
				break // a comment
			}
			text := strings.ReplaceAll(strings.Trim(f[i], "."), "_", " ")
			r.arabic = append(r.arabic, Reading{text, n})
		}
		if len(r.arabic) > 0 {
			rules[r.latin[0]] = append(rules[r.latin[0]], r)
		}
	}
	return rules
}

// What bounds the search for readings: how many beginnings of words are kept at
// each letter, and the longest word.
const (
	maxReadings  = 256
	maxKnown     = 96 // where all of them begin words that there are
	maxRomanized = 48 // bytes
)

// Romanized returns the words in Arabic letters, as normalized at the exact
// level, that a word in Latin letters may stand for: muhammad, Muḥammad,
// 7abibi. The likeliest come first, at most limit of them. Most are no words:
// begins reports whether a word begins with some letters, and what does not is
// not read on; nil reads all. A few customary formulas give several words. There
// are no readings for a word with signs or letters that no romanization uses.
func Romanized(word string, begins func(string) bool, limit int) []Reading {
	latin := norm.NFD.String(strings.ToLower(word))
	if len(latin) > maxRomanized || !strings.ContainsFunc(latin, latinLetter) {
		return nil
	}
	at := make([][]Reading, len(latin)+1) // by how much of latin is read
	at[0] = []Reading{{}}
	for i := range len(latin) {
		if len(at[i]) == 0 {
			continue
		}
		if begins == nil || i == 0 {
			at[i] = cheapest(at[i], maxReadings)
		} else {
			at[i] = begun(cheapest(at[i], len(at[i])), begins, maxKnown)
		}
		rules := romanRules()[latin[i]]
		for k := range rules {
			if rules[k].fits(latin, i) {
				rules[k].extend(at, latin, i)
			}
		}
	}
	readings := slices.DeleteFunc(at[len(latin)], func(r Reading) bool { return r.Text == "" })
	return cheapest(readings, limit)
}

// begun returns the first n readings that words begin with; of several words,
// the last.
func begun(readings []Reading, begins func(string) bool, n int) []Reading {
	kept := readings[:0]
	for _, r := range readings {
		if len(kept) == n {
			break
		}
		if r.Text == "" || begins(r.Text[strings.LastIndexByte(r.Text, ' ')+1:]) {
			kept = append(kept, r)
		}
	}
	return kept
}

// Joins reports whether a Latin word is often written apart from the word after
// it, though it belongs to that: al, el, abdel.
func Joins(word string) bool {
	word = strings.ToLower(word) + "-"
	return slices.ContainsFunc(romanRules()[word[0]], func(r romanRule) bool { return r.start && strings.HasPrefix(r.latin, word) })
}

// What a reading costs more where it goes against the habits of writing.
const (
	costSplit  = 4  // two letters taken apart that are one sound: s and h
	costTwice  = 4  // a doubled consonant written twice
	costClosed = 3  // a long vowel before two consonants
	costEarly  = 1  // a long first vowel
	costFinal  = 2  // a short i or u before the last consonant
	costLost   = 6  // no vowel at the end, where one is typed that is not e
	costHeard  = 6  // an article heard in a consonant before a word of two, for most roots have three: Ennahda, not Essam
	costShort  = 6  // a short a at the end of CaCaC whose first is long, or of CiCaC: Kamal is no kamil
	costFew    = 4  // no long vowel in CaCiCa
	costBare   = 10 // no long vowel in CaCiC: nouns are made of every root with one (katib, jamil), of few without (malik); nor in CaCCaC (Ammar, haddad)
)

// extend adds to the readings up to i what the rule makes of the letters there.
func (r *romanRule) extend(at [][]Reading, latin string, i int) {
	end := i + len(r.latin)
	extra := 0
	if len(r.latin) == 1 && digraph(latin, i) {
		extra += costSplit
	}
	double := !r.start && !vowel(latin[i]) && r.fits(latin, end)
	heard := r.isHeardArticle() && consonantsOf(latin[end:]) < 2
	for _, a := range r.arabic {
		price := a.Cost + extra
		if heard {
			price += costHeard
		}
		if len(r.latin) == 1 && vowel(latin[i]) {
			if i == 0 && a.Text == "" {
				continue // no word begins with a vowel that is not written
			}
			price += vowelCost(latin, i, a.Text != "")
		}
		of := shapeOf(latin, i)
		bare := of == shapeCaCiC && (a.Text == "" || r.latin == "eh" && a.Text == "ة")
		for _, before := range at[i] {
			next := Reading{before.Text + a.Text, before.Cost + price}
			short := utf8.RuneCountInString(strings.TrimPrefix(before.Text, "ال")) == 2 // the first vowel was none
			switch {
			case bare && short:
				next.Cost += costBare
			case a.Text == "" && of == shapeCaCiCa && short:
				next.Cost += costFew
			case a.Text == "" && (of == shapeCaCaC && !short || of == shapeCiCaC):
				next.Cost += costShort
			}
			if double { // a doubled consonant is one letter
				at[end+len(r.latin)] = append(at[end+len(r.latin)], next)
				next.Cost += costTwice
			}
			at[end] = append(at[end], next)
		}
	}
}

// vowelCost says how unlikely it is that the vowel at i is long (written) or
// short, from where it stands.
func vowelCost(latin string, i int, long bool) int {
	rest := latin[i+1:]
	consonants := strings.IndexFunc(rest, func(r rune) bool { return vowel(byte(r)) })
	last := consonants < 0
	if last {
		consonants = len(rest)
	}
	sounds := soundsOf(rest[:consonants])
	switch {
	case i == 0:
		return 0
	case !long && rest == "" && latin[i] != 'e':
		return costLost
	case !long && last && sounds == 1 && rest != "t" && isCaCCaC(latin[:i+1]): // Ezzat ends in at
		return costBare
	case long && sounds >= 2:
		return costClosed
	case shapeOf(latin, i) == shapeCaCiC:
		return 0 // it, or the first vowel is the long one
	case long && isCaCi(latin, i):
		return 0 // Sami as well as nabi
	case long && !last && !strings.ContainsFunc(latin[:i], func(r rune) bool { return vowel(byte(r)) }):
		return costEarly
	case !long && sounds == 1 && (latin[i] == 'i' || latin[i] == 'u') && (last || strings.Trim(rest[consonants:], "aeiouyh") == ""):
		return costFinal
	}
	return 0
}

// isHeardArticle reports whether the rule is of an article whose lam is not written: ess, azz.
func (r *romanRule) isHeardArticle() bool {
	return r.start && len(r.latin) == 3 && r.latin[1] == r.latin[2] && strings.HasPrefix(r.arabic[0].Text, "ال")
}

// digraph reports whether two consonants at i are usually one sound.
func digraph(latin string, i int) bool {
	if i+1 >= len(latin) || vowel(latin[i]) || vowel(latin[i+1]) || latin[i] == latin[i+1] {
		return false
	}
	for _, r := range romanRules()[latin[i]] {
		if r.latin == latin[i:i+2] {
			return true
		}
	}
	return false
}

// fits reports whether the rule applies to latin at i.
func (r *romanRule) fits(latin string, i int) bool {
	rest := latin[i:]
	if !strings.HasPrefix(rest, r.latin) || r.start && i > 0 || r.end && len(rest) > len(r.latin) {
		return false
	}
	// A letter goes with the marks on it.
	next := []rune(rest[len(r.latin):] + " ")[0]
	return !unicode.Is(unicode.Mn, next)
}

func vowel(b byte) bool { return strings.IndexByte("aeiou-'", b) >= 0 }

// cheapest returns the n cheapest of the readings, each text once, in order.
func cheapest(readings []Reading, n int) []Reading {
	slices.SortFunc(readings, func(a, b Reading) int {
		if c := strings.Compare(a.Text, b.Text); c != 0 {
			return c
		}
		return cmp.Compare(a.Cost, b.Cost)
	})
	readings = slices.CompactFunc(readings, func(a, b Reading) bool { return a.Text == b.Text })
	slices.SortStableFunc(readings, func(a, b Reading) int { return cmp.Compare(a.Cost, b.Cost) })
	return readings[:min(n, len(readings))]
}

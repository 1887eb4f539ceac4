package spell

import (
	_ "embed"
	"slices"
	"strings"
	"unicode/utf8"
)

//go:embed readings.txt
var readingsText string

// Variant is another spelling of a word as people type.
type Variant struct {
	Text     string // folded, but for seats of hamza and an alef maksura at its end
	Kind     string // of the rule: KindHeh and the like
	Careless bool   // it is what a careless writer makes of the word, not what he meant by it
}

// The kinds of variants.
const (
	KindHeh   = "heh"   // heh for teh marbuta
	KindHamza = "hamza" // hamza left out, or only its seat written
	KindYeh   = "yeh"   // yeh for alef maksura
	KindTeh   = "teh"   // teh for teh marbuta behind an alef
	KindAlef  = "alef"  // no alef behind the waw of a plural verb
	KindName  = "name"  // another spelling of a name
)

// variantRule is a line of readings.txt.
type variantRule struct {
	kind          string
	typed, meant  string
	inside, atEnd bool
}

// isSlip says whether who types so is careless.
func (r *variantRule) isSlip() bool { return r.kind != KindName && r.kind != KindDialect }

// variantRules are the rules, and pairs of a word as the careless and as the
// careful write it.
var variantRules, carelessWords, carefulWords = readVariants(readingsText)

func readVariants(text string) (rules []variantRule, careless, careful []string) {
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || f[0] == "#":
		case f[0] == "careless":
			careless = append(careless, f[1:]...)
		case f[0] == "careful":
			careful = append(careful, f[1:]...)
		default:
			rules = append(rules, variantRule{f[0], strings.Trim(f[1], "-"), strings.Trim(f[2], "-"), f[3] == "inside", f[3] == "end"})
		}
	}
	return rules, careless, careful
}

// Careless returns words that some write so and nobody who is careful does, and
// each as it should be, in folded letters. The slices are shared, not to be
// changed.
func Careless() (words, meant []string) { return carelessWords, carefulWords }

// leastVariant and mostVariant bound the words that have variants, in letters.
const (
	leastVariant = 2
	mostVariant  = 24
)

// Variants returns what was meant by a word if it was typed carelessly, and what
// the careless type where they mean it. The word is folded, but for the seats of
// hamza and an alef maksura at its end. Of two slips in one word, one is at its end.
func Variants(word string) []Variant {
	if n := utf8.RuneCountInString(word); n < leastVariant || n > mostVariant {
		return nil
	}
	var out []Variant
	for i := range variantRules {
		r := &variantRules[i]
		if !r.isSlip() {
			continue
		}
		for _, careless := range [...]bool{false, true} {
			if careless && (r.kind == KindAlef || r.kind == KindTeh) {
				break // few authors write so: what is written so is mostly another word (كانو, الفتات)
			}
			from, to := r.typed, r.meant
			if careless {
				from, to = to, from
			}
			first := len(out)
			out = r.appendWith(out, word, len(word), from, to, careless)
			if !r.atEnd {
				continue
			}
			for _, v := range out[first:] {
				out = appendInner(out, v, len(word)-len(from))
			}
		}
	}
	return out
}

// appendInner appends variants of a variant with one more slip in its first
// bytes, which are those of the word.
func appendInner(out []Variant, v Variant, bytes int) []Variant {
	for k := range variantRules {
		if r := &variantRules[k]; r.inside && r.isSlip() {
			from, to := r.typed, r.meant
			if v.Careless {
				from, to = to, from
			}
			out = r.appendWith(out, v.Text, bytes, from, to, v.Careless)
		}
	}
	return out
}

// appendWith appends the word with from replaced by to, in each place of its
// first bytes where the rule holds, once at a time.
func (r *variantRule) appendWith(out []Variant, word string, bytes int, from, to string, careless bool) []Variant {
	add := func(text string) {
		if text != word && utf8.RuneCountInString(text) >= leastVariant && !slices.ContainsFunc(out, func(v Variant) bool { return v.Text == text }) {
			out = append(out, Variant{text, r.kind, careless})
		}
	}
	if r.atEnd {
		if rest, ok := strings.CutSuffix(word, from); ok {
			add(rest + to)
		}
		return out
	}
	for i := range word[:bytes] {
		if r.inside && i == 0 || !strings.HasPrefix(word[i:bytes], from) {
			continue
		}
		add(word[:i] + to + word[i+len(from):])
	}
	return out
}

// dialectLetters are those that only dialects have.
var dialectLetters = func() (all string) {
	for _, r := range variantRules {
		if r.kind == KindDialect {
			all += r.typed
		}
	}
	return all
}()

// SoundVariants returns a word as it was written with other letters in the place of those that
// dialects have for a sound.
func SoundVariants(written string) (out []string) {
	if !strings.ContainsAny(written, dialectLetters) {
		return nil
	}
	for i := range variantRules {
		if r := &variantRules[i]; r.kind == KindDialect && strings.Contains(written, r.typed) {
			out = append(out, strings.ReplaceAll(written, r.typed, r.meant))
		}
	}
	return out
}

// NameVariants returns spellings of the same sounds in a name: with another
// letter, or with a long vowel more or less between two letters that are none.
// The word is folded.
func NameVariants(word string) []Variant {
	if n := utf8.RuneCountInString(word); n < leastName || n > mostVariant {
		return nil
	}
	var out []Variant
	for i := range variantRules {
		r := &variantRules[i]
		switch {
		case r.kind != KindName:
		case r.typed != "":
			out = r.appendWith(out, word, len(word), r.typed, r.meant, false)
			out = r.appendWith(out, word, len(word), r.meant, r.typed, false)
		default:
			out = r.appendVowel(out, word)
		}
	}
	return out
}

// leastName is how many letters a name must have: of shorter ones, what differs
// in a vowel is mostly another word.
const leastName = 5

// appendVowel appends the word with a long vowel more or less, between letters
// that are no long vowels themselves.
func (r *variantRule) appendVowel(out []Variant, word string) []Variant {
	for i := range word {
		last, _ := utf8.DecodeLastRuneInString(word[:i])
		next, n := utf8.DecodeRuneInString(word[i:])
		if i == 0 || strings.ContainsRune(longVowels, last) {
			continue
		}
		if !strings.ContainsRune(longVowels, next) {
			out = append(out, Variant{word[:i] + r.meant + word[i:], KindName, false})
			continue
		}
		behind, _ := utf8.DecodeRuneInString(word[i+n:])
		if word[i:i+n] == r.meant && i+n < len(word) && !strings.ContainsRune(longVowels, behind) && utf8.RuneCountInString(word) > leastName {
			out = append(out, Variant{word[:i] + word[i+n:], KindName, false})
		}
	}
	return out
}

// longVowels are the letters that may be one.
const longVowels = "اويء"

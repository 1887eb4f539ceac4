package spell

import (
	_ "embed"
	"strings"
	"unicode/utf8"
)

//go:embed proclitics.txt
var procliticsText string

// Further kinds of variants.
const (
	KindClitic  = "clitic"  // a proclitic more or less, of a word that no dictionary has
	KindDialect = "dialect" // what a dialect writes onto a word
)

// dialectProclitic is a line of proclitics.txt.
type dialectProclitic struct {
	text   string
	before []string
}

var dialectProclitics = func() (all []dialectProclitic) {
	for line := range strings.Lines(procliticsText) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0] == "#" {
			continue
		}
		p := dialectProclitic{text: f[0]}
		for _, b := range f[1:] {
			if utf8.RuneCountInString(b) > 2 {
				break // where it is said
			}
			p.before = append(p.before, b)
		}
		all = append(all, p)
	}
	return all
}()

// leastVerb is how many letters a word must have to stand behind a dialect's
// proclitic.
const leastVerb = 4

// DialectVariants returns the word without the proclitic of a dialect, and with
// each that may stand before it. The word is folded.
func DialectVariants(word string) (out []Variant) {
	for _, p := range dialectProclitics {
		rest, cut := strings.CutPrefix(word, p.text)
		for _, b := range p.before {
			if cut && strings.HasPrefix(rest, b) && utf8.RuneCountInString(rest) >= leastVerb {
				out = append(out, Variant{rest, KindDialect, false})
			}
			if strings.HasPrefix(word, b) && utf8.RuneCountInString(word) >= leastVerb {
				out = append(out, Variant{p.text + word, KindDialect, true})
			}
		}
	}
	return out
}

//go:embed dialects.txt
var dialectsText string

// counterparts are the plain words of those of dialects, which are folded.
var counterparts = func() map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(dialectsText) {
		if f := strings.Fields(line); len(f) > 1 && f[0] != "#" {
			all[f[0]] = f[1]
		}
	}
	return all
}()

// Counterpart returns the word of the written language for one that only dialects
// have, "" for any other. The word is folded.
func Counterpart(word string) string { return counterparts[word] }

package analysis

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

//go:embed grammar/patterns.txt
var patternsText string

// maxPattern is the number of letters of the longest pattern.
const maxPattern = 10

type patternText string

// pattern is one shape of a word: letters that stand for themselves, and
// places for the consonants of the root.
type pattern struct {
	mask    packed // of the letters that stand for themselves
	fixed   packed // those letters
	letters []rune // 0 where a consonant stands
	place   []int8 // which one, 0 to 3
	build   []rune // the root: a letter, or 0 for a consonant of the word
	source  []int8 // which one
	weight  float64
	text    patternText
}

// places gives the letters that stand for consonants in pattern files.
var places = map[rune]int8{feh: 0, ain: 1, lam: 2, qaf: 3}

func (r *rooter) addPatterns(text string) error {
	for n, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		head, rest, ok := strings.Cut(line, ":")
		f := strings.Fields(rest)
		if !ok || len(f) == 0 {
			return fmt.Errorf("patterns: line %d: want a pattern, a colon and roots", n+1)
		}
		weight := 1.0
		if w, err := strconv.ParseFloat(f[len(f)-1], 64); err == nil {
			weight, f = w, f[:len(f)-1]
		}
		for _, root := range f {
			p := newPattern(strings.TrimSpace(head), root, weight)
			if len(p.letters) > maxPattern || len(p.build) > 4 {
				return fmt.Errorf("patterns: line %d: too long", n+1)
			}
			r.patterns[len(p.letters)] = append(r.patterns[len(p.letters)], p)
		}
	}
	return nil
}

func newPattern(text, root string, weight float64) pattern {
	p := pattern{weight: weight, text: patternText(text)}
	p.letters, p.place = parsePlaces(text)
	p.build, p.source = parsePlaces(root)
	p.fixed, p.mask = pack(p.letters), 0
	for i, c := range p.letters {
		if c != 0 {
			p.mask |= packedLetter << (packedBits * i)
		}
	}
	p.fixed &= p.mask
	return p
}

// packed is the letters of a word in one number, which is compared at once with
// what stands for itself in a pattern.
type packed uint64

const (
	packedBits   = 6
	packedLetter = packed(1<<packedBits - 1) // all bits of a letter; as a letter, one that no pattern has
)

func pack(letters []rune) (w packed) {
	for i, c := range letters {
		at := packedLetter
		if c >= hamza && c-hamza < rune(packedLetter) {
			at = packed(c - hamza)
		}
		w |= at << (packedBits * i)
	}
	return w
}

func parsePlaces(text string) (letters []rune, place []int8) {
	for _, c := range text {
		k, ok := places[c]
		if !ok {
			k = -1
		} else {
			c = 0
		}
		letters, place = append(letters, c), append(place, k)
	}
	return letters, place
}

// root writes the root that the pattern sees in a word of its length to out
// and returns the number of its bytes, 0 if it sees none. An alef in the place
// of a consonant is a hamza that lost its sign.
func (p *pattern) root(word []rune, out *[8]byte) int {
	var got [4]rune
	for i, c := range p.letters {
		d := word[i]
		if c != 0 {
			if c != d {
				return 0
			}
			continue
		}
		if d == alef {
			d = hamza
		}
		k := p.place[i]
		if d == tehMarbuta || got[k] != 0 && got[k] != d {
			return 0
		}
		got[k] = d
	}
	n := 0
	for i, c := range p.build {
		if c == 0 {
			c = got[p.source[i]]
		}
		if utf8.RuneLen(c) != letterBytes {
			return 0
		}
		n += utf8.EncodeRune(out[n:], c)
	}
	return n
}

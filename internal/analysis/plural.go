package analysis

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode/utf8"
)

//go:embed grammar/plurals.txt
var pluralsText string

// pluralShape is the shape of a broken plural and those of its singulars.
type pluralShape struct {
	plural    pattern
	singulars []pattern
}

func parsePlurals(text string) (shapes [maxPattern + 1][]pluralShape, err error) {
	for n, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		head, rest, ok := strings.Cut(line, ":")
		p := newPattern(strings.TrimSpace(head), "", 1)
		if !ok || len(p.letters) > maxPattern {
			return shapes, fmt.Errorf("plurals: line %d: want a shape, a colon and shapes", n+1)
		}
		shape := pluralShape{plural: p}
		for _, f := range strings.Fields(rest) {
			shape.singulars = append(shape.singulars, newPattern(f, "", 1))
		}
		shapes[len(p.letters)] = append(shapes[len(p.letters)], shape)
	}
	return shapes, nil
}

// consonants returns what stands in the places of the pattern, if it fits.
func (p *pattern) consonants(word []rune) (got [4]rune, ok bool) {
	for i, c := range p.letters {
		if c != 0 && c != word[i] {
			return got, false
		}
		if c == 0 {
			k := p.place[i]
			if word[i] == alef || word[i] == tehMarbuta || got[k] != 0 && got[k] != word[i] {
				return got, false
			}
			got[k] = word[i]
		}
	}
	return got, true
}

// fill writes a word of the pattern.
func (p *pattern) fill(consonants [4]rune) string {
	var b [2 * maxPattern]byte
	n := 0
	for i, c := range p.letters {
		if c == 0 {
			c = consonants[p.place[i]]
		}
		n += utf8.EncodeRune(b[n:], c)
	}
	return string(b[:n])
}

// singular proposes the singular of a broken plural that no family lists. The
// word must have the shape of one and not inflect like a singular, and of the
// singulars that the shape allows one must stand out.
func (s *stemmer) singular(w string) (string, bool) {
	var buf [maxPattern]rune
	word := buf[:0]
	for _, c := range w {
		if len(word) == maxPattern {
			return "", false
		}
		word = append(word, c)
	}
	if len(word) < 5 || word[0] == yeh || word[0] == teh && word[1] == waw { // imperfects, verbs of form VI
		return "", false
	}
	for i := range s.plurals[len(word)] {
		shape := &s.plurals[len(word)][i]
		if got, ok := shape.plural.consonants(word); ok {
			return s.singularOf(w, shape, got)
		}
	}
	return "", false
}

func (s *stemmer) singularOf(w string, shape *pluralShape, consonants [4]rune) (string, bool) {
	n := s.common(w, "")
	if x, ok := strings.CutSuffix(w, sIn); ok && s.common(x, "") > 0 { // scorers
		return "", false
	}
	if n < 8 || s.noun(w, sUn)+s.noun(w, sIn)+s.noun(w, sMarb)+s.noun(w, sAt) > .02*n {
		return "", false
	}
	best, most, second := "", 0.0, 0.0
	for k := range shape.singulars {
		one := shape.singulars[k].fill(consonants)
		switch m := s.common(one, ""); {
		case m > most:
			best, most, second = one, m, most
		case m > second:
			second = m
		}
	}
	return best, most > .1*n && most > 5*second
}

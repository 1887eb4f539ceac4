package analysis

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed grammar/roots.txt
var rootsText string

//go:embed grammar/irregular.txt
var irregularText string

// rooter finds the consonants behind a stem: a root that is on the list, which
// a pattern sees in the word.
type rooter struct {
	patterns  [maxPattern + 1][]pattern // by length in letters
	strength  map[string]float64        // the roots, and how much of the vocabulary belongs to each
	irregular map[string]string         // words that no pattern explains
}

func newRooter(lex *lexicon) (*rooter, error) {
	r := &rooter{strength: map[string]float64{}, irregular: map[string]string{}}
	if err := r.addPatterns(patternsText); err != nil {
		return nil, err
	}
	for _, line := range strings.Split(rootsText, "\n") {
		line, _, _ = strings.Cut(line, "#")
		for _, root := range strings.Fields(line) {
			r.strength[root] = leastStrength + lex.count(rootKey, root, "")
		}
	}
	for n, line := range strings.Split(irregularText, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		root, words, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("irregular roots: line %d: want a root, a colon and words", n+1)
		}
		for _, w := range strings.Fields(words) {
			r.irregular[Fold(w)] = strings.TrimSpace(root)
		}
	}
	return r, nil
}

// leastStrength is that of a root no word of the vocabulary belongs to.
const leastStrength = .2

// root returns the root of a stem; of foreign words and names, themselves.
func (s *stemmer) root(stem string) string {
	if s.isName(stem) {
		return stem
	}
	stem = Fold(stem)
	if base := s.relatedTo(stem); base != "" {
		if root, _ := s.roots.best(base); root != base {
			return root
		}
	}
	root, _ := s.roots.best(stem)
	if root == stem {
		return rootless(stem)
	}
	return root
}

// rootless is what stands for the root of a word without one: the word, but
// for the teh marbuta of one among many (an onion) and the yeh of relation.
func rootless(stem string) string {
	if x, ok := strings.CutSuffix(stem, sMarb); ok && len(x) >= three {
		stem = x
	}
	if x, ok := strings.CutSuffix(stem, sYeh); ok && len(x) >= four {
		stem = x
	}
	return stem
}

// isName says whether a stem is a name, which has no root but itself: the
// representative of a family of names, but for persons called by a common word
// (believer), which takes the article.
func (s *stemmer) isName(stem string) bool {
	m, ok := s.fam.member(stem)
	if !ok || m.rep != stem || !m.kind.isName() {
		return false
	}
	return m.kind != nameFamily || s.articled(stem, "") <= .2*s.lex.count("", stem, "")
}

// relatedTo returns the noun that an adjective of relation comes from, with
// its teh marbuta; "" where the yeh belongs to the word, as the article tells
// that nothing but whole nouns have.
func (s *stemmer) relatedTo(stem string) string {
	x, ok := strings.CutSuffix(stem, sYeh)
	if !ok || len(x) < two || s.roots.irregular[stem] != "" {
		return ""
	}
	own, bare, feminine := s.articled(stem, ""), s.articled(x, ""), s.articled(x, sMarb)
	least := .05 * own
	if len(x) == two || x[letterBytes:two] == sAlef { // defective participles look the same
		least = .3 * own
	}
	switch {
	case own == 0 || max(bare, feminine) <= least || len(x) == two && (feminine <= bare || 5*s.noun(stem, sMarb) < s.noun(stem, "")):
		return ""
	case feminine > bare:
		return x + sMarb
	}
	return x
}

// best returns the likeliest root of a word and the pattern that shows it;
// the word itself where there is none.
func (r *rooter) best(word string) (root, pattern string) {
	if root, ok := r.irregular[word]; ok {
		return root, ""
	}
	root, score := word, 0.0
	r.candidates(word, func(candidate string, weight float64, p *patternText) {
		if w := weight * r.strength[candidate]; w > score {
			root, score, pattern = candidate, w, string(*p)
		}
	})
	return root, pattern
}

// candidates calls f with every root of the list that a pattern sees in the
// word, as it is or without an ending.
func (r *rooter) candidates(word string, f func(root string, weight float64, text *patternText)) {
	var buf [maxPattern + 4]rune
	w := buf[:0]
	for _, c := range word {
		if len(w) == maxPattern+2 {
			return // no root has so long a word
		}
		w = append(w, c)
	}
	r.match(w, 1, f)
	n := len(w)
	if n > 3 && w[n-1] == tehMarbuta {
		w, n = w[:n-1], n-1
		r.match(w, 1, f)
	}
	if n > 3 && w[n-1] == yeh {
		r.nisba(w[:n-1], f)
	}
	if n > 4 && w[n-1] == teh && w[n-2] == alef {
		r.match(w[:n-2], .3, f)
		w[n-2] = tehMarbuta
		r.match(w[:n-1], .3, f)
	}
}

// nisba tries what may stand before the yeh of an adjective of relation: the
// noun, with or without teh marbuta, waw for its weak letter, or -an.
func (r *rooter) nisba(w []rune, f func(root string, weight float64, text *patternText)) {
	n := len(w)
	r.match(w, .5, f)
	r.match(append(w, tehMarbuta), .5, f)
	if n > 3 && w[n-1] == waw {
		r.match(w[:n-1], .1, f)
		w[n-1] = tehMarbuta
		r.match(w, .3, f)
		w[n-1] = waw
	}
	if n > 4 && w[n-1] == noon && w[n-2] == alef {
		r.match(w[:n-2], .3, f)
	}
}

func (r *rooter) match(w []rune, k float64, f func(root string, weight float64, text *patternText)) {
	if len(w) < 2 || len(w) > maxPattern {
		return
	}
	list := r.patterns[len(w)]
	letters := pack(w)
	var root [4 * 2]byte
	for i := range list {
		p := &list[i]
		if letters&p.mask != p.fixed {
			continue
		}
		if n := p.root(w, &root); n > 0 {
			if _, ok := r.strength[string(root[:n])]; ok {
				f(string(root[:n]), k*p.weight, &p.text)
			}
		}
	}
}

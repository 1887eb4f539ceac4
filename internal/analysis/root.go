package analysis

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed grammar/patterns.txt
var patternsText string

//go:embed grammar/roots.txt
var rootsText string

// pattern is one shape of a word: letters that stand for themselves and places
// of the root's consonants.
type pattern struct {
	letters []rune // 0 where a consonant of the root stands
	place   []int8 // which consonant stands there, 0 to 3
	root    []rune // the root to build: a letter, or 0 where the word gives it
	source  []int8 // for each consonant of the root, the consonant of the pattern
	weight  float64
	text    string
}

type rooter struct {
	byLength [16][]pattern
	strength map[string]float64
}

// places gives the consonants that stand for those of a root in patterns.
var places = map[rune]int8{feh: 0, ain: 1, lam: 2, qaf: 3}

func newRooter() (*rooter, error) {
	r := &rooter{strength: map[string]float64{}}
	for n, line := range strings.Split(patternsText, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		head, rest, ok := strings.Cut(line, ":")
		f := strings.Fields(rest)
		if !ok || len(f) == 0 {
			return nil, fmt.Errorf("patterns: line %d: want a pattern, a colon and roots", n+1)
		}
		weight := 1.0
		if w, err := strconv.ParseFloat(f[len(f)-1], 64); err == nil {
			weight, f = w, f[:len(f)-1]
		}
		for _, root := range f {
			p := newPattern(strings.TrimSpace(head), root, weight)
			r.byLength[len(p.letters)] = append(r.byLength[len(p.letters)], p)
		}
	}
	for _, line := range strings.Split(rootsText, "\n") {
		line, _, _ = strings.Cut(line, "#")
		for _, root := range strings.Fields(line) {
			r.strength[root] = 1
		}
	}
	return r, nil
}

func newPattern(text, root string, weight float64) pattern {
	p := pattern{weight: weight, text: text}
	for _, c := range text {
		if k, ok := places[c]; ok {
			p.letters, p.place = append(p.letters, 0), append(p.place, k)
		} else {
			p.letters, p.place = append(p.letters, c), append(p.place, -1)
		}
	}
	for _, c := range root {
		if k, ok := places[c]; ok {
			p.root, p.source = append(p.root, 0), append(p.source, k)
		} else {
			p.root, p.source = append(p.root, c), append(p.source, -1)
		}
	}
	return p
}

// match returns the root that the pattern sees in a word.
func (p *pattern) match(word []rune) (string, bool) {
	var got [4]rune
	for i, c := range p.letters {
		switch {
		case c == 0:
			d := word[i]
			if d == alef {
				d = hamza
			}
			if d == tehMarbuta || got[p.place[i]] != 0 && got[p.place[i]] != d {
				return "", false
			}
			got[p.place[i]] = d
		case c != word[i]:
			return "", false
		}
	}
	var root [4]rune
	for i, c := range p.root {
		if c == 0 {
			c = got[p.source[i]]
		}
		root[i] = c
	}
	return string(root[:len(p.root)]), true
}

// candidates calls f with every known root that a pattern sees in the word.
func (r *rooter) candidates(word string, f func(root string, weight float64, text string)) {
	w := []rune(word)
	try := func(w []rune, k float64) {
		if len(w) < 2 || len(w) >= len(r.byLength) {
			return
		}
		for i := range r.byLength[len(w)] {
			p := &r.byLength[len(w)][i]
			if root, ok := p.match(w); ok {
				if s := r.strength[root]; s > 0 {
					f(root, k*p.weight*s, p.text)
				}
			}
		}
	}
	try(w, 1)
	n := len(w)
	if n > 3 && w[n-1] == tehMarbuta {
		w, n = w[:n-1], n-1
		try(w, 1)
	}
	if n > 3 && w[n-1] == yeh {
		try(w[:n-1], .5)
		if n > 4 && w[n-2] == waw {
			try(w[:n-2], .1)
			try(append(append([]rune{}, w[:n-2]...), tehMarbuta), .3)
		}
		if n > 5 && w[n-2] == noon && w[n-3] == alef {
			try(w[:n-3], .3)
		}
		try(append(append([]rune{}, w[:n-1]...), tehMarbuta), .5)
	}
	if n > 4 && w[n-1] == teh && w[n-2] == alef {
		try(w[:n-2], .3)
		try(append(append([]rune{}, w[:n-2]...), tehMarbuta), .3)
	}
}

func (r *rooter) best(word string) (string, string) {
	best, score, text := word, 0.0, ""
	r.candidates(word, func(root string, weight float64, t string) {
		if weight > score {
			best, score, text = root, weight, t
		}
	})
	return best, text
}

func (s *stemmer) root(stem string) string {
	r, _ := s.roots.best(stem)
	return r
}

func (s *stemmer) explainStem(exact string) []string { return nil }
func (s *stemmer) explainRoot(stem string) []string  { return nil }

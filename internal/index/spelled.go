package index

import (
	"slices"
	"strings"
	"unicode"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
)

// Normalization makes حَرَم and حُرِم one word, and أحمد and احمد. A reader who
// types marks or a hamza means them: articles that agree come first, and those
// that are silent are not lost.

// addSpelling adds to the scores of hits that spell words as the query does. Of
// a query of one word it returns how well each hit agrees, which then comes
// before the score: 1 agrees, 0 says nothing, -1 says otherwise.
func (p *plan) addSpelling(hits []rank.Hit) (agrees map[uint64]int, err error) {
	var marked []*leaf
	for _, l := range p.order {
		if w, ok := l.node.(*query.Word); ok && w.Form == query.Stem && w.Field != query.Author && len(l.words) == 1 && isMarked(l.text) {
			marked = append(marked, l)
		}
	}
	if len(marked) == 0 {
		return nil, nil
	}
	idfs := make([]float64, len(marked))
	for i, l := range marked {
		if idfs[i], err = p.idf(&l.words[0]); err != nil {
			return nil, err
		}
	}
	if len(p.order) == 1 {
		agrees = map[uint64]int{}
	}
	var tokens []analysis.Token
	for k := range hits {
		if err := p.ctx.Err(); err != nil {
			return nil, err
		}
		d, err := p.v.document(hits[k].Doc)
		if err != nil {
			return nil, err
		}
		text := d.Title + "\n" + d.Body
		tokens = p.analyzer.AppendTokens(tokens[:0], text)
		body := slices.IndexFunc(tokens, func(t analysis.Token) bool { return t.Start > len(d.Title) })
		if body < 0 {
			body = len(tokens)
		}
		for i, l := range marked {
			asked := tokens
			switch l.node.(*query.Word).Field {
			case query.Title:
				asked = tokens[:body]
			case query.Body:
				asked = tokens[body:]
			}
			a := agreement(l.text, l.tokens[0].Stem, text, asked)
			if agrees != nil {
				agrees[hits[k].Doc] = a
			}
			if a > 0 {
				hits[k].Score += spellingWeight * idfs[i]
			}
		}
	}
	return agrees, nil
}

// agreement compares the forms of a stem in a text with a word as typed: 1 if
// any is spelled like it, 0 if none says, -1 if all that say, say otherwise.
func agreement(word, stem, text string, tokens []analysis.Token) int {
	best := 0
	for i := range tokens {
		if tokens[i].Stem != stem {
			continue
		}
		switch compareSpelling(word, text[tokens[i].Start:tokens[i].End]) {
		case 1:
			return 1
		case -1:
			best = -1
		}
	}
	return best
}

// isMarked says whether a word has vowel marks, or an alef with hamza or madda.
func isMarked(word string) bool {
	for _, r := range word {
		if unicode.Is(unicode.Mn, r) || analysis.IsMarkedAlef(r) {
			return true
		}
	}
	return false
}

// compareSpelling compares a word as typed with a form as written, which may
// have more letters around it: 1 agrees in every mark and hamza typed, 0 leaves
// some out, -1 has another.
func compareSpelling(word, form string) int {
	w, f := lettersOf(word), lettersOf(form)
	best := -2
	for at := 0; at+len(w) <= len(f); at++ {
		fits, r := true, 1
		for i := range w {
			if analysis.Fold(string(w[i].letter)) != analysis.Fold(string(f[at+i].letter)) {
				fits = false
				break
			}
			r = min(r, compareLetter(w[i], f[at+i]))
		}
		if fits {
			best = max(best, r)
		}
	}
	if best == -2 {
		return 0 // another form of the lexeme: it says nothing
	}
	return best
}

// marked is a letter with its marks.
type marked struct {
	letter rune
	marks  string
}

func lettersOf(word string) []marked {
	var out []marked
	for _, r := range word {
		switch {
		case unicode.Is(unicode.Mn, r):
			if n := len(out); n > 0 && !strings.ContainsRune(out[n-1].marks, r) {
				out[n-1].marks += string(r)
			}
		case unicode.IsLetter(r) && !analysis.IsTatweel(r):
			out = append(out, marked{letter: r})
		}
	}
	return out
}

// compareLetter compares one letter: a mark or hamza that was not typed does
// not matter, one that was typed may be there, left out, or contradicted.
func compareLetter(typed, written marked) int {
	r := 1
	if analysis.IsMarkedAlef(typed.letter) && written.letter != typed.letter {
		if analysis.IsMarkedAlef(written.letter) {
			return -1
		}
		r = 0
	}
	for _, m := range typed.marks {
		if !strings.ContainsRune(written.marks, m) {
			if written.marks != "" {
				return -1
			}
			r = 0
		}
	}
	return r
}

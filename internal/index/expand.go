package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/vellum/levenshtein"
	vregexp "github.com/blevesearch/vellum/regexp"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// maxExpansion is the greatest number of forms that a prefix, a pattern or a
// fuzzy word stands for: the most frequent ones.
const maxExpansion = 256

// prefixEnd is greater than every letter: prefix+prefixEnd bounds its range.
const prefixEnd = "\xff"

// expand lists the exact forms of the index that a prefix, a pattern or a
// fuzzy word stands for, most frequent first.
func (p *plan) expand(n *query.Word) ([]string, error) {
	switch n.Form {
	case query.Prefix:
		f, err := p.prefixed(n)
		return f.best(maxExpansion), err
	case query.Wildcard:
		return p.matching(n)
	}
	return p.similar(n)
}

// expandField is where the forms of a word are looked up.
func expandField(f query.Field) string {
	switch f {
	case query.Title:
		return fieldTitle
	case query.Author:
		return fieldAuthor
	}
	return fieldText
}

// found collects terms with the number of documents that hold them.
type found map[string]uint64

func (f found) add(term string, docs uint64) bool { f[term] += docs; return true }

// best returns the most frequent terms.
func (f found) best(n int) []string {
	terms := make([]string, 0, len(f))
	for t := range f {
		terms = append(terms, t)
	}
	slices.SortFunc(terms, func(a, b string) int { return cmp.Or(cmp.Compare(f[b], f[a]), cmp.Compare(a, b)) })
	return terms[:min(n, len(terms))]
}

// prefixed finds the forms that begin with the word, also behind the article
// and proclitics: a reader who types اقتصاد* means والاقتصادية too.
func (p *plan) prefixed(n *query.Word) (found, error) {
	f := found{}
	start := analysis.Fold(n.Text)
	if start == "" {
		return f, nil
	}
	for _, base := range analysis.WithArticle(start) {
		for _, pre := range analysis.WithProclitics(base) {
			for _, s := range p.v.segs {
				if err := s.forms(expandField(n.Field), nil, pre, pre+prefixEnd, f.add); err != nil {
					return nil, err
				}
			}
		}
	}
	return f, nil
}

// matching finds the forms that fit a pattern of letters, * and ?.
func (p *plan) matching(n *query.Word) ([]string, error) {
	var expr strings.Builder
	for rest := n.Text; rest != ""; {
		i := strings.IndexAny(rest, "*?")
		if i < 0 {
			i = len(rest)
		}
		expr.WriteString(quote(analysis.Fold(rest[:i])))
		if i == len(rest) {
			break
		}
		if rest[i] == '*' {
			expr.WriteString(".*")
		} else {
			expr.WriteString(".")
		}
		rest = rest[i+1:]
	}
	a, err := vregexp.New(expr.String())
	if err != nil {
		return nil, nil // a pattern too large for an automaton matches nothing
	}
	start := analysis.Fold(n.Text[:strings.IndexAny(n.Text+"*", "*?")])
	end := ""
	if start != "" {
		end = start + prefixEnd
	}
	return p.accepted(n.Field, a, start, end, func(string) bool { return true })
}

// quote makes text stand for itself in a regular expression.
func quote(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(`\.+*?()|[]{}^$`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// accepted lists the forms that an automaton accepts and keep wants.
func (p *plan) accepted(field query.Field, a segmentapi.Automaton, start, end string, keep func(string) bool) ([]string, error) {
	f := found{}
	for _, s := range p.v.segs {
		err := s.forms(expandField(field), a, start, end, func(t string, docs uint64) bool {
			if keep(t) {
				f.add(t, docs)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	return f.best(maxExpansion), nil
}

// fuzzyEdits is how many letters may differ in a word of n letters if the
// query does not say: bleve counts bytes here, which is twice as many.
func fuzzyEdits(n int) int {
	switch {
	case n <= 2:
		return 0
	case n <= 5:
		return 1
	}
	return 2
}

// builders of Levenshtein automata are costly to make and never change.
var levenshteins [3]*levenshtein.LevenshteinAutomatonBuilder

func init() {
	for i := 1; i < len(levenshteins); i++ {
		b, err := levenshtein.NewLevenshteinAutomatonBuilder(uint8(i), true)
		if err == nil {
			levenshteins[i] = b
		}
	}
}

// similar finds the forms within some letters of the word.
func (p *plan) similar(n *query.Word) ([]string, error) {
	word := analysis.Fold(n.Text)
	edits := n.Edits
	if edits == 0 {
		edits = fuzzyEdits(utf8.RuneCountInString(word))
	}
	edits = min(edits, len(levenshteins)-1)
	if edits == 0 || levenshteins[edits] == nil {
		return []string{word}, nil
	}
	a, err := levenshteins[edits].BuildDfa(word, uint8(edits))
	if err != nil {
		return nil, nil
	}
	return p.accepted(n.Field, a, "", "", func(string) bool { return true })
}

package index

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// maxExpansion is the greatest number of forms that a prefix, a pattern or a
// fuzzy word stands for: the most frequent ones, of a fuzzy word the nearest.
const maxExpansion = 1024

// expansions keeps what the words of a view stand for: the searches of a page
// and those of its readers ask for it again and again.
type expansions struct {
	mu sync.Mutex
	of map[expansion][]string
}

// expansion is what decides which forms a word stands for.
type expansion struct {
	text  string
	form  query.Form
	field string
	edits int
}

// maxExpansions bounds what is kept for one view.
const maxExpansions = 256

// expand lists the exact forms of the index that a prefix, a pattern or a
// fuzzy word stands for.
func (p *plan) expand(n *query.Word) ([]string, error) {
	e, key := &p.v.expansions, expansion{n.Text, n.Form, expandField(n.Field), n.Edits}
	e.mu.Lock()
	forms, ok := e.of[key]
	e.mu.Unlock()
	if ok {
		return forms, nil
	}
	v, err := p.v.vocabulary(key.field)
	if err != nil {
		return nil, err
	}
	switch n.Form {
	case query.Prefix:
		forms = v.prefixed(n.Text).best(maxExpansion)
	case query.Wildcard:
		forms = v.matching(n.Text).best(maxExpansion)
	default:
		forms = v.similar(n.Text, n.Edits)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.of == nil || len(e.of) >= maxExpansions {
		e.of = map[expansion][]string{}
	}
	e.of[key] = forms
	return forms, nil
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

// found collects forms with the number of documents that hold them.
type found map[string]int

// best returns the most frequent forms.
func (f found) best(n int) []string {
	type entry struct {
		form string
		docs int
	}
	all := make([]entry, 0, len(f))
	for form, docs := range f {
		all = append(all, entry{form, docs})
	}
	slices.SortFunc(all, func(a, b entry) int { return cmp.Or(cmp.Compare(b.docs, a.docs), cmp.Compare(a.form, b.form)) })
	out := make([]string, min(n, len(all)))
	for i := range out {
		out[i] = all[i].form
	}
	return out
}

// first returns the first n forms in an order; equal ones are in that of the
// alphabet.
func (f found) first(n int, order func(a, b string) int) []string {
	forms := make([]string, 0, len(f))
	for t := range f {
		forms = append(forms, t)
	}
	slices.SortFunc(forms, func(a, b string) int { return cmp.Or(order(a, b), cmp.Compare(a, b)) })
	return forms[:min(n, len(forms))]
}

// behind lists the beginnings of the forms in which a text may hold what
// begins so: behind the article, and behind proclitics. A reader who types
// اقتصاد means والاقتصادية too.
func behind(start string) []string {
	var out []string
	for _, base := range analysis.WithArticle(start) {
		out = append(out, analysis.WithProclitics(base)...)
	}
	return out
}

// prefixed finds the forms that begin with a text, or have it behind the
// article and proclitics.
func (vs vocabulary) prefixed(text string) found {
	f := found{}
	start := analysis.Fold(text)
	if start == "" {
		return f
	}
	for _, pre := range behind(start) {
		for _, v := range vs {
			for form, docs := range v.Prefix(pre) {
				f[form] += docs
			}
		}
	}
	return f
}

// matching finds the forms that fit a pattern of letters, * and ?.
func (vs vocabulary) matching(pattern string) found {
	f := found{}
	var folded strings.Builder
	for rest := pattern; rest != ""; {
		i := strings.IndexAny(rest, "*?")
		if i < 0 {
			folded.WriteString(analysis.Fold(rest))
			break
		}
		folded.WriteString(analysis.Fold(rest[:i]) + rest[i:i+1])
		rest = rest[i+1:]
	}
	pattern = folded.String()
	start := pattern[:strings.IndexAny(pattern+"*", "*?")]
	for _, v := range vs {
		for form, docs := range v.Prefix(start) {
			if fits(form, pattern) {
				f[form] += docs
			}
		}
	}
	return f
}

// fits says whether a word fits a pattern in which * stands for any letters
// and ? for one. After a failure only the last * can take more letters, so the
// time is at most the product of the lengths.
func fits(word, pattern string) bool {
	w, p := 0, 0
	star, retry := -1, 0
	for w < len(word) {
		r, n := utf8.DecodeRuneInString(word[w:])
		q, m := utf8.DecodeRuneInString(pattern[p:])
		switch {
		case m > 0 && q == '*':
			star, retry = p+m, w
			p += m
		case m > 0 && (q == '?' || q == r):
			w, p = w+n, p+m
		case star >= 0:
			_, n = utf8.DecodeRuneInString(word[retry:])
			retry += n
			w, p = retry, star
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// fuzzyEdits is how many letters may differ in a word of n letters if the
// query does not say.
func fuzzyEdits(n int) int {
	switch {
	case n <= 2:
		return 0
	case n <= 5:
		return 1
	}
	return 2
}

// similar finds the forms within some letters of a word (see spell.Distance),
// also behind the article and proclitics, the nearest first and of those the
// most frequent.
func (vs vocabulary) similar(text string, edits int) []string {
	word := analysis.Fold(text)
	if edits == 0 {
		edits = fuzzyEdits(utf8.RuneCountInString(word))
	}
	f, distances := found{}, map[string]int{}
	near := func(befores []string, word string) {
		for _, v := range vs {
			v.NearBehind(befores, word, edits*spell.Unit, func(form string, docs, distance int) bool {
				if d, ok := distances[form]; !ok || distance < d {
					distances[form] = distance
				}
				return true
			})
		}
	}
	near(clitics, word)
	near(articled, strings.TrimPrefix(word, article)) // a word that has the article asks for it
	for form := range distances {
		f[form] = vs.Lookup(form)
	}
	return f.first(maxFuzzy, func(a, b string) int {
		return cmp.Or(cmp.Compare(distances[a], distances[b]), cmp.Compare(f[b], f[a]))
	})
}

// maxFuzzy is the greatest number of forms that a fuzzy word stands for.
const maxFuzzy = 256

// What a text may write before a word: the article, proclitics (also none), and
// both together.
var (
	article  = strings.TrimSuffix(analysis.WithArticle(anyWord)[1], anyWord)
	clitics  = analysis.WithProclitics("")
	articled = func() (before []string) {
		for _, form := range analysis.WithProclitics(article + anyWord) {
			before = append(before, strings.TrimSuffix(form, anyWord))
		}
		return before
	}()
)

// anyWord stands for a word that proclitics only stand before.
const anyWord = "x"

// apart is the two forms of the index that a fuzzy word is if only the space
// between them is missing: those of which the rarer one is most frequent.
func (p *plan) apart(n *query.Word) (string, error) {
	v, err := p.v.vocabulary(expandField(n.Field))
	if err != nil {
		return "", err
	}
	word := analysis.Fold(n.Text)
	best, text := 0, ""
	for i := range word {
		left, right := word[:i], word[i:]
		if utf8.RuneCountInString(left) < 2 || utf8.RuneCountInString(right) < 2 {
			continue
		}
		if docs := min(v.Lookup(left), v.Lookup(right)); docs > best {
			best, text = docs, left+" "+right
		}
	}
	return text, nil
}

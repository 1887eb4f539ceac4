package index

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// highlighter finds the words of a query in a text by analyzing it again:
// offsets then are those of the text as written, and it costs less than
// storing them.
type highlighter struct {
	analyzer *analysis.Analyzer
	leaves   []*lightLeaf
	tokens   []analysis.Token
}

// lightLeaf is what marks the tokens of one word or phrase of the query.
type lightLeaf struct {
	leaf  *leaf
	field query.Field
	terms [analysis.Exact + 1]termSet // by level: what a token must have there
	slots []lightSlot                 // of a phrase, or of a fuzzy word that lacks a space
	slop  int
}

type lightSlot struct {
	level analysis.Level // exact or stem
	terms termSet
	at    int
}

// termSet is a set of terms. Most words of a query stand for one or two, and a
// token is compared with these sooner than it is hashed.
type termSet struct {
	few  []string
	many map[string]bool
}

// maxFew is how many terms are compared one by one.
const maxFew = 8

func newTermSet(terms ...string) termSet {
	if len(terms) <= maxFew {
		return termSet{few: terms}
	}
	s := termSet{many: make(map[string]bool, len(terms))}
	for _, t := range terms {
		s.many[t] = true
	}
	return s
}

func (s *termSet) isEmpty() bool { return len(s.few)+len(s.many) == 0 }

func (s *termSet) has(term string) bool {
	return slices.Contains(s.few, term) || s.many[term]
}

// match is a place in a text where a word of the query stands.
type match struct {
	start, end int // bytes
	leaf       int
	level      analysis.Level
}

func newHighlighter(p *plan) *highlighter {
	h := &highlighter{analyzer: p.analyzer}
	for _, l := range p.order {
		h.leaves = append(h.leaves, newLightLeaf(l))
	}
	return h
}

func newLightLeaf(l *leaf) *lightLeaf {
	x := &lightLeaf{leaf: l}
	switch n := l.node.(type) {
	case *query.Word:
		x.field = n.Field
	case *query.Phrase:
		x.field = n.Field
	}
	if l.phrase != nil {
		x.slop = l.phrase.slop
		for _, s := range l.phrase.slots {
			x.slots = append(x.slots, lightSlot{level: s.level, terms: newTermSet(s.forms...), at: s.at})
		}
	}
	if _, ok := l.node.(*query.Phrase); ok {
		return x
	}
	var terms [analysis.Exact + 1][]string
	for i := range l.tokens {
		t := &l.tokens[i]
		switch {
		case t.terms != nil:
			terms[analysis.Exact] = append(terms[analysis.Exact], t.terms...)
		case l.form == query.Exact || t.Stop:
			if l.form == query.Exact || l.stop {
				terms[analysis.Exact] = append(terms[analysis.Exact], t.Exact)
			}
		default:
			for _, lv := range analysis.Levels {
				terms[lv] = append(terms[lv], t.At(lv))
			}
		}
	}
	for _, lv := range analysis.Levels {
		x.terms[lv] = newTermSet(terms[lv]...)
	}
	return x
}

// level says how a token agrees with the word.
func (x *lightLeaf) level(t *analysis.Token) analysis.Level {
	for _, lv := range analysis.Levels {
		if term := t.At(lv); term != "" && x.terms[lv].has(term) {
			return lv
		}
	}
	return analysis.NoLevel
}

// find lists the matches in title and body. Words of the same root are marked
// only where the article holds the word in no closer form: else nearly
// everything would be marked.
func (h *highlighter) find(title, body string) (inTitle, inBody []match) {
	closest := make([]analysis.Level, len(h.leaves))
	inTitle = h.scan(title, query.Title, closest)
	inBody = h.scan(body, query.Body, closest)
	drop := func(m match) bool {
		x := h.leaves[m.leaf]
		return m.level == analysis.Root && closest[m.leaf] > analysis.Root && x.leaf.form != query.Root
	}
	return slices.DeleteFunc(inTitle, drop), slices.DeleteFunc(inBody, drop)
}

// scan lists the matches in one text, in order, and notes the closest level of
// each word.
func (h *highlighter) scan(text string, field query.Field, closest []analysis.Level) []match {
	h.tokens = h.analyzer.AppendTokens(h.tokens[:0], text)
	var out []match
	for i, x := range h.leaves {
		if x.field != query.Text && x.field != field {
			continue
		}
		if x.slots != nil {
			out = h.phrase(out, i)
		}
		if x.terms[analysis.Exact].isEmpty() {
			continue
		}
		for k := range h.tokens {
			if lv := x.level(&h.tokens[k]); lv != analysis.NoLevel {
				out = append(out, match{h.tokens[k].Start, h.tokens[k].End, i, lv})
				closest[i] = max(closest[i], lv)
			}
		}
	}
	for i := range out {
		m := &out[i]
		if m.start > 0 {
			m.start = min(behindMarks(text, m.start), m.end)
		}
		m.end = behindMarks(text, m.end)
	}
	slices.SortStableFunc(out, func(a, b match) int { return cmp.Compare(a.start, b.start) })
	return out
}

// behindMarks moves a border of a match behind the marks there: where scripts
// meet within a word, a mark may belong to the letter before the border.
func behindMarks(text string, at int) int {
	for isMarkAt(text, at) {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// phrase adds the tokens of every place where a phrase stands.
func (h *highlighter) phrase(out []match, leaf int) []match {
	x := h.leaves[leaf]
	if x.slop > 0 {
		return h.near(out, leaf)
	}
	var hit []int
next:
	for k := range h.tokens {
		hit = hit[:0]
		i := k
		for _, s := range x.slots {
			for i < len(h.tokens) && h.tokens[i].Position < h.tokens[k].Position+s.at {
				i++
			}
			if i == len(h.tokens) || h.tokens[i].Position > h.tokens[k].Position+s.at || !s.holds(&h.tokens[i]) {
				continue next
			}
			hit = append(hit, i)
		}
		for _, i := range hit {
			out = append(out, match{h.tokens[i].Start, h.tokens[i].End, leaf, analysis.Exact})
		}
	}
	return out
}

// near adds the tokens of every window that holds all words of the phrase.
func (h *highlighter) near(out []match, leaf int) []match {
	x := h.leaves[leaf]
	width := len(x.slots) + x.slop
	type found struct{ token, slot int }
	var all []found
	for k := range h.tokens {
		for s := range x.slots {
			if x.slots[s].holds(&h.tokens[k]) {
				all = append(all, found{k, s})
			}
		}
	}
	marked := map[int]bool{}
	for i := range all {
		seen := map[int]bool{}
		var group []int
		for j := i; j < len(all); j++ {
			if h.tokens[all[j].token].Position-h.tokens[all[i].token].Position >= width {
				break
			}
			if !seen[all[j].slot] {
				seen[all[j].slot] = true
				group = append(group, all[j].token)
			}
		}
		if len(seen) < len(x.slots) {
			continue
		}
		for _, k := range group {
			if !marked[k] {
				marked[k] = true
				out = append(out, match{h.tokens[k].Start, h.tokens[k].End, leaf, analysis.Exact})
			}
		}
	}
	return out
}

func (s *lightSlot) holds(t *analysis.Token) bool { return s.terms.has(t.At(s.level)) }

// spans cuts a text at its matches. Matches may overlap; text[from:to] is kept.
func spans(text string, from, to int, matches []match) []Span {
	var out []Span
	at := from
	for _, m := range matches {
		start, end := max(m.start, at), min(m.end, to)
		if start >= end {
			continue
		}
		if start > at {
			out = append(out, Span{Text: text[at:start]})
		}
		if n := len(out); n > 0 && out[n-1].Match && start == at {
			out[n-1].Text += text[start:end]
		} else {
			out = append(out, Span{Text: text[start:end], Match: true})
		}
		at = end
	}
	if at < to {
		out = append(out, Span{Text: text[at:to]})
	}
	return out
}

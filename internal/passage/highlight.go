package passage

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// Match is a place in a text where a word of the query stands.
type Match struct {
	Start, End int // bytes
	Word       int // which one, in the order given to NewHighlighter
	Level      analysis.Level
}

// Highlighter finds the words of a query in texts by analyzing them again:
// offsets then are those of the text as written, and it costs less than
// storing them. It keeps scratch space; use one a goroutine.
type Highlighter struct {
	analyzer *analysis.Analyzer
	words    []marker
	tokens   []analysis.Token
}

// NewHighlighter returns a highlighter of the words of a query.
func NewHighlighter(a *analysis.Analyzer, words []Word) *Highlighter {
	h := &Highlighter{analyzer: a, words: make([]marker, len(words))}
	for i := range words {
		h.words[i] = newMarker(&words[i])
	}
	return h
}

// Matches lists the matches in title and body. Words of the same root are marked
// only where the article holds the word in no closer form: else nearly
// everything would be marked.
func (h *Highlighter) Matches(title, body string) (inTitle, inBody []Match) {
	closest := make([]analysis.Level, len(h.words))
	inTitle = h.scan(title, query.Title, closest)
	inBody = h.scan(body, query.Body, closest)
	drop := func(m Match) bool {
		return m.Level == analysis.Root && closest[m.Word] > analysis.Root && !h.words[m.Word].byRoot
	}
	return slices.DeleteFunc(inTitle, drop), slices.DeleteFunc(inBody, drop)
}

// scan lists the matches in one text, in order, and notes the closest level of
// each word.
func (h *Highlighter) scan(text string, field query.Field, closest []analysis.Level) []Match {
	h.tokens = h.analyzer.AppendTokens(h.tokens[:0], text)
	var out []Match
	for i := range h.words {
		x := &h.words[i]
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
				out = append(out, Match{h.tokens[k].Start, h.tokens[k].End, i, lv})
				closest[i] = max(closest[i], lv)
			}
		}
	}
	for i := range out {
		m := &out[i]
		m.Start = min(behindMarks(text, m.Start), m.End)
		m.End = behindMarks(text, m.End)
	}
	slices.SortStableFunc(out, func(a, b Match) int { return cmp.Compare(a.Start, b.Start) })
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
func (h *Highlighter) phrase(out []Match, word int) []Match {
	x := &h.words[word]
	if x.slop > 0 {
		return h.near(out, word)
	}
	var hit []int
next:
	for k := range h.tokens {
		if !x.slots[0].holds(&h.tokens[k]) {
			continue
		}
		hit = append(hit[:0], k)
		for _, s := range x.slots[1:] {
			i := h.at(k, h.tokens[k].Position+s.at, &s)
			if i < 0 {
				continue next
			}
			hit = append(hit, i)
		}
		for _, i := range hit {
			out = append(out, Match{h.tokens[i].Start, h.tokens[i].End, word, analysis.Exact})
		}
	}
	return out
}

// at finds the token behind another that stands at a position and may stand in
// a slot, -1 if none does. A name stands at the position of its first word.
func (h *Highlighter) at(behind, position int, s *slot) int {
	for i := behind + 1; i < len(h.tokens) && h.tokens[i].Position <= position; i++ {
		if h.tokens[i].Position == position && s.holds(&h.tokens[i]) {
			return i
		}
	}
	return -1
}

// near adds the tokens of every window that holds all words of the phrase.
func (h *Highlighter) near(out []Match, word int) []Match {
	x := &h.words[word]
	width := len(x.slots) + x.slop
	type filled struct{ token, slot int }
	var all []filled
	for k := range h.tokens {
		for s := range x.slots {
			if x.slots[s].holds(&h.tokens[k]) {
				all = append(all, filled{k, s})
			}
		}
	}
	marked := map[int]bool{}
	for i := range all {
		seen := map[int]bool{}
		var window []int
		for j := i; j < len(all); j++ {
			if h.tokens[all[j].token].Position-h.tokens[all[i].token].Position >= width {
				break
			}
			if !seen[all[j].slot] {
				seen[all[j].slot] = true
				window = append(window, all[j].token)
			}
		}
		if len(seen) < len(x.slots) {
			continue
		}
		for _, k := range window {
			if !marked[k] {
				marked[k] = true
				out = append(out, Match{h.tokens[k].Start, h.tokens[k].End, word, analysis.Exact})
			}
		}
	}
	return out
}

// spans cuts a text at its matches. Matches may overlap; text[from:to] is kept.
func spans(text string, from, to int, matches []Match) []Span {
	var out []Span
	at := from
	for _, m := range matches {
		start, end := max(m.Start, at), min(m.End, to)
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

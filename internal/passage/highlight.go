package passage

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"sync"
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
	asked    *askedTerms
	met      []int // by word: one more than the token at hand, once that meets it
	idle     *idle
	tokens   []analysis.Token
}

// idle remembers numbers of spellings that no word asks for, the latest of those that share a place: half of the
// words of some articles were in the text before.
type idle [1 << 12]uint32

// at is the place of a number, of which the frequent spellings have the least.
func (x *idle) at(number uint32) *uint32 { return &x[number%uint32(len(x))] }

// NewHighlighter returns a highlighter of the words of a query.
func NewHighlighter(a *analysis.Analyzer, words []Word) *Highlighter {
	h := &Highlighter{analyzer: a, words: make([]marker, len(words)), asked: newAskedTerms(words), met: make([]int, len(words)), idle: new(idle)}
	for i := range words {
		h.words[i] = newMarker(&words[i])
	}
	return h
}

// What is looked at in one text. Places beyond the first mostMatches are not
// marked: nobody reads so many, and a book that is asked for a thousand words
// would take gigabytes.
const (
	chunkBytes  = 64 << 10 // of a text at once: what longer ones need no more memory for, and are interrupted between
	mostMatches = 1 << 16
)

// tokenRooms are memory for the tokens of a text, which grew anew for every search.
var tokenRooms = sync.Pool{New: func() any { return new([]analysis.Token) }}

// Text is a text of an article, and of which field.
type Text struct {
	Field query.Field
	Text  string
	Named bool // only words that name the field are looked for there
}

// Article is the texts of an article.
func Article(title, body string) []Text {
	return []Text{{Field: query.Title, Text: title}, {Field: query.Body, Text: body}}
}

// Matches lists the matches in each text of an article. Words of the same root are
// marked only where the article holds the word in no closer form: else nearly
// everything would be marked. It ends early, with its error, when ctx does.
func (h *Highlighter) Matches(ctx context.Context, texts ...Text) (in [][]Match, err error) {
	room := tokenRooms.Get().(*[]analysis.Token)
	h.tokens = *room
	defer func() {
		*room, h.tokens = h.tokens[:0], nil
		tokenRooms.Put(room)
	}()
	closest := make([]analysis.Level, len(h.words))
	in = make([][]Match, len(texts))
	for i := range texts {
		if in[i], err = h.scan(ctx, &texts[i], closest); err != nil {
			return nil, err
		}
	}
	drop := func(m Match) bool {
		return m.Level == analysis.Root && closest[m.Word] > analysis.Root && !h.words[m.Word].byRoot
	}
	for i := range in {
		in[i] = slices.DeleteFunc(in[i], drop)
	}
	return in, nil
}

// scan lists the matches in one text, in order, and notes the closest level of
// each word. Long texts are looked at in chunks: what would stand in two of them
// is not marked.
func (h *Highlighter) scan(ctx context.Context, in *Text, closest []analysis.Level) (out []Match, err error) {
	text := in.Text
	for from := 0; from < len(text) && len(out) < mostMatches && len(h.words) > 0; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		to := from + chunkEnd(text[from:])
		first := len(out)
		h.tokens = h.analyzer.AppendTokens(h.tokens[:0], text[from:to])
		for i := range h.words {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if h.words[i].slots != nil && h.words[i].isFor(in) {
				out = h.phrase(out, i)
			}
		}
		if out, err = h.single(ctx, out, in, closest); err != nil {
			return nil, err
		}
		out = out[:min(len(out), mostMatches)]
		for i := range out[first:] {
			m := &out[first+i]
			m.Start, m.End = from+m.Start, from+m.End
			m.Start = min(behindMarks(text, m.Start), m.End)
			m.End = behindMarks(text, m.End)
		}
		slices.SortStableFunc(out[first:], func(a, b Match) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Word, b.Word))
		})
		from = to
	}
	return out, nil
}

// chunkEnd returns where the first chunk of a text ends: behind the last line end in
// its second half, or else the last space, or else anywhere.
func chunkEnd(text string) int {
	if len(text) <= chunkBytes {
		return len(text)
	}
	for _, space := range [...]string{"\n", " "} {
		if n := strings.LastIndex(text[chunkBytes/2:chunkBytes], space); n >= 0 {
			return chunkBytes/2 + n + len(space)
		}
	}
	end := chunkBytes
	for end > chunkBytes/2 && !utf8.RuneStart(text[end]) {
		end--
	}
	return end
}

// Chunks yields a text in the pieces in which long ones are looked at.
func Chunks(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for text != "" {
			n := chunkEnd(text)
			if !yield(text[:n]) {
				return
			}
			text = text[n:]
		}
	}
}

// tokensBetween is how many tokens are looked at before it is seen whether to go on.
const tokensBetween = 1 << 12

// single adds the tokens at hand that are met by words of the query, at the closest level.
func (h *Highlighter) single(ctx context.Context, out []Match, in *Text, closest []analysis.Level) ([]Match, error) {
	clear(h.met)
	for k := range h.tokens {
		if k%tokensBetween == tokensBetween-1 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if len(out) >= mostMatches {
			break
		}
		t := &h.tokens[k]
		known := h.idle.at(t.Number)
		if *known == t.Number && t.Number != 0 {
			continue
		}
		asked := false
		meet := func(word int, lv analysis.Level) {
			if h.met[word] <= k && h.words[word].isFor(in) {
				h.met[word] = k + 1
				out = append(out, Match{t.Start, t.End, word, lv})
				closest[word] = max(closest[word], lv)
			}
		}
		for _, lv := range analysis.Levels {
			term := t.At(lv)
			for _, word := range h.asked.levels[lv].words(term) {
				asked = true
				if h.words[word].written[term].Agrees(t.Written) {
					meet(word, lv)
				}
			}
		}
		for _, word := range h.asked.parts.words(t.Stem) {
			asked = true
			meet(word, analysis.Root)
		}
		if !asked {
			*known = t.Number
		}
	}
	return out, nil
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

// phrase adds the tokens of every place where a phrase stands, each once.
func (h *Highlighter) phrase(out []Match, word int) []Match {
	x := &h.words[word]
	if x.slop > 0 {
		return h.near(out, word)
	}
	var marked []bool // by token
	var hit []int
next:
	for k := range h.tokens {
		if !x.slots[0].holds(&h.tokens[k]) {
			continue
		}
		hit = append(hit[:0], k)
		for i := range x.slots[1:] {
			s := &x.slots[1+i]
			at := h.at(hit[len(hit)-1], h.tokens[k].Position+s.at, s)
			if at < 0 {
				continue next
			}
			hit = append(hit, at)
		}
		if marked == nil {
			marked = make([]bool, len(h.tokens))
		}
		for _, i := range hit {
			if !marked[i] {
				marked[i] = true
				out = append(out, Match{h.tokens[i].Start, h.tokens[i].End, word, analysis.Exact})
			}
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
	type filled struct{ token, slot int }
	var all []filled
	for k := range h.tokens {
		for s := range x.distinct {
			if x.distinct[s].holds(&h.tokens[k]) {
				all = append(all, filled{k, s})
			}
		}
	}
	marked := make([]bool, len(h.tokens))
	seen := make([]int, len(x.distinct)) // by slot: one more than the window in which it was met last
	var window []int
	for i := range all {
		window = window[:0]
		for j := i; j < len(all) && len(window) < len(x.distinct); j++ {
			if h.tokens[all[j].token].Position-h.tokens[all[i].token].Position >= x.width {
				break
			}
			if seen[all[j].slot] <= i {
				seen[all[j].slot] = i + 1
				window = append(window, all[j].token)
			}
		}
		if len(window) < len(x.distinct) {
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
	at, begun := from, from // begun: where the last span begins
	for _, m := range matches {
		start, end := max(m.Start, at), min(m.End, to)
		if start >= end {
			continue
		}
		if start > at {
			out = append(out, Span{Text: text[at:start]})
		}
		if n := len(out); n > 0 && out[n-1].Match && start == at {
			out[n-1].Text = text[begun:end]
		} else {
			out, begun = append(out, Span{Text: text[start:end], Match: true}), start
		}
		at = end
	}
	if at < to {
		out = append(out, Span{Text: text[at:to]})
	}
	return out
}

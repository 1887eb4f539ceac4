package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
)

// What a snippet may be.
const (
	maxPassages   = 3
	passageLength = 220 // letters; a longer sentence is cut between words
	passageSlack  = 22  // so few letters are shown rather than left out
)

// article cuts the title and the best passages out of a document, or its whole
// body as one passage.
func (h *highlighter) article(d *Document, whole bool) (title []Span, passages [][]Span) {
	inTitle, inBody := h.find(d.Title, d.Body)
	title = spans(d.Title, 0, len(d.Title), inTitle)
	if d.Body == "" {
		return title, nil
	}
	if whole {
		return title, [][]Span{spans(d.Body, 0, len(d.Body), inBody)}
	}
	for _, p := range h.passages(d.Body, inBody) {
		passages = append(passages, p.spans(d.Body, inBody))
	}
	return title, passages
}

// passage is a range of a text, with what it is worth as a snippet.
type passage struct {
	start, end          int
	cutBefore, cutAfter bool // its sentence begins before it, goes on after it
	score               float64
	leaves              []int // the words of the query in it
}

// spans cuts a passage out of its text and says at its ends where it is less
// than its sentence. Dots in its place are for whoever shows it: the passage
// stays what the article says.
func (p passage) spans(text string, matches []match) []Span {
	var out []Span
	if p.cutBefore {
		out = append(out, Span{Cut: true})
	}
	out = append(out, spans(text, p.start, p.end, matches)...)
	if p.cutAfter {
		out = append(out, Span{Cut: true})
	}
	return out
}

// passages chooses the sentences that show most of the query: each next one is
// worth more for the words that those before it lack. They come in the order
// of the text; without any match, the beginning of the text is all there is.
func (h *highlighter) passages(text string, matches []match) []passage {
	var all []passage
	next := 0
	for _, s := range sentences(text) {
		first := next
		for next < len(matches) && matches[next].start < s.end {
			next++
		}
		if p, ok := h.passage(text, s, matches[first:next]); ok {
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		s := sentences(text)
		if len(s) == 0 {
			return nil
		}
		return []passage{s[0].part(text, s[0].start, cut(text, s[0].start, s[0].end))}
	}
	var best []passage
	seen := map[int]bool{}
	for len(best) < maxPassages && len(all) > 0 {
		k, top := -1, 0.0
		for i := range all {
			gain := 0.0
			for _, leaf := range all[i].leaves {
				if !seen[leaf] {
					gain++
				}
			}
			if worth := 2*gain + all[i].score; k < 0 || worth > top {
				k, top = i, worth
			}
		}
		for _, leaf := range all[k].leaves {
			seen[leaf] = true
		}
		best = append(best, all[k])
		all = slices.Delete(all, k, k+1)
	}
	slices.SortFunc(best, func(a, b passage) int { return cmp.Compare(a.start, b.start) })
	return best
}

// worthOf is what a word adds to a passage by the level at which it is met.
var worthOf = [...]float64{analysis.Root: 0.3, analysis.Stem: 1, analysis.Exact: 1.2}

// passage values a sentence by its matches; of one that is too long it keeps
// the part with the most of them.
func (h *highlighter) passage(text string, s passage, matches []match) (passage, bool) {
	if len(matches) == 0 {
		return passage{}, false
	}
	start, end := s.start, s.end
	if utf8.RuneCountInString(text[start:end]) > passageLength {
		start, end = h.densest(text, s, matches)
	}
	p := s.part(text, start, end)
	for _, m := range matches {
		if m.start < p.start || m.end > p.end {
			continue
		}
		if !slices.Contains(p.leaves, m.leaf) {
			p.leaves = append(p.leaves, m.leaf)
			p.score += worthOf[m.level]
		}
		p.score += 0.1
	}
	return p, true
}

// densest finds the part of a long sentence that shows most matches, cut
// between words, with some context before the first of them.
func (h *highlighter) densest(text string, s passage, matches []match) (start, end int) {
	best, top := 0, -1.0
	for i := range matches {
		var leaves []int
		n := 0.0
		for j := i; j < len(matches) && utf8.RuneCountInString(text[matches[i].start:matches[j].end]) <= passageLength*3/4; j++ {
			if !slices.Contains(leaves, matches[j].leaf) {
				leaves = append(leaves, matches[j].leaf)
				n++
			}
			n += 0.1
		}
		if n > top {
			best, top = i, n
		}
	}
	start = back(text, s.start, matches[best].start, passageLength/5)
	if isFew(text[s.start:start]) {
		start = s.start
	}
	return start, max(cut(text, start, s.end), min(matches[best].end, s.end))
}

// part is the part of a sentence between two places.
func (p passage) part(text string, start, end int) passage {
	part := trim(text, start, end)
	part.cutBefore, part.cutAfter = part.start > p.start, part.end < p.end
	return part
}

// cut returns an end after start that lies between words, at most a passage
// away and at least half of one. Where there is no such space, as in a list of
// addresses, it is the next one, and after two passages it lies between letters.
func cut(text string, start, end int) int {
	n, space, before := 0, -1, 0 // before: letters up to the space
	for i, r := range text[start:end] {
		if unicode.IsSpace(r) && !isMarkAt(text, start+i+utf8.RuneLen(r)) {
			space, before = start+i, n
		}
		n++
		switch {
		case n > passageLength && before >= passageLength/2:
			if isFew(text[space:end]) {
				return end
			}
			return space
		case n > 2*passageLength && !isMarkAt(text, start+i):
			return start + i
		}
	}
	return end
}

// isFew says whether a text has so few letters that leaving them out saves nothing.
func isFew(text string) bool {
	return len(text) <= passageSlack*utf8.UTFMax && utf8.RuneCountInString(text) <= passageSlack
}

// back goes some letters back from a place, to the beginning of a word.
func back(text string, from, at, letters int) int {
	start := at
	for i, n := at, 0; i > from && n < letters; n++ {
		r, size := utf8.DecodeLastRuneInString(text[from:i])
		if unicode.IsSpace(r) && !isMarkAt(text, i) {
			start = i
		}
		if i -= size; i == from {
			start = from
		}
	}
	return start
}

// trim leaves out the white space around a passage, but not a space on which a
// mark stands.
func trim(text string, start, end int) passage {
	s := strings.TrimRightFunc(text[start:end], unicode.IsSpace)
	end = start + len(s)
	start = end - len(strings.TrimLeftFunc(s, unicode.IsSpace))
	if isMarkAt(text, start) && end-len(s) < start {
		_, size := utf8.DecodeLastRuneInString(text[:start])
		start -= size
	}
	return passage{start: start, end: end}
}

// isMarkAt says whether a mark begins at a place: it belongs to what stands
// before it, even to a space, and no passage is cut between the two.
func isMarkAt(text string, at int) bool {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return unicode.Is(unicode.M, r)
}

// sentences cuts a text after full stops, question and exclamation marks, and
// at line ends. A stop inside a word or a number (3.5, م.م) ends nothing, nor
// does one after a single letter, which stands for a title or a name.
func sentences(text string) []passage {
	var out []passage
	start := 0
	add := func(end int) {
		if p := trim(text, start, end); p.start < p.end {
			out = append(out, p)
		}
		start = end
	}
	for i, r := range text {
		end := i + utf8.RuneLen(r)
		switch r {
		case '\n', '\r', '\u2029':
			add(end)
		case '.', '!', '?', '\u061F', '\u2026', '\u06D4': // Arabic question mark, ellipsis, Urdu full stop
			if end < len(text) {
				if next, _ := utf8.DecodeRuneInString(text[end:]); !unicode.IsSpace(next) && !isClosing(next) {
					continue
				}
			}
			if r == '.' && isInitial(text[start:i]) {
				continue
			}
			add(closeQuotes(text, end))
		}
	}
	if start < len(text) {
		add(len(text))
	}
	return out
}

// isInitial says whether a text ends in a word of one letter.
func isInitial(text string) bool {
	word := strings.TrimRightFunc(text, func(r rune) bool { return unicode.Is(unicode.M, r) })
	r, size := utf8.DecodeLastRuneInString(word)
	before, _ := utf8.DecodeLastRuneInString(word[:len(word)-size])
	return unicode.IsLetter(r) && !unicode.In(before, unicode.L, unicode.M, unicode.N)
}

// isClosing says whether a rune closes a quotation or a bracket.
func isClosing(r rune) bool {
	return r == '"' || r == ')' || r == ']' || r == '\u00BB' || r == '\u201D' || r == '\u2019'
}

// closeQuotes moves an end behind the quotes that close there, and their marks.
func closeQuotes(text string, end int) int {
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !isClosing(r) && !unicode.Is(unicode.M, r) {
			break
		}
		end += size
	}
	return end
}

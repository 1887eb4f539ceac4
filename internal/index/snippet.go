package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a snippet may be.
const (
	maxPassages   = 3
	passageLength = 220 // letters; a longer sentence is cut between words
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
		passages = append(passages, spans(d.Body, p.start, p.end, inBody))
	}
	return title, passages
}

// passage is a range of a text, with what it is worth as a snippet.
type passage struct {
	start, end int
	score      float64
	leaves     map[int]bool
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
		return []passage{trim(text, s[0].start, cut(text, s[0].start, s[0].end))}
	}
	var best []passage
	seen := map[int]bool{}
	for len(best) < maxPassages && len(all) > 0 {
		k, top := -1, 0.0
		for i := range all {
			gain := 0.0
			for leaf := range all[i].leaves {
				if !seen[leaf] {
					gain++
				}
			}
			if worth := 2*gain + all[i].score; k < 0 || worth > top {
				k, top = i, worth
			}
		}
		for leaf := range all[k].leaves {
			seen[leaf] = true
		}
		best = append(best, all[k])
		all = slices.Delete(all, k, k+1)
	}
	slices.SortFunc(best, func(a, b passage) int { return cmp.Compare(a.start, b.start) })
	return best
}

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
	p := trim(text, start, end)
	p.leaves = map[int]bool{}
	for _, m := range matches {
		if m.start < p.start || m.end > p.end {
			continue
		}
		if !p.leaves[m.leaf] {
			p.score += map[level]float64{levelRoot: 0.3, levelStem: 1, levelExact: 1.2}[m.level]
		}
		p.leaves[m.leaf] = true
		p.score += 0.1
	}
	return p, true
}

// densest finds the part of a long sentence that shows most matches, cut
// between words, with some context before the first of them.
func (h *highlighter) densest(text string, s passage, matches []match) (start, end int) {
	best, top := 0, -1.0
	for i := range matches {
		leaves := map[int]bool{}
		n := 0.0
		for j := i; j < len(matches) && utf8.RuneCountInString(text[matches[i].start:matches[j].end]) <= passageLength*3/4; j++ {
			if !leaves[matches[j].leaf] {
				n++
			}
			leaves[matches[j].leaf] = true
			n += 0.1
		}
		if n > top {
			best, top = i, n
		}
	}
	start = back(text, s.start, matches[best].start, passageLength/5)
	return start, max(cut(text, start, s.end), min(matches[best].end, s.end))
}

// cut returns an end after start, at most a passage away, that lies between
// words; a word longer than a passage is not cut.
func cut(text string, start, end int) int {
	n, space := 0, -1
	for i, r := range text[start:end] {
		if unicode.IsSpace(r) {
			space = start + i
		}
		if n++; n > passageLength && space > start {
			return space
		}
	}
	return end
}

// back goes some letters back from a place, to the beginning of a word.
func back(text string, from, at, letters int) int {
	start := at
	for i, n := at, 0; i > from && n < letters; n++ {
		r, size := utf8.DecodeLastRuneInString(text[from:i])
		if unicode.IsSpace(r) {
			start = i
		}
		if i -= size; i == from {
			start = from
		}
	}
	return start
}

// trim leaves out the white space around a passage.
func trim(text string, start, end int) passage {
	s := text[start:end]
	start += len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
	s = strings.TrimSpace(s)
	return passage{start: start, end: start + len(s)}
}

// sentences cuts a text after full stops, question and exclamation marks, and
// at line ends. A stop inside a word or a number (3.5, م.م) ends nothing.
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
			add(closeQuotes(text, end))
		}
	}
	if start < len(text) {
		add(len(text))
	}
	return out
}

// isClosing says whether a rune closes a quotation or a bracket.
func isClosing(r rune) bool {
	return r == '"' || r == ')' || r == ']' || r == '\u00BB' || r == '\u201D' || r == '\u2019'
}

// closeQuotes moves an end behind the quotes that close there.
func closeQuotes(text string, end int) int {
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !isClosing(r) {
			break
		}
		end += size
	}
	return end
}

package passage

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
)

// What a snippet is as a rule.
const (
	maxPassages   = 3
	passageLength = 220                     // letters; a longer sentence is cut between words
	passageSlack  = passageLength / slackOf // so few letters are shown rather than left out
	slackOf       = 10
)

// Shape is how much of a body is shown. The zero Shape is as much as serves a reader.
type Shape struct {
	Whole  bool // all of it, as one passage
	Number int  // passages at most; 0 means 3
	Length int  // letters of a passage at most, words left whole; 0 means 220
}

// complete fills in what is not said.
func (shape Shape) complete() Shape {
	return Shape{shape.Whole, cmp.Or(shape.Number, maxPassages), cmp.Or(shape.Length, passageLength)}
}

// Article cuts the title and the best passages out of an article. Where neither title
// nor body holds a word, the passages are of the first of some further texts that does,
// unless the whole body is wanted. It ends early, with its error, when ctx does.
func (h *Highlighter) Article(ctx context.Context, title, body string, shape Shape, further ...Text) (inTitle []Span, passages [][]Span, err error) {
	in, err := h.Matches(ctx, Article(title, body)...)
	if err != nil {
		return nil, nil, err
	}
	text, matches := body, in[1]
	for i := 0; i < len(further) && !shape.Whole && len(in[0])+len(matches) == 0; i++ {
		also, err := h.Matches(ctx, further[i])
		if err != nil {
			return nil, nil, err
		}
		if matches = also[0]; len(matches) > 0 {
			text = further[i].Text
		}
	}
	inTitle = spans(title, 0, len(title), in[0])
	switch {
	case text == "":
	case shape.Whole:
		passages = [][]Span{spans(text, 0, len(text), matches)}
	default:
		chosen, err := shape.complete().choose(ctx, text, matches)
		if err != nil {
			return nil, nil, err
		}
		for _, p := range chosen {
			passages = append(passages, p.spans(text, matches))
		}
	}
	return inTitle, passages, ctx.Err()
}

// piece is a range of a text, with what it is worth as a snippet.
type piece struct {
	start, end          int
	cutBefore, cutAfter bool // its sentence begins before it, goes on after it
	score               float64
	words               []int // of the query, in it
}

// spans cuts a passage out of its text and says at its ends where it is less
// than its sentence. Dots in its place are for whoever shows it: the passage
// stays what the article says.
func (p piece) spans(text string, matches []Match) []Span {
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

// choose chooses the sentences that show most of the query: each next one is
// worth more for the words that those before it lack. They come in the order
// of the text; without any match, the beginning of the text is all there is.
func (shape Shape) choose(ctx context.Context, text string, matches []Match) ([]piece, error) {
	var all []piece
	next := 0
	for s := range sentences(text) {
		if next == len(matches) {
			break
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		first := next
		for next < len(matches) && matches[next].Start < s.end {
			next++
		}
		if p, ok := shape.valued(text, s, matches[first:next]); ok {
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		for s := range sentences(text) {
			return []piece{s.part(text, s.start, shape.cut(text, s.start, s.end))}, nil
		}
		return nil, nil
	}
	var best []piece
	seen := map[int]bool{}
	for len(best) < shape.Number && len(all) > 0 {
		k, top := -1, 0.0
		for i := range all {
			gain := 0.0
			for _, word := range all[i].words {
				if !seen[word] {
					gain++
				}
			}
			if worth := 2*gain + all[i].score; k < 0 || worth > top {
				k, top = i, worth
			}
		}
		for _, word := range all[k].words {
			seen[word] = true
		}
		best = append(best, all[k])
		all = slices.Delete(all, k, k+1)
	}
	slices.SortFunc(best, func(a, b piece) int { return cmp.Compare(a.start, b.start) })
	return best, nil
}

// worthOf is what a word adds to a passage by the level at which it is met.
var worthOf = [...]float64{analysis.Root: 0.3, analysis.Stem: 1, analysis.Exact: 1.2}

// valued values a sentence by its matches; of one that is too long it keeps
// the part with the most of them.
func (shape Shape) valued(text string, s piece, matches []Match) (piece, bool) {
	if len(matches) == 0 {
		return piece{}, false
	}
	start, end := s.start, s.end
	if utf8.RuneCountInString(text[start:end]) > shape.Length {
		start, end = shape.densest(text, s, matches)
	}
	p := s.part(text, start, end)
	for _, m := range matches {
		if m.Start < p.start || m.End > p.end {
			continue
		}
		if !slices.Contains(p.words, m.Word) {
			p.words = append(p.words, m.Word)
			p.score += worthOf[m.Level]
		}
		p.score += 0.1
	}
	return p, true
}

// densest finds the part of a long sentence that shows most matches, cut
// between words, with some context before the first of them.
func (shape Shape) densest(text string, s piece, matches []Match) (start, end int) {
	best, top := 0, -1.0
	w := matchWindow{room: shape.Length * 3 / 4}
	for i := range matches {
		w.from(text, matches, i)
		for w.end < len(matches) && w.take(text, &matches[w.end]) {
		}
		if n := float64(w.words) + 0.1*float64(w.end-i); n > top {
			best, top = i, n
		}
	}
	start = back(text, s.start, matches[best].Start, shape.Length/5)
	if shape.isFew(text[s.start:start]) {
		start = s.start
	}
	return start, max(shape.cut(text, start, s.end), min(matches[best].End, s.end))
}

// matchWindow is the matches from one on that a passage has room for.
type matchWindow struct {
	room    int // letters
	end     int // of the matches in it
	counted int // the text up to here is in it,
	letters int // which has so many letters
	of      map[int]int
	words   int // how many of the query are met
}

// from moves the beginning of the window to a match: the one behind that at which
// it begins, or the first.
func (w *matchWindow) from(text string, matches []Match, i int) {
	if i == 0 {
		w.counted, w.of = matches[0].Start, map[int]int{}
		return
	}
	gone := &matches[i-1]
	if w.end < i { // it was longer than a passage
		w.end, w.counted, w.letters = i, matches[i].Start, 0
		return
	}
	if w.of[gone.Word]--; w.of[gone.Word] == 0 {
		w.words--
	}
	if to := matches[i].Start; to <= w.counted {
		w.letters -= utf8.RuneCountInString(text[gone.Start:to])
	} else {
		w.counted, w.letters = to, 0
	}
}

// take takes one more match into the window if there is room for it.
func (w *matchWindow) take(text string, m *Match) bool {
	letters := w.letters
	if m.End > w.counted {
		letters += utf8.RuneCountInString(text[w.counted:m.End])
	}
	if letters > w.room {
		return false
	}
	w.letters, w.counted = letters, max(w.counted, m.End)
	if w.of[m.Word]++; w.of[m.Word] == 1 {
		w.words++
	}
	w.end++
	return true
}

// part is the part of a sentence between two places.
func (p piece) part(text string, start, end int) piece {
	part := trim(text, start, end)
	part.cutBefore, part.cutAfter = part.start > p.start, part.end < p.end
	return part
}

// cut returns an end after start that lies between words, at most a passage
// away and at least half of one. Where there is no such space, as in a list of
// addresses, it is the next one, and after two passages it lies between letters; after
// three between marks, too: no letter has so many.
func (shape Shape) cut(text string, start, end int) int {
	n, space, before := 0, -1, 0 // before: letters up to the space
	for i, r := range text[start:end] {
		if unicode.IsSpace(r) && !isMarkAt(text, start+i+utf8.RuneLen(r)) {
			space, before = start+i, n
		}
		n++
		switch {
		case n > shape.Length && before >= shape.Length/2:
			if shape.isFew(text[space:end]) {
				return end
			}
			return space
		case n > 2*shape.Length && !isMarkAt(text, start+i) || n > 3*shape.Length:
			return start + i
		}
	}
	return end
}

// isFew says whether a text has so few letters that leaving them out saves nothing.
func (shape Shape) isFew(text string) bool {
	slack := shape.Length / slackOf
	return len(text) <= slack*utf8.UTFMax && utf8.RuneCountInString(text) <= slack
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
func trim(text string, start, end int) piece {
	s := strings.TrimRightFunc(text[start:end], unicode.IsSpace)
	end = start + len(s)
	start = end - len(strings.TrimLeftFunc(s, unicode.IsSpace))
	if isMarkAt(text, start) && end-len(s) < start {
		_, size := utf8.DecodeLastRuneInString(text[:start])
		start -= size
	}
	return piece{start: start, end: end}
}

// isMarkAt says whether a mark begins at a place: it belongs to what stands
// before it, even to a space, and no passage is cut between the two.
func isMarkAt(text string, at int) bool {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return unicode.Is(unicode.M, r)
}

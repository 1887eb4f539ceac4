package index

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
)

// concordedText is a text with its words as they stand: analyzed, or as far as it was scanned.
type concordedText struct {
	analyzer *analysis.Analyzer
	text     string
	words    []standingWord
	tokens   []analysis.Token
}

// standingWord is a word, or a piece of several, where it stands in a text.
type standingWord struct {
	start, end int
	position   int
	exact      string // of one that was analyzed
	several    bool   // a piece of several
	piece      analysis.Piece
}

// analyze finds all words of a text.
func (t *concordedText) analyze(ctx context.Context, text string) (err error) {
	t.text, t.words = text, t.words[:0]
	t.tokens, err = t.analyzer.AppendTokensWithin(ctx, t.tokens[:0], text)
	for i := range t.tokens {
		if w := &t.tokens[i]; w.IsWritten() {
			t.words = append(t.words, standingWord{start: w.Start, end: w.End, position: w.Position, exact: w.Exact})
		}
	}
	return err
}

// scanBetween is how many pieces are read before it is seen whether to go on.
const scanBetween = 1 << 14

// scan finds the words of a body by its pieces and its shape, up to so many behind a position.
func (t *concordedText) scan(ctx context.Context, body string, shifts []shift, several []uint32, last uint32, behind int) error {
	t.text, t.words = body, t.words[:0]
	position := bodyPosition
	s := analysis.PiecesOf(body)
	for n := 1; ; n++ {
		p, ok := s.Next()
		if !ok {
			return nil
		}
		if len(shifts) > 0 && int(shifts[0].position) == position+shifts[0].delta {
			position = int(shifts[0].position)
			shifts = shifts[1:]
		}
		w := standingWord{start: p.Start, end: p.End, position: position - bodyPosition + 1, piece: p}
		for len(several) > 0 && int(several[0]) <= position {
			w.several = int(several[0]) == position
			several = several[1:]
		}
		t.words = append(t.words, w)
		if position > int(last) {
			if behind--; behind < 0 {
				return nil
			}
		}
		position++
		if n%scanBetween == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// at is the number of the first word that does not stand before a position.
func (t *concordedText) at(position int) int {
	i, _ := slices.BinarySearchFunc(t.words, position, func(w standingWord, p int) int { return cmp.Compare(w.position, p) })
	return i
}

// cut fills in the texts of a line, and what it is sorted by. Where it touches a piece of several
// words the whole text must be analyzed.
func (t *concordedText) cut(l *Line, from, to int, req *ConcordanceRequest) (ok, whole bool) {
	first := t.at(from)
	last := t.at(to+1) - 1
	if first >= len(t.words) || last < first {
		return false, true // within a piece of several, or damage
	}
	window := req.Window
	for i := max(0, first-window-1); i <= min(last+window, len(t.words)-1); i++ {
		if t.words[i].several {
			return true, true
		}
	}
	l.Start, l.End = t.words[first].start, t.words[last].end
	start, end := 0, len(t.text)
	if first >= window {
		start = t.words[first-window].start
		if window == 0 {
			start = l.Start
		}
	}
	if n := last + window; n < len(t.words) {
		end = t.words[n].end
	}
	// Of a text that is cut its copies keep no more than the line.
	l.Before, l.Node, l.After = strings.Clone(t.text[start:l.Start]), strings.Clone(t.text[l.Start:l.End]), strings.Clone(t.text[l.End:end])
	l.key = l.key[:0]
	switch req.Order {
	case ByBefore:
		for i := first - 1; i >= max(0, first-window); i-- {
			l.key = append(l.key, t.exact(i))
		}
	case ByAfter:
		for i := last + 1; i < min(len(t.words), last+1+window); i++ {
			l.key = append(l.key, t.exact(i))
		}
	case ByNode:
		for i := first; i <= last; i++ {
			l.key = append(l.key, t.exact(i))
		}
	case ByDate:
		if l.second = 1<<63 - 1; !l.Published.IsZero() {
			l.second = l.Published.Unix()
		}
	}
	return true, false
}

// exact is the exact form of a word.
func (t *concordedText) exact(i int) string {
	w := &t.words[i]
	if w.exact == "" {
		w.exact = t.analyzer.ExactOf(t.text, w.piece)
	}
	return w.exact
}

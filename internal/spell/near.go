package spell

import (
	"context"
	"sync"

	"github.com/fihris-search/fihris/internal/trie"
)

// walker is led through the terms of a vocabulary as through a tree, and keeps
// the rows of the beginnings of the term it is at. It is a trie.Visitor.
type walker struct {
	p       pattern
	bound   int
	visit   func(term string, df, distance int) bool
	from    int                            // letters of a term that are passed over
	at      int                            // letters of the way
	way     [MaxLetters]rune               // from from on
	swapsOf [MaxLetters]*[MaxLetters]uint8 // what each letter of the way costs in each place of the pattern
	rows    [MaxLetters + 1]row

	arabic [letters][MaxLetters]uint8    // what the letters of Arabic cost
	known  [letters]bool                 // those that were met
	others [MaxLetters][MaxLetters]uint8 // what others of the way do

	ctx   context.Context
	steps int
	err   error
}

var walkers = sync.Pool{New: func() any { return &walker{} }}

// begin makes the walker ready for a word; it reports whether this is short enough.
func (w *walker) begin(ctx context.Context, word string, bound int, visit func(term string, df, distance int) bool) bool {
	w.known = [letters]bool{}
	w.ctx, w.steps, w.err = ctx, 0, nil
	w.bound, w.visit = min(bound, Far-1), visit
	w.p.bound = int16(w.bound)
	return w.p.set(word)
}

// stepsBetween is how many steps are taken before it is seen whether to go on.
const stepsBetween = 4096

// Enter computes the row of one more letter. It reports whether any term that
// goes on so can be within bound.
func (w *walker) Enter(r rune) bool {
	if w.steps++; w.steps%stepsBetween == 0 && w.err == nil {
		w.err = w.ctx.Err()
	}
	k := w.at
	if k == MaxLetters || w.err != nil {
		return false
	}
	swaps := w.swaps(r)
	s := step{now: &w.rows[k+1], one: &w.rows[k], swaps: swaps}
	before := rune(0)
	if k > w.from {
		before = w.way[k-1]
		s.two, s.lastSwaps = &w.rows[k-1], w.swapsOf[k-1]
	}
	s.gap = int16(cost.gapped(r, before))
	if !w.p.next(&s) {
		return false
	}
	w.way[k], w.swapsOf[k] = r, swaps
	w.at++
	return true
}

// swaps returns what a letter costs in each place of the pattern.
func (w *walker) swaps(r rune) *[MaxLetters]uint8 {
	i := r - firstLetter
	if i < 0 || i >= letters {
		other := &w.others[w.at]
		w.fill(other, r)
		return other
	}
	if !w.known[i] {
		w.known[i] = true
		w.fill(&w.arabic[i], r)
	}
	return &w.arabic[i]
}

func (w *walker) fill(swaps *[MaxLetters]uint8, r rune) {
	for j, q := range w.p.letters[:w.p.n] {
		swaps[j] = uint8(cost.swapped(r, q))
	}
}

// Leave goes back.
func (w *walker) Leave(letters int) { w.at -= letters }

// Word visits a term that is within bound.
func (w *walker) Word(term *trie.Word) bool {
	if w.err != nil {
		return false
	}
	d := w.rows[w.at].last(&w.p)
	return d > w.bound || w.visit(term.Text(), term.Docs, d)
}

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
	next    [MaxLetters + 1]uint64 // by row: the letters of Arabic that may go on from it, a bit each

	// By what may still be spent: the letters that cost no more where they
	// are too much, and in each place of the pattern.
	gaps  [Unit + 1]uint64
	marks [MaxLetters][Unit + 1]uint64

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
	if !w.p.set(word) {
		return false
	}
	var costs [letters]int
	cheap := func(within *[Unit + 1]uint64) {
		*within = [Unit + 1]uint64{}
		for i, c := range costs {
			within[c] |= 1 << i
		}
		for c := range Unit {
			within[c+1] |= within[c]
		}
	}
	for i := range costs {
		costs[i] = min(cost.gapped(firstLetter+rune(i), 0), cost.twice) // either, as it may stand behind its like
	}
	cheap(&w.gaps)
	for j, q := range w.p.letters[:w.p.n] {
		for i := range costs {
			costs[i] = cost.swapped(firstLetter+rune(i), q)
		}
		cheap(&w.marks[j])
	}
	return true
}

// foresee finds the letters after which the row of k letters may have one within
// bound, by far the fewest: the rows of others need not be computed.
func (w *walker) foresee(k int) {
	r := &w.rows[k]
	all := uint64(0)
	for j := r.lo; j <= r.hi; j++ {
		left := min(w.bound-int(r.d[j+1]), Unit)
		if left < 0 {
			continue
		}
		all |= w.gaps[left]
		if j < w.p.n {
			all |= w.marks[j][left]
		}
		if j+1 < w.p.n && cost.exchange <= left { // the next two letters may be exchanged
			all |= w.marks[j+1][0]
		}
	}
	if k > w.from { // or the last one and the next
		before := &w.rows[k-1]
		for j := before.lo; j <= before.hi; j++ {
			if j+1 < w.p.n && w.p.letters[j+1] == w.way[k-1] && int(before.d[j+1])+cost.exchange <= w.bound {
				all |= w.marks[j][0]
			}
		}
	}
	w.next[k] = all
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
	if i := r - firstLetter; i >= 0 && i < letters && w.next[k]>>i&1 == 0 {
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
	w.foresee(w.at)
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

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

	seen []beginning        // that were met, the empty one first
	path [shared + 1]uint16 // which of them the way passes through

	ctx   context.Context
	steps int
	err   error
}

// shared is how many letters a beginning has whose row is kept: the vocabularies of an index have
// much the same ones, and so has one behind each of the proclitics. Of mostSeen, 200 bytes each.
const (
	shared   = 3
	mostSeen = 1 << 12
)

// beginning is a few letters with which terms begin, behind what is passed over.
type beginning struct {
	row  row
	next uint64          // see walker.next
	more [letters]uint16 // where it goes on with a letter: its place in seen; 0 for not met, tooFar
}

const (
	tooFar = mostSeen     // in beginning.more: no term that begins so is within bound
	unkept = mostSeen + 1 // in walker.path: what has no place in seen
)

var walkers = sync.Pool{New: func() any { return &walker{} }}

// begin makes the walker ready for a word; it reports whether this is short enough.
func (w *walker) begin(ctx context.Context, word string, bound int, visit func(term string, df, distance int) bool) bool {
	w.known = [letters]bool{}
	w.seen = w.seen[:0]
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

// start goes to where so many letters of terms were passed over.
func (w *walker) start(from int) {
	w.from, w.at = from, from
	w.p.first(&w.rows[from])
	w.foresee(from)
	if len(w.seen) == 0 {
		w.seen = append(w.seen, beginning{})
	}
	w.path[0] = 0
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
	i := r - firstLetter
	priced := i >= 0 && i < letters
	if priced && w.next[k]>>i&1 == 0 {
		return false
	}
	var more *uint16 // where the beginning goes on
	if d := k - w.from; d < shared {
		if priced && w.path[d] != unkept {
			more = &w.seen[w.path[d]].more[i]
		}
		w.path[d+1] = unkept
	}
	if more != nil && *more > 0 {
		return w.again(r, *more)
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
		if more != nil {
			*more = tooFar
		}
		return false
	}
	w.way[k], w.swapsOf[k] = r, swaps
	w.at++
	w.foresee(w.at)
	if more != nil && len(w.seen) < mostSeen {
		*more = uint16(len(w.seen))
		w.path[w.at-w.from] = *more
		w.seen = append(w.seen, beginning{row: w.rows[w.at], next: w.next[w.at]})
	}
	return true
}

// again is Enter for a letter that was met here before.
func (w *walker) again(r rune, at uint16) bool {
	if at == tooFar {
		return false
	}
	b := &w.seen[at]
	w.way[w.at], w.swapsOf[w.at] = r, &w.arabic[r-firstLetter]
	w.at++
	w.rows[w.at], w.next[w.at] = b.row, b.next
	w.path[w.at-w.from] = at
	return true
}

// Following tells which letters may have a row within bound behind the last one.
func (w *walker) Following() uint64 {
	const priced = 1<<letters - 1
	return w.next[w.at] | ^uint64(priced)
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

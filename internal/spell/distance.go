package spell

import "unicode/utf8"

// MaxLetters is the length of the longest word that distances are computed
// for. Longer ones are no words that people misspell.
const MaxLetters = 40

// Far is more than any distance within reach.
const Far = 1 << 14

// Distance says how far apart two words are, in letters: [Unit] for a letter
// more, less or another one; less where letters are easily confused by sound or
// shape, where a letter is doubled, two neighbours are exchanged, or a space is
// missing. It is the same in both directions. Words further apart than bound,
// and different ones of more than [MaxLetters] letters, are [Far].
//
// Words should be normalized, since every mark counts as a letter. Distance
// does not allocate.
func Distance(a, b string, bound int) int {
	if a == b {
		return 0
	}
	var p pattern
	var letters [MaxLetters]rune
	n, ok := decode(&letters, a)
	if !ok || !p.set(b) {
		return Far
	}
	p.bound = int16(min(bound, Far-1))
	var rows [3]row
	var swaps [2][MaxLetters]uint8
	p.first(&rows[0])
	before := rune(0)
	for i, r := range letters[:n] {
		for j, q := range p.letters[:p.n] {
			swaps[i%2][j] = uint8(cost.swapped(r, q))
		}
		s := step{
			now: &rows[(i+1)%3], one: &rows[i%3],
			swaps: &swaps[i%2], lastSwaps: &swaps[(i+1)%2],
			gap: int16(cost.gapped(r, before)),
		}
		if i > 0 {
			s.two = &rows[(i+2)%3] // that is, (i-1)%3
		}
		if !p.next(&s) {
			return Far
		}
		before = r
	}
	return rows[n%3].last(&p)
}

// row is one line of the table of distances: from some letters of one word to
// the first 0, 1, 2 … letters of the pattern. Only the cells between the first
// and the last that are within bound are kept up, and one on either side.
type row struct {
	d      [MaxLetters + 3]int16 // the cell of j letters is d[j+1]
	lo, hi int                   // the cells within bound; lo > hi where there are none
	least  int16
}

// last returns the distance from the whole pattern.
func (r *row) last(p *pattern) int {
	if r.lo <= p.n && r.hi == p.n {
		return int(r.d[p.n+1])
	}
	return Far
}

// pattern is the word that others are compared with.
type pattern struct {
	letters [MaxLetters]rune
	gaps    [MaxLetters]int16 // what each letter costs where it is not there
	n       int
	bound   int16
}

// set reports whether the word is short enough.
func (p *pattern) set(word string) bool {
	n, ok := decode(&p.letters, word)
	if !ok {
		return false
	}
	p.n = n
	before := rune(0)
	for i, r := range p.letters[:n] {
		p.gaps[i] = int16(cost.gapped(r, before))
		before = r
	}
	return true
}

// first fills the row of the empty word.
func (p *pattern) first(r *row) {
	r.d[0], r.d[1] = Far, 0
	r.lo, r.hi, r.least = 0, 0, 0
	end := p.trail(r, 0)
	r.d[end+2] = Far
}

// trail fills the cells after cell j as far as letters of the pattern can be
// left out within bound, and returns the last one.
func (p *pattern) trail(r *row, j int) int {
	for r.hi == j && j < p.n {
		d := r.d[j+1] + p.gaps[j]
		r.d[j+2] = d
		j++
		if d <= p.bound {
			r.hi = j
		}
	}
	return j
}

// step is what one more letter of a word needs: the row to fill, those one and
// two letters back (nil where there is none), what the letter and the one
// before it cost in the place of each letter of the pattern, and what it costs
// where it is too much.
type step struct {
	now, one, two    *row
	swaps, lastSwaps *[MaxLetters]uint8
	gap              int16
}

// next fills the row of one more letter. It reports whether any word that goes
// on from here can still be within bound.
func (p *pattern) next(s *step) bool {
	from, to := s.one.lo, s.one.hi+1
	if s.two != nil {
		from, to = min(from, s.two.lo+2), max(to, s.two.hi+2)
	}
	to = min(to, p.n)
	now, one := s.now, s.one
	now.lo, now.hi, now.least = Far, -1, Far
	if from > to {
		return false
	}
	left := int16(Far)
	now.d[from] = Far
	for j := from; j <= to; j++ {
		d := one.d[j+1] + s.gap
		if j > 0 {
			d = min(d, one.d[j]+int16(s.swaps[j-1]), left+p.gaps[j-1])
			if j > 1 && s.two != nil && s.swaps[j-2] == 0 && s.lastSwaps[j-1] == 0 &&
				s.two.lo <= j-2 && j-2 <= s.two.hi {
				d = min(d, s.two.d[j-1]+int16(cost.exchange))
			}
		}
		now.d[j+1] = d
		left = d
		if d <= p.bound {
			now.lo, now.hi = min(now.lo, j), j
			now.least = min(now.least, d)
		}
	}
	end := p.trail(now, to)
	now.d[end+2] = Far
	return now.least <= p.bound || one.least+int16(cost.exchange) <= p.bound
}

// decode puts the letters of a word into buf and reports whether they fit.
func decode(buf *[MaxLetters]rune, word string) (n int, ok bool) {
	if len(word) > MaxLetters*utf8.UTFMax {
		return 0, false
	}
	for _, r := range word {
		if n == MaxLetters {
			return 0, false
		}
		buf[n] = r
		n++
	}
	return n, true
}

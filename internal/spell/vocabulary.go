package spell

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// Vocabulary is the terms of an index, with the number of articles that hold
// each, laid out for finding those close to a word. It takes about forty bytes
// a term, is built once and safe for concurrent use.
type Vocabulary struct {
	alphabet []rune         // code -> letter
	codes    map[rune]uint8 // letter -> code
	arena    []uint8        // the codes of all terms, in ascending order
	offsets  []uint32       // where each term begins in arena; one more at the end
	shared   []uint8        // how many letters a term shares with the one before it
	df       []uint32       // articles
	text     []byte         // the terms as text
	textAt   []uint32       // where each begins in text; one more at the end
	total    uint64         // the sum of df
}

// maxAlphabet is how many different letters a vocabulary can hold.
const maxAlphabet = 255

// NewVocabulary lays out terms, in any order. Terms that do not fit are left
// out: those of more than [MaxLetters] letters, and those with letters beyond
// the first 255 different ones in order (ideographs). Of a term given twice the
// frequencies are added.
func NewVocabulary(terms iter.Seq2[string, int]) *Vocabulary {
	type entry struct {
		term string
		df   int
	}
	var all []entry
	sorted := true
	for term, df := range terms {
		if n := utf8.RuneCountInString(term); n == 0 || n > MaxLetters || !utf8.ValidString(term) || df <= 0 {
			continue
		}
		sorted = sorted && (len(all) == 0 || all[len(all)-1].term < term)
		all = append(all, entry{strings.Clone(term), df})
	}
	if !sorted {
		slices.SortStableFunc(all, func(a, b entry) int { return strings.Compare(a.term, b.term) })
	}
	v := &Vocabulary{codes: make(map[rune]uint8)}
	for _, e := range all {
		v.add(e.term, e.df)
	}
	v.offsets = append(v.offsets, uint32(len(v.arena)))
	v.textAt = append(v.textAt, uint32(len(v.text)))
	return v
}

// add appends a term that is not below the last one.
func (v *Vocabulary) add(term string, df int) {
	if n := len(v.df); n > 0 && string(v.text[v.textAt[n-1]:]) == term {
		v.df[n-1] += uint32(df)
		v.total += uint64(df)
		return
	}
	start := len(v.arena)
	for _, r := range term {
		code, ok := v.codes[r]
		if !ok {
			if len(v.alphabet) == maxAlphabet {
				v.arena = v.arena[:start]
				return
			}
			code = uint8(len(v.alphabet))
			v.alphabet = append(v.alphabet, r)
			v.codes[r] = code
		}
		v.arena = append(v.arena, code)
	}
	shared := 0
	if n := len(v.offsets); n > 0 {
		last, now := v.arena[v.offsets[n-1]:start], v.arena[start:]
		for shared < min(len(last), len(now)) && last[shared] == now[shared] {
			shared++
		}
	}
	v.offsets = append(v.offsets, uint32(start))
	v.shared = append(v.shared, uint8(shared))
	v.df = append(v.df, uint32(df))
	v.total += uint64(df)
	v.textAt = append(v.textAt, uint32(len(v.text)))
	v.text = append(v.text, term...)
}

// Len returns the number of terms.
func (v *Vocabulary) Len() int { return len(v.df) }

// term returns the i-th term. It shares no memory with the vocabulary.
func (v *Vocabulary) term(i int) string { return string(v.text[v.textAt[i]:v.textAt[i+1]]) }

// lower returns the place of the first term that is not below s.
func (v *Vocabulary) lower(s string) int {
	lo, hi := 0, len(v.df)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if string(v.text[v.textAt[mid]:v.textAt[mid+1]]) < s {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// Lookup returns how many articles hold a term, 0 for one that is not there.
func (v *Vocabulary) Lookup(term string) int {
	i := v.lower(term)
	if i < len(v.df) && string(v.text[v.textAt[i]:v.textAt[i+1]]) == term {
		return int(v.df[i])
	}
	return 0
}

// Prefix yields the terms that begin with prefix, in order, and how many
// articles hold each.
func (v *Vocabulary) Prefix(prefix string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for i := v.lower(prefix); i < len(v.df); i++ {
			if term := v.term(i); !strings.HasPrefix(term, prefix) || !yield(term, int(v.df[i])) {
				return
			}
		}
	}
}

// Near calls visit for every term at most bound away from word (see
// [Distance]), the word itself among them, in order, until visit returns false.
func (v *Vocabulary) Near(word string, bound int, visit func(term string, df, distance int) bool) {
	v.near(word, bound, func(i, d int) bool { return visit(v.term(i), int(v.df[i]), d) })
}

// near walks the terms like the branches of a tree: a beginning that two terms
// share is compared once, and where a beginning is too far off already, all
// terms that share it are passed over.
func (v *Vocabulary) near(word string, bound int, visit func(i, distance int) bool) {
	var w walker
	if !w.p.set(word) {
		return
	}
	w.prepare(v, bound)
	var dead int // all terms sharing this many letters are too far off; 0 for none
	for i := range v.df {
		shared := int(v.shared[i])
		if dead > 0 && shared >= dead {
			continue
		}
		dead = w.extend(v, i, shared)
		if dead > 0 {
			continue
		}
		n := int(v.offsets[i+1] - v.offsets[i])
		if d := w.rows[n].last(&w.p); d <= bound && !visit(i, d) {
			return
		}
	}
}

// walker keeps the rows of the beginnings of the term it is at.
type walker struct {
	p     pattern
	swaps [maxAlphabet][MaxLetters]uint8 // by code: its cost in each place
	gaps  [maxAlphabet]int16             // by code, where its like does not stand before it
	rows  [MaxLetters + 1]row
}

func (w *walker) prepare(v *Vocabulary, bound int) {
	w.p.bound = int16(min(bound, Far-1))
	for code, r := range v.alphabet {
		w.gaps[code] = int16(cost.gapped(r, 0))
		for j, q := range w.p.letters[:w.p.n] {
			w.swaps[code][j] = uint8(cost.swapped(r, q))
		}
	}
	w.p.first(&w.rows[0])
}

// extend computes the rows of term i beyond the letters it shares with the
// term before it. Where they get too far off it returns how many letters it
// took.
func (w *walker) extend(v *Vocabulary, i, shared int) (dead int) {
	term := v.arena[v.offsets[i]:v.offsets[i+1]]
	for k := shared; k < len(term); k++ {
		code := term[k]
		s := step{now: &w.rows[k+1], one: &w.rows[k], swaps: &w.swaps[code], gap: w.gaps[code]}
		if k > 0 {
			s.two, s.lastSwaps = &w.rows[k-1], &w.swaps[term[k-1]]
			if term[k-1] == code {
				s.gap = int16(cost.gapped(v.alphabet[code], v.alphabet[code]))
			}
		}
		if !w.p.next(&s) {
			return k + 1
		}
	}
	return 0
}

package spell

import (
	"cmp"
	"iter"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Vocabulary is the terms of an index, with the number of articles that hold
// each, laid out for finding those close to a word and the most frequent ones
// behind a prefix. It takes about forty bytes a term, is built once and safe
// for concurrent use.
type Vocabulary struct {
	alphabet []rune           // code -> letter
	codes    map[rune]uint8   // letter -> code
	quick    [manyCodes]uint8 // the same plus 1 for most letters
	arena    []uint8          // the codes of all terms, in ascending order
	offsets  []uint32         // where each term begins in arena; one more at the end
	shared   []uint8          // how many letters a term shares with the one before it, as far as they are compared
	df       []uint32         // articles
	peaks    []uint32         // the greatest df of each peakWidth terms
	text     string           // the terms as text
	textAt   []uint32         // where each begins in text; one more at the end
	total    uint64           // the sum of df
}

// maxAlphabet is how many letters have codes of their own; all others share
// one, and are no letters that distances tell apart.
const maxAlphabet = 255

// peakWidth is how many terms are passed over at once where none of them is
// frequent enough.
const peakWidth = 64

// NewVocabulary lays out terms, in any order; about how many there are saves
// memory. Empty terms, those that are not UTF-8 and those that no article holds
// are left out. Of a term given twice the frequencies are added. Terms of more
// than [MaxLetters] letters are near nothing.
func NewVocabulary(about int, terms iter.Seq2[string, int]) *Vocabulary {
	all := make([]entry, 0, about)
	bytes, sorted := 0, true
	for term, df := range terms {
		if term == "" || !utf8.ValidString(term) || df <= 0 {
			continue
		}
		sorted = sorted && (len(all) == 0 || all[len(all)-1].term < term)
		all = append(all, entry{beginning(term), term, df})
		bytes += len(term)
	}
	if !sorted {
		slices.SortFunc(all, func(a, b entry) int {
			if a.beginning != b.beginning {
				return cmp.Compare(a.beginning, b.beginning)
			}
			return strings.Compare(a.term, b.term)
		})
	}
	n := len(all)
	v := &Vocabulary{
		codes: make(map[rune]uint8), arena: make([]uint8, 0, bytes),
		offsets: make([]uint32, 0, n+1), shared: make([]uint8, 0, n), df: make([]uint32, 0, n), textAt: make([]uint32, 0, n+1),
	}
	var text strings.Builder
	text.Grow(bytes)
	last := ""
	for _, e := range all {
		if e.term == last {
			v.df[len(v.df)-1] += uint32(e.df)
			v.total += uint64(e.df)
			continue
		}
		v.textAt = append(v.textAt, uint32(text.Len()))
		text.WriteString(e.term)
		v.add(e.term, e.df)
		last = e.term
	}
	v.arena = slices.Clip(v.arena) // letters are fewer than bytes
	v.offsets = append(v.offsets, uint32(len(v.arena)))
	v.textAt = append(v.textAt, uint32(text.Len()))
	v.text = text.String()
	for part := range slices.Chunk(v.df, peakWidth) {
		v.peaks = append(v.peaks, slices.Max(part))
	}
	return v
}

// entry is a term on its way into a vocabulary.
type entry struct {
	beginning uint64
	term      string
	df        int
}

// beginning packs the first letters of a term into a number, so that most terms
// can be put into order without looking at them: where the numbers of two terms
// differ, their order is that of the terms.
func beginning(term string) (packed uint64) {
	shift := 56
	for _, r := range term {
		switch {
		case r < firstCode: // ASCII
			packed |= uint64(r) << shift
		case r < firstArabic:
			return packed | firstCode<<shift // one of many: the rest does not count
		case r < firstArabic+codesBetween:
			packed |= uint64(r-firstArabic+firstCode+1) << shift
		default:
			return packed | 0xff<<shift // likewise
		}
		if shift -= 8; shift < 0 {
			break
		}
	}
	return packed
}

const (
	firstCode    = 0x80  // of letters beyond ASCII
	firstArabic  = 0x620 // letters from here on have codes of their own
	codesBetween = 0xff - firstCode - 1
)

// add appends the letters of a term that is above the last one.
func (v *Vocabulary) add(term string, df int) {
	start := len(v.arena)
	for _, r := range term {
		v.arena = append(v.arena, v.code(r))
	}
	shared := 0
	if n := len(v.offsets); n > 0 {
		last, now := v.arena[v.offsets[n-1]:start], v.arena[start:]
		for shared < min(len(last), len(now), MaxLetters) && last[shared] == now[shared] {
			shared++
		}
	}
	v.offsets = append(v.offsets, uint32(start))
	v.shared = append(v.shared, uint8(shared))
	v.df = append(v.df, uint32(df))
	v.total += uint64(df)
}

// code returns the code of a letter, a new one where it has none.
func (v *Vocabulary) code(r rune) uint8 {
	if r < manyCodes && v.quick[r] > 0 {
		return v.quick[r] - 1
	}
	code, ok := v.codes[r]
	if !ok {
		code = uint8(min(len(v.alphabet), maxAlphabet))
		if code < maxAlphabet {
			v.alphabet = append(v.alphabet, r)
			v.codes[r] = code
		} else if len(v.alphabet) == maxAlphabet {
			v.alphabet = append(v.alphabet, utf8.RuneError)
		}
	}
	if r < manyCodes && code < maxAlphabet {
		v.quick[r] = code + 1
	}
	return code
}

// manyCodes is above the letters of Arabic and Latin.
const manyCodes = 0x700

// Len returns the number of terms.
func (v *Vocabulary) Len() int { return len(v.df) }

// Total returns the sum of the frequencies.
func (v *Vocabulary) Total() uint64 { return v.total }

func (v *Vocabulary) term(i int) string { return v.text[v.textAt[i]:v.textAt[i+1]] }

// lower returns the place of the first term that is not below s.
func (v *Vocabulary) lower(s string) int {
	return sort.Search(len(v.df), func(i int) bool { return v.term(i) >= s })
}

// upper returns the place behind the last term that begins with prefix.
func (v *Vocabulary) upper(prefix string) int {
	return sort.Search(len(v.df), func(i int) bool {
		t := v.term(i)
		return t > prefix && !strings.HasPrefix(t, prefix)
	})
}

// Lookup returns how many articles hold a term, 0 for one that is not there.
func (v *Vocabulary) Lookup(term string) int {
	if i := v.lower(term); i < len(v.df) && v.term(i) == term {
		return int(v.df[i])
	}
	return 0
}

// Begins reports whether some term begins with prefix.
func (v *Vocabulary) Begins(prefix string) bool {
	i := v.lower(prefix)
	return i < len(v.df) && strings.HasPrefix(v.term(i), prefix)
}

// Prefix yields the terms that begin with prefix, in order, and how many
// articles hold each.
func (v *Vocabulary) Prefix(prefix string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for i, end := v.lower(prefix), v.upper(prefix); i < end; i++ {
			if !yield(v.term(i), int(v.df[i])) {
				return
			}
		}
	}
}

// Frequent calls visit for the n most frequent terms that begin with prefix,
// most frequent first; equal ones in order.
func (v *Vocabulary) Frequent(prefix string, n int, visit func(term string, df int)) {
	best := make([]int, 0, max(n, 0)+1)
	for i, end := v.lower(prefix), v.upper(prefix); i < end && n > 0; i++ {
		if len(best) == n {
			least := v.df[best[n-1]]
			if i%peakWidth == 0 && v.peaks[i/peakWidth] <= least {
				i += peakWidth - 1
				continue
			}
			if v.df[i] <= least {
				continue
			}
		}
		at := sort.Search(len(best), func(k int) bool { return v.df[best[k]] < v.df[i] })
		best = slices.Insert(best, at, i)
		best = best[:min(n, len(best))]
	}
	for _, i := range best {
		visit(v.term(i), int(v.df[i]))
	}
}

// Near calls visit for every term at most bound away from word (see
// [Distance]), the word itself among them, in order, until visit returns false.
func (v *Vocabulary) Near(word string, bound int, visit func(term string, df, distance int) bool) {
	v.NearBehind([]string{""}, word, bound, visit)
}

// NearBehind calls visit for every term that is one of befores and something at
// most bound away from word, until visit returns false. A term that is so with
// several of them is visited as often. The terms are walked like the branches of
// a tree: a beginning that two terms share is compared once, and where a
// beginning is too far off already, all terms that share it are passed over.
func (v *Vocabulary) NearBehind(befores []string, word string, bound int, visit func(term string, df, distance int) bool) {
	var w walker
	if !w.p.set(word) {
		return
	}
	w.prepare(v, bound)
	for _, before := range befores {
		if w.from = utf8.RuneCountInString(before); w.from <= MaxLetters && !w.walk(v, before, visit) {
			return
		}
	}
}

// walk visits the terms that begin with before. It reports whether to go on.
func (w *walker) walk(v *Vocabulary, before string, visit func(term string, df, distance int) bool) bool {
	w.p.first(&w.rows[w.from])
	bound := int(w.p.bound)
	var dead int // all terms sharing this many letters are too far off; 0 for none
	start, end := v.lower(before), v.upper(before)
	for i := start; i < end; i++ {
		shared := w.from
		if i > start {
			shared = max(shared, int(v.shared[i]))
		}
		if dead > 0 && shared >= dead {
			continue
		}
		dead = w.extend(v, i, shared)
		n := int(v.offsets[i+1] - v.offsets[i])
		if dead > 0 || n > MaxLetters {
			continue
		}
		if d := w.rows[n].last(&w.p); d <= bound && !visit(v.term(i), int(v.df[i]), d) {
			return false
		}
	}
	return true
}

// walker keeps the rows of the beginnings of the term it is at.
type walker struct {
	p     pattern
	from  int                                // letters of a term that are passed over
	swaps [maxAlphabet + 1][MaxLetters]uint8 // by code: its cost in each place
	gaps  [maxAlphabet + 1]int16             // by code, where its like does not stand before it
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
}

// extend computes the rows of term i beyond the letters it shares with the
// term before it. Where they get too far off it returns how many letters it
// took.
func (w *walker) extend(v *Vocabulary, i, shared int) (dead int) {
	term := v.arena[v.offsets[i]:v.offsets[i+1]]
	for k := shared; k < min(len(term), MaxLetters); k++ {
		code := term[k]
		s := step{now: &w.rows[k+1], one: &w.rows[k], swaps: &w.swaps[code], gap: w.gaps[code]}
		if k > w.from {
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

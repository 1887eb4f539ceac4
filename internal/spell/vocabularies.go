package spell

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/trie"
)

// Vocabularies is several vocabularies as one, as an index has one for each
// segment.
type Vocabularies []*Vocabulary

// Lookup returns the frequency of a term in all of them.
func (vs Vocabularies) Lookup(term string) int {
	n := 0
	for _, v := range vs {
		n += v.Lookup(term)
	}
	return n
}

// LookupAll returns the frequencies of terms that ascend. It takes less than
// looking up one after the other, the more so the more of them begin alike.
func (vs Vocabularies) LookupAll(terms []string) []int {
	of, freqs := trie.Want(terms), make([]int, len(terms))
	for _, v := range vs {
		v.t.AddDocs(of, freqs)
	}
	return freqs
}

// Total is the sum of the frequencies of all terms.
func (vs Vocabularies) Total() uint64 {
	n := uint64(0)
	for _, v := range vs {
		n += v.Total()
	}
	return n
}

// Near visits every term at most bound away from word, once, in no order.
func (vs Vocabularies) Near(word string, bound int, visit func(term string, freq, distance int) bool) {
	if len(vs) == 1 {
		vs[0].Near(word, bound, visit)
		return
	}
	type near struct{ freq, distance int }
	all := map[string]near{}
	_ = vs.NearBehind(context.Background(), []string{""}, word, bound, func(term string, freq, distance int) bool {
		all[term] = near{all[term].freq + freq, distance}
		return true
	}) // nothing ends it
	for term, n := range all {
		if !visit(term, n.freq, n.distance) {
			return
		}
	}
}

// NearBehind is [Vocabulary.NearBehind] in one vocabulary after the other: a term is visited in
// each that has it. What letters cost is computed once for all of them.
func (vs Vocabularies) NearBehind(ctx context.Context, befores []string, word string, bound int, visit func(term string, df, distance int) bool) error {
	w := walkers.Get().(*walker)
	defer walkers.Put(w)
	if !w.begin(ctx, word, bound, visit) {
		return nil
	}
	defer func() { w.visit = nil }()
	for _, v := range vs {
		for _, before := range befores {
			from := utf8.RuneCountInString(before)
			if from > MaxLetters {
				continue
			}
			w.start(from)
			if !v.t.Walk(before, w) {
				return w.err
			}
		}
	}
	return w.err
}

// Begins says whether some term begins with a prefix.
func (vs Vocabularies) Begins(prefix string) bool {
	return slices.ContainsFunc(vs, func(v *Vocabulary) bool { return v.Begins(prefix) })
}

// Frequent adds the n most frequent terms that each vocabulary has behind a
// prefix. Terms that are not among these in some of them are counted too low.
func (vs Vocabularies) Frequent(prefix string, n int, to Counts) {
	for _, v := range vs {
		v.Frequent(prefix, n, func(term string, freq int) { to[term] += freq })
	}
}

// Counts are terms with their frequencies.
type Counts map[string]int

// Best returns the n most frequent terms, of equally frequent ones the first of
// the alphabet.
func (c Counts) Best(n int) []string {
	type entry struct {
		term string
		freq int
	}
	all := make([]entry, 0, len(c))
	for term, freq := range c {
		all = append(all, entry{term, freq})
	}
	slices.SortFunc(all, func(a, b entry) int { return cmp.Or(cmp.Compare(b.freq, a.freq), cmp.Compare(a.term, b.term)) })
	out := make([]string, min(n, len(all)))
	for i := range out {
		out[i] = all[i].term
	}
	return out
}

package spell

import (
	"context"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/trie"
)

// Vocabulary is the terms of an index, with the number of articles that hold
// each, for finding those close to a word and the most frequent ones behind a
// prefix. It is read where it lies and safe for concurrent use.
type Vocabulary struct{ t *trie.Trie }

// OpenVocabulary returns the vocabulary of a dictionary.
func OpenVocabulary(t *trie.Trie) *Vocabulary { return &Vocabulary{t} }

// NewVocabulary makes a vocabulary of terms, in any order. Empty terms, those
// that are not UTF-8 and those that no article holds are left out. Of a term
// given twice the frequencies are added. Terms of more than [MaxLetters] letters
// are near nothing.
func NewVocabulary(terms iter.Seq2[string, int]) *Vocabulary {
	type entry struct {
		term string
		df   int
	}
	var all []entry
	for term, df := range terms {
		if term != "" && utf8.ValidString(term) && df > 0 {
			all = append(all, entry{term, df})
		}
	}
	slices.SortFunc(all, func(a, b entry) int { return strings.Compare(a.term, b.term) })
	var b trie.Builder
	for i := 0; i < len(all); {
		term, df := all[i].term, 0
		for ; i < len(all) && all[i].term == term; i++ {
			df += all[i].df
		}
		if err := b.Add(term, uint32(df), nil); err != nil {
			panic(err) // they were put into order
		}
	}
	t, err := trie.Open(b.AppendTo(nil))
	if err != nil {
		panic(err) // it was just made
	}
	return &Vocabulary{t}
}

// Len returns the number of terms.
func (v *Vocabulary) Len() int { return v.t.Words() }

// Total returns the sum of the frequencies.
func (v *Vocabulary) Total() uint64 { return v.t.Total() }

// Lookup returns how many articles hold a term, 0 for one that is not there.
func (v *Vocabulary) Lookup(term string) int {
	w, _ := v.t.Find(term)
	return w.Docs
}

// Begins reports whether some term begins with prefix.
func (v *Vocabulary) Begins(prefix string) bool { return v.t.Begins(prefix) }

// Prefix yields the terms that begin with prefix, in order, and how many
// articles hold each.
func (v *Vocabulary) Prefix(prefix string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for c := v.t.From(prefix); c.Next(); {
			if !yield(c.Word().Text(), c.Word().Docs) {
				return
			}
		}
	}
}

// Forms returns a cursor over the terms.
func (v *Vocabulary) Forms() *trie.Cursor { return v.t.From("") }

// Frequent calls visit for the n most frequent terms that begin with prefix,
// most frequent first; equal ones in order.
func (v *Vocabulary) Frequent(prefix string, n int, visit func(term string, df int)) {
	for _, r := range v.t.Frequent(prefix, n) {
		visit(r.Text, r.Docs)
	}
}

// Near calls visit for every term at most bound away from word (see
// [Distance]), the word itself among them, in order, until visit returns false.
func (v *Vocabulary) Near(word string, bound int, visit func(term string, df, distance int) bool) {
	_ = v.NearBehind(context.Background(), []string{""}, word, bound, visit) // nothing ends it
}

// NearBehind calls visit for every term that is one of befores and something at
// most bound away from word, until visit returns false. A term that is so with
// several of them is visited as often. What a beginning costs is computed once
// for all terms that begin so, and where it is too far off already, they are
// passed over. It ends early, with its error, when ctx does.
func (v *Vocabulary) NearBehind(ctx context.Context, befores []string, word string, bound int, visit func(term string, df, distance int) bool) error {
	return Vocabularies{v}.NearBehind(ctx, befores, word, bound, visit)
}

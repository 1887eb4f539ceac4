package posting

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/trie"
)

// forms collects the forms of the terms of a field.
type forms struct{ all []formOf }

// formOf is the form of a term.
type formOf struct {
	beginning  uint64
	form       string
	term, docs uint32
}

func (f *forms) reset() {
	clear(f.all) // they hold the texts of the terms
	f.all = f.all[:0]
}

// add adds the form of a term. What is no text is none: nobody can type it.
func (f *forms) add(form string, term, docs uint32) {
	if form != "" && utf8.ValidString(form) {
		f.all = append(f.all, formOf{trie.Beginning(form), form, term, docs})
	}
}

// write returns the dictionary.
func (f *forms) write() ([]byte, error) {
	slices.SortFunc(f.all, func(a, b formOf) int {
		if a.beginning != b.beginning {
			return cmp.Compare(a.beginning, b.beginning)
		}
		return cmp.Or(strings.Compare(a.form, b.form), cmp.Compare(a.term, b.term))
	})
	var b trie.Builder
	var terms []uint32
	for i := 0; i < len(f.all); {
		form, docs := f.all[i].form, uint32(0)
		terms = terms[:0]
		for ; i < len(f.all) && f.all[i].form == form; i++ {
			docs += f.all[i].docs
			terms = append(terms, f.all[i].term)
		}
		if err := b.Add(form, docs, terms); err != nil {
			return nil, err
		}
	}
	return b.AppendTo(nil), nil
}

// mergedForms merges the forms of the terms of several segments.
type mergedForms struct {
	of      []*trie.Trie // one a segment
	numbers [][]uint32   // by segment: the new numbers of its terms, or Dropped
	docs    []uint32     // by new number
}

// drop says that the term of a new number, the last one given, was left out.
func (m *mergedForms) drop(number uint32) {
	for _, numbers := range m.numbers {
		if n := len(numbers); n > 0 && numbers[n-1] == number {
			numbers[n-1] = Dropped
		}
	}
}

// write returns the dictionary.
func (m *mergedForms) write() ([]byte, error) {
	cursors := make([]*trie.Cursor, len(m.of))
	var heads []int // cursors that are not at their end, in the order of their words
	compare := func(a, b int) int { return cmp.Or(cursors[a].Compare(cursors[b]), cmp.Compare(a, b)) }
	for i, t := range m.of {
		cursors[i] = t.From("")
		if cursors[i].Next() {
			heads = append(heads, i)
		}
	}
	slices.SortFunc(heads, compare)
	var b trie.Builder
	var text []byte
	var terms, found []uint32
	for len(heads) > 0 {
		n := 1
		for n < len(heads) && cursors[heads[n]].Compare(cursors[heads[0]]) == 0 {
			n++
		}
		text = cursors[heads[0]].Word().AppendText(text[:0])
		terms = terms[:0]
		docs := uint32(0)
		for _, i := range heads[:n] {
			found = cursors[i].Word().Numbers(found[:0])
			for _, n := range found {
				if uint64(n) >= uint64(len(m.numbers[i])) {
					return nil, fmt.Errorf("%w: form of term %d of %d", ErrCorrupt, n, len(m.numbers[i]))
				}
				if n = m.numbers[i][n]; n != Dropped && !slices.Contains(terms, n) {
					terms = append(terms, n)
					docs += m.docs[n]
				}
			}
		}
		for n--; n >= 0; n-- { // from the last: behind it all are in order
			if cursors[heads[n]].Next() {
				settle(heads[n:], compare)
			} else {
				heads = slices.Delete(heads, n, n+1)
			}
		}
		if len(terms) == 0 {
			continue // all of its documents were dropped
		}
		slices.Sort(terms)
		if err := b.Add(string(text), docs, terms); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
	}
	for _, t := range m.of {
		if t.Err() != nil {
			return nil, fmt.Errorf("%w: forms", ErrCorrupt)
		}
	}
	return b.AppendTo(nil), nil
}

package passage

import (
	"slices"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// marker is a word of a query made ready to be compared with tokens.
type marker struct {
	field  query.Field
	byRoot bool
	slots  []slot
	slop   int

	distinct []slot // of words near each other: those that ask for something of their own
	width    int    // of the window that must hold them, in positions

	written map[string]analysis.Written
}

// asksForSame says whether the same tokens may stand in two slots.
func (s *Slot) asksForSame(o Slot) bool {
	return s.Level == o.Level && s.Written == o.Written && slices.Equal(s.Terms, o.Terms)
}

type slot struct {
	level   analysis.Level
	terms   termSet
	at      int
	written analysis.Written
}

func newMarker(w *Word) marker {
	m := marker{field: w.Field, byRoot: w.ByRoot, slop: w.Slop, written: w.Written}
	for i := range w.Slots {
		s := &w.Slots[i]
		made := slot{s.Level, newTermSet(s.Terms...), s.At, s.Written}
		m.slots = append(m.slots, made)
		if !slices.ContainsFunc(w.Slots[:i], s.asksForSame) {
			m.distinct = append(m.distinct, made)
		}
	}
	m.width = len(m.slots) + m.slop
	return m
}

// isFor says whether the word is looked for in a text.
func (m *marker) isFor(t *Text) bool {
	return m.field == t.Field || m.field == query.Text && !t.Named
}

// holds says whether a token may stand in the slot.
func (s *slot) holds(t *analysis.Token) bool {
	return s.terms.has(t.At(s.level)) && s.written.Agrees(t.Written)
}

// termSet is the set of terms of a slot. Most stand for one or two, and a token is
// compared with these sooner than it is hashed.
type termSet struct {
	few  []string
	many map[string]bool
}

// maxFew is how many terms are compared one by one.
const maxFew = 8

func newTermSet(terms ...string) termSet {
	if len(terms) <= maxFew {
		return termSet{few: terms}
	}
	s := termSet{many: make(map[string]bool, len(terms))}
	for _, t := range terms {
		s.many[t] = true
	}
	return s
}

func (s *termSet) has(term string) bool {
	return slices.Contains(s.few, term) || s.many[term]
}

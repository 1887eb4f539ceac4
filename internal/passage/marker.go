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
	parts  termSet                     // stems of the words of a name
	terms  [analysis.Exact + 1]termSet // by level
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
	m := marker{field: w.Field, byRoot: w.ByRoot, slop: w.Slop, parts: newTermSet(w.Parts...), written: w.Written}
	for _, l := range analysis.Levels {
		m.terms[l] = newTermSet(w.Terms[l]...)
	}
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

// level says how a token agrees with the word.
func (m *marker) level(t *analysis.Token) analysis.Level {
	for _, l := range analysis.Levels {
		if term := t.At(l); term != "" && m.terms[l].has(term) && m.written[term].Agrees(t.Written) {
			return l
		}
	}
	if t.Stem != "" && m.parts.has(t.Stem) {
		return analysis.Root
	}
	return analysis.NoLevel
}

// holds says whether a token may stand in the slot.
func (s *slot) holds(t *analysis.Token) bool {
	return s.terms.has(t.At(s.level)) && s.written.Agrees(t.Written)
}

// termSet is a set of terms. Most words of a query stand for one or two, and a
// token is compared with these sooner than it is hashed.
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

func (s *termSet) isEmpty() bool { return len(s.few)+len(s.many) == 0 }

func (s *termSet) has(term string) bool {
	return slices.Contains(s.few, term) || s.many[term]
}

package index

import (
	"hash/maphash"
	"strings"
	"sync/atomic"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
)

// One search asks for the same words again and again: it counts, ranks, looks where they
// stand and which go together. In a dozen segments the dictionaries would take most of its
// time, so what was found in them lately is remembered.

// termLists is what the dictionaries of a segment have of a term of a level.
type termLists struct {
	level, term string
	lists       []keyedList
}

// keyedList is the list of a key, or of all keys that begin with it.
type keyedList struct {
	key  string
	list posting.List
}

// remembered is how many terms of a segment are remembered: those of a few long queries at
// every level. Each takes about 200 bytes.
const remembered = 1 << 10

// finds remembers terms of a segment as it is mapped now.
type finds struct {
	of    *posting.Segment
	terms [remembered]atomic.Pointer[termLists]
}

var findSeed = maphash.MakeSeed()

// place is where a term is remembered.
func (f *finds) place(level, term string) *atomic.Pointer[termLists] {
	h := maphash.String(findSeed, term) + 31*maphash.String(findSeed, level)
	return &f.terms[h%remembered]
}

// find returns the lists of a term of a level: of a stem or a root that of all its keys,
// without positions, of a form that of each key. Several may have the same documents. Of r the
// cursor is used, which finds what lies near to the last term the faster.
func (s *segment) find(r *scratch, level, term string) ([]keyedList, error) {
	place := s.finds.place(level, term)
	if got := place.Load(); got != nil && got.term == term && got.level == level {
		return got.lists, nil
	}
	lists, err := s.lookUp(r, level, term)
	if err != nil {
		return nil, err
	}
	if len(lists) == 1 && lists[0].key == term { // which is kept anyhow
		term = lists[0].key
	} else {
		term = strings.Clone(term)
	}
	place.Store(&termLists{level, term, lists})
	return lists, nil
}

// lookUp is find by the dictionaries.
func (s *segment) lookUp(r *scratch, level, term string) (lists []keyedList, err error) {
	at := levelOf(level)
	field := s.seg.Field(at.field)
	switch {
	case at.level == analysis.Exact:
		if r.numbers, err = s.numbers(at.field, term, r.numbers[:0]); err != nil {
			return nil, err
		}
		c := r.keys.In(field)
		for _, n := range r.numbers {
			if !c.Seek(n) {
				return nil, damage(c.Err())
			}
			lists = append(lists, keyedList{string(c.Term()), *c.List()})
		}
	case at.level != analysis.NoLevel && field.Levels() != nil && !strings.HasPrefix(term, keySeparator):
		l, ok, err := r.keys.Group(field, term)
		if err != nil {
			return nil, damage(err)
		}
		if ok {
			lists = []keyedList{{term, l}}
		}
	default:
		err = s.eachKey(keyRange{at.field, term, at.level == analysis.NoLevel}, func(key []byte, l *posting.List) error {
			lists = append(lists, keyedList{string(key), *l})
			return nil
		})
	}
	return lists, err
}

package index

import (
	"math/bits"
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/rank"
)

// keyRange is what a term of a level stands for in a field: one key,
// or all that begin with it.
type keyRange struct {
	field string
	term  string
	whole bool
}

// rangeOf returns the keys that a term of a level stands for. What is no level
// is a field. It is not ok if they are several keys that lie apart: those of a
// form that several words have.
func (s *segment) rangeOf(level, term string) (k keyRange, ok bool, err error) {
	at := levelOf(level)
	switch at.level {
	case analysis.NoLevel:
		return keyRange{at.field, term, true}, true, nil
	case analysis.Exact:
		numbers, err := s.numbers(at.field, term, nil)
		if err != nil {
			return k, false, err
		}
		switch len(numbers) {
		case 0:
			return keyRange{at.field, noKey, true}, true, nil
		case 1:
			c := s.seg.Field(at.field).From("")
			if !c.Seek(numbers[0]) {
				return k, false, damage(c.Err())
			}
			return keyRange{at.field, string(c.Term()), true}, true, nil
		}
		return k, false, nil
	}
	return keyRange{at.field, term, false}, true, nil
}

// noKey is a key that no form has.
const noKey = ""

// covers says whether all keys of another range are in this one.
func (k keyRange) covers(o keyRange) bool {
	if k.whole {
		return o == k
	}
	return o.field == k.field && strings.HasPrefix(o.term, k.term)
}

// has says whether a key of the field is in the range.
func (k keyRange) has(key []byte) bool {
	if k.whole {
		return string(key) == k.term
	}
	return len(key) >= len(k.term) && string(key[:len(k.term)]) == k.term
}

// ReadWord reads all levels of a word in one pass over the keys of its root,
// which are those of its stem and its exact form as well. It is what makes the
// segment a rank.WordReader.
func (s *segment) ReadWord(parts []rank.Part, rows *rank.Rows) (bool, error) {
	var all [rank.MaxParts]keyRange
	ranges := all[:len(parts)]
	for i := range parts {
		if parts[i].List != nil || len(parts[i].Terms) != 1 {
			return false, nil
		}
		var ok bool
		var err error
		if ranges[i], ok, err = s.rangeOf(parts[i].Field, parts[i].Terms[0]); err != nil || !ok {
			return false, err
		}
	}
	r := scratches.Get().(*scratch)
	defer scratches.Put(r)
	for left := uint(1)<<len(ranges) - 1; left != 0; {
		base := widest(ranges, left)
		var covered uint
		for i := range ranges {
			if left>>i&1 == 1 && ranges[base].covers(ranges[i]) {
				covered |= 1 << i
			}
		}
		left &^= covered
		if err := s.readRange(ranges, base, covered, r, rows); err != nil {
			return true, err
		}
	}
	return true, nil
}

// widest returns a range, of a set of ranges, that no other of the set covers.
func widest(ranges []keyRange, set uint) int {
	best := bits.TrailingZeros(set)
	for i := range ranges {
		if set>>i&1 == 1 && ranges[i].covers(ranges[best]) {
			best = i
		}
	}
	return best
}

// readRange adds the postings of the keys of one range, for each of the ranges
// that it covers.
func (s *segment) readRange(ranges []keyRange, base int, covered uint, r *scratch, rows *rank.Rows) error {
	return s.eachKey(ranges[base], func(key []byte, l *posting.List) error {
		set := covered
		for i := range ranges {
			if set>>i&1 == 1 && !ranges[i].has(key) {
				set &^= 1 << i
			}
		}
		r.postings.Reset()
		if err := read(l, &r.postings); err != nil {
			return err
		}
		rows.Add(&r.postings, set)
		return nil
	})
}

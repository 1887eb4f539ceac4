package posting

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/fihris-search/fihris/internal/trie"
)

// field merges the dictionaries of a field and their lists.
func (m *merging) field(name string) error {
	located, formed := false, true
	var levels *Levels
	forms := mergedForms{of: make([]*trie.Trie, len(m.segments)), numbers: make([][]uint32, len(m.segments))}
	for i, s := range m.segments {
		f := s.Field(name)
		located = located || f != nil && f.located
		formed = formed && (f == nil || f.forms != nil)
		forms.of[i] = f.Forms()
		if levels == nil {
			levels = f.Levels()
		}
	}
	all, err := m.union(name)
	if err != nil {
		return err
	}
	m.w.begin(name, located)
	if levels != nil {
		l, err := m.leveled(levels)
		if err != nil {
			return err
		}
		m.w.setLevels(l)
	}
	for n := 0; ; n++ {
		if n%1024 == 0 {
			if err := m.stopped(); err != nil {
				return err
			}
		}
		m.e.reset()
		number := uint32(m.w.given)
		ok, err := all.next(func(segment int, l *List) error {
			forms.numbers[segment] = append(forms.numbers[segment], number)
			return m.list(segment, l)
		})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if !ok {
			break
		}
		if len(m.e.docs) > 0 {
			if err := m.w.term(string(all.term), &m.e); err != nil {
				return err
			}
			forms.docs = append(forms.docs, uint32(len(m.e.docs)))
		} else {
			forms.drop(number)
		}
	}
	if formed {
		dict, err := forms.write()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		m.w.setForms(dict)
	}
	return m.w.end()
}

// leveled begins to write a field that has levels.
func (m *merging) leveled(l *Levels) (*leveled, error) {
	var title *Levels
	for _, s := range m.segments {
		if title == nil {
			title = s.Field(l.Title).Levels()
		}
	}
	if title == nil {
		return newLeveled(m.w, l, m.docs, m.values, nil, nil)
	}
	all, err := m.union(l.Title)
	if err != nil {
		return nil, err
	}
	c := &titleTerm{}
	var docs, freqs []uint32
	return newLeveled(m.w, l, m.docs, m.values, title, func() (*titleTerm, error) {
		for {
			c.docs, c.freqs = c.docs[:0], c.freqs[:0]
			ok, err := all.next(func(segment int, l *List) error {
				var err error
				docs, freqs, err = l.Append(docs[:0], freqs[:0])
				for i, d := range docs {
					if n := m.numbers[segment][d]; n != Dropped {
						c.docs, c.freqs = append(c.docs, n), append(c.freqs, freqs[i])
					}
				}
				return err
			})
			if err != nil || !ok {
				return nil, err
			}
			if len(c.docs) > 0 {
				c.term = all.term
				return c, nil
			}
		}
	})
}

// list adds the postings of a list to the term at hand.
func (m *merging) list(segment int, l *List) error {
	var err error
	m.docsScratch, m.freqScratch, err = l.Append(m.docsScratch[:0], m.freqScratch[:0])
	if err != nil {
		return err
	}
	docs, freqs, numbers := m.docsScratch, m.freqScratch, m.numbers[segment]
	if !l.located {
		for i, d := range docs {
			if n := numbers[d]; n != Dropped {
				m.e.add(n, freqs[i])
			}
		}
		return nil
	}
	p, err := l.positions()
	if err != nil {
		return err
	}
	if m.whole[segment] && len(m.e.docs)+len(docs) <= skipDocs {
		for i, d := range docs {
			m.e.add(numbers[d], freqs[i])
		}
		m.e.positions = append(m.e.positions, p.data...)
		return nil
	}
	for i, d := range docs {
		raw, err := p.take(freqs[i])
		if err != nil {
			return err
		}
		if n := numbers[d]; n != Dropped {
			m.e.add(n, freqs[i])
			m.e.positions = append(m.e.positions, raw...)
		}
	}
	return nil
}

// union goes through the terms that the segments have in a field, in their order.
type union struct {
	heads []head // in the order of their terms, and of their segments
	term  []byte // at hand
}

// head is the term at hand of a segment.
type head struct {
	*Cursor
	segment int
}

func (h head) compare(o head) int {
	return cmp.Or(bytes.Compare(h.Term(), o.Term()), cmp.Compare(h.segment, o.segment))
}

// settle brings the first of some that else are in order to its place.
func settle[T any](heads []T, compare func(a, b T) int) {
	first := heads[0]
	at, _ := slices.BinarySearchFunc(heads[1:], first, compare)
	copy(heads, heads[1:1+at])
	heads[at] = first
}

func (m *merging) union(name string) (*union, error) {
	u := &union{}
	for i, s := range m.segments {
		c := s.Field(name).From("")
		if c.Next() {
			u.heads = append(u.heads, head{c, i})
		} else if err := c.Err(); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(u.heads, head.compare)
	return u, nil
}

// next goes to the next term; false at the end. It calls visit with the lists of
// the term, in the order of the segments.
func (u *union) next(visit func(segment int, l *List) error) (bool, error) {
	if len(u.heads) == 0 {
		return false, nil
	}
	u.term = append(u.term[:0], u.heads[0].Term()...)
	n := 0
	for ; n < len(u.heads) && bytes.Equal(u.heads[n].Term(), u.term); n++ {
		if err := visit(u.heads[n].segment, u.heads[n].List()); err != nil {
			return false, err
		}
	}
	for n--; n >= 0; n-- { // from the last: behind it all are in order
		switch h := u.heads[n]; {
		case h.Next():
			settle(u.heads[n:], head.compare)
		case h.Err() != nil:
			return false, h.Err()
		default:
			u.heads = slices.Delete(u.heads, n, n+1)
		}
	}
	return true, nil
}

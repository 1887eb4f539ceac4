package index

import (
	"slices"

	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/trie"
)

// The forms that a prefix, a pattern or a fuzzy word stands for are read together: what
// they begin with alike is looked up once, and the lists of a field are read in the
// order in which they lie.

// counting says for which parts of a word its forms count in a field.
type counting struct {
	field string // of the ranking
	parts []int  // by part: how many of the first forms; 0 for none
}

// read reads the postings of forms, of each for all parts that it counts for.
func (w *work) read(x *expanded, fields []counting) func(rank.Segment, *rank.Rows) (bool, error) {
	return func(seg rank.Segment, rows *rank.Rows) (bool, error) {
		r := scratches.Get().(*scratch)
		defer scratches.Put(r)
		for i := range fields {
			if err := w.readForms(seg.(*segment), x, &fields[i], r, rows); err != nil {
				return true, err
			}
		}
		return true, nil
	}
}

func (w *work) readForms(s *segment, x *expanded, of *counting, r *scratch, rows *rank.Rows) error {
	wanted, order := x.ascending()
	partsOf := func(i int) (parts uint) {
		for p, n := range of.parts {
			if order[i] < n {
				parts |= 1 << p
			}
		}
		return parts
	}
	return w.eachForm(s, of.field, wanted, partsOf, r, func(l *posting.List, parts uint) error {
		r.postings.Reset()
		if err := read(l, &r.postings); err != nil {
			return err
		}
		rows.Add(&r.postings, parts)
		return nil
	})
}

// eachForm visits the lists of the keys that forms have in a field, in the order in which
// they lie, each with a mark of its form; forms of the mark 0 are left out.
func (w *work) eachForm(s *segment, level string, forms trie.Wanted, mark func(form int) uint, r *scratch, visit func(l *posting.List, mark uint) error) error {
	const markBits = rank.MaxParts
	field := s.seg.Field(levelOf(level).field)
	r.forms = r.forms[:0]
	field.Forms().Among(forms, func(i int, form trie.Word) {
		m := uint64(mark(i))
		if m == 0 {
			return
		}
		r.numbers = form.Numbers(r.numbers[:0])
		for _, n := range r.numbers {
			r.forms = append(r.forms, uint64(n)<<markBits|m)
		}
	})
	if err := field.Forms().Err(); err != nil {
		return damage(err)
	}
	slices.Sort(r.forms)
	c := r.keys.In(field)
	defer r.keys.In(nil)
	for i, form := range r.forms {
		if i%16 == 0 && w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		if !c.Seek(uint32(form >> markBits)) {
			return damage(c.Err())
		}
		if err := visit(c.List(), uint(form&(1<<markBits-1))); err != nil {
			return err
		}
	}
	return nil
}

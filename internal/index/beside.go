package index

import (
	"math"
	"math/bits"
	"slices"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/suggest"
)

// besideSample is how many articles that hold a neighbour are looked at: a word that
// stands there so often as a stop word does is met in a few.
const besideSample = 256

// sideBySide is two words, the second so many positions behind the first.
type sideBySide struct {
	first, second slot
	by            int
}

// slotOf is a word at one level.
func slotOf(l analysis.Level, t *analysis.Token) slot {
	term := []string{termAt(l, t)}
	return slot{level: l, levels: &textLevels, forms: term, terms: term}
}

// want is the documents that have both words so.
func (x *sideBySide) want(w *work) Want {
	q := &phraseQuery{work: w, slots: []slot{x.first, x.second}, first: []int{0, 1}, width: x.by + 1, field: query.Text}
	q.slots[1].at = x.by
	return WantPart{&rank.Part{Field: textLevels[analysis.Exact], List: q.list, Of: q.counted()}}
}

// sampled counts where documents lie elsewhere: of each two words, in how many they stand so. Where more than besideSample
// hold the rarest of the words that among names, it is as many as so many of these have, about.
func (v *view) sampled(w *work, sides []sideBySide, among func(*sideBySide) []slot) (n []int, err error) {
	var wants []Want
	var of []int // of each side: where its counts end
	for i := range sides {
		wants = append(wants, sides[i].want(w))
		for _, s := range among(&sides[i]) {
			wants = append(wants, held(s.terms[0], s.field()))
		}
		of = append(of, len(wants))
	}
	counts, err := v.lexis.Counts(wants)
	if err != nil {
		return nil, err
	}
	from := 0
	for _, to := range of {
		found, holders := float64(counts[from]), slices.Min(counts[from+1:to])
		if holders > besideSample {
			found = math.Round(found * besideSample / float64(holders))
		}
		n, from = append(n, int(found)), to
	}
	return n, nil
}

// beside counts in some articles that hold a neighbour how often it stands so many positions behind
// the word that was typed, and behind the stop word, in these very forms.
func (p *plan) beside(typed, stop, neighbour *analysis.Token, by int) (ofTyped, ofStop int, err error) {
	if p.v.lexis != nil {
		return p.besideElsewhere(typed, stop, neighbour, by)
	}
	left := besideSample
	for _, seg := range p.v.segs {
		n, err := p.besideIn(seg, neighbour, []*analysis.Token{typed, stop}, by, &left)
		if err != nil {
			return 0, 0, err
		}
		ofTyped, ofStop = ofTyped+n[0], ofStop+n[1]
		if left <= 0 {
			break
		}
	}
	return ofTyped, ofStop, nil
}

// besideElsewhere is beside where the articles lie elsewhere.
func (p *plan) besideElsewhere(typed, stop, neighbour *analysis.Token, by int) (ofTyped, ofStop int, err error) {
	next := slotOf(analysis.Exact, neighbour)
	var sides []sideBySide
	for _, t := range [...]*analysis.Token{typed, stop} {
		x := sideBySide{slotOf(analysis.Exact, t), next, by}
		if by < 0 {
			x = sideBySide{next, x.first, -by}
		}
		sides = append(sides, x)
	}
	n, err := p.v.sampled(p.work, sides, func(*sideBySide) []slot { return []slot{next} })
	if err != nil {
		return 0, 0, err
	}
	return n[0], n[1], nil
}

// SideBySide is part of suggest.Index.
func (s *source) SideBySide(pair suggest.Pair) (places int, err error) {
	if err := s.plan.ctx.Err(); err != nil {
		return 0, err
	}
	by := -int(pair.Word.Width)
	if pair.Behind {
		by = int(pair.Neighbour.Width)
	}
	left := besideSample
	for _, seg := range s.plan.v.segs {
		n, err := s.plan.besideAnyForm(seg, pair.Word, pair.Neighbour, by, &left)
		if err != nil {
			return 0, err
		}
		places += n
		if left <= 0 {
			break
		}
	}
	return places, s.plan.v.whole()
}

// besideAnyForm counts in up to left articles of a segment, of those that hold the rarer of two
// words, how often a word stands so many positions behind a neighbour in any form.
func (p *plan) besideAnyForm(seg *segment, word, neighbour *analysis.Token, by int, left *int) (int, error) {
	r := phraseReaders.Get().(*phraseReader)
	r.phraseQuery, r.segment = &phraseQuery{work: p.work}, seg
	level := analysis.Stem
	if neighbour.Stop {
		level = analysis.Exact
	}
	var lists [2]slotLists
	for i, s := range [...]slot{
		{level: analysis.Exact, levels: &textLevels, terms: []string{word.Exact}},
		{level: level, levels: &textLevels, terms: []string{termAt(level, neighbour)}},
	} {
		if err := r.findAll(&s, &lists[i].of); err != nil {
			return 0, err
		}
		for _, l := range lists[i].of {
			lists[i].docs += l.Count()
		}
	}
	rarer, other := &lists[0], &lists[1]
	if other.docs < rarer.docs {
		rarer, other, by = other, rarer, -by
	}
	n := make([]int, 1)
	if rarer.docs > 0 {
		if err := p.countBeside(seg, rarer, []*slotLists{other}, by, left, n); err != nil {
			return 0, err
		}
	}
	r.release()
	return n[0], nil
}

// besideIn counts in up to left articles of a segment that hold a word how often it stands so many
// positions behind each of others.
func (p *plan) besideIn(seg *segment, word *analysis.Token, others []*analysis.Token, by int, left *int) ([]int, error) {
	r := phraseReaders.Get().(*phraseReader)
	r.phraseQuery, r.segment = &phraseQuery{work: p.work}, seg
	lists := make([]slotLists, 1+len(others))
	held := 0
	for i, t := range append([]*analysis.Token{word}, others...) {
		s := slot{level: analysis.Exact, levels: &textLevels, terms: []string{t.Exact}}
		if err := r.findAll(&s, &lists[i].of); err != nil {
			return nil, err
		}
		if i > 0 {
			held += len(lists[i].of)
		}
	}
	n := make([]int, len(others))
	if held > 0 {
		of := make([]*slotLists, len(others))
		for i := range of {
			of[i] = &lists[1+i]
		}
		if err := p.countBeside(seg, &lists[0], of, by, left, n); err != nil {
			return nil, err
		}
	}
	r.release()
	return n, nil
}

// countBeside counts in up to left documents of lists how often what they have stands so many
// positions behind what each of others has.
func (p *plan) countBeside(seg *segment, lists *slotLists, others []*slotLists, by int, left *int, n []int) error {
	var at, of []uint32
	return eachHolder(seg, lists.of, func(doc uint32) (bool, error) {
		if err := lists.positions(doc, &at); err != nil {
			return false, err
		}
		for i, other := range others {
			if err := other.positions(doc, &of); err != nil {
				return false, err
			}
			for _, pos := range of {
				if _, ok := slices.BinarySearch(at, uint32(int(pos)+by)); ok {
					n[i]++
				}
			}
		}
		*left--
		return *left > 0, p.ctx.Err()
	})
}

// eachHolder visits the documents that some lists hold, ascending, while visit wants more.
func eachHolder(seg *segment, lists []*posting.Places, visit func(doc uint32) (bool, error)) error {
	set := make([]uint64, (seg.docs+63)/64)
	for _, p := range lists {
		if err := p.Union(set); err != nil {
			return damage(err)
		}
	}
	for i, word := range set {
		for ; word != 0; word &= word - 1 {
			more, err := visit(uint32(i<<6 + bits.TrailingZeros64(word)))
			if err != nil || !more {
				return err
			}
		}
	}
	return nil
}

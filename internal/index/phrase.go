package index

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
)

// phraseQuery is a phrase as the index understands it: one slot a word.
type phraseQuery struct {
	slots []slot
	first []int // of each slot: the first that asks for the same
	work  *work
	width int // positions that it takes: a name takes one for each of its words
	slop  int // 0: in order, side by side; else: within width+slop positions, in any order
	field query.Field
}

// slot is a word of a phrase: the terms that may stand there.
type slot struct {
	level analysis.Level // exact or stem
	forms []string       // exact forms, or the stem: what a token must have
	terms []string       // of the level: the forms, or how the keys of the stem begin
	where string         // the field of terms, where that is not the level
	at    int            // position within the phrase, from 0

	spelling *spelling // which of its forms agree with what was typed; nil for all
}

// field is where the terms of a slot are looked up.
func (s *slot) field() string {
	if s.where != "" {
		return s.where
	}
	return textLevels[s.level]
}

// compilePhrase builds the leaf of a phrase.
func (p *plan) compilePhrase(n *query.Phrase, boost float64) (*leaf, error) {
	l := &leaf{node: n, text: n.Text}
	tokens := p.analyzer.AppendUnits(nil, n.Text)
	if len(tokens) == 0 {
		return l, nil
	}
	if len(tokens) > maxPhraseWords {
		return nil, fmt.Errorf("%w: a phrase of %d words, at most %d are possible", ErrTooMuch, len(tokens), maxPhraseWords)
	}
	last := &tokens[len(tokens)-1]
	q := &phraseQuery{work: p.work, slop: n.Slop, field: n.Field, width: last.Position + int(last.Width) - tokens[0].Position}
	known := map[string]int{} // slots by the word and how it is asked for
	for i := range tokens {
		t := &tokens[i]
		l.tokens = append(l.tokens, token{Token: *t})
		s := slot{level: analysis.Exact, at: t.Position - tokens[0].Position}
		word := fmt.Sprint(t.Exact, " ", t.Stem, " ", t.Stop, " ", t.Written)
		if at, ok := known[word]; ok {
			same := q.slots[at]
			same.at = s.at
			q.slots, q.first = append(q.slots, same), append(q.first, at)
			continue
		}
		known[word] = i
		switch {
		case n.Kind == query.AnyForm && !t.Stop:
			s.level, s.forms, s.terms = analysis.Stem, []string{t.Stem}, []string{keyAt(analysis.Stem, t)}
		case n.Kind == query.Verbatim:
			s.forms = []string{t.Exact}
			s.terms = s.forms
			if err := s.spell(p.v, t); err != nil {
				return nil, err
			}
		default:
			s.forms = p.v.present(analysis.WithProclitics(t.Exact))
			s.terms = s.forms
		}
		q.slots, q.first = append(q.slots, s), append(q.first, i)
	}
	if n.Field == query.Author {
		// Bylines have no positions: a phrase there asks for all of its words.
		for i := range tokens {
			part := rank.Part{Field: fieldAuthor, Weight: 1, Terms: []string{stemOrExact(&tokens[i])}}
			l.words = append(l.words, rank.Word{Boost: boost, Parts: []rank.Part{part}})
		}
		return l, nil
	}
	l.phrase = q
	l.words = []rank.Word{{Boost: boost, Parts: []rank.Part{{Field: textLevels[analysis.Exact], Weight: weightPhrase, List: q.list, Key: q.key()}}}}
	return l, nil
}

// present keeps the exact forms that the index has.
func (v *view) present(forms []string) []string {
	have := forms[:0]
	for _, f := range forms {
		if v.vocabulary(fieldText).Lookup(f) > 0 {
			have = append(have, f)
		}
	}
	return have
}

// key names the phrase among the lists that are cached.
func (q *phraseQuery) key() string {
	parts := []string{"phrase", strconv.Itoa(q.width), strconv.Itoa(q.slop), strconv.Itoa(int(q.field))}
	for _, s := range q.slots {
		parts = append(parts, s.level.String(), strconv.Itoa(s.at), strconv.Itoa(len(s.terms)))
		if s.spelling != nil {
			parts = append(parts, s.where, s.spelling.key())
		}
		parts = append(parts, s.terms...)
	}
	return rank.KeyOf(parts...)
}

// list appends the documents of a segment that hold the phrase, and how often.
func (q *phraseQuery) list(seg rank.Segment, dst *rank.Postings) error {
	s := seg.(*segment)
	defer q.work.give(q.work.bytes)
	lists, docs, err := q.candidates(s)
	if err != nil || docs == nil || docs.IsEmpty() {
		return err
	}
	at := docs.ToArray()
	pos := make([][][]uint32, len(q.slots)) // by slot and candidate: positions, ascending
	for i := range q.slots {
		if at := q.first[i]; at != i {
			pos[i] = pos[at]
			continue
		}
		const header = 24 // of a slice
		if err := q.work.take(header * len(at)); err != nil {
			return err
		}
		pos[i] = make([][]uint32, len(at))
		for j := range lists[i] {
			found, err := lists[i][j].positions(at, pos[i])
			if err == nil {
				err = q.work.take(4 * found)
			}
			if err != nil {
				return err
			}
		}
		if len(lists[i]) > 1 {
			for _, p := range pos[i] {
				slices.Sort(p)
			}
		}
		if x := q.slots[i].spelling; x != nil && x.usual {
			if err := s.drop(x.differ, at, pos[i]); err != nil {
				return err
			}
		}
	}
	words := make([][]uint32, len(q.slots))
	for k, d := range at {
		if k%64 == 0 {
			if err := q.work.ctx.Err(); err != nil {
				return err
			}
		}
		for i := range words {
			words[i] = inField(q.field, pos[i][k])
		}
		n, err := q.count(words)
		if err != nil {
			return err
		}
		if n > 0 {
			dst.Add(d, uint32(n))
		}
	}
	return nil
}

// candidates reads the postings of every slot and finds the documents that
// hold a term of each; nil if there can be none.
func (q *phraseQuery) candidates(s *segment) ([][]locatedList, *roaring.Bitmap, error) {
	var docs *roaring.Bitmap
	lists := make([][]locatedList, len(q.slots))
	for i, sl := range q.slots {
		if q.first[i] != i {
			continue // asked for already
		}
		any := roaring.New()
		for _, t := range sl.terms {
			found, err := s.located(sl.field(), t)
			for j := range found {
				if err == nil {
					err = q.work.take(8 * len(found[j].postings.Docs))
				}
			}
			if err != nil {
				return nil, nil, err
			}
			lists[i] = append(lists[i], found...)
			for j := range found {
				any.AddMany(found[j].postings.Docs)
			}
		}
		if docs == nil {
			docs = any
		} else {
			docs.And(any)
		}
		if docs.IsEmpty() {
			return nil, nil, nil
		}
	}
	return lists, docs, nil
}

// locatedList is the postings of a key, of which positions may be asked.
type locatedList struct {
	list     posting.List
	postings rank.Postings
}

// located reads the postings of the keys of a level's term.
func (s *segment) located(level, term string) (out []locatedList, err error) {
	err = s.eachList(level, term, func(l *posting.List) error {
		out = append(out, locatedList{list: *l})
		return read(l, &out[len(out)-1].postings)
	})
	return out, err
}

// positions adds the positions in the documents at, which ascend, and counts
// them.
func (l *locatedList) positions(at []uint32, pos [][]uint32) (n int, err error) {
	err = damage(l.list.Positions(l.postings.Docs, l.postings.Freqs, at, func(i int, found []uint32) {
		pos[i] = append(pos[i], found...)
		n += len(found)
	}))
	return n, err
}

// drop takes the positions of spellings out of those in the documents at.
func (s *segment) drop(spellings []string, at []uint32, pos [][]uint32) error {
	out := make([][]uint32, len(at))
	for _, term := range spellings {
		lists, err := s.located(fieldSpelling, term)
		if err != nil {
			return err
		}
		for i := range lists {
			if _, err := lists[i].positions(at, out); err != nil {
				return err
			}
		}
	}
	for i := range pos {
		pos[i] = slices.DeleteFunc(pos[i], func(p uint32) bool { return slices.Contains(out[i], p) })
	}
	return nil
}

// inField keeps the positions that lie in the field asked for.
func inField(f query.Field, pos []uint32) []uint32 {
	i, _ := slices.BinarySearch(pos, bodyPosition)
	switch f {
	case query.Title:
		return pos[:i]
	case query.Body:
		return pos[i:]
	}
	return pos
}

// stepsBetween is how many steps are taken in one document before it is seen
// whether to go on.
const stepsBetween = 1 << 12

// count tells how often the phrase stands in a document, given the positions
// of each of its words.
func (q *phraseQuery) count(words [][]uint32) (n int, err error) {
	if q.slop > 0 {
		return q.countNear(words)
	}
	next := make([]int, len(words))
places:
	for k, p := range words[0] {
		if k%stepsBetween == stepsBetween-1 && q.work.ctx.Err() != nil {
			return 0, q.work.ctx.Err()
		}
		for i := 1; i < len(words); i++ {
			at := p + uint32(q.slots[i].at)
			for next[i] < len(words[i]) && words[i][next[i]] < at {
				next[i]++
			}
			if next[i] == len(words[i]) {
				return n, nil
			}
			if words[i][next[i]] != at {
				continue places
			}
		}
		n++
	}
	return n, nil
}

// countNear counts the windows of width+slop positions that hold every word,
// in any order and each at a place of its own (a word asked for twice must be there
// twice); windows do not overlap.
func (q *phraseQuery) countNear(words [][]uint32) (n int, err error) {
	width := uint32(q.width + q.slop)
	h := heads{shared: map[uint32]int{}}
	times := make([]int, len(words))
	for _, first := range q.first {
		times[first]++
	}
	for i, asked := range times {
		if asked == 0 {
			continue // as another word
		}
		if len(words[i]) < asked {
			return 0, nil
		}
		h.all = append(h.all, head{places: words[i], times: asked, order: i})
		for _, p := range words[i][:asked] {
			h.stand(p)
		}
	}
	heap.Init(&h)
	for looked := 0; ; {
		if h.steps-looked >= stepsBetween {
			if looked = h.steps; q.work.ctx.Err() != nil {
				return 0, q.work.ctx.Err()
			}
		}
		if h.most-h.all[0].places[0] >= width || h.twice > 0 {
			if !h.advance(&h.all[0]) {
				return n, nil
			}
			heap.Fix(&h, 0)
			continue
		}
		n++
		most := h.most
		for i := range h.all {
			for w := &h.all[i]; w.places[0] <= most; {
				if !h.advance(w) {
					return n, nil
				}
			}
		}
		heap.Init(&h)
	}
}

// head is the places of a word that are looked at: as many of the first ones as it
// is asked for.
type head struct {
	places []uint32 // those that were passed are gone
	times  int
	order  int
}

// heads are those of all words, the one with the least place first: a heap.
type heads struct {
	all    []head
	most   uint32         // the greatest place: it never gets less
	shared map[uint32]int // by place: how many words are there
	twice  int            // places with several
	steps  int            // taken so far
}

// stand notes that a word is at a place now.
func (h *heads) stand(p uint32) {
	h.most = max(h.most, p)
	if h.shared[p]++; h.shared[p] == 2 {
		h.twice++
	}
}

// advance passes the first place of a word; false if there are not enough behind it.
func (h *heads) advance(w *head) bool {
	h.steps++
	p := w.places[0]
	if w.places = w.places[1:]; len(w.places) < w.times {
		return false
	}
	switch h.shared[p]--; h.shared[p] {
	case 0:
		delete(h.shared, p)
	case 1:
		h.twice--
	}
	h.stand(w.places[w.times-1])
	return true
}

func (h *heads) Len() int      { return len(h.all) }
func (h *heads) Swap(i, j int) { h.all[i], h.all[j] = h.all[j], h.all[i] }
func (h *heads) Less(i, j int) bool {
	a, b := &h.all[i], &h.all[j]
	return cmp.Or(cmp.Compare(a.places[0], b.places[0]), cmp.Compare(a.order, b.order)) < 0
}
func (h *heads) Push(any) {} // none is added
func (h *heads) Pop() any { return nil }

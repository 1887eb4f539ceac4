package index

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/analysis"
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
	level  analysis.Level // exact or stem
	forms  []string       // exact forms, or the stem: what a token must have
	terms  []string       // of the level: the forms, or how the keys of the stem begin
	where  string         // the field of terms, where that is not the level
	levels *[analysis.Exact + 1]string
	at     int // position within the phrase, from 0

	spelling *spelling // which of its forms agree with what was typed; nil for all
}

// field is where the terms of a slot are looked up.
func (s *slot) field() string {
	if s.where != "" {
		return s.where
	}
	return s.levels[s.level]
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
	where := query.Text // which has the positions of titles, too
	if n.Field.IsOwn() {
		where = n.Field
	}
	levels := levelsOf(where)
	known := map[string]int{} // slots by the word and how it is asked for
	for i := range tokens {
		t := &tokens[i]
		l.tokens = append(l.tokens, token{Token: *t, readings: []analysis.Token{*t}})
		s := slot{level: analysis.Exact, levels: levels, at: t.Position - tokens[0].Position}
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
			of := &l.tokens[i]
			of.readings = p.analyzer.Meant(*t, n.Text[t.Start:t.End])
			s.level, s.forms, s.terms = analysis.Stem, of.stems(), of.termsAt(analysis.Stem)
		case n.Kind == query.Verbatim:
			s.forms = []string{t.Exact}
			s.terms = s.forms
			if n.Field.IsOwn() {
				break // of which no spellings are kept
			}
			if err := s.spell(p.v, t); err != nil {
				return nil, err
			}
		default:
			s.forms = analysis.WithProclitics(t.Exact) // which of them there are, each segment knows
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
	parts := []rank.Part{{Field: levels[analysis.Exact], Weight: weightPhrase, List: q.list, Key: q.key(), Of: q.counted()}}
	if n.Field == query.Text {
		for i := range p.v.own.texts {
			own := &p.v.own.texts[i]
			there := q.elsewhere(own)
			parts = append(parts, rank.Part{Field: own.levels[analysis.Exact], Weight: weightPhrase * own.weight, List: there.list, Key: there.key(), Of: there.counted(), Suffices: true})
		}
	}
	l.words = []rank.Word{{Boost: boost, Parts: parts}}
	return l, nil
}

// key names the phrase among the lists that are cached.
func (q *phraseQuery) key() string {
	parts := []string{"phrase", strconv.Itoa(q.width), strconv.Itoa(q.slop), q.field.String()}
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
	return q.each(seg.(*segment), nil, func(doc uint32, words [][]uint32) error {
		n := uint32(0)
		err := q.places(words, func(_, _ uint32) { n++ })
		if err == nil && n > 0 {
			dst.Add(doc, n)
		}
		return err
	})
}

// each visits the documents of a segment that hold every word of the phrase, and
// are among some unless that is nil, with the positions of each word in the field
// asked for. These are valid during the visit.
func (q *phraseQuery) each(s *segment, in *roaring.Bitmap, visit func(doc uint32, words [][]uint32) error) error {
	defer q.work.give(q.work.bytes)
	r := phraseReaders.Get().(*phraseReader)
	err := q.read(r, s, in, visit)
	r.release()
	return err
}

func (q *phraseQuery) read(r *phraseReader, s *segment, in *roaring.Bitmap, visit func(doc uint32, words [][]uint32) error) error {
	if ok, err := r.open(q, s); err != nil || !ok {
		return err
	}
	docs, err := r.candidates()
	if err != nil {
		return err
	}
	for _, d := range docs {
		if in != nil && !in.Contains(d) {
			continue
		}
		ok, err := r.read(d)
		if err == nil && ok {
			err = visit(d, r.words)
		}
		if err != nil {
			return err
		}
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

// places visits where the phrase stands in a document, given the positions of
// each of its words: the first and the last position that it takes.
func (q *phraseQuery) places(words [][]uint32, visit func(first, last uint32)) error {
	if q.slop > 0 {
		return q.placesNear(words, visit)
	}
	next, steps := make([]int, len(words)), 0
places:
	for _, p := range words[0] {
		for i := 1; i < len(words); i++ {
			at, from := p+uint32(q.slots[i].at), next[i]
			for next[i] < len(words[i]) && words[i][next[i]] < at {
				next[i]++
			}
			if steps += 1 + next[i] - from; steps >= stepsBetween {
				if steps = 0; q.work.ctx.Err() != nil {
					return q.work.ctx.Err()
				}
			}
			if next[i] == len(words[i]) {
				return nil
			}
			if words[i][next[i]] != at {
				continue places
			}
		}
		visit(p, p+uint32(q.width)-1)
	}
	return nil
}

// placesNear visits the windows of width+slop positions that hold every word,
// in any order and each at a place of its own (a word asked for twice must be there
// twice); windows do not overlap.
func (q *phraseQuery) placesNear(words [][]uint32, visit func(first, last uint32)) error {
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
			return nil
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
				return q.work.ctx.Err()
			}
		}
		if h.most-h.all[0].places[0] >= width || h.twice > 0 {
			if !h.advance(&h.all[0]) {
				return nil
			}
			heap.Fix(&h, 0)
			continue
		}
		visit(h.all[0].places[0], h.most)
		most := h.most
		for i := range h.all {
			for w := &h.all[i]; w.places[0] <= most; {
				if !h.advance(w) {
					return nil
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

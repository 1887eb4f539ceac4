package rank

import (
	"context"
	"math/bits"
	"sync/atomic"
)

// scoredWord is a word made ready for one snapshot.
type scoredWord struct {
	sequence uint64      // of the snapshot
	lists    []scored    // one for each segment
	enough   uint        // the parts that a document must hold one of: see Word.holding
	max      float64     // the most that the word adds to a score; of a plain one unknown, and 0
	plain    bool        // its lists are plain
	entry    *entry      // its place in the cache; nil if it is not there
	grown    atomic.Bool // sets were made since its bytes were counted
}

// scored is a list with what it adds to scores in one snapshot: at most bound
// times step, and at least bound-1 times lower.
type scored struct {
	*list
	formulas []formula // one for each part
	step     float64
	lower    float64
	held     []uint32 // how many live documents hold each part
	dead     int      // how many documents of the segment are deleted

	holds   atomic.Pointer[set] // the live documents that hold the word, once asked for
	touches atomic.Pointer[set] // those that hold any part
}

// score is what the word adds for the posting at i, without its boost.
func (s *scored) score(i int, doc uint32) float64 {
	sum := 0.0
	for p, tf := range s.row(i) {
		if tf > 0 {
			sum += s.formulas[p].score(doc, tf)
		}
	}
	return sum
}

// prepare makes the word ready for the snapshot, with lists that may be plain or not.
// What old has of the same segments is used again.
func (b *builder) prepare(ctx context.Context, s *Snapshot, w *Word, old *scoredWord, plain bool) (*scoredWord, error) {
	plain = plain && (old == nil || old.plain)
	sw := &scoredWord{sequence: s.sequence, enough: w.holding(), lists: make([]scored, len(s.segs)), plain: plain}
	var df [MaxParts]uint64
	for i := range s.segs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := b.read(&sw.lists[i], &s.segs[i], w, old.find(s.segs[i].Key()), plain); err != nil {
			return nil, err
		}
		for p, n := range sw.lists[i].held {
			df[p] += uint64(n)
		}
	}
	formulas := make([]formula, 0, len(w.Parts))
	for i := range w.Parts {
		average, err := s.average(w.Parts[i].Field)
		if err != nil {
			return nil, err
		}
		formulas = append(formulas, newFormula(w.Parts[i].Weight, IDF(s.holders(&w.Parts[i], df[i]), s.total()), average))
	}
	for i := range sw.lists {
		l := &sw.lists[i]
		if l.postings() == 0 {
			continue
		}
		if err := l.fit(b, &s.segs[i], w, formulas); err != nil {
			return nil, err
		}
		sw.max = max(sw.max, l.step*maxBound)
	}
	return sw, nil
}

// isEmpty says whether no document holds the word.
func (w *scoredWord) isEmpty() bool {
	for i := range w.lists {
		if w.lists[i].postings() > 0 {
			return false
		}
	}
	return true
}

// find finds what the word has of a segment; nil if nothing.
func (w *scoredWord) find(segment uint64) *scored {
	if w != nil {
		for i := range w.lists {
			if w.lists[i].key == segment {
				return &w.lists[i]
			}
		}
	}
	return nil
}

// read gets the list of a segment, and how many live documents hold its parts,
// from an earlier snapshot if it can.
func (b *builder) read(s *scored, g *segment, w *Word, old *scored, plain bool) error {
	s.dead = g.dead
	if old == nil {
		l, err := b.list(g, w, plain)
		if err != nil {
			return err
		}
		s.list = l
	} else {
		s.list = old.list
		if old.list.isPlain() && !plain {
			s.list = b.whole(old.list, g.docs)
		}
		if old.dead == s.dead {
			s.held = old.held
			s.holds.Store(old.holds.Load())
			s.touches.Store(old.touches.Load())
			return nil
		}
	}
	s.held = s.list.held
	if g.dead > 0 {
		s.held = s.count(g)
	}
	return nil
}

// has says whether the posting at i has one of some parts.
func (l *list) has(i int, parts uint) bool {
	row := l.row(i)
	for ; parts != 0; parts &= parts - 1 {
		if row[bits.TrailingZeros(parts)] > 0 {
			return true
		}
	}
	return false
}

// count counts the live documents that hold each part.
func (l *list) count(g *segment) []uint32 {
	held := make([]uint32, l.parts)
	for i, doc := range l.all() {
		if !g.isLive(doc) {
			continue
		}
		for p, tf := range l.row(i) {
			if tf > 0 {
				held[p]++
			}
		}
	}
	return held
}

// size is about how many bytes the word takes.
func (w *scoredWord) size() (n int64) {
	for i := range w.lists {
		l := &w.lists[i]
		n += l.list.size() + int64(cap(l.formulas))*48 + 160
		held, touched := l.holds.Load(), l.touches.Load()
		n += held.size()
		if touched != held {
			n += touched.size()
		}
	}
	return n
}

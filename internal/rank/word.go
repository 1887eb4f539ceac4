package rank

import (
	"context"
	"math"
	"math/bits"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
)

// scoredWord is a word made ready for one snapshot.
type scoredWord struct {
	sequence uint64   // of the snapshot
	lists    []scored // one for each segment
	max      float64  // the most that the word adds to a score
	bytes    int64
}

// scored is a list with what it adds to scores in one snapshot.
//
// What a document gets from it is at most scale·bound, bound being between 1
// and 255, and 0 for a deleted document. Integers make sums of bounds exact
// and a posting small; the few documents whose bounds are high enough are
// scored in full.
type scored struct {
	*list
	formulas []formula // one for each part
	scale    float64
	holds    atomic.Pointer[roaring.Bitmap]
	touches  atomic.Pointer[roaring.Bitmap]
}

// maxBound is the greatest bound.
const maxBound = math.MaxUint8

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

// prepare makes the word ready for the snapshot, from lists that are there
// already where the segment is the same.
func (b *builder) prepare(ctx context.Context, s *Snapshot, w *Word, old *scoredWord) (*scoredWord, error) {
	sw := &scoredWord{sequence: s.sequence, lists: make([]scored, len(s.segs))}
	var df [MaxParts]uint64
	for i := range s.segs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		g := &s.segs[i]
		l := old.list(g.Key())
		if l == nil {
			var err error
			if l, err = b.list(g, w); err != nil {
				return nil, err
			}
		}
		sw.lists[i].list = l
		l.count(g, &df)
	}
	formulas := make([]formula, 0, len(w.Parts))
	for i := range w.Parts {
		average, err := s.average(w.Parts[i].Field)
		if err != nil {
			return nil, err
		}
		formulas = append(formulas, newFormula(w.Parts[i].Weight, IDF(df[i], s.live), average))
	}
	for i := range sw.lists {
		l := &sw.lists[i]
		if err := b.bound(l, &s.segs[i], w, formulas); err != nil {
			return nil, err
		}
		sw.bytes += l.size()
		sw.max = max(sw.max, l.scale*maxBound)
	}
	return sw, nil
}

// list finds the list of a segment; nil if it is not there.
func (w *scoredWord) list(key uint64) *list {
	if w != nil {
		for i := range w.lists {
			if w.lists[i].key == key {
				return w.lists[i].list
			}
		}
	}
	return nil
}

// count adds to df how many live documents hold each part.
func (l *list) count(g *segment, df *[MaxParts]uint64) {
	for p, n := range l.held {
		df[p] += uint64(n)
	}
	if g.deleted == nil {
		return
	}
	for i, doc := range l.all() {
		if g.isLive(doc) {
			continue
		}
		for p, tf := range l.row(i) {
			if tf > 0 {
				df[p]--
			}
		}
	}
}

// bound computes the scores of all postings and from them the bounds.
func (b *builder) bound(s *scored, g *segment, w *Word, formulas []formula) error {
	if len(s.docs) == 0 {
		return nil
	}
	s.formulas = append(s.formulas, formulas...)
	for i := range s.formulas {
		f, err := g.lengths(w.Parts[i].Field)
		if err != nil {
			return err
		}
		s.formulas[i].lengths = f.lengths
	}
	if cap(b.scores) < len(s.docs) {
		b.scores = make([]float64, len(s.docs))
	}
	scores, most := b.scores[:len(s.docs)], 0.0
	for i, doc := range s.all() {
		scores[i] = 0
		if g.isLive(doc) {
			scores[i] = s.score(i, doc)
			most = max(most, scores[i])
		}
	}
	s.scale = most / maxBound
	s.setBounds(scores)
	return nil
}

// setBounds writes the bounds of postings, blocks and windows.
func (s *scored) setBounds(scores []float64) {
	for w := range s.windows {
		win := &s.windows[w]
		n := win.block
		for set := win.blocks; set != 0; set &= set - 1 {
			b, most := s.blocks[n], uint8(0)
			for i := win.first + b.begin(); i < win.first+b.end(); i++ {
				bound := uint8(0)
				if scores[i] > 0 {
					bound = uint8(min(maxBound, 1+scores[i]/s.scale))
				}
				s.docs[i] = posting(bound)<<8 | s.docs[i]&0xff
				most = max(most, bound)
			}
			s.blocks[n] = b&^0xff | block(most)
			s.most[w] = max(s.most[w], most)
			if s.dense != nil {
				s.dense[w*perWindow+bits.TrailingZeros32(set)] = most
			}
			n++
		}
	}
}

// size is about how many bytes the list takes with its bounds.
func (s *scored) size() int64 {
	return s.list.size() + int64(cap(s.formulas))*48 + 112
}

package index

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/meaning"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
)

// With an embedder the first hits of words and the articles nearest in meaning are put in one order
// (meaning.Fusion). All vectors are compared: an approximate index would be one more thing to be
// proved, and 85,635 of 384 components take some hundredths of a second, a million a second (BenchmarkNearest). Only what is bare words has a
// meaning to look for; conditions hold for what is found by it as for all else. Totals,
// facets and other orders are those of words.

// MeaningOf says what meaning had to do with an answer.
type MeaningOf struct {
	Model    string
	Compared uint64 // articles that the conditions let through whose vectors were compared
	Missing  uint64 // articles of the index that have no vector of the model, as long as that of the query
	Found    uint64 // articles that no word of the query has found, or far behind, among the first hits
	Note     string // why the answer is by words only; empty if it is not
}

// nearby is what was asked of the embedder for one request.
type nearby struct {
	model   string
	vector  []int8
	failure string

	found *meaning.Nearest
	of    MeaningOf
	cos   map[uint64]float64 // of the documents in the finer order
	parts map[uint64]float64 // what nearness adds to their scores
	alone map[uint64]bool    // those that are among the first hits for it only
}

// nearestMost is how many articles nearest in meaning are put among the first hits.
const nearestMost = refined

// conditions is the set of documents that all else of such a query, and the filter, let through;
// nil for all.
func (p *plan) conditions() (docset.Set, error) {
	g, ok := p.root.(*query.Group)
	if !ok || len(g.Must)+len(g.Not) == 0 {
		return p.filter, nil
	}
	s, err := p.groupSet(&query.Group{Must: g.Must, Not: g.Not}, true)
	return docset.Both(p.filter, s), err
}

// nearest finds the documents nearest to the query of a request.
func (p *plan) nearest(n *nearby) error {
	if n.found != nil {
		return nil
	}
	n.found = meaning.NewNearest(nearestMost)
	if n.vector == nil {
		return nil
	}
	in, err := p.conditions()
	if err != nil {
		return err
	}
	for i, s := range p.v.segs {
		var of *roaring.Bitmap
		if in != nil {
			of = in[i]
		}
		if err := p.compare(n, s, p.v.base[i], of); err != nil {
			return err
		}
	}
	n.of.Compared = n.found.Count()
	if n.of.Compared == 0 && n.of.Missing > 0 {
		n.of.Note = fmt.Sprintf("no article has a vector of the model %s with %d numbers: found by words only", n.model, len(n.vector))
	}
	return nil
}

// compareBlock is how many documents are compared at once: their sums stay in the nearest cache.
const compareBlock = 2048

// compare compares the vectors of a segment.
func (p *plan) compare(n *nearby, s *segment, base uint64, in *roaring.Bitmap) error {
	var sums [compareBlock]int32
	var models, sizes, squares, part []uint32
	model, own := modelNumber(n.model), meaning.Squares(n.vector)
	var columns []string
	for k := 0; k < len(n.vector); k += componentsEach {
		columns = append(columns, partColumn(k/componentsEach))
	}
	for from := 0; from < s.docs; from += compareBlock {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		to := min(from+compareBlock, s.docs)
		models, sizes, squares = s.seg.Part(columnModel, from, to, models[:0]), s.seg.Part(columnSize, from, to, sizes[:0]), s.seg.Part(columnSquares, from, to, squares[:0])
		there := false
		for i, m := range models {
			if models[i] = 0; (m == model || m == anyModel) && int(sizes[i]) == len(n.vector) && squares[i] > 0 {
				models[i], there = 1, true
			}
			if models[i] == 0 && (s.deleted == nil || !s.deleted.Contains(uint32(from+i))) {
				n.of.Missing++
			}
		}
		if !there {
			continue
		}
		clear(sums[:])
		for c, column := range columns {
			var q [componentsEach]int32
			for j, x := range n.vector[c*componentsEach : min((c+1)*componentsEach, len(n.vector))] {
				q[j] = int32(x)
			}
			part = s.seg.Part(column, from, to, part[:0])
			for i, x := range part {
				sums[i] += q[0]*int32(int8(x)) + q[1]*int32(int8(x>>8)) + q[2]*int32(int8(x>>16)) + q[3]*int32(int8(x>>24))
			}
		}
		for i := range to - from {
			doc := uint32(from + i)
			if models[i] == 0 || s.deleted != nil && s.deleted.Contains(doc) || in != nil && !in.Contains(doc) {
				continue
			}
			n.found.Add(base+uint64(doc), meaning.Cosine(sums[i], own, squares[i]))
		}
	}
	return nil
}

// cosine is how near a document is; false if it has no vector to compare.
func (p *plan) cosine(n *nearby, doc uint64) (float64, bool) {
	s, d := p.v.locate(doc)
	model, squares := s.seg.Value(columnModel, d), s.seg.Value(columnSquares, d)
	if model != modelNumber(n.model) && model != anyModel || int(s.seg.Value(columnSize, d)) != len(n.vector) || squares == 0 {
		return 0, false
	}
	var sum int32
	for k := 0; k < len(n.vector); k += componentsEach {
		x := s.seg.Value(partColumn(k/componentsEach), d)
		for j, q := range n.vector[k:min(k+componentsEach, len(n.vector))] {
			sum += int32(q) * int32(int8(x>>(8*j)))
		}
	}
	return meaning.Cosine(sum, meaning.Squares(n.vector), squares), true
}

// fuse puts the first hits of words, refined, and the nearest articles in one order. hits are the first
// of all; what it returns begins with the finer order, and goes on with the other hits.
func (p *plan) fuse(n *nearby, hits []rank.Hit) ([]rank.Hit, error) {
	words := min(refined, len(hits))
	window := append([]rank.Hit(nil), hits[:words]...)
	first := map[uint64]bool{}
	for _, h := range window {
		first[h.Doc] = true
	}
	n.cos, n.parts, n.alone = map[uint64]float64{}, map[uint64]float64{}, map[uint64]bool{}
	f := meaning.Fusion{Weight: p.weights.Meaning, From: n.found.Mean()}
	if len(window) > 0 {
		f.Score = window[0].Score
	}
	for _, near := range n.found.Outstanding() {
		if !first[near.Doc] {
			window = append(window, rank.Hit{Doc: near.Doc})
			n.alone[near.Doc] = true
		}
	}
	if err := p.wordScores(window[words:]); err != nil {
		return nil, err
	}
	for _, h := range window {
		if c, ok := p.cosine(n, h.Doc); ok {
			n.cos[h.Doc], f.Until = c, max(f.Until, c)
		}
	}
	for i := range window {
		if c, ok := n.cos[window[i].Doc]; ok {
			n.parts[window[i].Doc] = f.Part(c)
			window[i].Score += n.parts[window[i].Doc]
		}
	}
	n.of.Found = uint64(len(n.alone))
	rest := hits[words:]
	behind := make([]rank.Hit, 0, len(rest))
	for _, h := range rest {
		if !n.alone[h.Doc] {
			behind = append(behind, h)
		}
	}
	p.settle(window, behind)
	return append(window, behind...), nil
}

// wordScores fills in the scores of words, whatever place these documents have in the list.
func (p *plan) wordScores(hits []rank.Hit) error {
	docs := make([]uint64, len(hits))
	for i, h := range hits {
		docs[i] = h.Doc
	}
	scores, err := p.engine.Scores(p.ctx, p.v.rank, p.query(), docs)
	for i, score := range scores {
		hits[i].Score = score
	}
	return err
}

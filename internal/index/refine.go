package index

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/rank"
)

// The first hits are put in a finer order by what the ranking of words cannot
// see: whether words that stand side by side in the query stand close together
// in the article, and whether they are spelled as the reader typed them.
//
// Measured on seven collections, nDCG@10 refined and plain: aaqad .5187 .5179,
// arcd .8782 .8764, binbaz .8092 .8078, checkthat .9229 .9217, kaiflematha
// .9680 .9674, mlqa-ar-dev .7832 .7824, xquad .9598 .9582. The weights lie on a
// plateau: half of closenessWeight gains on each too, twice loses .0004 on one,
// a span of 4 or 16 and a reversedWeight of 0.5 change nothing beyond .0006;
// without spelling two of the seven lose, by .0006 at most.
const (
	refined         = 100 // hits that are looked at
	closenessWeight = 0.2 // of a pair side by side, beside the idf of its more frequent word
	closenessSpan   = 8   // words between which a pair still counts
	reversedWeight  = 0.7 // of a pair in the other order
	spellingWeight  = 0.2 // of a word spelled as typed, beside its idf
)

// refine puts the hits, which are the first of all, in a finer order and
// returns the first k. Their scores never fall, so they stay before the rest.
func (p *plan) refine(hits []rank.Hit, k int) ([]rank.Hit, error) {
	window := hits[:min(refined, len(hits))]
	terms, err := p.pairTerms()
	if err != nil {
		return nil, err
	}
	if len(terms) > 1 {
		if err := p.addCloseness(window, terms); err != nil {
			return nil, err
		}
	}
	agrees, err := p.addSpelling(window)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(window, func(a, b rank.Hit) int {
		if agrees != nil && agrees[a.Doc] != agrees[b.Doc] {
			return cmp.Compare(agrees[b.Doc], agrees[a.Doc])
		}
		if a.Score != b.Score {
			return cmp.Compare(b.Score, a.Score)
		}
		return p.v.compareIDs(a.Doc, b.Doc)
	})
	return hits[:min(k, len(hits))], nil
}

// pairTerm is a bare word of the query, at the stem level.
type pairTerm struct {
	key string
	idf float64
}

// pairTerms lists the bare words of the query in order.
func (p *plan) pairTerms() ([]pairTerm, error) {
	var terms []pairTerm
	for _, l := range p.order {
		for i := range l.words {
			part := &l.words[i].Parts[0]
			if part.Field != textLevels[analysis.Stem] || part.List != nil {
				continue
			}
			idf, err := p.idf(&l.words[i])
			if err != nil {
				return nil, err
			}
			terms = append(terms, pairTerm{part.Terms[0], idf})
		}
	}
	return terms, nil
}

// idf is the weight of a word by the articles that hold it.
func (p *plan) idf(w *rank.Word) (float64, error) {
	df := uint64(0)
	for i := range p.v.segs {
		b, err := p.engine.Holds(p.ctx, p.v.rank, i, *w)
		if err != nil {
			return 0, err
		}
		df += b.GetCardinality()
	}
	return rank.IDF(df, p.v.live), nil
}

// addCloseness adds to the scores of hits what the pairs of words in them are worth.
func (p *plan) addCloseness(hits []rank.Hit, terms []pairTerm) error {
	bySegment := map[*segment][]*rank.Hit{}
	for i := range hits {
		s, _ := p.v.locate(hits[i].Doc)
		bySegment[s] = append(bySegment[s], &hits[i])
	}
	for s, hits := range bySegment {
		docs := roaring.New()
		for _, h := range hits {
			_, d := p.v.locate(h.Doc)
			docs.Add(d)
		}
		at := docs.ToArray()
		pos := make([][][]uint32, len(terms))
		for i, t := range terms {
			var err error
			if pos[i], err = s.positionsOf(t.key, at); err != nil {
				return err
			}
		}
		for _, h := range hits {
			_, d := p.v.locate(h.Doc)
			k, _ := slices.BinarySearch(at, d)
			for i := range terms[1:] {
				h.Score += closenessWeight * min(terms[i].idf, terms[i+1].idf) * closeness(pos[i][k], pos[i+1][k])
			}
		}
	}
	return nil
}

// positionsOf reads the positions of a stem in some documents, ascending.
func (s *segment) positionsOf(key string, at []uint32) ([][]uint32, error) {
	pos := make([][]uint32, len(at))
	lists, err := s.located(textLevels[analysis.Stem], key)
	if err != nil {
		return nil, err
	}
	for i := range lists {
		if _, err := lists[i].positions(at, pos); err != nil {
			return nil, err
		}
	}
	for _, p := range pos {
		slices.Sort(p)
	}
	return pos, nil
}

// closeness is 1 if a word stands right before another anywhere, less with the
// distance and in the other order, and 0 beyond the span.
func closeness(first, second []uint32) float64 {
	best := 0.0
	for _, a := range first {
		j, _ := slices.BinarySearch(second, a)
		if j < len(second) && second[j] > a && second[j]-a <= closenessSpan {
			best = max(best, 1/float64(second[j]-a))
		}
		if j > 0 && a-second[j-1] <= closenessSpan {
			best = max(best, reversedWeight/float64(a-second[j-1]))
		}
	}
	return best
}

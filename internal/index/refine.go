package index

import (
	"cmp"
	"math"
	"slices"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/rank"
)

// The first hits are put in a finer order by what a sum over words cannot see:
// how much of the query the article has at all, in one place and at its
// beginning, which of its words stand side by side, what of it the title has, and
// whether words are spelled as typed. It is read from positions, not from texts:
//
//	(score + title + T (Window w + Lead l) + Pairs p + Spelling s) x^Coverage
//
// T is the summed idf of the bare words; x the share of it that the article has at
// the root level, or in a text of one's own, w that within its best 16 words, l that within its first 30.
// What each part is worth: docs/ranking.md.
const (
	refined    = 30  // hits that are looked at: 50 and 100 give the same
	windowSpan = 16  // words
	leadSpan   = 30  // words, the title among them
	rootWorth  = .6  // of a word in a window that stands there only by its root
	leastShare = .05 // x of an article that has no bare word: it holds a phrase, or a word of a name
	pairK1     = 1.2 // of the saturation of pairs

	placedWords = 256  // of the query that are looked at: what has more is no question
	mostPlaces  = 1024 // of one word in one article: the first ones
)

// bareWord is a bare word of the query as the second stage looks at it.
type bareWord struct {
	idf          float64 // times its boost
	stems, roots []string
	title        rank.Word   // its exact form and its family, in the title
	own          []rank.Part // in texts of one's own
}

// refine puts the first hits in a finer order; hits are the first of all. Scores
// descend over all of them: those of the window are lifted above the next.
func (p *plan) refine(hits []rank.Hit) error {
	window := hits[:min(refined, len(hits))]
	words, err := p.bareWords()
	if err != nil {
		return err
	}
	spelled, single, err := p.spelledAsTyped(window)
	if err != nil {
		return err
	}
	words = words[:min(len(words), placedWords)]
	if len(words) > 0 {
		if err := p.addPlaces(window, words, spelled); err != nil {
			return err
		}
	}
	if single != nil {
		apart(window, single)
	}
	p.settle(window, hits[len(window):])
	return nil
}

// settle puts a window in the order of its scores, which are lifted above those of the hits behind: not to the
// same, for a cursor says where it goes on by a score and an ID, and the next hit may have the lesser ID.
func (p *plan) settle(window, behind []rank.Hit) {
	least := math.Inf(1)
	for i := range window {
		least = min(least, window[i].Score)
	}
	late := func(h rank.Hit) bool { return h.Score == behind[0].Score && p.v.compareIDs(h.Doc, behind[0].Doc) > 0 }
	if len(behind) > 0 && (behind[0].Score > least || slices.ContainsFunc(window, late)) {
		above := math.Nextafter(behind[0].Score, math.Inf(1))
		for i := range window {
			window[i].Score = max(window[i].Score+(above-least), above)
		}
	}
	slices.SortStableFunc(window, func(a, b rank.Hit) int {
		if a.Score != b.Score {
			return cmp.Compare(b.Score, a.Score)
		}
		return p.v.compareIDs(a.Doc, b.Doc)
	})
}

// apart parts the scores of hits by how they agree with the one word that was
// typed: agreement comes before score.
func apart(hits []rank.Hit, agrees map[uint64]int) {
	least, most := math.Inf(1), math.Inf(-1)
	for i := range hits {
		least, most = min(least, hits[i].Score), max(most, hits[i].Score)
	}
	for i := range hits {
		hits[i].Score += float64(agrees[hits[i].Doc]+1) * (most - least + 1)
	}
}

// bareWords lists the bare words of the query, in order.
func (p *plan) bareWords() ([]bareWord, error) {
	var out []bareWord
	for _, l := range p.order {
		for i := range l.words {
			w := &l.words[i]
			if !isBare(w) {
				continue
			}
			idf, err := p.idf(w)
			if err != nil {
				return nil, err
			}
			boost := w.Boost
			if boost == 0 {
				boost = 1
			}
			b := bareWord{idf: boost * idf, title: rank.Word{Boost: boost, Parts: p.titleParts(w)}}
			for _, part := range w.Parts {
				if part.Suffices {
					b.own = append(b.own, part)
				}
				switch part.Field {
				case textLevels[analysis.Stem]:
					b.stems = append(b.stems, part.Terms...)
				case textLevels[analysis.Root]:
					b.roots = append(b.roots, part.Terms...)
				}
			}
			out = append(out, b)
		}
	}
	return out, nil
}

// isBare says whether a word that scores is a bare one.
func isBare(w *rank.Word) bool {
	return w.Parts[0].Field == textLevels[analysis.Stem] && w.Parts[0].List == nil
}

// titleParts are what a bare word counts for in the title beside the first stage.
func (p *plan) titleParts(w *rank.Word) (parts []rank.Part) {
	for _, part := range w.Parts {
		switch part.Field {
		case textLevels[analysis.Root]:
			parts = append(parts, rank.Part{Field: titleLevels[analysis.Root], Weight: p.weights.TitleRoot, Terms: part.Terms})
		case textLevels[analysis.Exact]:
			parts = append(parts, rank.Part{Field: titleLevels[analysis.Exact], Weight: p.weights.TitleExact, Terms: part.Terms})
		}
	}
	return parts
}

// idf is the weight of a word by the articles that hold it: mostly those of its first
// part alone, whose list says how many they are.
func (p *plan) idf(w *rank.Word) (float64, error) {
	holding := *w
	if !slices.ContainsFunc(w.Parts[1:], func(part rank.Part) bool { return part.Suffices }) {
		holding.Parts, holding.Read = w.Parts[:1], nil
	}
	n, err := p.engine.Holders(p.ctx, p.v.rank, holding)
	return rank.IDF(n, p.v.live), err
}

// addPlaces gives hits their final scores; spelled is what spelling adds to each.
func (p *plan) addPlaces(hits []rank.Hit, words []bareWord, spelled map[uint64]float64) error {
	defer p.work.give(p.work.bytes)
	own, err := p.ownHolders(hits, words)
	if err != nil {
		return err
	}
	at := p.v.bySegment(hits)
	titles, err := p.titleScores(at, words)
	if err != nil {
		return err
	}
	for _, in := range at {
		var err error
		titled := make([]uint32, len(in.docs))
		for k, d := range in.docs {
			titled[k] = in.seg.seg.Value(lengthTitle, d)
		}
		places := make([][][]place, len(words)) // by word and document
		r := placeReaders.Get().(*placeReader)
		for i := range words {
			if places[i], err = r.placesOf(p.ctx, in.seg, &words[i], in.docs, len(words) == 1); err != nil {
				return err
			}
			n := 0
			for _, of := range places[i] {
				n += cap(of)
			}
			const size = 8 // of a place
			if err := p.work.take(size * n); err != nil {
				return err
			}
		}
		placeReaders.Put(r)
		of := make([][]place, len(words))
		for k, h := range in.hits {
			if err := p.ctx.Err(); err != nil {
				return err
			}
			for i := range words {
				of[i] = places[i][k]
				for j := range of[i] {
					of[i][j].at = inOneText(of[i][j].at, titled[k])
				}
			}
			elsewhere := func(word int) bool { return own != nil && own[word][h.Doc] }
			h.Score = p.weights.final(h.Score+titles[k]+spelled[h.Doc], words, of, elsewhere)
		}
		titles = titles[len(in.hits):]
	}
	return nil
}

// segmentHits are hits of one segment, with their documents there, ascending.
type segmentHits struct {
	seg  *segment
	docs []uint32
	hits []*rank.Hit
}

// bySegment parts hits by their segments.
func (v *view) bySegment(hits []rank.Hit) (out []segmentHits) {
	order, docs := make([]*rank.Hit, len(hits)), make([]uint32, len(hits))
	for i := range hits {
		order[i] = &hits[i]
	}
	slices.SortFunc(order, func(a, b *rank.Hit) int { return cmp.Compare(a.Doc, b.Doc) })
	from := 0
	for i, h := range order {
		var s *segment
		if s, docs[i] = v.locate(h.Doc); len(out) == 0 || out[len(out)-1].seg != s {
			out, from = append(out, segmentHits{seg: s}), i
		}
		last := &out[len(out)-1] // which nothing can be appended to
		last.docs, last.hits = docs[from:i+1:i+1], order[from:i+1:i+1]
	}
	return out
}

// titleScores is what titles add that the first stage leaves out, to each of the hits.
func (p *plan) titleScores(at []segmentHits, words []bareWord) ([]float64, error) {
	var q rank.Query
	for i := range words {
		if len(words[i].title.Parts) > 0 {
			q.Words = append(q.Words, words[i].title)
		}
	}
	var docs []uint64
	for _, in := range at {
		for _, h := range in.hits {
			docs = append(docs, h.Doc)
		}
	}
	return p.engine.Scores(p.ctx, p.v.rank, q, docs)
}

// final is the score of an article in which the words of the query stand so; elsewhere
// says which it holds in a text of one's own, which has no places.
func (w *Weights) final(score float64, words []bareWord, of [][]place, elsewhere func(word int) bool) float64 {
	all, held, lead, pairs := 0.0, 0.0, 0.0, 0.0
	for i := range words {
		all += words[i].idf
		if len(of[i]) > 0 || elsewhere(i) {
			held += words[i].idf
		}
		worth := 0.0
		for _, x := range of[i] {
			if x.at > leadSpan {
				break
			}
			worth = max(worth, x.worth())
		}
		lead += worth * words[i].idf
		if i > 0 {
			n := float64(neighbours(of[i-1], of[i]))
			pairs += min(words[i-1].idf, words[i].idf) * n * (pairK1 + 1) / (n + pairK1)
		}
	}
	if all == 0 {
		return score
	}
	score += w.Window*bestWindow(words, of) + w.Lead*lead + w.Pairs*pairs
	return score * math.Pow(max(held/all, leastShare), w.Coverage)
}

func (x place) worth() float64 {
	if x.byRoot {
		return rootWorth
	}
	return 1
}

// neighbours counts how often one word stands right before another.
func neighbours(first, second []place) (n int) {
	k := 0
	for _, x := range first {
		for k < len(second) && second[k].at <= x.at {
			k++
		}
		if k < len(second) && second[k].at == x.at+1 && !x.byRoot && !second[k].byRoot {
			n++
		}
	}
	return n
}

// bestWindow is the greatest idf of words that stand within the span. Places ascend.
func bestWindow(words []bareWord, of [][]place) (best float64) {
	type standing struct{ from, to, asItself, byRoot int } // the places of a word that the window has, and how many of each kind
	var room [16]standing
	held := room[:min(len(of), len(room))]
	if len(of) > len(room) {
		held = make([]standing, len(of))
	}
	for {
		first := uint32(math.MaxUint32)
		for i := range held {
			if h := &held[i]; h.from < len(of[i]) {
				first = min(first, of[i][h.from].at)
			}
		}
		if first == math.MaxUint32 {
			return best
		}
		sum := 0.0
		for i := range held {
			h := &held[i]
			for ; h.to < len(of[i]) && of[i][h.to].at-first < windowSpan; h.to++ {
				if of[i][h.to].byRoot {
					h.byRoot++
				} else {
					h.asItself++
				}
			}
			switch {
			case h.asItself > 0:
				sum += words[i].idf
			case h.byRoot > 0:
				sum += rootWorth * words[i].idf
			}
			for ; h.from < h.to && of[i][h.from].at == first; h.from++ {
				if of[i][h.from].byRoot {
					h.byRoot--
				} else {
					h.asItself--
				}
			}
		}
		best = max(best, sum)
	}
}

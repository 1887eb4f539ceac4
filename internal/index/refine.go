package index

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
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
// the root level, w that within its best 16 words, l that within its first 30.
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
	title        rank.Word // its exact form and its family, in the title
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
	least := math.Inf(1)
	for i := range window {
		least = min(least, window[i].Score)
	}
	if len(hits) > len(window) && hits[len(window)].Score > least {
		for i := range window {
			window[i].Score += hits[len(window)].Score - least
		}
	}
	slices.SortStableFunc(window, func(a, b rank.Hit) int {
		if a.Score != b.Score {
			return cmp.Compare(b.Score, a.Score)
		}
		return p.v.compareIDs(a.Doc, b.Doc)
	})
	return nil
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
			if part := &w.Parts[0]; part.Field != textLevels[analysis.Stem] || part.List != nil {
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
			b := bareWord{idf: boost * idf, title: rank.Word{Boost: boost}}
			for _, part := range w.Parts {
				switch part.Field {
				case textLevels[analysis.Stem]:
					b.stems = append(b.stems, part.Terms...)
				case textLevels[analysis.Root]:
					b.roots = append(b.roots, part.Terms...)
					b.title.Parts = append(b.title.Parts, rank.Part{Field: titleLevels[analysis.Root], Weight: p.weights.TitleRoot, Terms: part.Terms})
				case textLevels[analysis.Exact]:
					b.title.Parts = append(b.title.Parts, rank.Part{Field: titleLevels[analysis.Exact], Weight: p.weights.TitleExact, Terms: part.Terms})
				}
			}
			out = append(out, b)
		}
	}
	return out, nil
}

// idf is the weight of a word by the articles that hold it.
func (p *plan) idf(w *rank.Word) (float64, error) {
	n, err := p.engine.Count(p.ctx, p.v.rank, rank.Query{Words: []rank.Word{*w}})
	return rank.IDF(n.All, p.v.live), err
}

// addPlaces gives hits their final scores; spelled is what spelling adds to each.
func (p *plan) addPlaces(hits []rank.Hit, words []bareWord, spelled map[uint64]float64) error {
	defer p.work.give(p.work.bytes)
	titles, err := p.titleScores(hits, words)
	if err != nil {
		return err
	}
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
		var err error
		places := make([][][]place, len(words)) // by word and document
		for i := range words {
			if places[i], err = s.placesOf(p.ctx, &words[i], at); err != nil {
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
		for _, h := range hits {
			if err := p.ctx.Err(); err != nil {
				return err
			}
			_, d := p.v.locate(h.Doc)
			k, _ := slices.BinarySearch(at, d)
			of := make([][]place, len(words))
			for i := range words {
				of[i] = inOneText(places[i][k], s.seg.Value(lengthTitle, d))
			}
			h.Score = p.weights.final(h.Score+titles[h.Doc]+spelled[h.Doc], words, of)
		}
	}
	return nil
}

// titleScores is what titles add that the first stage leaves out.
func (p *plan) titleScores(hits []rank.Hit, words []bareWord) (map[uint64]float64, error) {
	q := rank.Query{Filter: make([]*roaring.Bitmap, p.v.rank.Segments())}
	for i := range q.Filter {
		q.Filter[i] = roaring.New()
	}
	for _, h := range hits {
		seg, n := p.v.rank.Locate(h.Doc)
		q.Filter[seg].Add(n)
	}
	for i := range words {
		if len(words[i].title.Parts) > 0 {
			q.Words = append(q.Words, words[i].title)
		}
	}
	out := map[uint64]float64{}
	if len(q.Words) == 0 {
		return out, nil
	}
	found, err := p.engine.TopK(p.ctx, p.v.rank, q, len(hits), rank.Options{})
	for _, h := range found {
		out[h.Doc] = h.Score
	}
	return out, err
}

// place is where a word of the query stands in an article, and how: as itself,
// or by its root only.
type place struct {
	at     uint32
	byRoot bool
}

// placesOf reads where a word stands in some documents, ascending.
func (s *segment) placesOf(ctx context.Context, w *bareWord, at []uint32) ([][]place, error) {
	out := make([][]place, len(at))
	isStem := func(key []byte) bool {
		return slices.ContainsFunc(w.stems, func(stem string) bool { return strings.HasPrefix(string(key), stem) })
	}
	read := func(key []byte, l *posting.List) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		byRoot := !isStem(key)
		return damage(l.PositionsIn(at, func(i int, positions []uint32) {
			for _, x := range positions[:min(len(positions), mostPlaces)] {
				out[i] = append(out[i], place{x, byRoot})
			}
		}))
	}
	for _, root := range w.roots {
		if err := s.eachKey(keyRange{fieldText, root, false}, read); err != nil {
			return nil, err
		}
	}
	for _, stem := range w.stems {
		if slices.ContainsFunc(w.roots, func(root string) bool { return strings.HasPrefix(stem, root) }) {
			continue
		}
		if err := s.eachKey(keyRange{fieldText, stem, false}, read); err != nil {
			return nil, err
		}
	}
	for i, x := range out {
		slices.SortFunc(x, func(a, b place) int { return cmp.Compare(a.at, b.at) })
		out[i] = x[:min(len(x), mostPlaces)]
	}
	return out, nil
}

// inOneText counts the words of the body on from those of the title.
func inOneText(places []place, titled uint32) []place {
	for i := range places {
		if places[i].at >= bodyPosition {
			places[i].at += titled + 1 - bodyPosition
		}
	}
	return places
}

// final is the score of an article in which the words of the query stand so.
func (w *Weights) final(score float64, words []bareWord, of [][]place) float64 {
	all, held, lead, pairs := 0.0, 0.0, 0.0, 0.0
	for i := range words {
		all += words[i].idf
		if len(of[i]) > 0 {
			held += words[i].idf
		}
		worth := 0.0
		for _, x := range of[i] {
			if x.at <= leadSpan {
				worth = max(worth, x.worth())
			}
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

// bestWindow is the greatest idf of words that stand within the span.
func bestWindow(words []bareWord, of [][]place) (best float64) {
	type event struct {
		place
		word int
	}
	var events []event
	for i := range of {
		for _, x := range of[i] {
			events = append(events, event{x, i})
		}
	}
	slices.SortFunc(events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	held := make([][2]int, len(words)) // by word: how often the window has it as itself, and by its root
	note := func(e *event, n int) {
		if e.byRoot {
			held[e.word][1] += n
		} else {
			held[e.word][0] += n
		}
	}
	to := 0
	for from := range events {
		if from > 0 {
			note(&events[from-1], -1)
			if events[from-1].at == events[from].at {
				continue // the window before has all of this one
			}
		}
		for ; to < len(events) && events[to].at < events[from].at+windowSpan; to++ {
			note(&events[to], 1)
		}
		sum := 0.0
		for i := range words {
			switch {
			case held[i][0] > 0:
				sum += words[i].idf
			case held[i][1] > 0:
				sum += rootWorth * words[i].idf
			}
		}
		best = max(best, sum)
	}
	return best
}

package meaning

import (
	"cmp"
	"math"
	"slices"
)

// Near is a text with how near its meaning is to what was asked.
type Near struct {
	Doc    uint64
	Cosine float64
}

// Nearest collects the nearest of many texts, and how near all of them are.
type Nearest struct {
	most  int
	all   []Near
	count uint64
	sum   int64 // of cosines, in units: a sum that does not depend on the order
	sums  int64 // of their squares
}

// unit is one part of a cosine as it is added up: there is room for eight million of 1.
const unit = 1 << 40

// NewNearest keeps at most so many.
func NewNearest(most int) *Nearest { return &Nearest{most: most} }

// Add adds a text.
func (n *Nearest) Add(doc uint64, cosine float64) {
	n.count++
	n.sum += int64(cosine * unit)
	n.sums += int64(cosine * cosine * unit)
	if len(n.all) == 2*n.most {
		n.cut()
	}
	if len(n.all) < n.most || cosine > n.all[n.most-1].Cosine {
		n.all = append(n.all, Near{doc, cosine})
		if len(n.all) == n.most {
			n.cut()
		}
	}
}

// cut puts the nearest first, and forgets those that are none of them.
func (n *Nearest) cut() {
	slices.SortFunc(n.all, func(a, b Near) int { return cmp.Or(cmp.Compare(b.Cosine, a.Cosine), cmp.Compare(a.Doc, b.Doc)) })
	n.all = n.all[:min(len(n.all), n.most)]
}

// Count is how many texts were added.
func (n *Nearest) Count() uint64 { return n.count }

// Mean is how near the texts are on the average: where nearness begins. Models differ in that, and
// some give no two texts a cosine below .7.
func (n *Nearest) Mean() float64 {
	if n.count == 0 {
		return 0
	}
	return float64(n.sum) / unit / float64(n.count)
}

// standing is how many standard deviations above the mean a text must be to be told without
// a word of the query: one of 44 is, were they normally distributed. Of fewer texts than fewest it cannot be told.
const (
	standing = 2
	fewest   = 8
)

// Outstanding lists the nearest texts that stand out from all, nearest first.
func (n *Nearest) Outstanding() []Near {
	n.cut()
	if n.count < fewest {
		return n.all
	}
	mean := n.Mean()
	least := mean + standing*math.Sqrt(max(0, float64(n.sums)/unit/float64(n.count)-mean*mean))
	k := 0
	for k < len(n.all) && n.all[k].Cosine >= least {
		k++
	}
	return n.all[:k]
}

// Fusion adds nearness to scores of words: a convex combination, but for a constant factor, with
// the weight of words 1. Scores are counted from 0, the least that is possible, cosines from the mean of
// all that were compared; both up to the best of those that are put in order. Bruch, Gai and Ingber ("An
// Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 42, 2023) found such a sum better than
// ranks alone (RRF), and robust in how it is counted.
type Fusion struct {
	Weight      float64 // of nearness, of the best score
	Score       float64 // the best
	From, Until float64 // cosines
}

// Part is what nearness adds to a score.
func (f *Fusion) Part(cosine float64) float64 {
	if f.Until <= f.From {
		return 0
	}
	best := f.Score
	if best <= 0 {
		best = 1
	}
	return f.Weight * best * min(1, max(0, (cosine-f.From)/(f.Until-f.From)))
}

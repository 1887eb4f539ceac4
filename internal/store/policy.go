package store

import (
	"cmp"
	"slices"
)

// Which segments are merged when. Segments are of a level by the powers of ten
// of their documents; ten of one level make one of the next, so that an article
// is copied at most once a level, also one that was written alone, and there are no more
// than nine segments of a level, but for those written while a merge runs. What has
// lost more than half of its documents is merged for itself.
const (
	mergeWidth = 10
	mostMerged = 30   // segments at once
	leastWaste = 1000 // documents, before a segment is merged for what it has lost
)

// due chooses the segments to merge next; none if there is nothing to do.
func due(parts []part) []part {
	levels := map[int][]part{}
	for _, p := range parts {
		if gone := uint64(p.part.Docs) - p.live; gone > p.live && p.part.Docs >= leastWaste {
			return []part{p}
		}
		l := level(p.live)
		levels[l] = append(levels[l], p)
	}
	best := -1
	for l, ps := range levels {
		if len(ps) >= mergeWidth && (best < 0 || l < best) {
			best = l
		}
	}
	if best < 0 {
		return nil
	}
	chosen := levels[best]
	slices.SortStableFunc(chosen, func(a, b part) int { return cmp.Compare(a.live, b.live) })
	chosen = chosen[:min(len(chosen), mostMerged)]
	// Where what comes out would be the tenth of its level, all ten are merged at once.
	for {
		next := levels[level(total(chosen))]
		if len(next)+1 < mergeWidth || len(chosen)+len(next) > mostMerged || level(next[0].live) <= best {
			return chosen
		}
		best = level(next[0].live)
		chosen = append(chosen, next...)
	}
}

// total counts the documents that are left in segments.
func total(parts []part) uint64 {
	n := uint64(0)
	for _, p := range parts {
		n += p.live
	}
	return n
}

func level(live uint64) int {
	l := 0
	for ; live >= mergeWidth; live /= mergeWidth {
		l++
	}
	return l
}

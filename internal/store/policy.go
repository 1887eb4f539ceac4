package store

import (
	"cmp"
	"slices"
)

// Which segments are merged when. Segments are of a level by the powers of ten
// of their documents; ten of one level make one of the next, so that an article
// is copied once a level. What has lost more than half of its documents is
// merged for itself.
const (
	mergeWidth = 10
	leastLevel = 100  // smaller segments are of one level
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
	return chosen[:min(len(chosen), mostMerged)]
}

func level(live uint64) int {
	l := 0
	for most := uint64(leastLevel); live >= most; most *= mergeWidth {
		l++
	}
	return l
}

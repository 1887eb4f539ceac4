package web

import (
	"strings"
)

// What differs between two texts: paragraphs, and the words of those that are alike.

// lines are the lines of a text that hold anything.
func lines(text string) (out []string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// compareParagraphs puts paragraphs side by side: those that are alike, and between these the ones that
// resemble each other most, in their order.
func compareParagraphs(a, b []string) (rows []versionRow) {
	for _, e := range sameRuns(a, b) {
		switch {
		case e.same:
			for _, p := range a[e.a0:e.a1] {
				part := []versionPart{{Text: p}}
				rows = append(rows, versionRow{First: part, Second: part, Same: true})
			}
		default:
			for _, pair := range pairUp(a[e.a0:e.a1], b[e.b0:e.b1]) {
				var row versionRow
				switch {
				case pair[1] < 0:
					row.First = []versionPart{{a[e.a0+pair[0]], true}}
				case pair[0] < 0:
					row.Second = []versionPart{{b[e.b0+pair[1]], true}}
				default:
					row.First, row.Second, row.Same = compareWords(a[e.a0+pair[0]], b[e.b0+pair[1]])
				}
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// compareWords marks in two texts what only one of them has.
func compareWords(a, b string) (first, second []versionPart, same bool) {
	same = true
	for _, e := range difference(a, b) {
		p := versionPart{Text: e.Text, Own: e.In != inBoth}
		if p.Own {
			same = false
		}
		if e.In != inSecond {
			first = append(first, p)
		}
		if e.In != inFirst {
			second = append(second, p)
		}
	}
	return first, second, same
}

// run is a stretch of two lists: of the same, or of what stands in its place.
type run struct {
	a0, a1, b0, b1 int
	same           bool
}

// sameRuns finds what two lists of paragraphs have alike.
func sameRuns(a, b []string) (runs []run) {
	edits, counts := differ(a, b)
	i, j := 0, 0
	for k, e := range edits {
		n := counts[k]
		last := len(runs) - 1
		switch {
		case e.In == inBoth:
			runs = append(runs, run{i, i + n, j, j + n, true})
			i, j = i+n, j+n
			continue
		case last < 0 || runs[last].same:
			runs = append(runs, run{a0: i, a1: i, b0: j, b1: j})
			last++
		}
		if e.In == inFirst {
			i += n
		} else {
			j += n
		}
		runs[last].a1, runs[last].b1 = i, j
	}
	return runs
}

// Paragraphs that share fewer of their words are no versions of each other. Longer lists are paired as they stand.
const (
	leastShared = 0.3
	mostPairs   = 10_000
)

// pairUp pairs paragraphs so that they share the most words in all; -1 stands for none.
func pairUp(a, b []string) (pairs [][2]int) {
	if len(a)*len(b) > mostPairs {
		for i := range max(len(a), len(b)) {
			pair := [2]int{-1, -1}
			if i < len(a) {
				pair[0] = i
			}
			if i < len(b) {
				pair[1] = i
			}
			pairs = append(pairs, pair)
		}
		return pairs
	}
	words := func(list []string) (out []map[string]int) {
		for _, p := range list {
			m := map[string]int{}
			for _, w := range strings.Fields(p) {
				m[w]++
			}
			out = append(out, m)
		}
		return out
	}
	wa, wb := words(a), words(b)
	best := make([][]float64, len(a)+1) // the most that the paragraphs from i and j on can share
	for i := range best {
		best[i] = make([]float64, len(b)+1)
	}
	like := make([][]float64, len(a))
	for i := len(a) - 1; i >= 0; i-- {
		like[i] = make([]float64, len(b))
		for j := len(b) - 1; j >= 0; j-- {
			like[i][j] = shared(wa[i], wb[j])
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if s := like[i][j]; s >= leastShared {
				best[i][j] = max(best[i][j], s+best[i+1][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case like[i][j] >= leastShared && best[i][j] == like[i][j]+best[i+1][j+1]:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case best[i][j] == best[i+1][j]:
			pairs = append(pairs, [2]int{i, -1})
			i++
		default:
			pairs = append(pairs, [2]int{-1, j})
			j++
		}
	}
	for ; i < len(a); i++ {
		pairs = append(pairs, [2]int{i, -1})
	}
	for ; j < len(b); j++ {
		pairs = append(pairs, [2]int{-1, j})
	}
	return pairs
}

// shared is the share of their words that two paragraphs have in common (Dice).
func shared(a, b map[string]int) float64 {
	in, all := 0, 0
	for w, n := range a {
		in += min(n, b[w])
		all += n
	}
	for _, n := range b {
		all += n
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(in) / float64(all)
}

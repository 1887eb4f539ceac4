package web

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"
)

// An article in small, with the places of its matches.

// mapView is the article in small: paragraphs as blocks in proportion to their letters, matches as lines.
type mapView struct {
	Blocks []mapBlock
	Ticks  []mapTick
}

type mapBlock struct{ Y, Height string } // in per cent

type mapTick struct {
	Match int
	Y     string
}

// gap is what lies between two blocks, in letters.
const gap = 40

func newMap(paragraphs []parts) (m mapView) {
	total := 0
	for _, p := range paragraphs {
		total += utf8.RuneCountInString(p.String()) + gap
	}
	if total == 0 {
		return m
	}
	percent := func(letters int) string { return fmt.Sprintf("%.2f%%", 100*float64(letters)/float64(total)) }
	at := 0
	for _, p := range paragraphs {
		begin := at
		for _, part := range p {
			if part.Match > 0 {
				m.Ticks = append(m.Ticks, mapTick{part.Match, percent(at)})
			}
			at += utf8.RuneCountInString(part.Text)
		}
		m.Blocks = append(m.Blocks, mapBlock{percent(begin), percent(at - begin)})
		at += gap
	}
	slices.SortStableFunc(m.Ticks, func(a, b mapTick) int { return cmp.Compare(a.Match, b.Match) })
	return m
}

package analysis

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed units.txt
var unitFile string

// readUnits tells the joiner what some words mean behind a number.
func (a *Analyzer) readUnits() error {
	n := 0
	for line := range strings.Lines(unitFile) {
		n++
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		if line == "" {
			continue
		}
		meaning, words, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("units, line %d: want a meaning, a colon and words", n)
		}
		exact, _, _ := a.spell(meaning)
		for _, w := range strings.Fields(words) {
			short, _, _ := a.spell(w)
			a.joins.set(short, func(w *joinWord) { w.unit = exact })
		}
	}
	return nil
}

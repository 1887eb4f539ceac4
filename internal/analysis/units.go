package analysis

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed units.txt
var unitFile string

// unitNames reads what some words mean behind a number: the exact form of
// the word, and what it means.
func (a *Analyzer) unitNames() (map[string]string, error) {
	units := map[string]string{}
	n := 0
	for line := range strings.Lines(unitFile) {
		n++
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		if line == "" {
			continue
		}
		meaning, words, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("units, line %d: want a meaning, a colon and words", n)
		}
		exact, _, _ := a.spell(meaning)
		for _, w := range strings.Fields(words) {
			short, _, _ := a.spell(w)
			units[short] = exact
		}
	}
	return units, nil
}

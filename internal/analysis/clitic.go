package analysis

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// affix is a piece of a word that is not its stem.
type affix struct {
	text  string
	share float64 // of the occurrences of an ordinary word, those with the affix
}

// affixes are the pieces by kind; grammar/affixes.txt says what the kinds are.
type affixes struct {
	article, proclitic, pronoun, before, person, present, past, object []affix

	beforeOrNone, objectOrNone []affix // the same and nothing
}

//go:embed grammar/affixes.txt
var affixesText string

// shareOf is the share of the occurrences of a noun that a proclitic stands before.
func (a *affixes) shareOf(proclitic string) float64 {
	for _, p := range a.proclitic {
		if p.text == proclitic {
			return p.share
		}
	}
	return 0
}

func parseAffixes(text string) (*affixes, error) {
	a := &affixes{}
	kinds := map[string]*[]affix{
		"article": &a.article, "proclitic": &a.proclitic, "pronoun": &a.pronoun, "before": &a.before,
		"person": &a.person, "present": &a.present, "past": &a.past, "object": &a.object,
	}
	for n, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		if len(f) != 3 || kinds[f[0]] == nil {
			return nil, fmt.Errorf("affixes: line %d: want a kind, letters and a share", n+1)
		}
		share, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			return nil, fmt.Errorf("affixes: line %d: %w", n+1, err)
		}
		list := kinds[f[0]]
		*list = append(*list, affix{f[1], share})
	}
	a.beforeOrNone, a.objectOrNone = slices.Concat(a.before, []affix{{"", 1}}), slices.Concat(a.object, []affix{{"", 1}})
	return a, nil
}

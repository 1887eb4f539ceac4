package suggest

import (
	"slices"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
)

// titleShare is the share of completions that may be titles: a third.
const titleShare = 3

// maxTitleWords is how many of the completed words titles are looked for with.
const maxTitleWords = 3

// titles lists titles that hold the words typed so far and one that the last
// may become, the newest first, as many as are wanted among n completions. A
// single short word says too little.
func (c *completer) titles(words []begun, n int) ([]Completion, error) {
	if n /= titleShare; n == 0 || len(words) == 0 || len(c.with) == 0 && utf8.RuneCountInString(c.last) < 3 {
		return nil, nil
	}
	var fit []analysis.Token
	for _, w := range words[:min(maxTitleWords, len(words))] {
		if t := c.analyzer.Word(w.form); !t.Stop {
			fit = append(fit, t)
		}
	}
	if len(fit) == 0 {
		return nil, nil
	}
	titles, err := c.src.Titles(c.with, fit, 2*n)
	if err != nil {
		return nil, err
	}
	var out []Completion
	for _, t := range titles {
		if i := slices.IndexFunc(out, func(o Completion) bool { return o.Text == t.Title }); i >= 0 {
			out[i].Articles++
		} else if len(out) < n {
			out = append(out, Completion{Text: t.Title, Kind: Title, Articles: 1, ID: t.ID})
		}
	}
	return out, nil
}

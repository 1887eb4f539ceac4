package suggest

import (
	"slices"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
)

// titleShare is the share of completions that may be titles: a third.
const titleShare = 3

// maxTitleWords is how many of the completed words titles are looked for with.
const maxTitleWords = 3

// titles lists titles that hold the words typed so far and one that the last
// may become, the newest first, as many as are wanted among n completions. A
// single short word says too little.
func (c *completer) titles(words []begun, n int) ([]Completion, error) {
	if n /= titleShare; n == 0 || len(words) == 0 || c.title == nil && utf8.RuneCountInString(c.last) < 3 {
		return nil, nil
	}
	fit := docset.Empty(len(c.src.Sizes()))
	for _, w := range words[:min(maxTitleWords, len(words))] {
		t := c.analyzer.Word(w.form)
		if t.Stop {
			continue
		}
		held, err := c.src.Holding(query.Title, analysis.Stem, &t)
		if err != nil {
			return nil, err
		}
		fit = fit.Or(held)
	}
	titles, err := c.src.Titles(docset.Both(fit, c.title), 2*n)
	if err != nil {
		return nil, err
	}
	var out []Completion
	for _, title := range titles {
		if i := slices.IndexFunc(out, func(o Completion) bool { return o.Text == title }); i >= 0 {
			out[i].Articles++
		} else if len(out) < n {
			out = append(out, Completion{title, Title, 1})
		}
	}
	return out, nil
}

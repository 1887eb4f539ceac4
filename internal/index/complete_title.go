package index

import (
	"slices"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
)

// maxTitleWords is how many of the completed words titles are looked for with.
const maxTitleWords = 3

// titles lists titles that hold the words typed so far and one that the last
// may become, the newest first. A single short word says too little.
func (c *completer) titles(words []begun, n int) ([]Completion, error) {
	if n == 0 || len(words) == 0 || c.title == nil && utf8.RuneCountInString(c.last) < 3 {
		return nil, nil
	}
	var keys []string
	for _, w := range words[:min(maxTitleWords, len(words))] {
		t := c.p.analyzer.Word(w.form)
		if !t.Stop {
			keys = append(keys, keyAt(analysis.Stem, &t))
		}
	}
	fit, err := c.p.v.holding(titleLevels[analysis.Stem], keys...)
	if err != nil {
		return nil, err
	}
	if c.title != nil {
		fit = fit.And(c.title)
	}
	docs, err := c.p.v.newest(fit, 2*n)
	if err != nil {
		return nil, err
	}
	var out []Completion
	for _, doc := range docs {
		d, err := c.p.v.document(doc)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(out, func(o Completion) bool { return o.Text == d.Title }); i >= 0 {
			out[i].Articles++
		} else if len(out) < n {
			out = append(out, Completion{d.Title, kindTitle, 1})
		}
	}
	return out, nil
}

// newest lists the n documents of a set that were published last.
func (v *view) newest(set docset.Set, n int) ([]uint64, error) {
	type dated struct {
		doc     uint64
		seconds int64
	}
	var all []dated
	for i, s := range v.segs {
		if set[i].IsEmpty() {
			continue
		}
		d, err := s.loadDates()
		if err != nil {
			return nil, err
		}
		docset.Each(set[i], func(doc uint32) { all = append(all, dated{v.base[i] + uint64(doc), d.seconds[doc]}) })
	}
	slices.SortFunc(all, func(a, b dated) int {
		switch {
		case a.seconds != b.seconds && a.seconds > b.seconds, a.seconds == b.seconds && a.doc > b.doc:
			return -1
		}
		return 1
	})
	var out []uint64
	for _, d := range all[:min(n, len(all))] {
		out = append(out, d.doc)
	}
	return out, nil
}

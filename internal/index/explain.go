package index

import (
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/rank"
)

// TermMatch is one word of the query as found in one document.
type TermMatch struct {
	Word  string
	Forms []string
	Level string
	Rule  string
	Share float64
}

// explain says for every word of the query how a document holds it. The shares
// add up to the score: what refining added has a line of its own, without a word.
func (p *plan) explain(hit rank.Hit, h *highlighter) ([]TermMatch, error) {
	doc, rest := hit.Doc, hit.Score
	d, err := p.v.document(doc)
	if err != nil {
		return nil, err
	}
	inTitle, inBody := h.find(d.Title, d.Body)
	var out []TermMatch
	for i, x := range h.leaves {
		share, err := p.share(doc, x.leaf)
		if err != nil {
			return nil, err
		}
		if share == 0 {
			continue
		}
		rest -= share
		m := TermMatch{Word: x.leaf.text, Share: share}
		closest := levelNone
		for _, part := range [...]struct {
			text    string
			matches []match
		}{{d.Title, inTitle}, {d.Body, inBody}} {
			for _, at := range part.matches {
				if at.leaf != i {
					continue
				}
				closest = max(closest, at.level)
				if form := part.text[at.start:at.end]; !slices.Contains(m.Forms, form) {
					m.Forms = append(m.Forms, form)
				}
			}
		}
		m.Level = map[level]string{levelRoot: "root", levelStem: "stem", levelExact: "exact"}[closest]
		m.Rule = p.rule(x, m.Forms)
		out = append(out, m)
	}
	if rest > 1e-9 {
		out = append(out, TermMatch{Rule: "words of the query stand close together, or are spelled as typed", Share: rest})
	}
	return out, nil
}

// rule says in words how the forms found and the word of the query meet: what
// they share, and for the first form that differs, step by step, why.
func (p *plan) rule(x *lightLeaf, forms []string) string {
	if x.slots != nil {
		return "the words of the phrase, where they stand as it asks"
	}
	if len(x.leaf.tokens) == 0 || x.leaf.tokens[0].terms != nil {
		return "a form that fits the pattern"
	}
	for _, f := range forms {
		for _, e := range p.analyzer.ExplainText(f) {
			for i := range x.leaf.tokens {
				if rule := meeting(&x.leaf.tokens[i], &e); rule != "" {
					return rule
				}
			}
		}
	}
	return "as it is written"
}

// meeting says how a form meets a word of another spelling; "" if it does not,
// or is the same.
func meeting(q *token, e *analysis.Explanation) string {
	switch {
	case e.Exact == q.Exact || e.Stem == "":
		return ""
	case e.Stem == q.Stem:
		return "both have the stem " + q.Stem + ": " + strings.Join(e.StemWhy, "; ")
	case e.Root == q.Root:
		return "both have the root " + q.Root + ": " + strings.Join(append(slices.Clone(e.StemWhy), e.RootWhy...), "; ")
	}
	return ""
}

// share is what a word of the query adds to the score of a document.
func (p *plan) share(doc uint64, l *leaf) (float64, error) {
	seg, n := p.v.rank.Locate(doc)
	filter := make([]*roaring.Bitmap, p.v.rank.Segments())
	filter[seg] = roaring.BitmapOf(n)
	sum := 0.0
	for _, w := range l.words {
		hits, err := p.engine.TopK(p.ctx, p.v.rank, rank.Query{Words: []rank.Word{w}, Filter: filter}, 1, rank.Options{})
		if err != nil {
			return 0, err
		}
		for _, h := range hits {
			sum += h.Score
		}
	}
	return sum, nil
}

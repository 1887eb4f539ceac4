package index

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/passage"
	"github.com/fihris-search/fihris/internal/query"
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

// explain says for every word of the query how the document d of a hit holds it. The shares
// add up to the score: what refining added has a line of its own, without a word.
func (p *plan) explain(hit rank.Hit, d *Document, h *passage.Highlighter) ([]TermMatch, error) {
	doc, rest := hit.Doc, hit.Score
	texts := append(passage.Article(d.Title, d.Body), p.v.own.textsOf(d)...)
	found, err := h.Matches(p.ctx, texts...)
	if err != nil {
		return nil, err
	}
	var out []TermMatch
	for i, l := range p.order {
		var forms [analysis.Exact + 1][]string
		for k := range texts {
			for lv, list := range formsAt(i, texts[k].Text, found[k]) {
				for _, f := range list {
					if !slices.Contains(forms[lv], f) {
						forms[lv] = append(forms[lv], f)
					}
				}
			}
		}
		matches, err := p.explainLeaf(doc, l, forms)
		if err != nil {
			return nil, err
		}
		for _, m := range matches {
			rest -= m.Share
		}
		out = append(out, matches...)
	}
	if p.near != nil {
		if cosine, ok := p.near.cos[doc]; ok {
			out = append(out, TermMatch{Level: "meaning", Rule: fmt.Sprintf("how near its meaning is to that of the query: cosine %.3f (%s)", cosine, p.near.model), Share: p.near.parts[doc]})
			rest -= p.near.parts[doc]
		}
	}
	if math.Abs(rest) > 1e-9 {
		m := TermMatch{Level: "closeness", Rule: "how much of the query stands close together, at the beginning and in the title, and as typed", Share: rest}
		if rest < 0 {
			m.Rule = "it lacks words of the query: what it holds counts the less, also where that stands close together"
		}
		out = append(out, m)
	}
	return out, nil
}

// formsAt lists the forms of a word in a text by level: one that meets the word
// at a close level counts at those beyond it too.
func formsAt(word int, text string, matches []passage.Match) [analysis.Exact + 1][]string {
	var forms [analysis.Exact + 1][]string
	for _, m := range matches {
		for lv := m.Level; m.Word == word && lv > analysis.NoLevel; lv-- {
			if form := text[m.Start:m.End]; !slices.Contains(forms[lv], form) {
				forms[lv] = append(forms[lv], form)
			}
		}
	}
	return forms
}

// explainLeaf explains one word of the query: an entry for each level at which
// the document holds it, closest first, with what that level adds to the score.
// The title's bonus goes to the closest level.
func (p *plan) explainLeaf(doc uint64, l *leaf, forms [analysis.Exact + 1][]string) ([]TermMatch, error) {
	var shares [analysis.Exact + 1]float64
	bonus, total := 0.0, 0.0
	for _, w := range l.words {
		for _, part := range w.Parts {
			share, err := p.share(doc, rank.Word{Boost: w.Boost, Parts: []rank.Part{part}})
			if err != nil {
				return nil, err
			}
			total += share
			switch at := levelOf(part.Field); {
			case l.phrase != nil || at.level == analysis.NoLevel:
				shares[analysis.Exact] += share
			case at.field == fieldTitle && l.field() == query.Text:
				bonus += share
			case p.isNamePart(l, &part):
				shares[analysis.Root] += share
			default:
				shares[at.level] += share
			}
		}
	}
	if total == 0 {
		return nil, nil
	}
	var out []TermMatch
	for _, lv := range analysis.Levels {
		if shares[lv] == 0 {
			continue
		}
		m := TermMatch{Word: l.text, Forms: forms[lv], Share: shares[lv] + bonus}
		bonus = 0
		m.Level, m.Rule = p.rule(l, lv, m.Forms)
		out = append(out, m)
	}
	return out, nil
}

// isNamePart says whether a part of what scores is a word of a name that was
// asked for. It is told, like a word of the same root, as what is not quite it.
func (p *plan) isNamePart(l *leaf, part *rank.Part) bool {
	return l.form == query.Stem && !part.Suffices && part.Weight == p.weights.Part && levelOf(part.Field).level == analysis.Stem
}

// rule names the level and says in words how the forms found and the word of
// the query meet: what they share, and for the first form that differs, step by
// step, why.
func (p *plan) rule(l *leaf, lv analysis.Level, forms []string) (name, rule string) {
	switch {
	case l.form == query.Fuzzy:
		return "form", "a form that differs in a few letters at most"
	case l.form == query.Prefix, l.form == query.Wildcard:
		return "form", "a form that fits the pattern"
	case l.phrase != nil:
		return "phrase", "the words of the phrase, where they stand as it asks"
	case lv == analysis.Exact:
		return lv.String(), "as it is written"
	}
	for _, f := range forms {
		for _, e := range p.analyzer.ExplainText(f) {
			for i := range l.tokens {
				if rule := meeting(&l.tokens[i], &e, lv); rule != "" {
					return lv.String(), rule
				}
			}
		}
	}
	return lv.String(), "as it is written, which counts at this level too"
}

// meeting says how a form meets a word of another spelling at a level; "" if it
// does not, or is the same.
func meeting(q *token, e *analysis.Explanation, lv analysis.Level) string {
	isWord := func(w analysis.Token) bool { return w.Stem == e.Stem }
	switch {
	case e.Exact == q.Exact || e.Stem == "":
		return ""
	case lv == analysis.Root && slices.ContainsFunc(q.words, isWord):
		return "a word of the name " + q.Exact
	case lv == analysis.Stem && e.Stem == q.Stem:
		return "both have the stem " + q.Stem + ": " + strings.Join(e.StemWhy, "; ")
	case lv == analysis.Root && e.Root == q.Root:
		why := e.RootWhy
		if e.Stem != q.Stem { // else the stem's own line says how
			why = slices.Concat(e.StemWhy, why)
		}
		return "both have the root " + q.Root + ": " + strings.Join(why, "; ")
	}
	return ""
}

// share is what a word adds to the score of a document.
func (p *plan) share(doc uint64, w rank.Word) (float64, error) {
	seg, n := p.v.rank.Locate(doc)
	filter := make([]*roaring.Bitmap, p.v.rank.Segments())
	filter[seg] = roaring.BitmapOf(n)
	hits, err := p.engine.TopK(p.ctx, p.v.rank, rank.Query{Words: []rank.Word{w}, Filter: filter}, 1, rank.Options{})
	if err != nil || len(hits) == 0 {
		return 0, err
	}
	return hits[0].Score, nil
}

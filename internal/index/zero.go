package index

import (
	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
)

// ZeroHits says why no article holds every word of a query.
type ZeroHits struct {
	Words      []WordCount // at most maxZeroWords
	Unfiltered uint64      // articles that the query finds without Request.Filter
	Unmet      []Unmet     // conditions that no article meets
}

// WordCount is how a word or a phrase of a query was understood, and how many
// articles hold it, whatever the filter. A phrase is followed by its words.
type WordCount struct {
	Text     string
	Phrase   bool
	Stop     bool   // asks for nothing beside other words
	Exact    string // its levels; a stop word has no stem, what stands for several words neither
	Stem     string
	Root     string
	Forms    int    // of a prefix, a pattern or a fuzzy word: the forms that it stands for
	Articles uint64 // that hold it as it was asked for

	ExactArticles, StemArticles, RootArticles uint64 // that hold it at each level
}

// maxZeroWords bounds what is counted for one query.
const maxZeroWords = 16

// zero counts the words of a query one by one.
func (ix *Index) zero(p *plan) (*ZeroHits, error) {
	z := &ZeroHits{}
	for _, n := range query.Leaves(p.root) {
		l := p.leaves[n]
		if l == nil || len(l.tokens) == 0 || len(z.Words) >= maxZeroWords {
			continue
		}
		if err := p.countLeaf(z, l); err != nil {
			return nil, err
		}
	}
	if p.filter == nil {
		return z, nil
	}
	q, err := ix.plan(p.ctx, p.v, p.root, nil, p.reads)
	if err != nil {
		return nil, err
	}
	free := &Results{}
	if _, err := q.totals(Request{Query: p.root}, free); err != nil {
		return nil, err
	}
	z.Unfiltered = free.Total
	return z, nil
}

// countLeaf counts a word or a phrase.
func (p *plan) countLeaf(z *ZeroHits, l *leaf) error {
	asked, err := p.strict(l.node)
	if err != nil {
		return err
	}
	switch {
	case l.tokens[0].terms != nil:
		t := &l.tokens[0]
		forms := len(t.terms)
		if l.phrase != nil {
			forms++ // the two words that it is with a space
		}
		z.Words = append(z.Words, WordCount{Text: l.text, Exact: t.Exact, Forms: forms, Articles: asked.Count()})
		return nil
	case l.phrase != nil:
		z.Words = append(z.Words, WordCount{Text: l.text, Phrase: true, Articles: asked.Count()})
	}
	for i := range l.tokens {
		if len(z.Words) == maxZeroWords {
			return nil
		}
		w, err := p.countToken(&l.tokens[i])
		if err != nil {
			return err
		}
		switch {
		case l.phrase != nil:
			w.Text = l.text[l.tokens[i].Start:l.tokens[i].End]
		case len(l.tokens) == 1:
			w.Text, w.Articles = l.text, asked.Count()
		}
		z.Words = append(z.Words, w)
	}
	return nil
}

// countToken counts a word at its levels.
func (p *plan) countToken(t *token) (WordCount, error) {
	w := WordCount{Text: t.Exact, Stop: t.Stop, Exact: t.Exact, Stem: t.Stem, Root: t.Root}
	for _, c := range [...]struct {
		level analysis.Level
		n     *uint64
	}{{analysis.Exact, &w.ExactArticles}, {analysis.Stem, &w.StemArticles}, {analysis.Root, &w.RootArticles}} {
		held, err := p.v.holding(p.ctx, textLevels[c.level], termAt(c.level, &t.Token))
		if err != nil {
			return w, err
		}
		if *c.n = held.Count(); t.Stop {
			break // it has no other level
		}
	}
	if w.Articles = w.StemArticles; t.Stop {
		w.Articles = w.ExactArticles
	}
	return w, nil
}

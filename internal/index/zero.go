package index

import (
	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
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
	asked, err := p.holders(l)
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
		z.Words = append(z.Words, WordCount{Text: l.text, Exact: t.Exact, Forms: forms, Articles: asked})
		return nil
	case l.phrase != nil:
		z.Words = append(z.Words, WordCount{Text: l.text, Phrase: true, Articles: asked})
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
			w.Text, w.Articles = l.text, asked
		}
		z.Words = append(z.Words, w)
	}
	return nil
}

// holders counts the articles that hold a word or a phrase as it was asked for.
func (p *plan) holders(l *leaf) (uint64, error) {
	switch len(l.words) {
	case 0:
		return 0, nil
	case 1:
		return p.engine.Holders(p.ctx, p.v.rank, l.words[0])
	}
	held, err := p.strict(l.node)
	if err != nil {
		return 0, err
	}
	return held.Count(), nil
}

// countToken counts a word at its levels, in all of its readings: a bare alef may
// be that of two words.
func (p *plan) countToken(t *token) (WordCount, error) {
	w := WordCount{Text: t.Exact, Stop: t.Stop, Exact: t.Exact, Stem: t.Stem, Root: t.Root}
	for _, c := range [...]struct {
		level analysis.Level
		n     *uint64
	}{{analysis.Exact, &w.ExactArticles}, {analysis.Stem, &w.StemArticles}, {analysis.Root, &w.RootArticles}} {
		var err error
		if *c.n, err = p.holdersBare(c.level, t.termsAt(c.level)...); err != nil {
			return w, err
		}
		if t.Stop {
			break // it has no other level
		}
	}
	if w.Articles = w.StemArticles; t.Stop {
		w.Articles = w.ExactArticles
	}
	return w, nil
}

// holdersBare counts the articles of holdingBare. Mostly a list says how many it has, and
// where it does not the engine remembers.
func (p *plan) holdersBare(l analysis.Level, terms ...string) (uint64, error) {
	var w rank.Word
	for i, field := range p.v.bareLevels(l) {
		w.Parts = append(w.Parts, rank.Part{Field: field, Weight: 1, Terms: terms, Suffices: i > 0})
	}
	return p.engine.Holders(p.ctx, p.v.rank, w)
}

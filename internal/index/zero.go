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
	z, err := p.countWords()
	if err != nil || p.filter == nil {
		return z, err
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

// countWords counts the words of a query.
func (p *plan) countWords() (*ZeroHits, error) {
	c := &zeroCounter{p: p, z: &ZeroHits{Words: make([]WordCount, 0, maxZeroWords)}} // which do not move: they are counted into
	for _, n := range query.Leaves(p.root) {
		l := p.leaves[n]
		if l == nil || len(l.tokens) == 0 || len(c.z.Words) >= maxZeroWords {
			continue
		}
		if err := c.leaf(l); err != nil {
			return nil, err
		}
	}
	return c.z, c.ask()
}

// zeroCounter counts at once or, where the articles lie elsewhere, all together.
type zeroCounter struct {
	p     *plan
	z     *ZeroHits
	wants []Want
	to    []*uint64
}

// add appends a word.
func (c *zeroCounter) add(w WordCount) *WordCount {
	c.z.Words = append(c.z.Words, w)
	return &c.z.Words[len(c.z.Words)-1]
}

// ask counts what waits.
func (c *zeroCounter) ask() error {
	if len(c.wants) == 0 {
		return nil
	}
	counts, err := c.p.v.lexis.Counts(c.wants)
	for i, n := range counts {
		*c.to[i] = n
	}
	return err
}

// leaf counts a word or a phrase.
func (c *zeroCounter) leaf(l *leaf) error {
	t := &l.tokens[0]
	switch {
	case t.terms != nil:
		forms := len(t.terms)
		if l.phrase != nil {
			forms++ // the two words that it is with a space
		}
		return c.holders(l, &c.add(WordCount{Text: l.text, Exact: t.Exact, Forms: forms}).Articles)
	case l.phrase != nil:
		if err := c.holders(l, &c.add(WordCount{Text: l.text, Phrase: true}).Articles); err != nil {
			return err
		}
	}
	for i := range l.tokens {
		if len(c.z.Words) == maxZeroWords {
			return nil
		}
		w, err := c.token(&l.tokens[i])
		if err != nil {
			return err
		}
		switch {
		case l.phrase != nil:
			w.Text = l.text[l.tokens[i].Start:l.tokens[i].End]
		case len(l.tokens) == 1:
			w.Text = l.text
			err = c.holders(l, &w.Articles)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// holders counts the articles that hold a word or a phrase as it was asked for.
func (c *zeroCounter) holders(l *leaf, to *uint64) error {
	if len(l.words) == 1 && len(l.words[0].Parts) > 0 {
		return c.word(l.words[0], to)
	}
	if c.p.v.lexis != nil {
		want, err := c.p.strictWant(l.node)
		c.wants, c.to = append(c.wants, want), append(c.to, to)
		return err
	}
	held, err := c.p.strict(l.node)
	if err == nil {
		*to = held.Count()
	}
	return err
}

// word counts the articles that hold a word. Mostly a list says how many it has, and
// where it does not the engine remembers.
func (c *zeroCounter) word(w rank.Word, to ...*uint64) error {
	if c.p.v.lexis != nil {
		for _, n := range to {
			c.wants, c.to = append(c.wants, HeldWant(&w)), append(c.to, n)
		}
		return nil
	}
	held, err := c.p.engine.Holders(c.p.ctx, c.p.v.rank, w)
	for _, n := range to {
		*n = held
	}
	return err
}

// token counts a word at its levels, in all of its readings: a bare alef may
// be that of two words.
func (c *zeroCounter) token(t *token) (*WordCount, error) {
	w := c.add(WordCount{Text: t.Exact, Stop: t.Stop, Exact: t.Exact, Stem: t.Stem, Root: t.Root})
	counts := map[analysis.Level][]*uint64{analysis.Exact: {&w.ExactArticles}, analysis.Stem: {&w.StemArticles}, analysis.Root: {&w.RootArticles}}
	levels, asked := []analysis.Level{analysis.Exact, analysis.Stem, analysis.Root}, analysis.Stem
	if t.Stop { // it has no other level
		levels, asked = levels[:1], analysis.Exact
	}
	counts[asked] = append(counts[asked], &w.Articles)
	for _, l := range levels {
		if err := c.word(c.p.bareWord(l, t.termsAt(l)...), counts[l]...); err != nil {
			return w, err
		}
	}
	return w, nil
}

// bareWord is a word that the articles of holdingBare hold.
func (p *plan) bareWord(l analysis.Level, terms ...string) (w rank.Word) {
	for i, field := range p.v.bareLevels(l) {
		w.Parts = append(w.Parts, rank.Part{Field: field, Weight: 1, Terms: terms, Suffices: i > 0})
	}
	return w
}

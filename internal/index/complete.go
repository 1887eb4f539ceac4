package index

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/spell"
)

// Completion is what a reader may be about to type.
type Completion struct {
	Text     string
	Kind     string
	Articles uint64
}

// The kinds of completions.
const (
	kindWord  = "word"
	kindTitle = "title"
)

// The bounds that keep a completion within a few milliseconds.
const (
	maxBehind  = 32 // looked at behind each proclitic
	maxBegun   = 24 // words of which it is asked how they go with those before
	maxContext = 3  // words before the last that it should go with
)

// completer completes one text.
type completer struct {
	ix    *Index
	p     *plan
	words spell.Vocabularies
	head  string     // the text before its last word
	last  string     // folded
	with  docset.Set // articles that hold the words of head; nil for all
	title docset.Set // articles whose titles do
}

// Complete returns up to n texts that begin with text, its last word completed
// in the ways that the most articles agree with, and titles that hold its words.
func (ix *Index) Complete(ctx context.Context, text string, n int) ([]Completion, error) {
	if err := ix.enter(ctx); err != nil {
		return nil, err
	}
	defer ix.leave()
	head, last := cutLastWord(text)
	folded := analysis.Fold(last)
	if folded == "" || n <= 0 || len(text) > query.MaxLength || !utf8.ValidString(text) {
		return nil, nil
	}
	v, err := ix.view()
	if err != nil {
		return nil, err
	}
	defer v.close()
	c := &completer{ix: ix, p: &plan{ctx: ctx, v: v, analyzer: ix.analyzer, engine: ix.engine}, head: head, last: folded}
	if c.words, err = v.vocabulary(fieldText); err != nil {
		return nil, err
	}
	if err := c.readHead(); err != nil {
		return nil, err
	}
	words, err := c.complete()
	if err != nil {
		return nil, err
	}
	titles, err := c.titles(words, n/3)
	if err != nil {
		return nil, err
	}
	var out []Completion
	for _, w := range words[:min(n-len(titles), len(words))] {
		written, err := ix.written(v, c.words, w.form)
		if err != nil {
			return nil, err
		}
		out = append(out, Completion{head + written, kindWord, uint64(w.articles)})
	}
	return append(out, titles...), nil
}

// cutLastWord cuts a text before its last word, which is empty where the text
// ends otherwise.
func cutLastWord(text string) (head, last string) {
	i := len(text)
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(text[:i])
		if analysis.IsBreak(r) {
			break
		}
		i -= n
	}
	return text[:i], text[i:]
}

// readHead finds the articles that hold the last words before the last one.
func (c *completer) readHead() error {
	var tokens []analysis.Token
	for _, n := range query.Leaves(query.Parse(c.head)) {
		switch n := n.(type) {
		case *query.Word:
			tokens = c.p.analyzer.AppendTokens(tokens, n.Text)
		case *query.Phrase:
			tokens = c.p.analyzer.AppendTokens(tokens, n.Text)
		}
	}
	tokens = slices.DeleteFunc(tokens, func(t analysis.Token) bool { return t.Stop })
	for _, t := range tokens[max(0, len(tokens)-maxContext):] {
		w := rank.Word{Parts: parts(query.Text, query.Stem, &t)}
		text, err := c.p.v.gatherAt(func(i int, _ *segment) (*roaring.Bitmap, error) {
			return c.p.engine.Holds(c.p.ctx, c.p.v.rank, i, w) // a search asks for the same words soon
		})
		if err != nil {
			return err
		}
		title, err := c.p.v.holding(titleLevels[analysis.Stem], keyAt(analysis.Stem, &t))
		if err != nil {
			return err
		}
		c.with, c.title = docset.Both(c.with, text), docset.Both(c.title, title)
	}
	if c.with != nil && c.with.Count() == 0 {
		c.with = nil // better a word that goes with none than no word
	}
	return nil
}

// begun is a word that begins as typed.
type begun struct {
	form     string // exact, the commonest of those below
	docs     int    // that hold it, also behind the article and proclitics
	most     int    // of that form
	asBegun  bool   // that form begins as typed, without anything before it
	articles int    // that hold this form and the words before it
}

// complete lists completions of the last word, the likeliest first.
func (c *completer) complete() ([]begun, error) {
	all := c.candidates()
	if len(all) == 0 {
		all = c.behindProclitics()
	}
	all = all[:min(len(all), maxBegun)]
	for i := range all {
		w := &all[i]
		if c.with == nil {
			w.articles = c.words.Lookup(w.form)
			continue
		}
		set, err := c.p.v.holding(textLevels[analysis.Exact], c.p.keyOf(w.form))
		if err != nil {
			return nil, err
		}
		w.articles = int(set.Overlap(c.with))
	}
	if c.with != nil {
		all = slices.DeleteFunc(all, func(w begun) bool { return w.articles == 0 })
		slices.SortStableFunc(all, func(a, b begun) int { return cmp.Compare(b.articles, a.articles) })
	}
	return all, nil
}

// candidates lists the words that begin as typed, the most frequent first. The
// forms of a word behind the article and proclitics count for it; it is shown
// as it was begun, if the index has it so.
func (c *completer) candidates() []begun {
	var out []begun
	forms := spell.Counts{}
	for _, start := range analysis.WithTehMarbuta(c.last) {
		words := map[string]int{} // by what follows the beginning: where in out
		for _, pre := range behind(start) {
			clear(forms)
			c.words.Frequent(pre, maxBehind, forms)
			for form, docs := range forms {
				i, ok := words[form[len(pre):]]
				if !ok {
					i = len(out)
					words[form[len(pre):]] = i
					out = append(out, begun{})
				}
				w := &out[i]
				w.docs += docs
				asBegun := pre == start
				if asBegun || !w.asBegun && (docs > w.most || docs == w.most && form < w.form) {
					w.form, w.most, w.asBegun = form, docs, asBegun
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b begun) int {
		return cmp.Or(cmp.Compare(b.docs, a.docs), strings.Compare(a.form, b.form))
	})
	return out
}

// behindProclitics completes what stands behind the proclitics of a word of
// which the index has no form that begins so.
func (c *completer) behindProclitics() []begun {
	for _, before := range slices.Concat(articled, clitics) {
		rest, ok := strings.CutPrefix(c.last, before)
		if !ok || before == "" || utf8.RuneCountInString(rest) < 2 {
			continue
		}
		forms := spell.Counts{}
		c.words.Frequent(rest, maxBehind, forms)
		var out []begun
		for _, form := range forms.Best(maxBehind) {
			out = append(out, begun{form: before + form, docs: forms[form]})
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

package suggest

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
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
	Word  = "word"
	Title = "title"
)

// The bounds that keep a completion within a few milliseconds.
const (
	maxBehind    = 32 // looked at behind each proclitic
	maxBegun     = 24 // words of which it is asked how they go with those before
	maxContext   = 3  // words before the last that it should go with
	maxFollowing = 10 // words of which it is asked how often they follow the one before
)

// completer completes one text.
type completer struct {
	*Suggester
	src    Source
	words  spell.Vocabularies
	head   string     // the text before its last word
	last   string     // folded
	before string     // the word right before it, if there is one
	with   docset.Set // articles that hold the words of head; nil for all
	title  docset.Set // articles whose titles do
}

// Complete returns up to n texts that begin with text, its last word completed
// in the ways that the most articles agree with, and titles that hold its words.
func (g *Suggester) Complete(src Source, text string, n int) ([]Completion, error) {
	head, last := cutLastWord(text)
	folded := analysis.Fold(last)
	if folded == "" || n <= 0 || len(text) > query.MaxLength || !utf8.ValidString(text) {
		return nil, nil
	}
	c := &completer{Suggester: g, src: src, head: head, last: folded, words: src.Forms()}
	if err := c.readHead(); err != nil {
		return nil, err
	}
	words, err := c.complete()
	if err != nil {
		return nil, err
	}
	titles, err := c.titles(words, n)
	if err != nil {
		return nil, err
	}
	var out []Completion
	for _, w := range words[:min(n-len(titles), len(words))] {
		written, err := c.asWritten(src, c.words, w.form)
		if err != nil {
			return nil, err
		}
		out = append(out, Completion{head + written, Word, uint64(w.articles)})
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
			tokens = c.analyzer.AppendUnits(tokens, n.Text)
		case *query.Phrase:
			tokens = c.analyzer.AppendUnits(tokens, n.Text)
		}
	}
	if _, before := cutLastWord(strings.TrimRight(c.head, " ")); c.head != "" && strings.HasSuffix(c.head, " ") {
		c.before = before
	}
	tokens = slices.DeleteFunc(tokens, func(t analysis.Token) bool { return t.Stop })
	for _, t := range tokens[max(0, len(tokens)-maxContext):] {
		text, err := c.src.Holding(query.Text, analysis.Stem, &t)
		if err != nil {
			return err
		}
		title, err := c.src.Holding(query.Title, analysis.Stem, &t)
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
	has      string // the form of the index
	docs     int    // that hold it, also behind the article and proclitics
	most     int    // of that form
	asBegun  bool   // that form begins as typed, without anything before it
	articles int    // that hold the form of the index and the words before it
	follows  uint64 // articles in which it stands right behind the last of them
}

// complete lists completions of the last word, the likeliest first.
func (c *completer) complete() ([]begun, error) {
	all := c.candidates()
	all = all[:min(len(all), maxBegun)]
	for i := range all {
		w := &all[i]
		if c.with == nil {
			w.articles = c.words.Lookup(w.has)
			continue
		}
		t := c.analyzer.Form(w.has)
		set, err := c.src.Holding(query.Text, analysis.Exact, &t)
		if err != nil {
			return nil, err
		}
		w.articles = int(set.Overlap(c.with))
	}
	all = slices.DeleteFunc(all, func(w begun) bool { return w.articles == 0 })
	if c.with != nil {
		slices.SortStableFunc(all, func(a, b begun) int { return cmp.Compare(b.articles, a.articles) })
	}
	return all, c.follow(all[:min(len(all), maxFollowing)])
}

// follow puts words first that stand right behind the word before them in the
// most articles: that two words share an article says little about what comes
// next.
func (c *completer) follow(words []begun) error {
	if c.before == "" {
		return nil
	}
	for i := range words {
		every, _, err := c.src.Count(&query.Phrase{Text: c.before + " " + words[i].has})
		if err != nil {
			return err
		}
		words[i].follows = every
	}
	slices.SortStableFunc(words, func(a, b begun) int { return cmp.Compare(b.follows, a.follows) })
	return nil
}

// candidates lists the words that begin as typed, the most frequent first. The
// forms of a word behind the article and proclitics count for it; it is shown
// as it was begun, if the index has it so.
func (c *completer) candidates() []begun {
	var out []begun
	forms := spell.Counts{}
	for _, start := range analysis.WithTehMarbuta(c.last) {
		words := map[string]int{} // by what follows the beginning: where in out
		for _, pre := range analysis.Behind(start) {
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
					w.form, w.has, w.most, w.asBegun = form, form, docs, asBegun
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b begun) int {
		return cmp.Or(cmp.Compare(b.docs, a.docs), strings.Compare(a.form, b.form))
	})
	return out
}

package suggest

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// Completion is what a reader may be about to type.
type Completion struct {
	Text     string
	Kind     string
	Articles uint64
	ID       string // of the newest article that has a title; empty for words
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
	maxSampled   = 48 // articles that are read for what follows that
)

// Typing is an index at one moment, as completion asks it: for counts, many at once, so that they may
// come from afar. [Sets] makes one of a Source.
type Typing interface {
	// Forms is that of a Source, and Texts is.
	Forms() spell.Vocabularies
	Texts(t *analysis.Token, n int) ([]string, error)
	// Sample returns titles and bodies of up to n articles that hold a word in this very form and,
	// if any do, those of head in any, from the first of them to the last. It may be none, where
	// reading takes long.
	Sample(t *analysis.Token, head []analysis.Token, n int) ([]string, error)
	// Beside returns of each word how many articles hold it in this very form and the words
	// of head in any. Where none holds all of head, or it is empty, it is how many hold the word,
	// and together is false.
	Beside(head, words []analysis.Token) (articles []uint64, together bool, err error)
	// Phrases returns of each text how many articles hold it as a phrase.
	Phrases(texts []string) ([]uint64, error)
	// Titles returns n titles, those published last first, that hold the words of head and one of
	// words, all in any form.
	Titles(head, words []analysis.Token, n int) ([]Titled, error)
}

// completer completes one text.
type completer struct {
	*Suggester
	src    Typing
	words  spell.Vocabularies
	head   string           // the text before its last word
	with   []analysis.Token // the last words of it that ask for something
	last   string           // folded
	before string           // the word right before it, if there is one
}

// Complete returns up to n texts that begin with text, its last word completed
// in the ways that the most articles agree with, and titles that hold its words.
func (g *Suggester) Complete(src Typing, text string, n int) ([]Completion, error) {
	head, last := cutLastWord(text)
	folded := analysis.Fold(last)
	if folded == "" || n <= 0 || len(text) > query.MaxLength || !utf8.ValidString(text) {
		return nil, nil
	}
	c := &completer{Suggester: g, src: src, head: head, last: folded, words: src.Forms()}
	c.readHead()
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
		out = append(out, Completion{Text: head + written, Kind: Word, Articles: uint64(w.articles)})
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

// readHead finds the last words before the last one.
func (c *completer) readHead() {
	var tokens []analysis.Token
	for _, n := range query.Leaves(c.own.Parse(c.head)) {
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
	c.with = tokens[max(0, len(tokens)-maxContext):]
}

// begun is a word that begins as typed.
type begun struct {
	form     string // exact, the commonest of those below
	has      string // the form of the index
	docs     int    // that hold it, also behind the article and proclitics
	most     int    // of that form
	asBegun  bool   // that form begins as typed, without anything before it
	articles int    // that hold the form of the index and the words before it
	seen     int    // how often it follows the last of them in some articles
	follows  uint64 // articles in which it stands right behind the last of them
}

// complete lists completions of the last word, the likeliest first.
func (c *completer) complete() ([]begun, error) {
	seen, err := c.followers()
	if err != nil {
		return nil, err
	}
	all := c.candidates(seen)
	all = all[:min(len(all), maxBegun)]
	if len(all) == 0 {
		return nil, nil
	}
	words := make([]analysis.Token, len(all))
	for i := range all {
		words[i] = c.analyzer.Form(all[i].has)
	}
	articles, together, err := c.src.Beside(c.with, words)
	if err != nil {
		return nil, err
	}
	for i, n := range articles {
		all[i].articles = int(n)
	}
	all = slices.DeleteFunc(all, func(w begun) bool { return w.articles == 0 })
	if together {
		slices.SortStableFunc(all, func(a, b begun) int {
			return cmp.Or(cmp.Compare(b.seen, a.seen), cmp.Compare(b.articles, a.articles))
		})
	}
	return all, c.follow(all[:min(len(all), maxFollowing)])
}

// candidates lists the words that begin as typed: those seen to follow the one before
// them, then the most frequent. The forms of a word behind the article and proclitics
// count for it; it is shown as it was begun, if the index has it so.
func (c *completer) candidates(seen spell.Counts) []begun {
	var out []begun
	forms := spell.Counts{}
	for _, start := range analysis.WithTehMarbuta(c.last) {
		words := map[string]int{} // by what follows the beginning: where in out
		for form, n := range seen {
			if docs := c.words.Lookup(form); docs > 0 && strings.HasPrefix(form, start) {
				words[form[len(start):]] = len(out)
				out = append(out, begun{form: form, has: form, most: docs, asBegun: true, seen: n})
			}
		}
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
		return cmp.Or(cmp.Compare(b.seen, a.seen), cmp.Compare(b.docs, a.docs), strings.Compare(a.form, b.form))
	})
	return out
}

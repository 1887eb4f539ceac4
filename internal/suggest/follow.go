package suggest

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/spell"
)

// follow puts words first that stand right behind the word before them in the
// most articles: that two words share an article says little about what comes
// next.
func (c *completer) follow(words []begun) error {
	if c.before == "" || len(words) == 0 {
		return nil
	}
	texts := make([]string, len(words))
	for i := range words {
		texts[i] = c.before + " " + words[i].has
	}
	follows, err := c.src.Phrases(texts)
	if err != nil {
		return err
	}
	for i, n := range follows {
		words[i].follows = n
	}
	slices.SortStableFunc(words, func(a, b begun) int {
		return cmp.Or(cmp.Compare(b.follows, a.follows), cmp.Compare(b.articles, a.articles))
	})
	return nil
}

// followers reads some of the articles that hold the words typed for the forms that
// begin as the last one and follow the one before it, and how often: what follows
// one word is rarely among the most frequent of all that begin so.
func (c *completer) followers() (spell.Counts, error) {
	if c.before == "" {
		return nil, nil
	}
	t := c.analyzer.Word(c.before)
	written, err := c.asWritten(c.src, c.words, t.Exact)
	if err != nil {
		return nil, err
	}
	texts, err := c.src.Sample(&t, c.with, maxSampled)
	if err != nil {
		return nil, err
	}
	seen := spell.Counts{}
	starts := analysis.WithTehMarbuta(c.last)
	for _, text := range texts {
		eachBehind(text, written, func(word string) {
			form := analysis.Fold(word)
			if slices.ContainsFunc(starts, func(start string) bool { return strings.HasPrefix(form, start) }) {
				seen[form]++
			}
		})
	}
	return seen, nil
}

// eachBehind visits the words that stand in a text right behind another one: a
// space behind it.
func eachBehind(text, before string, visit func(word string)) {
	for at := 0; ; {
		i := strings.Index(text[at:], before)
		if i < 0 || before == "" {
			return
		}
		i += at
		at = i + len(before)
		if last, _ := utf8.DecodeLastRuneInString(text[:i]); i > 0 && !analysis.IsBreak(last) {
			continue // the end of another word
		}
		if rest, ok := strings.CutPrefix(text[at:], " "); ok {
			if end := strings.IndexFunc(rest, analysis.IsBreak); end >= 0 {
				rest = rest[:end]
			}
			visit(rest)
		}
	}
}

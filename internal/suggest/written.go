package suggest

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/spell"
)

// writtenForms remembers how people write the exact forms of the index, which
// are folded: two spellings of hamza are one form. A spelling is looked up in
// articles that hold the form, and kept.
type writtenForms struct {
	mu    sync.Mutex
	of    map[string]string
	stops *spell.Vocabulary
}

// reader reads articles: a Source, or what completion asks.
type reader interface {
	Texts(t *analysis.Token, n int) ([]string, error)
}

// maxWritten bounds what is remembered.
const maxWritten = 1 << 14

// maxRead is how many articles are read for one form.
const maxRead = 3

// stopFrequency is how many more articles than really do are said to hold a
// stop word. Small indexes lack some, and these are what queries begin with.
const stopFrequency = 300

// stopWords returns the vocabulary of stop words.
func (w *writtenForms) stopWords(a *analysis.Analyzer) *spell.Vocabulary {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stops == nil {
		w.stops = spell.NewVocabulary(func(yield func(string, int) bool) {
			for _, word := range a.StopWords() {
				if !yield(word, stopFrequency) {
					return
				}
			}
		})
	}
	return w.stops
}

// queryWords is a vocabulary with more words than were counted.
type queryWords struct {
	spell.Vocabularies
	counted uint64
}

// Total is the sum of the frequencies that were counted.
func (q queryWords) Total() uint64 { return q.counted }

// asWritten returns forms, separated by spaces, as people write them.
func (g *Suggester) asWritten(src reader, words spell.Vocabularies, forms string) (string, error) {
	var out []string
	for form := range strings.FieldsSeq(forms) {
		text, err := g.writtenForm(src, words, form)
		if err != nil {
			return "", err
		}
		out = append(out, text)
	}
	return strings.Join(out, " "), nil
}

// Written returns a form of the index as people write it.
func (g *Suggester) Written(src reader, form string) (string, error) {
	return g.writtenForm(src, nil, form)
}

// writtenForm is the commonest spelling of a form in some articles, or the form
// itself where the index does not have it. Of a form that it has without the
// proclitics before it, it is that with the proclitics.
func (g *Suggester) writtenForm(src reader, words spell.Vocabularies, form string) (string, error) {
	if !isAmbiguous(form) {
		return form, nil
	}
	w := &g.written
	w.mu.Lock()
	text, ok := w.of[form]
	w.mu.Unlock()
	if ok {
		return text, nil
	}
	before, base := "", form
	if words.Lookup(form) == 0 {
		for _, c := range slices.Concat(analysis.ArticleProclitics(), analysis.Proclitics()) {
			if rest, ok := strings.CutPrefix(form, c); ok && len(c) > len(before) && words.Lookup(rest) > 0 {
				before, base = c, rest
			}
		}
	}
	text, err := commonest(src, g.analyzer, base)
	if err != nil {
		return "", err
	}
	text = before + text
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.of) >= maxWritten || w.of == nil {
		w.of = map[string]string{}
	}
	w.of[form] = text
	return text, nil
}

// isAmbiguous says whether a form may be written in several ways: with letters
// that are folded, in words that are written apart, or with capitals. The alef
// of the article is always that.
func isAmbiguous(form string) bool {
	bare := form
	for _, a := range analysis.ArticleProclitics() {
		if rest, ok := strings.CutPrefix(form, a); ok && len(rest) < len(bare) {
			bare = rest
		}
	}
	return strings.ContainsFunc(bare, func(r rune) bool {
		return analysis.IsAmbiguous(r) || latinLetter(r)
	})
}

// commonest reads how most of some articles write a form.
func commonest(src reader, a *analysis.Analyzer, form string) (string, error) {
	t := a.Form(form)
	texts, err := src.Texts(&t, maxRead)
	if err != nil {
		return "", err
	}
	counts := spell.Counts{}
	for _, text := range texts {
		countSpellings(text, form, counts)
	}
	for _, spelling := range counts.Best(len(counts)) {
		if a.Word(spelling).Exact == form { // no other word with the same letters
			return spelling, nil
		}
	}
	clear(counts) // it is several words, or has something before it
	for _, text := range texts {
		countTokens(a, text, form, counts)
	}
	for _, best := range counts.Best(1) {
		return best, nil
	}
	return form, nil
}

// countSpellings counts the words of a text that fold to a form, without marks.
// It looks at letters only, which takes a tenth of analyzing the text.
func countSpellings(text, form string, counts spell.Counts) {
	for word := range strings.FieldsFuncSeq(text, analysis.IsBreak) {
		if analysis.Fold(word) == form {
			counts[plainSpelling(word)]++
		}
	}
}

// countTokens counts the tokens of a text that are a form, without marks.
func countTokens(a *analysis.Analyzer, text, form string, counts spell.Counts) {
	for _, t := range a.AppendTokens(nil, text) {
		if t.Exact != form {
			continue
		}
		spelling := plainSpelling(text[t.Start:t.End])
		if strings.ContainsFunc(form, latinLetter) { // Arabic before it is a proclitic
			spelling = strings.TrimLeftFunc(spelling, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
		}
		counts[spelling]++
	}
}

// plainSpelling drops marks, tatweel and controls, and line breaks in names.
func plainSpelling(s string) string {
	s = strings.Map(func(r rune) rune {
		if analysis.IsMark(r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

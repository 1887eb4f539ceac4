package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/spell"
)

// Words that the lexicon lacks, names above all, are read by what the index has:
// behind proclitics that the analyzer could not know to be some, and in the other
// spellings of a foreign name. So is what dialects write onto words that the
// lexicon has. All of these count at the stem level only.

// leastDialect is how careless the authors of an index must be for it to be asked
// whether it has words of dialects: edited news has none but in quotations.
const leastDialect = 0.005

// readDialect reads the word without a dialect's proclitic, and with those that
// articles have.
func (r *wordReader) readDialect() error {
	slip, err := r.v.carelessness(r.analyzer)
	if err != nil {
		return err
	}
	for _, v := range spell.DialectVariants(r.typed.Exact) {
		lex := r.analyzer.OccurrencesAs(v.Text)
		common, rare := lex, r.lex
		if v.Careless {
			common, rare = rare, common
		}
		if common < ownWord || common < timesRead*rare || v.Careless && slip < leastDialect || len(r.out) == mostRead {
			continue // it is a word of its own, or what stands behind is none
		}
		verb := v.Text
		if v.Careless {
			verb = r.typed.Exact
		}
		if !strings.HasPrefix(verb, analysis.Article) && !r.isImperfect(verb) {
			continue
		}
		if err := r.add(v.Text, spell.KindDialect); err != nil {
			return err
		}
	}
	return nil
}

// isImperfect says whether the first letter of a word is no part of its stem.
func (r *wordReader) isImperfect(word string) bool {
	_, n := utf8.DecodeRuneInString(word)
	return !strings.HasPrefix(r.analyzer.Word(word).Stem, word[:n])
}

// leastCut is how many letters a word must have behind its proclitics.
const leastCut = 4

// readClitics reads a word that the lexicon lacks with the proclitics that
// articles have before it, and without those that it has itself.
func (r *wordReader) readClitics() error {
	word := r.typed.Exact
	if r.lex >= ownWord || utf8.RuneCountInString(word) < leastCut {
		return nil
	}
	for _, before := range analysis.Proclitics() {
		texts := []string{before + word}
		if rest, ok := strings.CutPrefix(word, before); ok && utf8.RuneCountInString(rest) >= leastCut {
			texts = append(texts, rest)
		}
		for _, text := range texts {
			if before == "" || r.analyzer.OccurrencesAs(text) >= ownWord || len(r.out) == mostRead {
				continue
			}
			if err := r.add(text, spell.KindClitic); err != nil {
				return err
			}
		}
	}
	return nil
}

// add reads the word as another if articles have that in this very form, and the
// lexicon takes it for no form of a word that it knows.
func (r *wordReader) add(form, kind string) error {
	t := r.analyzer.Word(form)
	if t.Stop || t.Exact != form || t.Stem == r.typed.Stem || r.has(t.Stem) {
		return nil
	}
	if kind == spell.KindClitic && r.analyzer.Occurrences(t.Stem) >= ownWord {
		return nil
	}
	docs, err := r.v.holders(keyAt(analysis.Exact, &t))
	if err == nil && docs > 0 {
		r.out = append(r.out, reading{Token: t, kind: kind})
	}
	return err
}

// How many other spellings of a name are read, and how many times as rare one may
// be: what is rarer is a slip of few.
const (
	namesRead = 3
	timesName = 200
)

// readNames reads a name of which no rule makes a root in the other spellings
// that articles have, where a vowel more or less does not make another name.
func (r *wordReader) readNames() error {
	name := r.typed.Stem
	if name != r.typed.Root || !isArabicWord(name) {
		return nil
	}
	lex := r.lexOfName(name)
	held, err := r.held()
	if err != nil {
		return err
	}
	docs := map[string]uint64{}
	var found []reading
	for _, v := range spell.NameVariants(name) {
		form, n, err := r.v.name(v.Text)
		if err != nil {
			return err
		}
		if n == 0 || n*timesName < held || r.has(v.Text) || docs[v.Text] > 0 {
			continue
		}
		// Two letters of one sound are one name, however common both are.
		if other := r.lexOfName(v.Text); len(v.Text) != len(name) && min(lex, other) >= ownWord && max(lex, other) < timesRead*min(lex, other) {
			continue
		}
		docs[v.Text] = n
		found = append(found, reading{Token: analysis.Token{Exact: form, Stem: v.Text, Root: v.Text}, kind: spell.KindName})
	}
	slices.SortStableFunc(found, func(a, b reading) int { return cmp.Compare(docs[b.Stem], docs[a.Stem]) })
	r.out = append(r.out, found[:min(namesRead, len(found))]...)
	return nil
}

// lexOfName is how often the lexicon has a name, with and without the article.
func (r *wordReader) lexOfName(name string) float64 {
	return r.analyzer.Occurrences(name) + r.analyzer.Occurrences(analysis.Article+name)
}

// name finds a name that is its own stem and root: the form in which most articles
// have it, and how often articles have it in any.
func (v *view) name(name string) (form string, docs uint64, err error) {
	start := name + keySeparator + keySeparator
	forms := map[string]int{}
	for _, s := range v.segs {
		c := s.seg.Field(fieldText).From(start)
		for c.Next() && strings.HasPrefix(string(c.Term()), start) {
			forms[formOf(string(c.Term()))] += c.List().Count
			docs += uint64(c.List().Count)
		}
		if err := c.Err(); err != nil {
			return "", 0, damage(err)
		}
	}
	for _, best := range spell.Counts(forms).Best(1) {
		form = best
	}
	return form, docs, nil
}

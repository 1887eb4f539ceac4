package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
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

// dialects lists the word without a dialect's proclitic, and with those that
// articles may have.
func (r *wordReader) dialects() (out []spell.Variant) {
	for _, v := range spell.DialectVariants(r.typed.Exact) {
		if v.Careless && (r.slip < leastDialect || r.lex < ownWord) {
			continue // edited news, or no word
		}
		lex := r.analyzer.OccurrencesAs(v.Text)
		if rest, heh := strings.CutSuffix(v.Text, "ه"); heh && !v.Careless && lex < ownWord { // هالسنه: both were typed so
			v.Text = rest + "ة"
			lex = r.analyzer.OccurrencesAs(v.Text)
		}
		common, rare, verb := lex, r.lex, v.Text
		if v.Careless {
			common, rare, verb = r.lex, lex, r.typed.Exact
		}
		if common < ownWord || common < timesRead*rare {
			continue // it is a word of its own, or what stands behind is none
		}
		if strings.HasPrefix(verb, analysis.Article) || r.isImperfect(verb) {
			out = append(out, v)
		}
	}
	return out
}

// sounds lists the word with other letters for those that only dialects have, if the language
// has it so, and more often than with those that these are folded to.
func (r *wordReader) sounds(written string) (out []spell.Variant) {
	for _, text := range spell.SoundVariants(written) {
		if lex := r.analyzer.OccurrencesAs(text); lex >= ownWord && lex >= r.lex {
			out = append(out, spell.Variant{Text: analysis.Fold(text), Kind: spell.KindDialect})
		}
	}
	return out
}

// readCounterpart reads a word that only dialects have as that of the written
// language, if any text has it: behind whatever proclitics, for the stem is that of
// all of them.
func (r *wordReader) readCounterpart() error {
	for _, all := range [...][]string{analysis.Proclitics(), analysis.ArticleProclitics()} {
		for _, before := range all {
			word, ok := strings.CutPrefix(r.typed.Exact, before)
			plain := ""
			if ok {
				plain = spell.Counterpart(word)
			}
			if rest, heh := strings.CutSuffix(word, "ه"); ok && heh && plain == "" {
				plain = spell.Counterpart(rest + "ة")
			}
			if plain == "" {
				continue
			}
			t := r.analyzer.Word(plain)
			if t.Stop {
				r.out.stop = stopMeant{t, spell.KindDialect, plain, true}
				return nil
			}
			known, err := r.v.knows(keyAt(analysis.Stem, &t))
			if known && err == nil && t.Stem != r.typed.Stem {
				r.out.as = append(r.out.as, reading{Token: t, kind: spell.KindDialect, shown: plain})
			}
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

// clitics lists a word that the lexicon lacks with the proclitics that articles
// may have before it, and without those that it has itself.
func (r *wordReader) clitics() (out []spell.Variant) {
	word := r.typed.Exact
	if r.lex >= ownWord || r.analyzer.Occurrences(r.typed.Stem) >= ownWord || utf8.RuneCountInString(word) < leastCut {
		return nil
	}
	add := func(text string) {
		if r.analyzer.OccurrencesAs(text) < ownWord {
			out = append(out, spell.Variant{Text: text, Kind: spell.KindClitic})
		}
	}
	for _, before := range analysis.Proclitics() {
		if before == "" {
			continue
		}
		add(before + word)
		if rest, ok := strings.CutPrefix(word, before); ok && utf8.RuneCountInString(rest) >= leastCut {
			add(rest)
		}
	}
	return out
}

// How many other spellings of a name are read, and how many times as rare one may
// be: what is rarer is a slip of few.
const (
	namesRead = 3
	timesName = 500
)

// shortName is how many letters the shorter of two spellings must have for a name
// that the lexicon has to be read with a vowel more or less: of shorter ones that
// mostly makes another name (بايرن, بايرون).
const shortName = 6

// datives are what verbs of dialects end in, and no names: قالتلهم.
var datives = [...]string{"لهم", "لها", "لكم"}

// names lists the other spellings of a name of which no rule makes a root, as a
// word that begins as the one typed does: with the article or without.
func (r *wordReader) names() []spell.Variant {
	name := r.typed.Stem
	if name != r.typed.Root || !isWordOf(unicode.Arabic, name) || slices.ContainsFunc(datives[:], func(d string) bool { return strings.HasSuffix(name, d) }) {
		return nil
	}
	out := spell.NameVariants(name)
	if utf8.RuneCountInString(name) < shortName && r.lexOfName(name) >= ownWord {
		out = slices.DeleteFunc(out, func(v spell.Variant) bool { return len(v.Text) != len(name) })
	}
	if strings.HasPrefix(r.typed.Exact, analysis.Article) && !strings.HasPrefix(name, analysis.Article) {
		for i := range out {
			out[i].Text = analysis.Article + out[i].Text
		}
	}
	return out
}

// readNames reads a name in the other spellings that articles have, where a vowel
// more or less does not make another name.
func (r *wordReader) readNames(variants []spell.Variant) error {
	name := r.typed.Stem
	var held uint64
	lex := -1.0
	docs := map[string]uint64{}
	var found []reading
	for _, v := range variants {
		if r.most(v.Text) == 0 {
			continue
		}
		if lex < 0 {
			var err error
			if _, held, err = r.v.name(name, ""); err != nil {
				return err
			}
			lex = r.lexOfName(name)
		}
		other := v.Text
		if !strings.HasPrefix(name, analysis.Article) {
			other = strings.TrimPrefix(v.Text, analysis.Article)
		}
		form, n, err := r.v.name(other, v.Text)
		if err != nil {
			return err
		}
		if n == 0 || n*timesName < held || r.isReadAs(other) || docs[other] > 0 || len(other) != len(name) && r.isAnother(name, lex, other, n > held) {
			continue
		}
		docs[other] = n
		found = append(found, reading{Token: analysis.Token{Exact: form, Stem: other, Root: other}, kind: spell.KindName})
	}
	slices.SortStableFunc(found, func(a, b reading) int { return cmp.Compare(docs[b.Stem], docs[a.Stem]) })
	r.out.as = append(r.out.as, found[:min(namesRead, len(found), mostRead-len(r.out.as))]...)
	return nil
}

// isAnother says whether a vowel more or less makes another name of one that the
// lexicon has so often. Two letters of one sound never do.
func (r *wordReader) isAnother(name string, lex float64, other string, commoner bool) bool {
	more := r.lexOfName(other)
	if min(lex, more) >= ownWord && max(lex, more) < timesRead*min(lex, more) {
		return true // both are common
	}
	short := min(utf8.RuneCountInString(name), utf8.RuneCountInString(other)) < shortName
	return short && max(lex, more) >= ownWord && (lex >= ownWord || !commoner)
}

// latinArticles are how the article is written in Latin letters, onto a name too.
var latinArticles = [...]string{"al", "el"}

// readLatin reads a name in Latin letters that no article has in any form: without
// the article that is written onto it, and with one. Alkashif is al-Kashif, which is
// two words.
func (r *wordReader) readLatin(string) error {
	name := r.typed.Exact
	if utf8.RuneCountInString(name) < leastCut {
		return nil
	}
	if known, err := r.v.knows(keyAt(analysis.Stem, r.typed)); err != nil || known {
		return err
	}
	for _, before := range latinArticles {
		texts := []string{before + name}
		if rest, ok := strings.CutPrefix(name, before); ok && utf8.RuneCountInString(rest) >= leastCut {
			texts = append(texts, rest)
		}
		for _, text := range texts {
			t := r.analyzer.Word(text)
			docs, err := r.v.holders(keyAt(analysis.Exact, &t))
			if err != nil {
				return err
			}
			if docs > 0 && !t.Stop && t.Stem != r.typed.Stem && !r.isReadAs(t.Stem) {
				r.out.as = append(r.out.as, reading{Token: t, kind: spell.KindClitic})
			}
		}
	}
	return nil
}

// lexOfName is how often the lexicon has a name, with and without the article.
func (r *wordReader) lexOfName(name string) float64 {
	return r.analyzer.Occurrences(name) + r.analyzer.Occurrences(analysis.Article+name)
}

// name finds a name that is its own stem and root: the form in which articles
// have it, the one wanted if they do, else that of most; and how often they have it
// in any.
func (v *view) name(name, wanted string) (form string, docs uint64, err error) {
	start := name + keySeparator + keySeparator
	forms := spell.Counts{}
	err = v.eachBareTerm(start, func(term string, n uint64) bool {
		forms[formOf(term)] += int(n)
		docs += n
		return true
	})
	if err != nil {
		return "", 0, err
	}
	if forms[wanted] > 0 {
		return wanted, docs, nil
	}
	for _, best := range forms.Best(1) {
		form = best
	}
	return form, docs, nil
}

package index

import (
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/spell"
)

// What was meant by a word that was typed carelessly, and what the careless type for it.
// How common the spellings are decides, and what that takes is looked up only where it can
// decide: first the lexicon, then in how many articles a form stands at all, then as which word.

// seated writes the hamzas of a folded word on the seats that they were written
// on, if it has as many as were written.
func seated(word, written string) string {
	if !strings.Contains(word, "ء") {
		return word
	}
	var seats []rune
	for _, r := range written {
		if analysis.Fold(string(r)) == "ء" {
			seats = append(seats, r)
		}
	}
	if strings.Count(word, "ء") != len(seats) {
		return word
	}
	return strings.Map(func(r rune) rune {
		if r == 'ء' {
			r, seats = seats[0], seats[1:]
		}
		return r
	}, word)
}

// typist is a variant of the word as people type, and what the lexicon knows of it.
type typist struct {
	spell.Variant
	analysis.Token
	lex float64 // occurrences
}

// variants lists all of the word, and how common the lexicon has them.
func (r *wordReader) variants(word string) []typist {
	of := spell.Variants(word)
	out := make([]typist, len(of))
	for i, v := range of {
		out[i] = typist{Variant: v, lex: r.analyzer.OccurrencesAs(v.Text)}
	}
	return out
}

// typists leaves of the variants those for which the lexicon leaves room: most
// words need not be looked for in the index. What words they are is not known yet.
func (r *wordReader) typists(variants []typist) []typist {
	most := common(r.v.live, r.lex) // whatever the index has
	out := variants[:0]
	for _, v := range variants {
		switch {
		case !v.Careless && v.lex < r.lex && r.lex >= ownWord,
			v.Careless && v.lex > r.lex,
			!r.isRead(&v, most, common(1, v.lex)) && v.Careless:
			continue
		}
		v.Exact = analysis.Fold(v.Text)
		out = append(out, v)
	}
	return out
}

// analyze finds what word a variant is; false if it is none that the typed one is read as. Of
// most variants the index has so few that this need not be known.
func (r *wordReader) analyze(v *typist) bool {
	t := r.analyzer.Word(v.Text)
	switch {
	case !v.Careless && strings.Contains(v.Text, "ؤ") && analysis.Usual(t.Exact).IsHamzaOnYeh():
		return false // رويس is no رئيس
	case v.Kind == spell.KindTeh && strings.HasSuffix(r.typed.Stem, "ة") && timesRead*r.analyzer.Occurrences(r.typed.Stem) >= v.lex:
		return false // المرات is no المرأة, but several مرة
	case v.Careless && v.Kind != spell.KindHeh && r.isOfAnother(&t):
		return false // لجو is no لجوء, but ل and جو
	case t.Stop || t.Stem == r.typed.Stem || t.Exact != v.Exact:
		return false
	}
	v.Token = t
	return true
}

// isRead says whether what was typed, which is so common, is read as a variant that is so common.
func (r *wordReader) isRead(v *typist, typed, variant float64) bool {
	switch {
	case v.Careless && v.Kind == spell.KindHeh:
		return r.isSlip(typed, variant)
	case v.Careless:
		return r.isRarer(typed, variant, v.lex)
	case v.Kind == spell.KindHeh:
		return variant > typed
	}
	return variant >= timesRead*typed
}

// isOfAnother says whether a form is one of a word that the lexicon has: more than its article was taken off.
func (r *wordReader) isOfAnother(t *analysis.Token) bool {
	return t.Stem != t.Exact && t.Stem != strings.TrimPrefix(t.Exact, analysis.Article) && r.analyzer.Occurrences(t.Stem) >= ownWord
}

// isSlip says whether a form without its dots is so rare beside the one with them,
// which is typed, that it is a slip of authors as careless as those of the index.
func (r *wordReader) isSlip(typed, variant float64) bool { return r.slip*typed >= variant/2 }

// isRarer says whether a careless form is rare beside the one typed, and no word of
// its own.
func (r *wordReader) isRarer(typed, variant, lex float64) bool {
	return typed >= timesRead*variant && (lex < ownWord || lex*timesEqual < r.lex)
}

// try reads the word as a variant, if enough speaks for it.
func (r *wordReader) try(v *typist) error {
	most := r.most(v.Exact)
	if len(r.out.as) == mostRead || most == 0 && (v.Careless || v.lex == 0) {
		return nil
	}
	switch { // whatever is counted
	case v.Careless && !r.isRead(v, common(r.most(r.typed.Exact), r.lex), common(1, v.lex)),
		!v.Careless && !r.isRead(v, common(0, r.lex), common(most, v.lex)):
		return nil
	}
	if !r.analyze(v) || r.isReadAs(v.Stem) {
		return nil
	}
	docs := uint64(0)
	if most > 0 {
		var err error
		if docs, err = r.v.holders(keyAt(analysis.Exact, &v.Token)); err != nil || docs == 0 && (v.Careless || v.lex == 0) {
			return err
		}
	}
	held, err := r.held()
	if err != nil {
		return err
	}
	typed, variant := common(held, r.lex), common(docs, v.lex)
	if !r.isRead(v, typed, variant) {
		return nil
	}
	equals := !v.Careless && variant >= timesEqual*typed
	if !v.Careless && v.Kind == spell.KindHeh {
		equals = variant >= timesRead*typed
	}
	if docs == 0 {
		if known, err := r.v.knows(keyAt(analysis.Stem, &v.Token)); err != nil || !known {
			return err
		}
	}
	shown := ""
	if v.Exact == r.typed.Exact {
		shown = v.Text
	}
	r.out.as = append(r.out.as, reading{Token: v.Token, kind: v.Kind, shown: shown, equals: equals, own: !v.Careless && r.lex >= ownWord})
	return nil
}

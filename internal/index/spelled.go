package index

import (
	"slices"
	"unicode"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/posting"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
)

// Normalization makes حَرَم and حُرِم one word, and أحمد and احمد. A reader who
// types marks or a hamza means them: articles that agree come first, and those
// that are silent are not lost. What was written, the index says: no article is
// loaded.

// spelledAsTyped says what hits gain that spell words as the query does. Of a
// query of one word it returns how well each agrees, which then comes before the
// score: 1 agrees, 0 says nothing, -1 says otherwise.
func (p *plan) spelledAsTyped(hits []rank.Hit) (gain map[uint64]float64, agrees map[uint64]int, err error) {
	gain = map[uint64]float64{}
	for _, l := range p.order {
		w, ok := l.node.(*query.Word)
		if !ok || w.Form != query.Stem || w.Field == query.Author || len(l.words) != 1 || len(l.tokens) == 0 || !isMarked(l.text) {
			continue
		}
		idf, err := p.idf(&l.words[0])
		if err != nil {
			return nil, nil, err
		}
		as, err := p.agreement(hits, l, w.Field)
		if err != nil {
			return nil, nil, err
		}
		if len(p.order) == 1 {
			agrees = as
		}
		for doc, a := range as {
			if a > 0 {
				gain[doc] += p.weights.Spelling * idf
			}
		}
	}
	return gain, agrees, nil
}

// isMarked says whether a word has vowel marks, or an alef with hamza or madda.
func isMarked(word string) bool {
	for _, r := range word {
		if unicode.Is(unicode.Mn, r) || analysis.IsMarkedAlef(r) {
			return true
		}
	}
	return false
}

// agreement compares how hits spell a word, behind the article and proclitics
// too, with how it was typed: 1 if any place agrees, 0 if none says, -1 if all
// that say, say otherwise.
func (p *plan) agreement(hits []rank.Hit, l *leaf, field query.Field) (map[uint64]int, error) {
	out := map[uint64]int{}
	at := map[*segment]map[uint32]uint64{}
	for _, h := range hits {
		s, n := p.v.locate(h.Doc)
		if at[s] == nil {
			at[s] = map[uint32]uint64{}
		}
		at[s][n] = h.Doc
	}
	for _, before := range slices.Concat(analysis.Proclitics(), analysis.ArticleProclitics()) {
		form := analysis.Token{Exact: before + l.tokens[0].Exact, Written: l.tokens[0].Written.Behind(before)}
		if p.v.vocabulary(fieldText).Lookup(form.Exact) == 0 {
			continue
		}
		if err := p.ctx.Err(); err != nil {
			return nil, err
		}
		x, err := p.v.spellingOf(&form)
		if err != nil {
			return nil, err
		}
		for s, docs := range at {
			if err := s.agree(x, field, docs, out); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// agree notes how some documents of a segment spell a form.
func (s *segment) agree(x *spelling, field query.Field, docs map[uint32]uint64, out map[uint64]int) error {
	otherwise := map[uint32]uint32{} // places that have a spelling of their own
	note := func(d uint32, w analysis.Written) {
		doc, a := docs[d], x.typed.Compare(w)
		if old, met := out[doc]; a == 1 || !met || old != 1 && a < old {
			out[doc] = a
		}
	}
	for _, terms := range [...][]string{x.agree, x.differ} {
		for _, term := range terms {
			err := s.eachIn(fieldSpelling, term, field, docs, func(d, n uint32) {
				otherwise[d] += n
				note(d, writtenIn(term))
			})
			if err != nil {
				return err
			}
		}
	}
	all := map[uint32]uint32{}
	err := s.eachIn(textLevels[analysis.Exact], x.form, field, docs, func(d, n uint32) { all[d] += n })
	for d, n := range all {
		if n > otherwise[d] {
			note(d, analysis.Usual(x.form))
		}
	}
	return err
}

// eachIn visits those of some documents that hold a term in a field, with how
// often.
func (s *segment) eachIn(level, term string, field query.Field, docs map[uint32]uint64, visit func(d, n uint32)) error {
	return s.eachList(level, term, func(l *posting.List) error {
		var all rank.Postings
		if err := read(l, &all); err != nil {
			return err
		}
		var set []uint32
		for i, d := range all.Docs {
			if _, ok := docs[d]; !ok {
				continue
			}
			if set = append(set, d); field == query.Text {
				visit(d, all.Freqs[i])
			}
		}
		if field == query.Text {
			return nil
		}
		return damage(l.Positions(all.Docs, all.Freqs, set, func(i int, positions []uint32) {
			if n := len(inField(field, positions)); n > 0 {
				visit(set[i], uint32(n))
			}
		}))
	})
}

package index

import (
	"cmp"
	"slices"
	"strings"
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
// that say, say otherwise. The most frequent forms are asked first, for most hits
// agree by one of these, and of such no other form is asked.
func (p *plan) agreement(hits []rank.Hit, l *leaf, field query.Field) (map[uint64]int, error) {
	out := make(map[uint64]int, len(hits))
	at := p.v.bySegment(hits)
	word := &l.tokens[0]
	var forms []string
	for _, list := range [...][]string{analysis.Proclitics(), analysis.ArticleProclitics()} {
		for _, before := range list {
			forms = append(forms, before+word.Exact)
		}
	}
	slices.Sort(forms)
	forms = slices.Compact(forms)
	held := p.v.vocabulary(fieldText).LookupAll(forms)
	for _, i := range frequentFirst(held) {
		if err := p.ctx.Err(); err != nil {
			return nil, err
		}
		form := analysis.Token{Exact: forms[i], Written: word.Written.Behind(strings.TrimSuffix(forms[i], word.Exact))}
		x, err := p.v.spellingOf(&form)
		if err != nil {
			return nil, err
		}
		open := false
		for i := range at {
			if err := at[i].agree(x, field, out); err != nil {
				return nil, err
			}
			open = open || len(at[i].docs) > 0
		}
		if !open {
			break
		}
	}
	return out, nil
}

// frequentFirst returns the places of counts, the greatest first, without those of none.
func frequentFirst(counts []int) (order []int) {
	for i, n := range counts {
		if n > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(counts[b], counts[a]) })
	return order
}

// agree notes how the hits spell a form, and leaves out from now on those that agree.
func (s *segmentHits) agree(x *spelling, field query.Field, out map[uint64]int) error {
	if len(s.docs) == 0 {
		return nil
	}
	otherwise := make([]uint32, len(s.docs)) // places that have a spelling of their own
	note := func(i int, w analysis.Written) {
		doc, a := s.hits[i].Doc, x.typed.Compare(w)
		if old, met := out[doc]; a == 1 || !met || old != 1 && a < old {
			out[doc] = a
		}
	}
	for _, terms := range [...][]string{x.agree, x.differ} {
		for _, term := range terms {
			err := s.eachIn(fieldSpelling, term, field, func(i int, n uint32) {
				otherwise[i] += n
				note(i, writtenIn(term))
			})
			if err != nil {
				return err
			}
		}
	}
	all := make([]uint32, len(s.docs))
	err := s.eachIn(textLevels[analysis.Exact], x.form, field, func(i int, n uint32) { all[i] += n })
	if err != nil {
		return err
	}
	left := 0
	for i, n := range all {
		if n > otherwise[i] {
			note(i, analysis.Usual(x.form))
		}
		if out[s.hits[i].Doc] != 1 {
			s.docs[left], s.hits[left] = s.docs[i], s.hits[i]
			left++
		}
	}
	s.docs, s.hits = s.docs[:left], s.hits[:left]
	return nil
}

// eachIn visits those of the hits that hold a term in a field, with how often.
func (s *segmentHits) eachIn(level, term string, field query.Field, visit func(i int, n uint32)) error {
	r := scratches.Get().(*scratch)
	defer scratches.Put(r)
	places := &r.places
	return s.seg.eachList(level, term, func(l *posting.List) error {
		defer places.Release()
		if err := places.Reset(l); err != nil {
			return damage(err)
		}
		for i, d := range s.docs {
			ok, err := places.Holds(d)
			if err != nil {
				return damage(err)
			}
			if !ok {
				continue
			}
			n := uint32(0)
			if field == query.Text {
				n, err = places.Freq()
			} else {
				var positions []uint32
				positions, err = places.Positions()
				n = uint32(len(inField(field, positions)))
			}
			if err != nil {
				return damage(err)
			}
			if n > 0 {
				visit(i, n)
			}
		}
		return nil
	})
}

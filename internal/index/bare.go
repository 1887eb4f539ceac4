package index

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
	"github.com/fihris-search/fihris/internal/spell"
)

// What names no field is looked for in title and body, and in the texts of one's own
// that have a weight: these count less, at the level asked for, but an article that
// holds a word only there holds it.

// bareFields are the fields of words in which that is.
func (v *view) bareFields() []string {
	fields := make([]string, 1, 1+len(v.own.texts))
	fields[0] = fieldText
	for i := range v.own.texts {
		fields = append(fields, v.own.texts[i].stored)
	}
	return fields
}

// bareLevels are the fields of the ranking in which that is.
func (v *view) bareLevels(l analysis.Level) []string {
	levels := make([]string, 1, 1+len(v.own.texts))
	levels[0] = textLevels[l]
	for i := range v.own.texts {
		levels = append(levels, v.own.texts[i].levels[l])
	}
	return levels
}

// bareWords are the forms of all of these. An article that has a form in two of them
// counts twice: what they are asked for is which forms there are, and how common.
func (v *view) bareWords() (all spell.Vocabularies) {
	for _, field := range v.bareFields() {
		all = append(all, v.vocabulary(field)...)
	}
	return all
}

// expandedIn are the forms among which those are that a word of a field stands for.
func (v *view) expandedIn(f query.Field) spell.Vocabularies {
	if f == query.Text {
		return v.bareWords()
	}
	return v.vocabulary(expandField(f))
}

// holdingBare is the set of articles that hold one of some terms of a level in any of
// these fields.
func (p *plan) holdingBare(l analysis.Level, terms ...string) (docset.Set, error) {
	return p.v.gather(func(s *segment) (*roaring.Bitmap, error) { return p.heldBare(s, l, terms...) })
}

// heldBare is what holdingBare has of a segment.
func (p *plan) heldBare(s *segment, l analysis.Level, terms ...string) (out *roaring.Bitmap, err error) {
	for _, field := range p.v.bareLevels(l) {
		held, err := s.holding(p.ctx, field, terms...)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = held
		} else {
			out.Or(held)
		}
	}
	return out, nil
}

// eachBareTerm visits the terms that begin so with the articles of each, in every segment
// and field, until visit says that it is enough of one.
func (v *view) eachBareTerm(start string, visit func(term string, docs uint64) (more bool)) error {
	for _, field := range v.bareFields() {
		if err := v.terms(field, start, start+prefixEnd, visit); err != nil {
			return err
		}
	}
	return nil
}

// ownHolders notes which of some hits hold words of the query in a text of one's own:
// by word, the documents.
func (p *plan) ownHolders(hits []rank.Hit, words []bareWord) ([]map[uint64]bool, error) {
	if len(p.v.own.texts) == 0 {
		return nil, nil
	}
	out := make([]map[uint64]bool, len(words))
	for i := range words {
		out[i] = map[uint64]bool{}
		for _, part := range words[i].own {
			held, err := p.v.holding(p.ctx, part.Field, part.Terms...)
			if err != nil {
				return nil, err
			}
			for _, h := range hits {
				seg, n := p.v.rank.Locate(h.Doc)
				if held[seg].Contains(n) {
					out[i][h.Doc] = true
				}
			}
		}
	}
	return out, nil
}

// elsewhere is a phrase in a text of one's own, of which no spellings are kept.
func (q *phraseQuery) elsewhere(text *weighted) *phraseQuery {
	there := *q
	there.field = text.query
	there.slots = slices.Clone(q.slots)
	for i := range there.slots {
		s := &there.slots[i]
		s.levels, s.where = text.levels, ""
		if s.spelling != nil {
			s.terms, s.spelling = s.forms, nil
		}
	}
	return &there
}

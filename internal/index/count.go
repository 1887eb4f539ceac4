package index

import (
	"fmt"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/rank"
)

// Count says how often a document holds something, in words that need no postings: what
// another engine is asked for in place of the list of a [rank.Part]. It is a CountTerms,
// CountPhrase, CountSpelled or CountEither.
type Count interface{ count() }

// Place is a level of a field of words. query.Text is title and body; of the byline the
// level is NoLevel.
type Place struct {
	Field query.Field
	Level analysis.Level
}

type (
	// CountTerms counts terms of a place as if they were one.
	CountTerms struct {
		Place
		Terms []string
	}

	// CountPhrase counts where words stand as a phrase asks. With a slop they stand in any order
	// within Width+Slop positions.
	CountPhrase struct {
		Field       query.Field
		Slots       []CountSlot
		Width, Slop int
	}

	// CountSpelled counts an exact form less the spellings that differ or, where Usual is
	// false, the spellings that agree.
	CountSpelled struct {
		Field query.Field
		Form  string
		Usual bool
		Terms []string // spellings
	}

	// CountEither counts one and the other.
	CountEither struct{ A, B Count }
)

// CountSlot is a word of a phrase: any of the terms at a level, or spellings of a form.
type CountSlot struct {
	Level   analysis.Level
	Terms   []string
	Spelled *CountSpelled // in place of Terms; of its own Field nothing is said
	At      int           // position within the phrase, from 0
}

func (CountTerms) count()   {}
func (CountPhrase) count()  {}
func (CountSpelled) count() {}
func (CountEither) count()  {}

// placeOf is the place of a field of the ranking.
func placeOf(name string) Place {
	at := levelOf(name)
	switch at.field {
	case fieldText:
		return Place{query.Text, at.level}
	case fieldTitle:
		return Place{query.Title, at.level}
	case fieldAuthor:
		return Place{query.Author, analysis.NoLevel}
	}
	return Place{query.OwnField(at.field[len(ownPrefix):], query.Words), at.level}
}

// CountOf says what a part counts.
func CountOf(part *rank.Part) (Count, error) {
	if part.List == nil {
		return CountTerms{placeOf(part.Field), part.Terms}, nil
	}
	if c, ok := part.Of.(Count); ok {
		return c, nil
	}
	return nil, fmt.Errorf("a part of %s that only lists can count", part.Field)
}

// countIn is what CountOf says, in the body alone.
func countInBody(part *rank.Part) Count {
	switch c, _ := CountOf(part); c := c.(type) {
	case CountTerms:
		c.Field = query.Body
		return c
	case CountSpelled:
		c.Field = query.Body
		return c
	}
	return nil // which CountOf then refuses
}

// counted is the phrase as a Count.
func (q *phraseQuery) counted() Count {
	c := CountPhrase{Field: q.field, Width: q.width, Slop: q.slop}
	for i := range q.slots {
		s := &q.slots[i]
		slot := CountSlot{Level: s.level, Terms: s.terms, At: s.at}
		if s.spelling != nil {
			slot.Spelled = s.spelling.counted(q.field)
		}
		c.Slots = append(c.Slots, slot)
	}
	return c
}

// counted is the spelling as a Count.
func (x *spelling) counted(field query.Field) *CountSpelled {
	c := &CountSpelled{Field: field, Form: x.form, Usual: x.usual, Terms: x.agree}
	if x.usual {
		c.Terms = x.differ
	}
	return c
}

// PartKey names what a part counts, whatever it weighs.
func PartKey(part *rank.Part) string { return partKey(part) }

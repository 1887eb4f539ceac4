package index

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
)

// DocumentTerms is what of a document is searched, for an engine elsewhere that holds the terms.
type DocumentTerms struct {
	Title, Body TextTerms
	Author      []string // terms of the byline, with repetitions
	AuthorWords int      // of which it is made
	Own         []OwnTerms
	Keywords    map[string][]string // by field: source, section, tag, byline; none where there is none
	Folded      map[string][]string // the same as a query by value compares them
	Published   *int64              // in seconds since 1970
	Mentions    [][2]int64          // days since 1970: the first, and the one behind the last
	Keys        map[string][]string // by field of the dictionary: its terms in the document, each once
	Sum         string              // of all that was given: another document has another
}

// TextTerms are the terms of a text at each level, and of its spellings.
type TextTerms struct {
	Levels       [analysis.Exact + 1][]PlacedTerm
	Spellings    []PlacedTerm
	Words, Stems int // lengths: words, and those that have a stem
}

// PlacedTerm is a term and its position, from 1; several may share one.
type PlacedTerm struct {
	Term string
	At   int
}

// OwnTerms is a field of one's own: texts as terms, keywords as they are, numbers and
// dates as keys that sort as they do.
type OwnTerms struct {
	Field Field
	Text  TextTerms
	Terms []string
	Fold  []string
	Keys  []int64
}

// mostPosition is the greatest position that is kept: titles end there, as in an index here.
const mostTitlePosition = bodyPosition - 1

// Terms analyzes a document.
func (e *Elsewhere) Terms(ctx context.Context, d *Document) (out *DocumentTerms, err error) {
	defer recoverFrom(&err)
	if err := errors.Join(d.Validate(), e.ix.own.validate(d)); err != nil {
		return nil, err
	}
	a := e.ix.analyzer
	out = &DocumentTerms{Keywords: map[string][]string{}, Folded: map[string][]string{}, Keys: map[string][]string{}}
	tokens := a.AppendTokens(nil, d.Title)
	titled := len(tokens)
	if tokens, err = a.AppendTokensWithin(ctx, tokens, d.Body); err != nil {
		return nil, err
	}
	c := collectors.Get().(*collector)
	c.begin(a, e.ix.own)
	out.Mentions, err = c.mentionsOf(ctx, d, tokens, titled)
	collectors.Put(c)
	if err != nil {
		return nil, err
	}
	out.Title.add(tokens[:titled], 0, mostTitlePosition)
	out.Body.add(tokens[titled:], 0, 0)
	keys := func(field string, tokens []analysis.Token) {
		for i := range tokens {
			out.Keys[field] = append(out.Keys[field], keyAt(analysis.Exact, &tokens[i]))
		}
	}
	keys(fieldText, tokens)
	keys(fieldTitle, tokens[:titled])
	for _, t := range slices.Concat(out.Title.Spellings, out.Body.Spellings) {
		out.Keys[fieldSpelling] = append(out.Keys[fieldSpelling], t.Term)
	}
	if d.Author != "" {
		var byline length
		tokens = a.AppendTokens(tokens[:0], d.Author)
		for i := range tokens {
			out.Author = append(out.Author, stemOrExact(&tokens[i]))
			byline.count(&tokens[i])
		}
		out.Keys[fieldAuthor], out.AuthorWords = slices.Clone(out.Author), int(byline.words)
	}
	v := e.view(nil, 0)
	fold := func(values []string) (folded []string) {
		for _, value := range values {
			folded = append(folded, v.foldValue(value))
		}
		return folded
	}
	for i := range Keywords {
		if values := Keywords[i].Of(d); len(values) > 0 {
			out.Keywords[Keywords[i].stored], out.Folded[Keywords[i].stored] = values, fold(values)
		}
	}
	if !d.Published.IsZero() {
		seconds := d.Published.Unix()
		out.Published = &seconds
	}
	for i := range e.ix.own.fields {
		f := &e.ix.own.fields[i]
		values, err := f.valuesOf(d.Extra)
		if err != nil {
			return nil, err
		}
		own := OwnTerms{Field: *f}
		switch f.Kind {
		case TextField:
			from := 0
			for _, text := range values.texts {
				if tokens, err = a.AppendTokensWithin(ctx, tokens[:0], text); err != nil {
					return nil, err
				}
				keys(ownPrefix+f.Name, tokens)
				from = own.Text.add(tokens, from, 0) + ownGap
			}
		case KeywordField:
			own.Terms, own.Fold = values.texts, fold(values.texts)
		default:
			for _, key := range values.keys {
				k, _ := decodeTime(key) // which has eight bytes
				own.Keys = append(own.Keys, k)
			}
		}
		out.Own = append(out.Own, own)
	}
	for field, terms := range out.Keys {
		slices.Sort(terms)
		out.Keys[field] = slices.Compact(terms)
	}
	stored, err := d.appendStored(ctx, nil)
	if err != nil {
		return nil, err
	}
	h, err := hash(ctx, append(stored, d.ID...))
	if err != nil {
		return nil, err
	}
	out.Sum = hex.EncodeToString(h[:16])
	return out, nil
}

// add appends the terms of a text whose positions go on behind others; 0 as the greatest
// stands for any. It returns the last position.
func (x *TextTerms) add(tokens []analysis.Token, from, most int) (last int) {
	var n length
	last = from
	for i := range tokens {
		t := &tokens[i]
		at := from + t.Position
		if most > 0 {
			at = min(at, most)
		}
		last = at
		x.Levels[analysis.Exact] = append(x.Levels[analysis.Exact], PlacedTerm{t.Exact, at})
		if t.Stem != "" {
			for _, l := range [...]analysis.Level{analysis.Stem, analysis.Root} {
				x.Levels[l] = append(x.Levels[l], PlacedTerm{keyAt(l, t), at})
			}
		}
		if t.Odd {
			x.Spellings = append(x.Spellings, PlacedTerm{spellingTerm(t.Exact, t.Written), at})
		}
		n.count(t)
	}
	x.Words, x.Stems = x.Words+int(n.words), x.Stems+int(n.stems)
	return last
}

// mentionsOf lists the dates that a document mentions.
func (c *collector) mentionsOf(ctx context.Context, d *Document, tokens []analysis.Token, titled int) (days [][2]int64, err error) {
	if err := c.readMentions(ctx, d, tokens, titled); err != nil {
		return nil, err
	}
	for _, m := range c.mentions {
		days = append(days, [2]int64{floorDay(m.From.Unix()), floorDay(m.To.Unix())})
	}
	return days, nil
}

// LengthOf names the length of a field of the ranking: that of the words, or that of the stems, of
// the text, the title, the byline or a field of one's own.
func LengthOf(field string) (of string, stems bool) {
	at := levelOf(field)
	return strings.TrimSuffix(at.length, " stems"), strings.HasSuffix(at.length, " stems")
}

// RankedFields are the fields of the ranking.
func (e *Elsewhere) RankedFields() (names []string) {
	for name := range levelFields {
		names = append(names, name)
	}
	for i := range e.ix.own.fields {
		if f := &e.ix.own.fields[i]; f.Kind == TextField {
			levels := ownLevels(f.Name)
			names = append(names, levels[analysis.Exact], levels[analysis.Stem], levels[analysis.Root])
		}
	}
	slices.Sort(names)
	return names
}

// DictionaryFields are the fields of every document of which Dictionary and
// DocumentTerms.Keys have the terms; texts of one's own have theirs beside.
var DictionaryFields = []string{fieldText, fieldTitle, fieldAuthor, fieldSpelling}

// Stored is what WantValues calls the field.
func (k *Keyword) Stored() string { return k.stored }

// ParseFields reads declarations as they stand in the metadata of an index.
func ParseFields(s string) ([]Field, error) { return parseFields(s) }

package suggest

import (
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// texts is a Source that answers by looking at every text: two segments, a text
// a line, whose title is its first word.
type texts struct {
	segments [2][]string
	scope    docset.Set
}

func newTexts(lines ...string) *texts {
	half := (len(lines) + 1) / 2
	return &texts{segments: [2][]string{lines[:half], lines[half:]}}
}

// where is the set of texts with a token that is accepted.
func (s *texts) where(title bool, accept func(t *analysis.Token) bool) docset.Set {
	out := docset.Empty(len(s.segments))
	for i, lines := range s.segments {
		for d, line := range lines {
			tokens := analysis.Default().AppendTokens(nil, line)
			if title {
				tokens = tokens[:min(1, len(tokens))]
			}
			if slices.ContainsFunc(tokens, func(t analysis.Token) bool { return accept(&t) }) {
				out[i].Add(uint32(d))
			}
		}
	}
	return out
}

func (s *texts) Count(n query.Node) (every, any uint64, err error) {
	var all docset.Set
	some := docset.Empty(len(s.segments))
	for _, leaf := range query.Leaves(n) {
		text := ""
		switch leaf := leaf.(type) {
		case *query.Word:
			text = leaf.Text
		case *query.Phrase:
			text = leaf.Text
		}
		for _, t := range analysis.Default().AppendTokens(nil, text) {
			if t.Stop {
				continue
			}
			level := analysis.Stem
			if w, ok := leaf.(*query.Word); ok && w.Form == query.Root {
				level = analysis.Root
			}
			held, _ := s.Holding(query.Text, level, &t)
			all, some = docset.Both(all, held), some.Or(held)
		}
	}
	if all == nil {
		all = docset.Empty(len(s.segments))
	}
	return docset.Both(s.scope, all).Count(), docset.Both(s.scope, some).Count(), nil
}

func (s *texts) Holding(in query.Field, l analysis.Level, t *analysis.Token) (docset.Set, error) {
	return s.where(in == query.Title, func(o *analysis.Token) bool { return o.At(l) != "" && o.At(l) == t.At(l) }), nil
}

func (s *texts) Look(t *analysis.Token) (articles uint64, known bool, err error) {
	held, _ := s.Holding(query.Text, analysis.Exact, t)
	stem, _ := s.Holding(query.Text, analysis.Stem, t)
	return held.Count(), stem.Count() > 0, nil
}

func (s *texts) Forms() (out spell.Vocabularies, err error) {
	for _, lines := range s.segments {
		counts := map[string]int{}
		for _, line := range lines {
			once := map[string]bool{}
			for _, t := range analysis.Default().AppendTokens(nil, line) {
				if !once[t.Exact] {
					once[t.Exact] = true
					counts[t.Exact]++
				}
			}
		}
		out = append(out, spell.NewVocabulary(len(counts), func(yield func(string, int) bool) {
			for form, n := range counts {
				if !yield(form, n) {
					return
				}
			}
		}))
	}
	return out, nil
}

// each visits the texts of a set.
func (s *texts) each(in docset.Set, visit func(line string)) {
	for i, b := range in {
		docset.Each(b, func(doc uint32) { visit(s.segments[i][doc]) })
	}
}

func (s *texts) Texts(t *analysis.Token, n int) (out []string, err error) {
	held, _ := s.Holding(query.Text, analysis.Exact, t)
	s.each(held, func(line string) { out = append(out, line) })
	return out[:min(n, len(out))], nil
}

func (s *texts) Titles(in docset.Set, n int) (out []string, err error) {
	s.each(in, func(line string) { out = append(out, line) })
	return out[:min(n, len(out))], nil
}

func (s *texts) Scope() docset.Set { return s.scope }
func (s *texts) Sizes() []int      { return []int{len(s.segments[0]), len(s.segments[1])} }
func (s *texts) Articles() uint64  { return uint64(len(s.segments[0]) + len(s.segments[1])) }

// suggested are the suggestions for a query that was answered by the texts.
func suggested(t testing.TB, s *texts, text string) []Suggestion {
	t.Helper()
	n := query.Parse(text)
	every, any, err := s.Count(n)
	if err != nil {
		t.Fatal(err)
	}
	out, err := New(analysis.Default()).Suggest(s, Request{Query: n, Text: text, Every: every, Found: found(every, any)})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// only is a scope of the texts that hold a word.
func (s *texts) only(word string) *texts {
	t := analysis.Default().Word(word)
	held, _ := s.Holding(query.Text, analysis.Stem, &t)
	if held == nil {
		held = docset.Set{roaring.New(), roaring.New()}
	}
	return &texts{s.segments, held}
}

package suggest

import (
	"errors"
	"slices"
	"testing"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/docset"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// text is an article of the index that the tests ask.
type text struct{ title, body string }

// texts is an Index made of two segments of texts, which knows no index but maps
// of the words that stand in them.
type texts struct {
	segments [2][]text
	held     map[holding]docset.Set
	forms    spell.Vocabularies
	scope    docset.Set

	listed bool // Forms was asked
	calls  int  // so far
	failAt int  // the call that fails; 0 for none
}

type holding struct {
	in    query.Field
	level analysis.Level
	term  string
}

var errSource = errors.New("the index cannot be read")

// fails counts the calls, and fails the one that is to fail.
func (s *texts) fails() error {
	if s.calls++; s.calls == s.failAt {
		return errSource
	}
	return nil
}

// newTexts makes a text of each line, whose title is its first word.
func newTexts(lines ...string) *texts {
	all := make([]text, len(lines))
	for i, line := range lines {
		all[i].title = line
		if t := analysis.Default().AppendTokens(nil, line); len(t) > 0 {
			all[i] = text{line[:t[0].End], line[t[0].End:]}
		}
	}
	return index(all)
}

func index(all []text) *texts {
	half := (len(all) + 1) / 2
	s := &texts{segments: [2][]text{all[:half], all[half:]}, held: map[holding]docset.Set{}}
	for i, segment := range s.segments {
		counts := map[string]int{}
		for doc, text := range segment {
			s.add(i, doc, query.Title, text.title, nil)
			once := map[string]bool{}
			s.add(i, doc, query.Text, text.title, once)
			s.add(i, doc, query.Text, text.body, once)
			for form := range once {
				counts[form]++
			}
		}
		s.forms = append(s.forms, spell.NewVocabulary(func(yield func(string, int) bool) {
			for form, n := range counts {
				if !yield(form, n) {
					return
				}
			}
		}))
	}
	return s
}

// add notes the words of a text, and their forms.
func (s *texts) add(segment, doc int, in query.Field, text string, forms map[string]bool) {
	for _, t := range analysis.Default().AppendTokens(nil, text) {
		for _, l := range analysis.Levels {
			if t.At(l) == "" {
				continue
			}
			k := holding{in, l, t.At(l)}
			if s.held[k] == nil {
				s.held[k] = docset.Empty(len(s.segments))
			}
			s.held[k][segment].Add(uint32(doc))
		}
		if forms != nil {
			forms[t.Exact] = true
		}
	}
}

func (s *texts) where(in query.Field, l analysis.Level, t *analysis.Token) docset.Set {
	if held := s.held[holding{in, l, t.At(l)}]; held != nil {
		return held
	}
	return docset.Empty(len(s.segments))
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
			held := s.where(query.Text, level, &t)
			all, some = docset.Both(all, held), some.Or(held)
		}
	}
	if all == nil {
		all = docset.Empty(len(s.segments))
	}
	return docset.Both(s.scope, all).Count(), docset.Both(s.scope, some).Count(), s.fails()
}

func (s *texts) Holding(in query.Field, l analysis.Level, t *analysis.Token) (docset.Set, error) {
	if err := s.fails(); err != nil {
		return nil, err
	}
	return s.where(in, l, t), nil
}

func (s *texts) Look(t *analysis.Token) (articles uint64, known bool, err error) {
	return s.where(query.Text, analysis.Exact, t).Count(), s.where(query.Text, analysis.Stem, t).Count() > 0, s.fails()
}

func (s *texts) Forms() spell.Vocabularies {
	s.listed = true
	return slices.Clone(s.forms)
}

// each visits the texts of a set.
func (s *texts) each(in docset.Set, visit func(t text)) {
	for i, b := range in {
		docset.Each(b, func(doc uint32) { visit(s.segments[i][doc]) })
	}
}

func (s *texts) Texts(t *analysis.Token, n int) (out []string, err error) {
	s.each(s.where(query.Text, analysis.Exact, t), func(t text) { out = append(out, t.title, t.body) })
	return out[:min(2*n, len(out))], s.fails()
}

func (s *texts) Sample(t *analysis.Token, in docset.Set, n int) (out []string, err error) {
	s.each(docset.Both(s.where(query.Text, analysis.Exact, t), in), func(t text) { out = append(out, t.title, t.body) })
	return out[:min(2*n, len(out))], s.fails()
}

func (s *texts) SideBySide(p Pair) (n int, err error) {
	word, neighbour := p.Word, p.Neighbour
	level := analysis.Stem
	if neighbour.Stop {
		level = analysis.Exact
	}
	both := docset.Both(s.where(query.Text, analysis.Exact, word), s.where(query.Text, level, neighbour))
	s.each(both, func(t text) {
		for _, part := range []string{t.title, t.body} {
			tokens := analysis.Default().AppendTokens(nil, part)
			for i := range tokens {
				for k := range tokens {
					first, second := &tokens[i], &tokens[k]
					if second.Position != first.Position+int(first.Width) {
						continue
					}
					if p.Behind {
						first, second = second, first
					}
					if first.Exact == word.Exact && second.At(level) == neighbour.At(level) {
						n++
					}
				}
			}
		}
	})
	return n, s.fails()
}

func (s *texts) Titles(in docset.Set, n int) (out []Titled, err error) {
	s.each(in, func(t text) { out = append(out, Titled{ID: "of " + t.title, Title: t.title}) })
	return out[:min(n, len(out))], s.fails()
}

func (s *texts) Scope() docset.Set { return s.scope }
func (s *texts) Sizes() []int      { return []int{len(s.segments[0]), len(s.segments[1])} }
func (s *texts) Articles() uint64  { return uint64(len(s.segments[0]) + len(s.segments[1])) }
func (s *texts) Err() error        { return s.fails() }

// request is a query as the index answers it.
func (s *texts) request(t testing.TB, text string) Request {
	t.Helper()
	n := query.Parse(text)
	every, any, err := (&texts{segments: s.segments, held: s.held, scope: s.scope}).Count(n)
	if err != nil {
		t.Fatal(err)
	}
	return Request{Query: n, Text: text, Every: every, Found: found(every, any)}
}

// suggested are the suggestions for a query that was answered by the texts.
func suggested(t testing.TB, s *texts, text string) []Suggestion {
	t.Helper()
	out, err := New(analysis.Default(), nil).Suggest(Sets(s), s.request(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// only is a scope of the texts that hold a word.
func (s *texts) only(word string) *texts {
	t := analysis.Default().Word(word)
	scoped := *s
	scoped.scope = s.where(query.Text, analysis.Stem, &t)
	return &scoped
}

package index

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// Suggestion is another query that finds what this one was meant to find.
type Suggestion struct {
	Query string // in the query language
	Kind  string
	Total uint64
}

// The kinds of suggestions.
const (
	kindSpelling        = "spelling"
	kindLayout          = "layout"
	kindTransliteration = "transliteration"
	kindRoot            = "root"
)

// maxAsked is how many words a query may have to get suggestions: what is
// longer was pasted.
const maxAsked = 64

// suggester looks for queries that serve the reader better than one that was
// answered. Each is asked before it is offered.
type suggester struct {
	ix      *Index
	p       *plan
	req     Request
	text    string // the query in canonical form, in which words are replaced
	asked   []asked
	missed  bool               // no article holds every word
	none    bool               // nothing was found
	total   uint64             // articles that hold every word
	words   spell.Vocabularies // with the stop words
	counted uint64             // the sum of frequencies without these
	out     []Suggestion
}

// suggest fills in the suggestions. Where every word is known and some article
// holds them all, it only looks the words up.
func (ix *Index) suggest(p *plan, req Request, res *Results) error {
	s, err := ix.newSuggester(p, req, res)
	if err != nil || s == nil {
		return err
	}
	for _, find := range [...]func() error{s.layouts, s.romans, s.spellings, s.roots} {
		if err := find(); err != nil {
			return err
		}
		if len(s.out) > 0 {
			break
		}
	}
	res.Suggestions = s.out
	return nil
}

// newSuggester reads the query; nil if there is nothing to look for.
func (ix *Index) newSuggester(p *plan, req Request, res *Results) (*suggester, error) {
	s := &suggester{ix: ix, p: p, req: req, text: req.Query.String(), missed: res.Relaxed || res.Total == 0}
	if !s.missed {
		s.total = res.Total
	}
	s.none = res.Total == 0
	var err error
	if s.asked, err = p.askedWords(query.Parse(s.text), s.text); err != nil {
		return nil, err
	}
	if len(s.asked) == 0 || len(s.asked) > maxAsked || !s.missed && !s.isFewLatin() && !slices.ContainsFunc(s.asked, asked.isRareSlip) {
		return nil, nil
	}
	if s.words, err = p.v.vocabulary(fieldText); err != nil {
		return nil, err
	}
	s.counted = s.words.Total()
	s.words = append(s.words, ix.writtenForms.stopWords(ix.analyzer))
	return s, nil
}

// timesBetter is how many times as many articles a suggestion must find as a
// query that finds some.
const timesBetter = 10

// offer asks another query and keeps it if it is better: articles hold all of
// its words where none did before, or many times as many. Where none holds all
// words of either, it must be closer, which the caller knows.
func (s *suggester) offer(text, kind string, closer bool) error {
	tree := query.Parse(text)
	if tree.String() == s.text {
		return nil
	}
	res, err := s.count(tree)
	if err != nil {
		return err
	}
	every := res.Total
	if res.Relaxed {
		every = 0
	}
	if every > timesBetter*s.total || every == 0 && s.missed && closer && res.Total > 0 {
		s.out = append(s.out, Suggestion{Query: tree.String(), Kind: kind, Total: res.Total})
	}
	return nil
}

// count asks a query for its totals.
func (s *suggester) count(tree query.Node) (*Results, error) {
	p, err := s.ix.plan(s.p.ctx, s.p.v, tree, s.p.filter)
	if err != nil {
		return nil, err
	}
	res := &Results{}
	_, err = p.totals(Request{Query: tree, Filter: s.req.Filter}, res)
	return res, err
}

// layouts tries the query as other keyboards would have typed it. A reading
// must be of words that the index has, and of more of them.
func (s *suggester) layouts() error {
	share := recognized(s.asked)
	if !s.missed || share >= 0.5 {
		return nil
	}
	typed := s.req.Text
	if typed == "" {
		typed = s.text
	}
	var best query.Node
	for _, r := range spell.Retype(typed) {
		tree := query.Parse(r.Text)
		words, err := s.p.askedWords(tree, r.Text)
		if err != nil {
			return err
		}
		if x := recognized(words); x > share && x > 0.5 && !s.p.isShortAccident(words) {
			share, best = x, tree
		}
	}
	if best == nil {
		return nil
	}
	return s.offer(best.String(), kindLayout, true)
}

// roots tries the roots of the words that the index has in no form, where
// nothing was found at all: bare words are found by their roots anyway.
func (s *suggester) roots() error {
	if !s.none {
		return nil
	}
	var edits []edit
	for i := range s.asked {
		w := &s.asked[i]
		if w.stemmed || w.Stop || w.quoted || w.latin {
			continue
		}
		held, err := s.p.v.holding(textLevels[analysis.Root], keyAt(analysis.Root, &w.Token))
		if err != nil {
			return err
		}
		if held.Count() > 0 {
			edits = append(edits, edit{w.start, w.end, rootSign + s.text[w.start:w.end]})
		}
	}
	if len(edits) == 0 {
		return nil
	}
	return s.offer(replace(s.text, edits), kindRoot, false)
}

// rootSign asks for the root of a word in the query language.
const rootSign = "√"

// edit replaces bytes of a text.
type edit struct {
	start, end int
	text       string
}

// replace makes edits, which do not overlap.
func replace(text string, edits []edit) string {
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Compare(a.start, b.start) })
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(text[at:e.start] + e.text)
		at = e.end
	}
	b.WriteString(text[at:])
	return b.String()
}

// Package suggest helps the one who types: queries that were meant by one that
// finds little (a slip of spelling, the wrong keyboard, a name in Latin letters,
// a root), and what a word may become while it is typed.
//
// It knows no index, only a [Source] that answers for one at one moment, here ([Sets]) or from afar: what is
// offered was asked there first, in the scope of the request. A [Suggester]
// belongs to an index and keeps what it learns of it.
//
// suggest.go tries one kind after the other. asked.go takes the query apart into
// words and says of each what index and language know. spelling.go looks for
// words that were slips, odds.go has the rule by which one is taken for that, fix.go
// what may stand in its place, together.go how well words go together, beside.go how often they stand side by side; roman.go reads Latin letters, heard.go says what speaks for a reading, written.go
// writes folded forms as people do; sets.go answers by sets of articles, tally.go counts in them. complete.go, follow.go and title.go complete.
package suggest

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/fihris-search/fihris/internal/analysis"
	"github.com/fihris-search/fihris/internal/query"
	"github.com/fihris-search/fihris/internal/spell"
)

// Titled is the title of an article, with its ID.
type Titled struct{ ID, Title string }

// Source is an index at one moment, in the scope of a request, as suggestions ask it: in counts, many at once
// where they may come from afar. Its answers do not change. [Sets] makes one of an Index.
type Source interface {
	// Count returns how many articles of the scope hold every word of a query,
	// and how many hold any.
	Count(n query.Node) (every, any uint64, err error)
	// Look returns how many articles hold a word in this very form, and whether
	// any holds it in another. Removed articles may still count.
	Look(t *analysis.Token) (articles uint64, known bool, err error)
	// Forms returns the exact forms of all texts with the number of articles
	// that hold each.
	Forms() spell.Vocabularies
	// Texts returns titles and bodies of up to n articles that hold a word in
	// this very form.
	Texts(t *analysis.Token, n int) ([]string, error)
	// SideBySide counts of each pair, in articles that hold the rarer of its words, up to some hundreds, how
	// often the words stand at once behind one another.
	SideBySide(pairs []Pair) (places []int, err error)
	// Holding returns the articles that hold a word at a level, whatever the scope.
	Holding(l analysis.Level, t *analysis.Token) (Set, error)
	// Scope returns the articles that may be found; nil for all.
	Scope() Set
	// Counts returns how many articles each of some sets has.
	Counts(sets []Set) ([]uint64, error)
	// Tally returns a tally of no sets.
	Tally() Tally
	// Articles returns how many articles there are, whatever the scope.
	Articles() uint64
	// Err says why nobody waits for an answer any more; nil while one does. What
	// takes long asks it again and again.
	Err() error
}

// Set is some articles of a Source.
type Set interface {
	// And returns those that are in another set, too.
	And(Set) Set
}

// both returns the articles of two sets, where nil is all.
func both(a, b Set) Set {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return a.And(b)
}

// Tally says of the articles of the scope in how many of some sets, which lie in it, they are.
type Tally interface {
	// Add puts a set in, Remove takes it out.
	Add(Set)
	Remove(Set)
	// Best returns in how many of the sets an article is at most, and how many are in so many.
	Best() (sets int, articles uint64, err error)
	// Within returns of the articles of one more set how many are in as many of the others as the best, and
	// where none is how many are in one less.
	Within(s Set) (as, less uint64, err error)
	// Expect tells what is going to be asked; who has far to go asks all of it at once.
	Expect(trials iter.Seq2[Trial, error]) error
}

// Trial is sets of a tally that others are tried in place of: Best is asked without the first, then
// with all but the last of the others, and then Within of that.
type Trial struct{ Out, In []Set }

// Pair is two words, the one in this very form and its neighbour in any, and which of them stands behind the other.
type Pair struct {
	Word, Neighbour *analysis.Token
	Behind          bool // the word stands behind its neighbour
}

// Suggester suggests and completes for one index. It is safe for concurrent use.
type Suggester struct {
	analyzer *analysis.Analyzer
	own      query.Own // fields that its queries name
	written  writtenForms
}

// New returns a suggester for an index that was made with the analyzer and has
// fields of its own.
func New(a *analysis.Analyzer, own query.Own) *Suggester { return &Suggester{analyzer: a, own: own} }

// Request is a query that was answered.
type Request struct {
	Query query.Node
	Text  string   // as typed; empty where it is not known
	Every uint64   // articles that hold every word
	Found uint64   // articles found: those, or where there are none those that hold any word
	Stops []string // words of it, as typed, that are read as stop words
	Read  []string // those that are read as others too, for how people type
}

// Suggestion is another query that finds what this one was meant to find.
type Suggestion struct {
	Query  string // in the query language
	Kind   string
	Total  uint64
	Unsure bool // it puts another word in the place of one that is one, and that is not much likelier
	Lacked bool // no article has the words, in any form, that it puts others in the place of; or none in this form, and many those beside their neighbours
}

// The kinds of suggestions.
const (
	Spelling        = "spelling"        // a slip
	Layout          = "layout"          // another keyboard
	Transliteration = "transliteration" // Latin letters
	Root            = "root"            // other words of the family
)

// maxAsked is how many words a query may have to get suggestions: what is
// longer was pasted.
const maxAsked = 64

// search looks for queries that serve the reader better than one that was
// answered. Each is asked before it is offered.
type search struct {
	*Suggester
	src     Source
	typed   string
	stops   []string
	read    []string
	text    string // the query in canonical form, in which words are replaced
	asked   []asked
	missed  bool               // no article holds every word
	none    bool               // nothing was found
	total   uint64             // articles that hold every word
	words   spell.Vocabularies // with the stop words
	counted uint64             // the sum of frequencies without these
	unsure  bool               // of what is offered next; see Suggestion
	lacked  bool               // the same
	out     []Suggestion
}

// Suggest returns queries that serve the reader better. Where every word is known
// and some article holds them all, it only looks the words up.
func (g *Suggester) Suggest(src Source, req Request) ([]Suggestion, error) {
	s, err := g.begin(src, req)
	if err != nil || s == nil {
		return nil, err
	}
	for _, try := range [...]func() error{s.layouts, s.romans, s.spellings, s.roots} {
		if err := try(); err != nil {
			return nil, err
		}
		if len(s.out) > 0 {
			break
		}
	}
	return s.out, nil
}

// begin reads the query; nil if there is nothing to look for.
func (g *Suggester) begin(src Source, req Request) (*search, error) {
	s := &search{
		Suggester: g, src: src, typed: req.Text, stops: req.Stops, read: req.Read, text: req.Query.String(),
		missed: req.Every == 0, none: req.Found == 0, total: req.Every,
	}
	var err error
	if s.asked, err = s.askedWords(s.own.Parse(s.text), s.text); err != nil {
		return nil, err
	}
	if len(s.asked) == 0 || len(s.asked) > maxAsked || !s.missed && !s.isFewLatin() && !slices.ContainsFunc(s.asked, asked.isRareSlip) {
		return nil, nil
	}
	s.words = src.Forms()
	s.counted = s.words.Total()
	s.words = append(s.words, g.written.stopWords(g.analyzer))
	return s, nil
}

// timesBetter is how many times as many articles a suggestion must find as a
// query that finds some.
const timesBetter = 10

// offer asks another query and keeps it if it is better: articles hold all of
// its words where none did before, or many times as many. Where none holds all
// words of either, it must be closer, which the caller knows.
func (s *search) offer(text, kind string, closer bool) error {
	tree := s.own.Parse(text)
	asked := tree.String()
	if asked == s.text {
		return nil
	}
	every, any, err := s.src.Count(tree)
	if err != nil {
		return err
	}
	if every > timesBetter*s.total || every == 0 && s.missed && closer && any > 0 {
		s.out = append(s.out, Suggestion{Query: asked, Kind: kind, Total: found(every, any), Unsure: s.unsure, Lacked: s.lacked})
	}
	return nil
}

// found is how many articles a query finds: where none holds every word, those
// that hold any.
func found(every, any uint64) uint64 {
	if every == 0 {
		return any
	}
	return every
}

// tatweel is the sign that lengthens a letter.
const tatweel = 'ـ'

// layouts tries the query as other keyboards would have typed it. A reading
// must be of words that the index has, and of more of them.
func (s *search) layouts() error {
	share := recognized(s.asked)
	if !s.missed || share >= 0.5 {
		return nil
	}
	typed := s.typed
	if typed == "" {
		typed = s.text
	}
	var best query.Node
	for _, r := range spell.Retype(typed) {
		if strings.ContainsRune(r.Text, tatweel) {
			continue // Jalal: nobody looks for that
		}
		tree := s.own.Parse(r.Text)
		words, err := s.askedWords(tree, r.Text)
		if err != nil {
			return err
		}
		if x := recognized(words); x > share && x > 0.5 && !s.isShortAccident(words) && !slices.ContainsFunc(words, asked.isNoForm) {
			share, best = x, tree
		}
	}
	if best == nil {
		return nil
	}
	return s.offer(best.String(), Layout, true)
}

// roots tries the roots of the words that the index has in no form, where
// nothing was found at all: bare words are found by their roots anyway.
func (s *search) roots() error {
	if !s.none {
		return nil
	}
	var tried []edit
	var families []Set
	for i := range s.asked {
		w := &s.asked[i]
		if w.stemmed || w.Stop || w.quoted || w.latin {
			continue
		}
		held, err := s.src.Holding(analysis.Root, &w.Token)
		if err != nil {
			return err
		}
		families = append(families, held)
		tried = append(tried, edit{w.start, w.end, rootSign + s.text[w.start:w.end]})
	}
	counts, err := s.src.Counts(families)
	if err != nil {
		return err
	}
	var edits []edit
	for i, n := range counts {
		if n > 0 {
			edits = append(edits, tried[i])
		}
	}
	if len(edits) == 0 {
		return nil
	}
	return s.offer(replace(s.text, edits), Root, false)
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
